import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveSubkey } from '../project-keys.ts';
import { dateShiftDaysOf, shiftDate } from './date-shift.ts';
import { createUidMap, hasReplacementShape } from './uid-map.ts';

const vectorFile = join(import.meta.dirname, '../../../../../shared/reference/ps3.15/design_vectors.json');

interface Vectors {
  master: string;
  project: string;
  subkeys: Record<string, string>;
  uids: Record<string, string>;
  dateShiftDays: Record<string, number>;
  shiftDA: [string, number, string][];
}

const noVectors: Vectors = { master: '', project: '', subkeys: {}, uids: {}, dateShiftDays: {}, shiftDA: [] };
const vectors = existsSync(vectorFile)
  ? (JSON.parse(readFileSync(vectorFile, 'utf8')) as Vectors)
  : noVectors;

describe.skipIf(vectors === noVectors)('pseudonyms against the design vectors', () => {
  const master = Buffer.from(vectors.master, 'hex');

  it('derives the keys', () => {
    expect(Buffer.from(deriveSubkey(master, vectors.project, 'uid')).toString('hex')).toBe(
      vectors.subkeys['uid'],
    );
    expect(Buffer.from(deriveSubkey(master, vectors.project, 'date')).toString('hex')).toBe(
      vectors.subkeys['date'],
    );
  });

  it('maps the UIDs', () => {
    const { mapUid } = createUidMap(deriveSubkey(master, vectors.project, 'uid'));
    for (const [uid, mapped] of Object.entries(vectors.uids)) expect(mapUid(uid)).toBe(mapped);
  });

  it('draws the date shifts and shifts dates', () => {
    const dateKey = deriveSubkey(master, vectors.project, 'date');
    for (const [subject, days] of Object.entries(vectors.dateShiftDays)) {
      expect(dateShiftDaysOf(dateKey, subject)).toBe(days);
    }
    for (const [date, days, shifted] of vectors.shiftDA) expect(shiftDate(date, days)).toBe(shifted);
  });
});

describe('a UID map', () => {
  const map = createUidMap(new Uint8Array(32).fill(7));

  it('leaves well-known UIDs and the empty text alone', () => {
    expect(map.mapUid('1.2.840.10008.5.1.4.1.1.2')).toBe('1.2.840.10008.5.1.4.1.1.2');
    expect(map.mapUid('\0')).toBe('');
  });

  it('ignores padding, and maps text that is no UID', () => {
    expect(map.mapUid('1.2.3\0')).toBe(map.mapUid('1.2.3'));
    expect(map.mapUid('DOE^JANE')).toMatch(/^2\.25\.\d+$/);
  });

  it('depends on the key, and names it', () => {
    const other = createUidMap(new Uint8Array(32).fill(8));
    expect(other.mapUid('1.2.3')).not.toBe(map.mapUid('1.2.3'));
    expect(other.keyId).not.toBe(map.keyId);
    expect(map.keyId).toMatch(/^[0-9a-f]{12}$/);
  });

  it('gives valid, distinct UIDs of its own shape', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^1\.3\.[1-9]\d{0,20}$/), { maxLength: 50 }), (uids) => {
        const mapped = uids.map(map.mapUid);
        expect(new Set(mapped).size).toBe(uids.length);
        for (const uid of mapped) expect(hasReplacementShape(uid) && uid.length <= 44).toBe(true);
      }),
    );
  });

  it('does not take other UIDs for its own', () => {
    expect(hasReplacementShape('2.25.123')).toBe(false);
    // A random (version 4) UUID as other systems write it.
    expect(hasReplacementShape(`2.25.${BigInt('0xf81d4fae7dec41d0a76500a0c91e6bf6')}`)).toBe(false);
    expect(hasReplacementShape('1.2.840.113619.2.55.1')).toBe(false);
  });
});
