import { describe, expect, it } from 'vitest';
import { formatDa, formatPersonName, parseDa, parsePersonName, parseTm } from '../index.ts';

describe('person names', () => {
  it('have groups and components', () => {
    const name = parsePersonName('Yamada^Tarou^^Dr=山田^太郎');
    expect(name.alphabetic).toEqual({
      family: 'Yamada',
      given: 'Tarou',
      middle: '',
      prefix: 'Dr',
      suffix: '',
    });
    expect(name.ideographic?.family).toBe('山田');
    expect(name.phonetic).toBeUndefined();
    expect(formatPersonName(name)).toBe('Yamada^Tarou^^Dr=山田^太郎');
    expect(formatPersonName(parsePersonName('==x'))).toBe('==x');
    expect(parsePersonName('^^').alphabetic).toBeUndefined();
  });
});

describe('dates and times', () => {
  it('are read when they name a day', () => {
    expect(parseDa('20240229')).toEqual({ year: 2024, month: 2, day: 29 });
    expect(parseDa('1999.12.31')).toEqual({ year: 1999, month: 12, day: 31 });
    for (const text of ['20230229', '19000229', '20241301', '20240100', '2024-01-01', '2024', '']) {
      expect(parseDa(text)).toBeUndefined();
    }
    expect(formatDa({ year: 99, month: 1, day: 2 })).toBe('00990102');
  });

  it('are read when they name a time', () => {
    expect(parseTm('07')).toEqual({
      hours: 7,
      minutes: undefined,
      seconds: undefined,
      microseconds: undefined,
    });
    expect(parseTm('235960.5 ')).toEqual({ hours: 23, minutes: 59, seconds: 60, microseconds: 500_000 });
    expect(parseTm('12:34:56')?.seconds).toBe(56);
    for (const text of ['24', '1260', '7', '120000.', 'noon']) expect(parseTm(text)).toBeUndefined();
  });
});
