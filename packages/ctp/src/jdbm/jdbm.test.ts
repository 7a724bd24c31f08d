import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIntegerDatabase } from '../integer-table.ts';
import { jdbmEntries, jdbmFileKind } from './jdbm.ts';

// Made with JDBM 1.0: `java -cp jdbm-1.0.jar:. MakeIntegers ./killed-integers 33 halt`. The last texts are in the log only.
const testing = new URL('../testing/', import.meta.url);
const unpacked = (name: string) => gunzipSync(readFileSync(new URL(name, testing)));
const database = unpacked('killed-integers.db.gz');
const log = unpacked('killed-integers.lg.gz');
const killedDatabase = { database, log };

/** What the program that made the files put into them. */
function expected(count: number): Map<string, number> {
  const entries = new Map<string, number>();
  for (let at = 1; at <= count; at += 1) {
    const keyType = at % 3 === 0 ? 'acc' : 'ptid';
    const next = (entries.get(`__${keyType}__`) ?? 0) + 1;
    entries.set(`__${keyType}__`, next);
    entries.set(`${keyType}/${at % 7 === 0 ? `Müller^日本 😀 ${at}` : `MADE${at}`}`, next);
  }
  return entries;
}
const sorted = (entries: Iterable<[string, number]>) =>
  [...entries].sort(([one], [other]) => (one < other ? -1 : 1));

const atOnce = () => Promise.resolve();

describe('a database of JDBM', () => {
  it('is read with its log, which has what a killed program did not write into it', () => {
    expect(sorted(jdbmEntries(killedDatabase, 'index'))).toEqual(sorted(expected(33)));
    expect(sorted(jdbmEntries({ database }, 'index'))).toEqual(sorted(expected(30)));
  });

  it('is read up to the last whole transaction when its log ends in the middle of one', () => {
    const cut = { database, log: log.subarray(0, log.length - 3000) };
    expect(sorted(jdbmEntries(cut, 'index'))).toEqual(sorted(expected(32)));
  });

  it('gives the integers of CTP and the last ones that it handed out', async () => {
    const { entries, counters, findings } = await parseIntegerDatabase(killedDatabase, atOnce);
    expect(findings).toEqual([]);
    expect([...counters]).toEqual(
      expect.arrayContaining([
        ['ptid', 22],
        ['acc', 11],
      ]),
    );
    expect(entries).toHaveLength(33);
    expect(entries).toContainEqual(expect.objectContaining({ keyType: 'ptid', text: 'MADE1', number: 1 }));
  });

  it('and its log are known by their first bytes', () => {
    expect([database, log, Buffer.from('ptid,MADE1,12'), Buffer.alloc(0)].map(jdbmFileKind)).toEqual([
      'database',
      'log',
      undefined,
      undefined,
    ]);
  });

  it('that is broken is told, and never ends in anything else', async () => {
    const whole = await parseIntegerDatabase(killedDatabase, atOnce);
    const cut = await parseIntegerDatabase({ database: database.subarray(0, 9000) }, atOnce);
    expect(cut.findings).toMatchObject([{ message: expect.stringContaining('cannot be read') as string }]);
    const { findings: ofNoLog } = await parseIntegerDatabase(
      { database, log: Buffer.from('no log') },
      atOnce,
    );
    expect(ofNoLog).toHaveLength(1);
    const changes = fc.array(fc.tuple(fc.nat(database.length - 1), fc.nat(255)), {
      minLength: 1,
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(changes, async (all) => {
        const changed = Buffer.from(database);
        for (const [at, byte] of all) changed[at] = byte;
        const { entries, findings } = await parseIntegerDatabase({ database: changed }, atOnce);
        expect(entries.length).toBeLessThanOrEqual(whole.entries.length);
        for (const { message } of findings) expect(message).not.toMatch(/MADE|Müller/);
      }),
      { numRuns: 200 },
    );
  });
});
