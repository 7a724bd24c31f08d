import { basicProfile, createDeidentifier, deriveSubkey, researchProfile } from '@pesscara/deidentification';
import { concatBytes, firstText, orThrow, parseDataSet, writePart10 } from '@pesscara/dicom';
import { createLeakCheck } from '@pesscara/leak-check';
import { makeSeries, patients, type SeriesKind, seriesKinds } from '@pesscara/phantom';
import { describe, expect, it } from 'vitest';
import { createIdentifierList } from './identifier-sources.ts';

const subject = { code: 'GLIO-0042', dateShiftDays: -273 };
const profiles = [researchProfile(), basicProfile(), basicProfile({ dates: 'shift' })];

/** An object de-identified, and the check for what was taken out of it. */
async function findingsAfter(kind: SeriesKind, profile: (typeof profiles)[number]) {
  const deidentifier = createDeidentifier({
    profile,
    uidKey: deriveSubkey(new Uint8Array(32).fill(3), 'project', 'uid'),
    engineVersion: '0.0.0',
  });
  const [instance] = makeSeries({ kind, slices: 1, size: 16 });
  if (instance === undefined) throw new Error('A series has an instance');
  const { dataSet } = orThrow(
    parseDataSet(instance.dataSet, {
      transferSyntaxUid: instance.transferSyntaxUid,
      stopBeforePixelData: false,
    }),
  );
  const name = firstText(dataSet, 'PatientName') ?? '';
  const result = deidentifier.deidentify(dataSet, { subject, sopClassUid: instance.sopClassUid });
  if (result.kind === 'refused') throw new Error(result.reason);
  const list = createIdentifierList();
  list.addOriginals(result.originals(), ['ISO_IR 100']);
  const identifiers = list.list();
  const check = createLeakCheck({ identifiers, permitted: [subject.code], hashKey: Buffer.alloc(32) });
  const file = concatBytes(writePart10(result.dataSet, { transferSyntaxUid: instance.transferSyntaxUid }));
  return { name, identifiers, checked: await check.object(file) };
}

describe.each(seriesKinds.map((kind) => [kind]))('an output of the engine: %s', (kind) => {
  it('holds nothing of the patient, whatever the profile', async () => {
    for (const profile of profiles) {
      const { identifiers, checked } = await findingsAfter(kind, profile);
      expect(identifiers.length).toBeGreaterThan(3);
      expect(checked.findings.filter(({ severity }) => severity !== 'low')).toEqual([]);
    }
  });
});

it('the identifiers of an object are read from its sealed originals', async () => {
  const { name, identifiers } = await findingsAfter('t1', basicProfile());
  expect(identifiers).toContainEqual(expect.objectContaining({ kind: 'patient-name', text: name }));
  expect(new Set(identifiers.map(({ kind }) => kind))).toEqual(
    new Set([
      'patient-name',
      'patient-id',
      'birth-date',
      'accession-number',
      'physician',
      'institution',
      'address',
      'contact',
    ]),
  );
  expect(Object.values(patients).map((one) => one.name)).toContain(name);
});
