import { describe, expect, it } from 'vitest';
import { formatAgo, formatBytes, formatDuration, formatNoun, formatShare } from './format.ts';

describe('formats', () => {
  it('writes sizes in decimal units', () => {
    expect([0, 999, 1500, 207_300_000, 1e12].map(formatBytes)).toEqual([
      '0 B',
      '999 B',
      '1.5 kB',
      '207.3 MB',
      '1 TB',
    ]);
  });
  it('writes how long ago', () => {
    const now = new Date('2026-11-22T12:00:00Z');
    expect(formatAgo('2026-11-22T11:48:00Z', now)).toBe('12 minutes ago');
    expect(formatAgo('2026-11-21T11:00:00Z', now)).toBe('yesterday');
    expect(formatAgo('2024-11-21T11:00:00Z', now)).toBe('2 years ago');
  });
  it('writes durations', () => {
    expect([4.4, 200, 7500].map(formatDuration)).toEqual(['4 s', '3 min 20 s', '2 h 5 min']);
  });
  it('keeps the plural of series', () => {
    expect([formatNoun(1, 'exam'), formatNoun(2, 'exam'), formatNoun(1200, 'series')]).toEqual([
      '1 exam',
      '2 exams',
      '1,200 series',
    ]);
  });
  it('shows a dash for a share of nothing', () => {
    expect([formatShare(1, 0), formatShare(1, 3)]).toEqual(['–', '33%']);
  });
});
