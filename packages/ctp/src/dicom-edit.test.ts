import { describe, expect, it } from 'vitest';
import { anonymize } from './anonymize.ts';
import { convertDicomEdit, isDicomEdit } from './dicom-edit.ts';
import { lintCtpFiles } from './lint/lint-files.ts';
import { readCtpScript } from './script/read-script.ts';
import { madeDataSet, writtenValues } from './testing/made-objects.ts';

function converted(text: string) {
  const { script, notes } = convertDicomEdit(text);
  const dataSet = madeDataSet([
    ['00080018', 'UI', '1.2.3'],
    ['00080020', 'DA', '20200229'],
    ['00080060', 'CS', 'MR'],
    ['00100010', 'PN', 'Quill^Ada'],
    ['00100020', 'LO', 'MRN42'],
    ['00190010', 'LO', 'ACME'],
    ['0019100c', 'LO', 'secret'],
  ]);
  const result = anonymize(readCtpScript(script), dataSet, { now: new Date(0) });
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
(0008,0070) := mapUID[(0008,0070), "x"]
(0008,1140)[0]/(0008,1155) := "1"
- (0010,XXXX)
(0010,0020) := getURL["http://x"]
(0008,0020) := unknownVariable
(0008,0018) := "again"
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
    expect(script.match(/<e /g)).toHaveLength(1);
  });

  it('is known by its first statement, and is no script of CTP', () => {
    const script = '// of our site\n\nversion "6.2"\n- (0010,0010)\n';
    expect(
      [script, '\uFEFFversion "6.2"', '<script/>', '// version "6.2"\nModality.equals("CT")'].map(
        isDicomEdit,
      ),
    ).toEqual([true, true, false, false]);
    expect(lintCtpFiles({ script }).map(({ code, severity }) => [code, severity])).toEqual([
      ['dicomEdit', 'error'],
    ]);
  });
});
