import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateCounter, dateFormats, dateIn, shiftDateText } from './table-dates.ts';
import {
  columnFacts,
  identifierFinder,
  isRounded,
  keptColumns,
  planMistake,
  researchCells,
  splitRow,
  type TablePlan,
  unshiftedDateColumns,
} from './table-plan.ts';

describe('a date of a table', () => {
  it.each([
    ['2016-02-29', 'iso', '2015-03-01'],
    ['2016-02-29T08:30:00Z', 'iso', '2015-03-01T08:30:00Z'],
    ['20160229', 'basic', '20150301'],
    ['29.02.2016', 'day-month-year', '01.03.2015'],
    ['1/3/2016', 'month-day-year', '1/3/2015'],
    ['', 'iso', ''],
  ] as const)('moves and keeps its form: %s', (text, format, moved) => {
    expect(shiftDateText(text, format, text.startsWith('1/') ? -365 : text === '' ? -1 : -365)).toBe(moved);
  });

  it.each([
    ['unknown', 'iso'],
    ['2016-13-01', 'iso'],
    ['2016-02-30', 'iso'],
    ['02/29/2016', 'day-month-year'],
    ['16-02-01', 'iso'],
    ['0001-01-01', 'iso'],
  ] as const)('that is none does not pass: %s', (text, format) => {
    expect(shiftDateText(text, format, -1)).toBeUndefined();
  });

  it.each([
    ['31-Mar-24', 'month-name', -31, '29-Feb-24'],
    ['1-MAR-2024', 'month-name', -1, '29-FEB-2024'],
    ['March 1, 2024 8:30 PM', 'month-name', -1, 'February 29, 2024 8:30 PM'],
    ['1. März 2024', 'month-name', 365, '1. März 2025'],
    ['3/1/24 14:05', 'month-day-year', -1, '2/29/24 14:05'],
    ['1.3.24', 'day-month-year', -1, '29.2.24'],
    ['1.3.31', 'day-month-year', -730, '1.3.1929'],
    ['45352', 'serial', -1, '45351'],
    ['45352.25', 'serial', 30, '45382.25'],
  ] as const)('as spreadsheets write it moves and keeps its form: %s', (text, format, days, moved) => {
    expect(shiftDateText(text, format, days)).toBe(moved);
  });

  it('of two digits for the year is read as spreadsheets read it', () => {
    expect(dateIn('1.3.29', 'day-month-year')).toBe('20290301');
    expect(dateIn('1.3.30', 'day-month-year')).toBe('19300301');
    expect(dateIn('45352', 'serial')).toBe('20240301');
  });

  it('moved there and back is the same day', () => {
    const dates = fc.date({ min: new Date('1930-01-01'), max: new Date('2029-12-31'), noInvalidDate: true });
    const days = fc.integer({ min: -3652, max: -1 });
    fc.assert(
      fc.property(dates, days, fc.constantFrom(...dateFormats), (date, by, format) => {
        const text = {
          iso: date.toISOString().slice(0, 10),
          basic: date.toISOString().slice(0, 10).replaceAll('-', ''),
          'day-month-year': date.toLocaleDateString('de-DE', { timeZone: 'UTC' }),
          'month-day-year': date.toLocaleDateString('en-US', { timeZone: 'UTC' }),
          'month-name': date.toLocaleDateString('de-DE', { timeZone: 'UTC', dateStyle: 'long' }),
          serial: String(Math.floor(date.getTime() / 86_400_000) + 25_569),
        }[format];
        const moved = shiftDateText(text, format, by) ?? '';
        const back = shiftDateText(moved, format, -by) ?? '';
        expect(dateIn(text, format)).toHaveLength(8);
        expect(dateIn(back, format)).toBe(dateIn(text, format));
      }),
    );
  });

  const foundIn = (cells: readonly string[], name = 'surgery') => {
    const counter = dateCounter(name);
    for (const cell of cells) counter.add(cell);
    return counter.found();
  };
  it('shows its format when most of a column do', () => {
    expect(foundIn(['2016-02-01', '']).formats).toEqual(['iso']);
    expect(foundIn(['01.02.2016', '13.02.2016']).formats).toEqual(['day-month-year']);
    expect(foundIn(['01/02/2016']).formats).toEqual(['day-month-year', 'month-day-year']);
    expect(foundIn(['', ''])).toEqual({ formats: [], hasDates: false });
    expect(foundIn(['2016-02-01', '2016-02-03', 'n/a']).formats).toEqual(['iso']);
    expect(foundIn(['45352', '45353'], 'surgery_date').formats).toEqual(['serial']);
    expect(foundIn(['45352', '45353'], 'platelets')).toEqual({ formats: [], hasDates: false });
  });
  it('is seen among other text', () => {
    expect(foundIn(['alive', 'alive', '12-Mar-2024'])).toEqual({ formats: [], hasDates: true });
    expect(foundIn(['120/80', '1.2', '20240301', 'III', 'x'])).toEqual({ formats: [], hasDates: false });
  });
});

const plan: TablePlan = {
  idColumn: 0,
  issuer: 'HOSP',
  issuerColumn: null,
  dateColumns: [{ column: 2, format: 'iso' }],
  dropColumns: [1],
};
const header = ['mrn', 'name', 'surgery', 'note'];

describe('a plan', () => {
  it('keeps what is neither identifier nor dropped', () => {
    expect(keptColumns(header, plan)).toEqual([
      { name: 'surgery', kind: 'date', format: 'iso' },
      { name: 'note', kind: 'text' },
    ]);
    expect(splitRow([' 123 ', 'Doe', '2016-01-01', 'well'], plan)).toEqual({
      issuer: 'HOSP',
      patientId: '123',
      cells: ['2016-01-01', 'well'],
    });
  });

  it('reads a number that a spreadsheet was told to leave alone, and knows one that it spoiled', () => {
    expect(splitRow(['="00123"', '', '', ''], plan).patientId).toBe('00123');
    expect(['1.23457E+11', '1,2E+11', '123', 'A1E+2'].map(isRounded)).toEqual([true, true, false, false]);
  });

  it.each([
    ['beyond the table', { ...plan, idColumn: 4 }],
    ['a column twice', { ...plan, dropColumns: [0] }],
    ['nothing left', { ...plan, dateColumns: [], dropColumns: [1, 2, 3] }],
  ])('that cannot work is refused: %s', (_name, wrong) => {
    expect(planMistake(4, wrong)).toBeDefined();
  });

  it('counts of a column how many cells are filled, and how many different values stand in them', async () => {
    const [column] = await columnFacts(['grade'], [['IV'], [''], ['II'], ['IV'], []]);
    expect(column).toMatchObject({ filledCount: 3, distinctCount: 2 });
  });

  it.each([
    'seen 05.03.2024, stable',
    'OP (2024-03-05) without complications',
    'relapse March 5, 2024.',
    'letter of 5. März 2024',
    `${'long '.repeat(20)}until 5/3/2024`,
  ])('tells a column in which a date stands in the midst of text: %s', async (cell) => {
    const facts = await columnFacts([...header, 'note'], [['1', 'Doe', '2016-01-01', 'x', cell]]);
    expect(unshiftedDateColumns(facts, plan)).toEqual([4]);
  });

  it.each(['2.25.12.1.20241', 'version 1.2.2024.7', 'ratio 3/4', 'room 12 at 14:30', 'grade 3 2024'])(
    'takes no other numbers in text for dates: %s',
    async (cell) => {
      const facts = await columnFacts([...header, 'note'], [['1', 'Doe', '2016-01-01', 'x', cell]]);
      expect(unshiftedDateColumns(facts, plan)).toEqual([]);
    },
  );

  it('tells columns of dates that it would let through', async () => {
    const facts = await columnFacts([...header, 'birth'], [['1', 'Doe', '2016-01-01', 'x', '1950-05-05']]);
    expect(facts[0]?.looksLike).toBe('identifier');
    expect(unshiftedDateColumns(facts, plan)).toEqual([4]);
  });
});

describe('cells for research', () => {
  const known = { patientId: 'A-4711', patientName: 'Doe^Jané', birthDate: '19500505' };
  it.each(['seen A-4711 today', 'Mrs DOE came', 'jané', 'born 1950-05-05', 'born 05.05.1950'])(
    'lose what repeats the patient: %s',
    (cell) => {
      const { cells, removedIdentifiers } = researchCells(
        ['2016-01-01', cell],
        keptColumns(header, plan),
        -10,
        identifierFinder([known]),
      );
      expect(cells).toEqual(['2015-12-22', null]);
      expect(removedIdentifiers).toBe(1);
    },
  );
  it.each(['A-47110', 'Doerte', '2', 'well'])('keep what does not: %s', (cell) => {
    expect(identifierFinder([known])(cell)).toBe(false);
  });
  it.each(['1950-05-05', '1950-5-5'])('lose the birth date, in a column of dates as well: %s', (cell) => {
    const columns = keptColumns(header, plan);
    const { cells } = researchCells([cell, 'x'], columns, -10, identifierFinder([known]));
    expect(cells).toEqual([null, 'x']);
  });
  it('lose dates that cannot be read', () => {
    const { cells, removedDates } = researchCells(
      ['about May', 'x'],
      keptColumns(header, plan),
      -10,
      () => false,
    );
    expect([cells, removedDates]).toEqual([[null, 'x'], 1]);
  });
});
