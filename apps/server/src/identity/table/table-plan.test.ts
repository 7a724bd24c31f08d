import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateFormatsOf, shiftDateText } from './table-dates.ts';
import {
  columnFacts,
  identifierFinder,
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

  it('moved there and back is what it was', () => {
    const dates = fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, fc.integer({ min: -3652, max: -1 }), (date, days) => {
        const text = date.toISOString().slice(0, 10);
        const moved = shiftDateText(text, 'iso', days) ?? '';
        expect(shiftDateText(moved, 'iso', -days)).toBe(text);
      }),
    );
  });

  it('shows its format when all of a column do', () => {
    expect(dateFormatsOf(['2016-02-01', ''])).toEqual(['iso']);
    expect(dateFormatsOf(['01.02.2016', '13.02.2016'])).toEqual(['day-month-year']);
    expect(dateFormatsOf(['01/02/2016'])).toEqual(['day-month-year', 'month-day-year']);
    expect(dateFormatsOf(['', ''])).toEqual([]);
    expect(dateFormatsOf(['2016-02-01', 'n/a'])).toEqual([]);
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

  it.each([
    ['beyond the table', { ...plan, idColumn: 4 }],
    ['a column twice', { ...plan, dropColumns: [0] }],
    ['nothing left', { ...plan, dateColumns: [], dropColumns: [1, 2, 3] }],
  ])('that cannot work is refused: %s', (_name, wrong) => {
    expect(planMistake(4, wrong)).toBeDefined();
  });

  it('tells columns of dates that it would let through', () => {
    const facts = columnFacts([...header, 'birth'], [['1', 'Doe', '2016-01-01', 'x', '1950-05-05']]);
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
