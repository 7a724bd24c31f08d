import { describe, expect, it } from 'vitest';
import { fillDays, niceTop } from './days.ts';

describe('the chart of days', () => {
  it('fills days on which nothing came', () => {
    const days = fillDays([{ date: '2026-03-01', series: 4, instances: 40 }], '2026-03-02', 3);
    expect(days.map((day) => [day.date, day.series])).toEqual([
      ['2026-02-28', 0],
      ['2026-03-01', 4],
      ['2026-03-02', 0],
    ]);
  });
  it('ends its axis at a round number', () => {
    expect([0, 1, 3, 7, 18, 41, 50, 999].map(niceTop)).toEqual([2, 2, 4, 10, 20, 50, 50, 1000]);
  });
});
