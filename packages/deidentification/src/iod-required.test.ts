import { attributeOf, setText, tagOf } from '@pesscara/dicom';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conformanceStatement, type DeidentificationProfile, researchProfile } from './index.ts';
import { findingsOfIod, requiredAttributesOf } from './iod-required.ts';
import { deidentified, madeObject, reread, sopClassUids } from './testing/made-objects.ts';

const strict = { ...researchProfile(), strictIod: true } as const;
const keywordOf = (tag: number) => attributeOf(tag)?.keyword ?? '';

/** An object with everything that its mandatory modules demand, but for some attributes. */
function objectWithout(sopClassUid: string, absent: ReadonlySet<number>) {
  const demanded = requiredAttributesOf(sopClassUid);
  const header = reread(madeObject(sopClassUid, { SOPClassUID: sopClassUid }));
  for (const tag of [...(demanded?.type1 ?? []), ...(demanded?.type2 ?? [])]) {
    const vr = attributeOf(tag)?.vrs[0];
    if (absent.has(tag)) header.delete(tag);
    else if (vr === 'SQ')
      header.set({
        kind: 'sequence',
        tag,
        vr,
        items: [reread(madeObject(sopClassUid, {}))],
        undefinedLength: false,
      });
    else if (!header.has(tag)) setText(header, tag, vr === 'UI' ? 'UI' : 'SH', '1');
  }
  return header;
}

describe('what an IOD demands', () => {
  it('is what PS3.3 says of its mandatory modules, and the stricter type where two differ', () => {
    const names = (tags: ReadonlySet<number> | undefined) => [...(tags ?? [])].map(keywordOf);
    const ct = requiredAttributesOf(sopClassUids.CT);
    expect(names(ct?.type1)).toEqual(
      expect.arrayContaining(['SOPInstanceUID', 'Modality', 'ImageType', 'Rows', 'RescaleSlope']),
    );
    expect(names(ct?.type2)).toEqual(expect.arrayContaining(['PatientBirthDate', 'StudyID', 'KVP']));
    // A condition decides on them (1C), or their module is optional.
    expect(names(ct?.type1)).not.toContain('PixelData');
    expect(names(ct?.type2)).not.toContain('ContrastBolusAgent');
    expect([...(ct?.type2 ?? [])].filter((tag) => ct?.type1.has(tag))).toEqual([]);
    expect(requiredAttributesOf('1.2.9999.1')).toBeUndefined();
  });

  it('is missed exactly where it lacks, in every kind of object', () => {
    const classes = Object.values(sopClassUids).filter((uid) => requiredAttributesOf(uid) !== undefined);
    const cases = fc.constantFrom(...classes).chain((uid) => {
      const { type1, type2 } = requiredAttributesOf(uid) ?? { type1: new Set(), type2: new Set() };
      return fc.tuple(fc.constant(uid), fc.subarray([...type1, ...type2] as number[], { maxLength: 15 }));
    });
    fc.assert(
      fc.property(cases, ([uid, absent]) => {
        const found = findingsOfIod(objectWithout(uid, new Set(absent)), uid);
        const named = found.flatMap(({ detail }) => detail.replace(/^.*: |\.$/g, '').split(', '));
        expect(named.sort()).toEqual(absent.map(keywordOf).sort());
      }),
      { numRuns: 100 },
    );
  });
});

describe('an output of a profile with strictIod', () => {
  const complete = () => objectWithout(sopClassUids.CT, new Set());
  const codesOf = (made: ReturnType<typeof complete>, profile: DeidentificationProfile = strict) =>
    deidentified(made, profile).findings.filter(({ code }) => code.startsWith('iod-'));

  it('has no finding when it has all', () => {
    expect(codesOf(complete())).toEqual([]);
  });

  it('is named with what it lacks: absent, or empty where a value must be', () => {
    const made = complete();
    setText(made, 'ImageType', 'CS', '');
    made.delete(tagOf('Modality') ?? 0);
    made.delete(tagOf('KVP') ?? 0);
    expect(codesOf(made)).toEqual([
      {
        code: 'iod-type1-missing',
        severity: 'medium',
        detail: 'The output lacks values that its kind of object must have: ImageType, Modality.',
      },
      {
        code: 'iod-type2-missing',
        severity: 'low',
        detail: 'The output lacks attributes that its kind of object has, if only empty: KVP.',
      },
    ]);
  });

  it('is named with what the profile itself took away', () => {
    const overrides = [
      ...strict.overrides,
      { path: '0008,0008', action: 'X', why: 'Not wanted.' },
    ] as (typeof strict)['overrides'];
    expect(codesOf(complete(), { ...strict, overrides })).toMatchObject([
      { code: 'iod-type1-missing', detail: expect.stringContaining(' ImageType.') as unknown },
    ]);
  });

  it('is not looked at without it, nor where the kind of object is not known', () => {
    const made = complete();
    made.delete(tagOf('Modality') ?? 0);
    expect(codesOf(made, researchProfile())).toEqual([]);
    expect(findingsOfIod(made, '1.2.9999.1')).toEqual([]);
    expect(conformanceStatement(strict).notListed.join(' ')).toContain('Type 1 with a value, Type 2');
  });
});
