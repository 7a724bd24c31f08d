import { attributeOf, type DataSet, isPrivateTag, propertiesOfVr, tagOf } from '@pesscara/dicom';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  conformanceStatement,
  diffProfiles,
  profileRowOf,
  profileRows,
  researchProfile,
  validateProfile,
} from '../index.ts';
import { engineOwnedTags } from '../profile/profile.ts';
import { topLevelRows } from '../tables/iod-contents.generated.ts';
import {
  deidentified,
  type MadeElements,
  madeObject,
  reread,
  sopClassUids,
  textOf,
} from '../testing/made-objects.ts';
import { membershipOf } from './iod-contents.ts';
import { typesOfSopClass } from './iod-types.ts';

const allowlist = { ...researchProfile(), allowlist: true } as const;
const strict = { ...researchProfile(), strictIod: true } as const;

/** Text attributes of PS3.3 and of Table E.1-1 that an object can carry. */
const plantable = [
  ...topLevelRows.split(/[;\n]/).map((cell) => cell.slice(0, 8)),
  ...profileRows.map(({ pattern }) => pattern),
].filter((digits) => {
  if (!/^[0-9A-F]{8}$/.test(digits) || /^000[024]/.test(digits)) return false;
  const tag = Number.parseInt(digits, 16);
  const vr = attributeOf(tag)?.vrs[0];
  return vr !== undefined && vr !== 'UI' && propertiesOfVr(vr).text && !engineOwnedTags.has(tag);
});

const objects = fc.record({
  sopClassUid: fc.constantFrom(...Object.values(sopClassUids), '1.2.9999.1'),
  top: fc.uniqueArray(fc.constantFrom(...plantable), { maxLength: 40 }),
  nested: fc.uniqueArray(fc.constantFrom(...plantable), { maxLength: 10 }),
});

function textFor(digits: string): string {
  const vr = attributeOf(Number.parseInt(digits, 16))?.vrs[0];
  if (vr === 'DA') return '20200102';
  if (vr === 'DT') return '20200102101010';
  if (vr === 'TM') return '101010';
  return vr === 'AS' ? '040Y' : '1';
}

function planted({ sopClassUid, top, nested }: { sopClassUid: string; top: string[]; nested: string[] }) {
  const elements = (digits: readonly string[]): MadeElements =>
    Object.fromEntries(digits.map((one) => [one, textFor(one)]));
  const made = { ...elements(top), RequestAttributesSequence: [elements(nested)] };
  return () => reread(madeObject(sopClassUid, { ...made, SOPClassUID: sopClassUid }));
}

/** Every element with the sequence that it stands in. */
function* placesIn(dataSet: DataSet, parentTag = 0): Generator<{ parentTag: number; tag: number }> {
  for (const element of dataSet.elements) {
    yield { parentTag, tag: element.tag };
    if (element.kind === 'sequence') for (const item of element.items) yield* placesIn(item, element.tag);
  }
}

const keyOf = ({ parentTag, tag }: { parentTag: number; tag: number }) => `${parentTag} ${tag}`;

describe.each([
  ['allowlist', allowlist],
  ['strictIod', strict],
])('a profile with %s', (mode, profile) => {
  it('leaves only what its SOP Class has, and takes nothing else away than a profile without it', () => {
    fc.assert(
      fc.property(objects, (object) => {
        const make = planted(object);
        const isMember = membershipOf(object.sopClassUid);
        const mayStay = ({ parentTag, tag }: { parentTag: number; tag: number }) =>
          engineOwnedTags.has(tag) ||
          isPrivateTag(tag) ||
          isMember(parentTag, tag) ||
          (mode === 'allowlist' && profileRowOf(tag) !== undefined);
        const plain = [...placesIn(deidentified(make(), researchProfile()).dataSet)];
        const kept = [...placesIn(deidentified(make(), profile).dataSet)];
        expect(kept.filter((place) => !mayStay(place))).toEqual([]);
        const left = new Set(kept.map(keyOf));
        // What stands in a sequence goes with it.
        const gone = plain.filter((place) => place.parentTag === 0 && !left.has(keyOf(place)));
        expect(gone.filter(mayStay)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('takes no attribute away that the IOD demands', () => {
    fc.assert(
      fc.property(objects, (object) => {
        const make = planted(object);
        const types = typesOfSopClass(object.sopClassUid);
        const plain = deidentified(make(), researchProfile()).dataSet;
        const kept = deidentified(make(), profile).dataSet;
        const demanded = plain.elements.filter(({ tag }) => types?.(0, tag) === 1);
        expect(demanded.filter(({ tag }) => !kept.has(tag))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('what belongs to an IOD', () => {
  it('is told by PS3.3, at the top and in sequences', () => {
    const isMember = membershipOf(sopClassUids.CT);
    const asks = (keyword: string, parent = 0): boolean => isMember(parent, tagOf(keyword) ?? 0);
    expect(asks('KVP')).toBe(true);
    expect(asks('EchoTime')).toBe(false);
    expect(asks('CodeValue', tagOf('AnatomicRegionSequence'))).toBe(true);
    expect(asks('EchoTime', tagOf('AnatomicRegionSequence'))).toBe(false);
  });

  it('is left to overrides first', () => {
    const header = () => reread(madeObject(sopClassUids.CT, { EchoTime: '30', SliceThickness: '1.25' }));
    const override = { path: '0018,0081', action: 'K', why: 'Planted by the reconstruction.' } as const;
    expect(textOf(deidentified(header(), allowlist).dataSet, 'EchoTime')).toBeUndefined();
    expect(textOf(deidentified(header(), allowlist).dataSet, 'SliceThickness')).toBe('1.25');
    const kept = deidentified(header(), { ...allowlist, overrides: [override] });
    expect(textOf(kept.dataSet, 'EchoTime')).toBe('30');
    expect(deidentified(header(), allowlist).report.entries).toContainEqual(
      expect.objectContaining({ keyword: 'EchoTime', rule: 'not-in-iod', outcome: 'removed' }),
    );
  });

  it('is stated, compared and checked in the document', () => {
    expect(conformanceStatement(allowlist).notListed.join(' ')).toContain('not in the IOD');
    expect(diffProfiles(researchProfile(), strict).settings).toEqual([
      { member: 'strictIod', before: null, after: 'true' },
    ]);
    expect(validateProfile(allowlist)).toEqual([]);
    expect(validateProfile({ ...allowlist, strictIod: false })).toEqual([
      { pointer: '/strictIod', detail: 'must be true, or be left out.' },
    ]);
  });
});
