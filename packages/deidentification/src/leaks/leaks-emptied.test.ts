import { expect, it } from 'vitest';
import { basicProfile } from '../index.ts';
import {
  basicWith,
  deidentified,
  fileOf,
  inventedPatient,
  madeObject,
  sopClassUids,
  textOf,
} from '../testing/made-objects.ts';

const leaking = {
  ...inventedPatient,
  BodyPartExamined: 'KOWALSKA',
  ScanOptions: 'FS\\MRN7731902',
  SoftwareVersions: 'syngo Gryfino Szpital Powiatowy',
  SourceImageSequence: [{ PurposeOfReferenceCodeSequence: [{ CodeMeaning: 'seen by Brzezinski' }] }],
  ManufacturerModelName: 'Skyra',
};

function treated(profile = basicProfile()) {
  return deidentified(madeObject(sopClassUids.MR, leaking), profile);
}

it('a value that the profile keeps is emptied when it holds an identifier, at any depth', () => {
  const { dataSet } = treated();
  const bytes = Buffer.from(fileOf(dataSet)).toString('latin1').toUpperCase();
  for (const text of ['KOWALSKA', 'MRN7731902', 'GRYFINO', 'BRZEZINSKI']) expect(bytes).not.toContain(text);
  expect(textOf(dataSet, 'BodyPartExamined')).toBe('');
  expect(textOf(dataSet, 'ManufacturerModelName')).toBe('Skyra');
});

it('is told of in the report and the findings, and is among the originals', () => {
  const { report, findings, originals } = treated();
  const emptied = report.entries.filter(({ rule }) => rule === 'identifier-in-output');
  expect(emptied.map(({ path, outcome }) => [path, outcome])).toEqual(
    [
      ['(0018,0015)', 'emptied'],
      ['(0018,0022)', 'emptied'],
      ['(0018,1020)', 'emptied'],
      ['(0008,2112)[0]/(0040,A170)[0]/(0008,0104)', 'emptied'],
    ].sort(),
  );
  expect(findings.filter(({ code }) => code.endsWith('-in-output'))).toHaveLength(4);
  const original = originals().find(({ path }) => path === '(0018,0015)');
  expect(Buffer.from(original?.bytes ?? []).toString()).toBe('KOWALSKA');
});

it('stays when it is the institution, and the profile retains institutions', () => {
  const { dataSet } = treated(basicWith('113112'));
  expect(textOf(dataSet, 'SoftwareVersions')).toContain('Gryfino');
  expect(textOf(dataSet, 'BodyPartExamined')).toBe('');
});
