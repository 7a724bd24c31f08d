import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTimeOfDay, shiftDate, shiftDateTime } from './date-shift.ts';

const calendarDate = fc
  .date({ min: new Date('1100-01-01T00:00:00Z'), max: new Date('2199-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10).replaceAll('-', ''));

function utcDays(date: string): number {
  return (
    Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6, 8))) / 86_400_000
  );
}

describe('shifting a date', () => {
  it('agrees with the calendar of the language for any date and shift', () => {
    fc.assert(
      fc.property(calendarDate, fc.integer({ min: -3652, max: 3652 }), (date, days) => {
        const shifted = shiftDate(date, days) ?? '';
        expect(utcDays(shifted)).toBe(utcDays(date) + days);
      }),
    );
  });

  it('keeps every interval', () => {
    fc.assert(
      fc.property(calendarDate, calendarDate, fc.integer({ min: -3652, max: -1 }), (one, other, days) => {
        const before = utcDays(one) - utcDays(other);
        expect(utcDays(shiftDate(one, days) ?? '') - utcDays(shiftDate(other, days) ?? '')).toBe(before);
      }),
    );
  });

  it('crosses leap days', () => {
    expect(shiftDate('20240301', -1)).toBe('20240229');
    expect(shiftDate('20230301', -1)).toBe('20230228');
    expect(shiftDate('19000301', -1)).toBe('19000228');
    expect(shiftDate('20000301', -366)).toBe('19990301');
  });

  it('keeps the old form with dots', () => {
    expect(shiftDate('1997.03.01', -1)).toBe('1997.02.28');
  });

  it('refuses what is no date', () => {
    for (const text of ['20230230', '2023', '20231301', '00010101', 'yesterday', '2023-01-01', '99999999']) {
      expect(shiftDate(text, -5)).toBeUndefined();
    }
    expect(shiftDate('', -5)).toBe('');
  });
});

describe('shifting a date and time', () => {
  it('keeps time, fraction and zone', () => {
    expect(shiftDateTime('20240301235959.123456+0530', -1)).toBe('20240229235959.123456+0530');
    expect(shiftDateTime('2024030123', -1)).toBe('2024022923');
    expect(shiftDateTime('20240301-0800', -365)).toBe('20230302-0800');
  });

  it('keeps the precision of a month or a year', () => {
    expect(shiftDateTime('202403', -31)).toBe('202402');
    expect(shiftDateTime('2024', -400)).toBe('2023');
  });

  it('refuses what is no date and time', () => {
    for (const text of ['2024030125', '20240301SMITH', '2024-03-01', '20240230101010']) {
      expect(shiftDateTime(text, -5)).toBeUndefined();
    }
  });
});

describe('a time of day', () => {
  it('is told from other text', () => {
    for (const time of ['', '10', '1011', '101112', '101112.123456', '10:11:12'])
      expect(isTimeOfDay(time)).toBe(true);
    for (const time of ['25', '1060', 'noon', '101112.1234567', '10:11:12 SMITH']) {
      expect(isTimeOfDay(time)).toBe(false);
    }
  });
});
