import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIntegerTable } from './integer-table.ts';

const atOnce = () => Promise.resolve();
const parsed = (text: string) => parseIntegerTable(text, atOnce);
const short = async (text: string) =>
  (await parsed(text)).entries.map(({ keyType, text: key, number }) => [keyType, key, number]);
const mistakes = async (text: string) =>
  (await parsed(text)).findings.map(({ line, message }) => `${line} ${message}`);

describe('an integer table of CTP', () => {
  it('is read from CSV, with or without a head, and from keys as the database has them', async () => {
    const expected = [
      ['ptid', 'MRN 7', 12],
      ['acc', 'A,1', 3],
    ];
    expect(await short('keytype,text,integer\nptid, MRN 7 ,0012\r\nacc,"A,1",3\n')).toEqual(expected);
    expect(await short('ptid,MRN 7,12\nacc,"A,1",3')).toEqual(expected);
    expect(await short('ptid/MRN\\ 7 = 12\nacc/A,1 = 3')).toEqual(expected);
    expect(await short('ptid/MRN 7,12\nptid/a/b,13')).toEqual([
      ['ptid', 'MRN 7', 12],
      ['ptid', 'a/b', 13],
    ]);
  });

  it('has the last number that was handed out, where CTP says it', async () => {
    const { counters, entries } = await parsed('__ptid__ = 57\nptid/X = 12');
    expect([...counters]).toEqual([['ptid', 57]]);
    expect(entries).toHaveLength(1);
    expect([...(await parsed('ptid,X,12\n__ptid__,,57')).counters]).toEqual([['ptid', 57]]);
  });

  it('is told line by line what is wrong, without a word of it', async () => {
    expect(
      await mistakes('ptid,SECRET,1\nptid,SECRET,2\nptid,OTHER,1\nptid,THIRD,x\nptid\nptid,A,0'),
    ).toEqual([
      '2 The text stands in line 1 before.',
      '3 The integer stands in line 1 before, for another text.',
      '4 The last cell is no integer from 1 to 2147483647.',
      '5 A line needs three cells: key type, text, integer.',
      '6 The last cell is no integer from 1 to 2147483647.',
    ]);
    expect(await mistakes('')).toEqual(['1 There is no integer in the file.']);
    expect(await mistakes('\u0013P\0\0ptid/SECRET')).toEqual([
      '1 This is a database or another file of bytes, no text.',
    ]);
  });

  it('comes out of CSV as it went in, whatever the texts', async () => {
    const texts = fc.uniqueArray(
      fc.string({ minLength: 1 }).map((text) => text.replaceAll(/[\r\n\0]/g, ' ').trim()),
      { minLength: 1 },
    );
    await fc.assert(
      fc.asyncProperty(texts, async (all) => {
        const csv = all.map((text, at) => `ptid,"${text.replaceAll('"', '""')}",${at + 1}`).join('\n');
        expect(await short(csv)).toEqual(all.map((text, at) => ['ptid', text, at + 1]));
      }),
    );
  });

  it('of a whole installation lets others have their turn while it is read', async () => {
    let turns = 0;
    const csv = Array.from({ length: 10_000 }, (_, at) => `ptid,MRN ${at},${at + 1}`).join('\n');
    const { entries } = await parseIntegerTable(csv, () => Promise.resolve(void (turns += 1)));
    expect(entries).toHaveLength(10_000);
    expect(turns).toBeGreaterThan(100);
  });
});
