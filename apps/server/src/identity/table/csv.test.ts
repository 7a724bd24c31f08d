import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvStream, harmlessCell, readTable } from './csv.ts';

const limits = { maxRows: 1000, maxColumns: 50 };
const bytes = (written: string) => Buffer.from(written);

describe('a table as a file', () => {
  it.each([
    ['comma', 'mrn,stage\nA1,"II, late"\n', ['A1', 'II, late']],
    ['semicolon', 'mrn;stage\r\nA1;II\r\n', ['A1', 'II']],
    ['tab', 'mrn\tstage\nA1\tII\n', ['A1', 'II']],
    ['bar', 'mrn|stage\nA1|II\n', ['A1', 'II']],
    ['a delimiter that is told', 'sep=;\r\nmrn;stage, grade\r\nA1;II\r\n', ['A1', 'II']],
    ['empty columns and rows of a spreadsheet', 'mrn;stage;;\nA1;II;;\n;;;\n', ['A1', 'II']],
    [
      'quotes and a line break in a cell',
      'mrn,note\nA1,"says ""no""\nand goes"\n',
      ['A1', 'says "no"\nand goes'],
    ],
  ])('is read: %s', async (_name, written, row) => {
    expect(await readTable(bytes(written), limits)).toMatchObject({ kind: 'table', rows: [row] });
  });

  it.each([
    [
      'UTF-8 with a mark',
      Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes('mrn,ort\nA1,Köln')]),
      'utf-8',
    ],
    [
      'UTF-16',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('mrn,ort\nA1,Köln', 'utf16le')]),
      'utf-16le',
    ],
    ['the code page of spreadsheets', Buffer.from('mrn,ort\nA1,K\xf6ln', 'latin1'), 'windows-1252'],
  ])('is read in %s', async (_name, file, encoding) => {
    expect(await readTable(file, limits)).toMatchObject({
      encoding,
      header: ['mrn', 'ort'],
      rows: [['A1', 'Köln']],
    });
  });

  it.each([
    ['nothing', ''],
    ['a header only', 'mrn,stage\n'],
    ['one column', 'mrn\nSECRET\n'],
    ['a quote that is not closed', 'mrn,stage\nSECRET,"II\n'],
    ['text after a quote', 'mrn,stage\nSECRET,"II"x\n'],
    ['a row with too many cells', 'mrn,stage\nSECRET,II,III\n'],
    ['two columns of one name', 'mrn,mrn\nSECRET,II\n'],
    ['NUL', 'mrn,stage\nSECRET,\0\n'],
    ['a column without a name', 'mrn,,stage\nSECRET,II,III\n'],
    ['a cell beyond the last column', 'mrn,stage,\nA1,II,SECRET\n'],
    ['a workbook', 'PK\x03\x04mrn,stage\nSECRET,II\n'],
  ])('is refused without repeating it: %s', async (_name, written) => {
    const read = await readTable(bytes(written), limits);
    expect(read.kind).toBe('unusable');
    expect(JSON.stringify(read)).not.toContain('SECRET');
  });

  it('has no more rows than the limit', async () => {
    const written = `mrn,stage\n${'A,1\n'.repeat(1001)}`;
    expect(await readTable(bytes(written), limits)).toMatchObject({ kind: 'unusable' });
  });

  it('of any cells comes back as it was written, but for formulas', async () => {
    const cell = fc
      .string({ unit: 'grapheme', maxLength: 20 })
      .map((one) => one.replaceAll(/[\0\uFEFF]/g, '').trim());
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constant('S'), cell, cell), { minLength: 1, maxLength: 20 }),
        async (rows) => {
          const written = await text(
            csvStream(
              (async function* () {
                yield [['a', 'b', 'c']];
                await Promise.resolve();
                yield rows;
              })(),
            ),
          );
          const read = await readTable(bytes(written), limits);
          expect(read).toMatchObject({ kind: 'table', rows: rows.map((row) => row.map(harmlessCell)) });
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('a cell', () => {
  it.each(['=1+1', '+SUM(A1)', '-2+3', '@cmd', '\t=1', ' =1'])(
    'that is a formula is made harmless: %s',
    (cell) => {
      expect(harmlessCell(cell)).toBe(`'${cell}`);
    },
  );
  it.each(['-1.5', '+3', '-1e-7', '12 %', 'a=b', '', '-3,5'])('that is none stays: %s', (cell) => {
    expect(harmlessCell(cell)).toBe(cell);
  });
});
