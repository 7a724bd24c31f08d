import { attributeOf, propertiesOfVr, type Vr } from '@pesscara/dicom';
import { describe, expect, it } from 'vitest';
import { basicProfile, type DeidentificationProfile, profileRows, researchProfile } from '../index.ts';
import {
  deidentified,
  fileOf,
  type MadeElements,
  madeObject,
  reread,
  sopClassUids,
} from '../testing/made-objects.ts';

const secretUid = '1.2.9999.44444.77777';
const secretDate = '19440404';

/** A value of the VR that identifies somebody; undefined for VRs that are no text. */
function secretFor(vr: Vr): string | undefined {
  if (vr === 'UI') return secretUid;
  if (vr === 'DA') return secretDate;
  if (vr === 'DT') return `${secretDate}101010`;
  if (vr === 'TM' || vr === 'DS' || vr === 'IS' || vr === 'AS') return undefined;
  if (vr === 'CS' || vr === 'AE') return 'ZBIGNIEWSKA';
  return propertiesOfVr(vr).text ? 'Zbigniewska' : undefined;
}

/** Free text of a patient characteristic, which Retain Patient Characteristics keeps. */
const ethnicGroup = '00102160';

/** Every text attribute of the table that an object can carry, with a secret in it. */
function plantedRows(profile: DeidentificationProfile): MadeElements {
  const planted: Record<string, string> = {};
  for (const { pattern } of profileRows) {
    if (!/^[0-9A-F]{8}$/.test(pattern) || /^000[024]/.test(pattern)) continue;
    if (profile.options.length > 0 && pattern === ethnicGroup) continue;
    const vr = attributeOf(Number.parseInt(pattern, 16))?.vrs[0];
    const secret = vr === undefined ? undefined : secretFor(vr);
    if (secret !== undefined) planted[`${pattern} ${vr}`] = secret;
  }
  return planted;
}

describe.each([
  ['basic', basicProfile()],
  ['research', researchProfile()],
])('every text attribute of Table E.1-1, profile %s', (_, profile) => {
  it.each(Object.entries(sopClassUids))(
    'loses what identifies, in %s objects, at the top and in a sequence',
    (__, uid) => {
      const planted = plantedRows(profile);
      expect(Object.keys(planted).length).toBeGreaterThan(400);
      const header = reread(
        madeObject(uid, { ...planted, SOPClassUID: uid, '00081115 SQ': [planted], '00089215 SQ': [planted] }),
      );
      const bytes = Buffer.from(fileOf(deidentified(header, profile).dataSet));
      for (const secret of ['Zbigniewska', 'ZBIGNIEWSKA', secretUid, secretDate]) {
        expect(bytes.includes(secret)).toBe(false);
      }
    },
  );
});
