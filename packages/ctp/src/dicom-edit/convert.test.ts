import { describe, expect, it } from 'vitest';
import { anonymize } from '../anonymize.ts';
import { lintCtpFiles } from '../lint/lint-files.ts';
import { isDicomEdit } from '../script/file-kind.ts';
import { readCtpScript } from '../script/read-script.ts';
import { madeDataSet, writtenValues } from '../testing/made-objects.ts';
import { convertDicomEdit } from './convert.ts';

function converted(text: string, given: Readonly<Record<string, string>> = {}) {
  const { script, notes } = convertDicomEdit(text, given);
  const dataSet = madeDataSet([
    ['00080018', 'UI', '1.2.3'],
    ['00080020', 'DA', '20200229'],
    ['00080060', 'CS', 'MR'],
    ['00100010', 'PN', 'Quill^Ada'],
    ['00100020', 'LO', 'MRN42'],
    ['00190010', 'LO', 'ACME'],
    ['0019100c', 'LO', 'secret'],
  ]);
  const parameters = new Map([['PESSCARA_SUBJECT', 'GLIO-0042']]);
  const result = anonymize(readCtpScript(script), dataSet, { now: new Date(0), parameters });
  return { script, notes, result, values: writtenValues(dataSet) };
}

describe('a DicomEdit script', () => {
  it('is converted where it says what CTP can say', () => {
    const { values, notes, script } = converted(`version "6.3"
describe project "Project"   // for people
project := "P1"
(0010,0010) := concatenate[project, "-", (0010,0020)]
(0008,0020) := shiftDateByIncrement[(0008,0020), "-14"]
(0040,A730) ~ "x" ? (0010,4000) := "never"
(0008,0060) = "MR" ? (0010,0020) := "magnet @ {1}" : - (0010,0020)
- (0019,{ACME}0C)
(0012,0062) := "YES" // http://example.org
`);
    expect(notes).toEqual([]);
    expect(values['00100010']).toBe('P1-MRN42');
    expect(values['00080020']).toBe('20200215');
    expect(values['00100020']).toBe('magnet @ {1}');
    expect(values['0019100c']).toBeUndefined();
    expect(values['00120062']).toBe('YES');
    const errors = lintCtpFiles({ script }).filter(({ severity }) => severity === 'error');
    expect(errors).toEqual([]);
  });

  it('removes private groups and overlays', () => {
    expect(converted('removeAllPrivateTags').values['00190010']).toBeUndefined();
    expect(convertDicomEdit('- (60XX,XXXX)').script).toContain('t="overlays"');
  });

  it('says which lines were left out, and why', () => {
    const { notes, script } = convertDicomEdit(`(0008,0018) := hashUID[(0008,0018)]
(0008,0070) := scalePatientAgeAndDobFromStudyDate[(0008,0070), "x"]
(0008,1140)[0]/(0008,1155) := "1"
- (XXXX,XXXX)
(0010,0020) := getURL["http://x"]
(0008,0020) := unknownVariable
(0008,0018) := uppercase[(0008,0018)]
alterPixels["rectangle", "l=0, t=0, r=9, b=9", "solid", "v=0"]
`);
    expect(notes.map(({ line, kind }) => [line, kind])).toEqual([
      [1, 'differs'],
      [2, 'leftOut'],
      [3, 'leftOut'],
      [4, 'leftOut'],
      [5, 'leftOut'],
      [6, 'leftOut'],
      [7, 'leftOut'],
      [8, 'leftOut'],
    ]);
    expect(notes.at(-1)?.message).toBe('Pixels are masked by a pixel script of CTP, or by the reviewer.');
    expect(script.match(/<e /g)).toHaveLength(1);
  });

  it('does what the script does that XNAT comes with', () => {
    const text = `version "6.1"
project != "Unassigned" ? (0008,1030) := project
(0010,0010) := subject
(0010,0020) := session
`;
    expect(isDicomEdit(text)).toBe(true);
    const { values, notes, script } = converted(text, { project: 'GLIOMA', session: 'GLIO-0042_1' });
    expect(notes).toEqual([]);
    expect(values['00081030']).toBe('GLIOMA');
    expect(values['00100010']).toBe('GLIO-0042');
    expect(values['00100020']).toBe('GLIO-0042_1');
    expect(lintCtpFiles({ script }).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(converted(text, { project: 'Unassigned', session: 'x' }).values['00081030']).toBeUndefined();
  });

  it('asks for the values that XNAT would give, or a person', () => {
    const { missingVariables, notes } = convertDicomEdit(
      'describe site "Which site?"\n(0008,0080) := site\n(0008,1030) := project\n(0010,0010) := subject\n',
    );
    expect(missingVariables).toEqual(['project', 'site']);
    expect(notes.map(({ line, message }) => [line, message])).toEqual([
      [2, 'The variable site has no value.'],
      [3, 'The variable project has no value.'],
    ]);
  });

  it('lets wildcards stand for the elements of the dictionary', () => {
    const { script, values } = converted('- (0010,00X#)\n(0010,002@) := "x"\n');
    expect(script).toContain('<e en="T" t="00100021" n="">@remove()</e>');
    expect(script).not.toContain('t="00100010"');
    expect(script).toContain('<e en="T" t="00100020" n="">x</e>');
    expect(values['00100020']).toBe('x');
  });

  it('makes what is assigned, and with ?= only changes what is there', () => {
    const { values } = converted(
      '(0008,0080) := "H"\n(0008,0081) ?= "S"\n(0008,0060) ?= "CT"\n(0008,0060) = "MR" ? (0008,103E) := "was MR"\n',
    );
    expect(values['00080080']).toBe('H');
    expect(values['00080081']).toBeUndefined();
    expect(values['00080060']).toBe('CT');
    expect(values['0008103e']).toBe('was MR');
  });

  it('asks whether an element is there, and replaces, formats and blanks', () => {
    const { values, notes } =
      converted(`isPresent[(0010,0020)] ? (0012,0040) := "known" : (0012,0040) := "new"
(0008,1010) := replace[(0010,0020), "MRN", "$1"]
(0008,1030) := format["{1}-{0}", "a", (0010,0020)]
ismatch[(0008,0060), "M."] ? (0008,0090) := "magnet"
set[(0012,0063), uppercase["made"]]
blankValues[(0010,0010)]
delete[(0019,{ACME}0C)]
`);
    expect(notes).toEqual([]);
    expect(values['00120040']).toBe('known');
    expect(values['00081010']).toBe('$142');
    expect(values['00081030']).toBe('MRN42-a');
    expect(values['00080090']).toBe('magnet');
    expect(values['00120063']).toBe('MADE');
    expect(values['00100010']).toBe('');
    expect(values['0019100c']).toBeUndefined();
  });

  it('lets a later statement win, and says where order counted', () => {
    const { values, notes } = converted(
      '- (0010,0020)\n(0010,0020) := "later"\n(0010,4000) := (0010,0020)\n',
    );
    expect(values['00100020']).toBe('later');
    expect(values['00104000']).toBe('MRN42');
    expect(notes).toMatchObject([{ line: 3, kind: 'differs' }]);
  });

  it('does nothing of a line that it leaves out', () => {
    const garbage = convertDicomEdit(
      '(0010,0010) := "x" nonsense\nsite := "a" nonsense\n(0008,0080) := site\n',
    );
    expect(garbage.notes.map(({ line, kind }) => [line, kind])).toEqual([
      [1, 'leftOut'],
      [2, 'leftOut'],
      [3, 'leftOut'],
    ]);
    expect(garbage.script).not.toContain('<e ');
    const stale = convertDicomEdit(
      'site := "a"\nsite := concatenate[site, "b"]\n(0008,0080) := site\nsite := getURL["x"]\n(0008,0081) := site\n',
    );
    expect(stale.notes.map(({ line }) => line)).toEqual([4, 5]);
    expect(stale.script).toContain('@always()ab');
    const wildcard = convertDicomEdit('(0010,0021) := "x"\n(0010,002X) ?= "y"\n');
    expect(wildcard.notes).toMatchObject([{ line: 2, kind: 'leftOut' }]);
    expect(wildcard.script.match(/<e /g)).toHaveLength(1);
  });

  it('does not bring back what an earlier line removed', () => {
    const { notes, values } = converted('- (0010,0020)\n(0010,0020) ?= "x"\n');
    expect(values['00100020']).toBeUndefined();
    expect(notes).toMatchObject([{ line: 2, kind: 'leftOut' }]);
  });

  it('removes private elements that an earlier line treated, when a later one removes them all', () => {
    const after = converted('removeAllPrivateTags\n(0010,0010) = "x" ? - (0019,{ACME}0C)\n');
    expect(after.values['0019100c']).toBeUndefined();
    expect(after.notes).toMatchObject([{ line: 2, kind: 'leftOut' }]);
    const text = '(0010,0010) = "x" ? - (0019,{ACME}0C)\nremoveAllPrivateTags\n';
    expect(converted(text).values['0019100c']).toBeUndefined();
    expect(
      converted(text.replace('removeAllPrivateTags', '- (XXX#,XXXX)')).values['0019100c'],
    ).toBeUndefined();
  });

  it('leaves out what stands in a block, since it does not always hold', () => {
    const { script, notes } = convertDicomEdit(
      'if ( (0008,0060) = "MR" ) {\n  (0010,0010) := "x"\n} else {\n  - (0010,0020)\n}\n(0010,1010) := "y"\n',
    );
    expect(notes.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5]);
    expect(script.match(/<e /g)).toHaveLength(1);
  });

  it('is told from the files of CTP, and the linter says what to do with it', () => {
    expect(lintCtpFiles({ script: 'version "6.1"' })).toMatchObject([
      { code: 'dicomEdit', severity: 'error' },
    ]);
    expect(isDicomEdit('// site\nversion "6.3"\n')).toBe(true);
    expect(isDicomEdit('- (0010,0010)\n')).toBe(true);
    expect(isDicomEdit('<script><e en="T" t="00100010">@remove()</e></script>')).toBe(false);
    expect(isDicomEdit('Modality.equals("CT")')).toBe(false);
    expect(isDicomEdit('{Manufacturer.contains("GE")}\n(0,0,512,30)')).toBe(false);
  });
});
