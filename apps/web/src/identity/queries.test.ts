import { describe, expect, it } from 'vitest';
import { planQuery } from './queries.ts';

describe('the plan of a table', () => {
  it('goes to the server by the numbers of its columns', () => {
    const plan = planQuery({
      issuer: 'HOSP',
      meanings: new Map([
        [4, 'day-month-year'],
        [0, 'identifier'],
        [1, 'drop'],
        [2, 'keep'],
        [3, 'iso'],
      ]),
    });
    expect(Object.fromEntries(plan)).toEqual({
      issuer: 'HOSP',
      idColumn: '0',
      dates: '3:iso,4:day-month-year',
      drop: '1',
    });
  });
});
