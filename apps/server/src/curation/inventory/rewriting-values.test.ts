import { randomBytes } from 'node:crypto';
import { DataSet, setSequence, setText, textValues } from '@pesscara/dicom';
import { describe, expect, test } from 'vitest';
import { valueHash } from './collecting.ts';
import { normalReplacement, replacementProblem } from './replacement.ts';
import { restoreValues, rewriteOf, whyFixed } from './rewriting-values.ts';
import { profilePathOf } from './value-paths.ts';

const key = randomBytes(32);
const projectId = 'p';
const nested = '(0040,0275)[]/(0040,0007)';

/** Three items, the second without the value; beside them a private one. */
function header(): DataSet {
  const dataSet = new DataSet();
  const items = ['HEAD SMITH', 'OTHER', 'HEAD SMITH'].map((text) => {
    const item = new DataSet({ parent: dataSet });
    setText(item, 'ScheduledProcedureStepDescription', 'LO', text);
    return item;
  });
  setSequence(dataSet, 'RequestAttributesSequence', items);
  setText(dataSet, 0x00290010, 'LO', 'ACME');
  setText(dataSet, 0x00291010, 'LO', 'HEAD SMITH');
  return dataSet;
}

const texts = (dataSet: DataSet) => {
  const sequence = dataSet.get(0x00400275);
  return sequence?.kind === 'sequence'
    ? sequence.items.map((item) => textValues(item, 'ScheduledProcedureStepDescription')[0])
    : [];
};
const change = (replacement: string | null) => ({
  hash: valueHash(key, projectId, nested, 'LO', 'HEAD SMITH'),
  path: nested,
  replacement,
});
const rewritten = async (replacement: string | null) => {
  const dataSet = header();
  await rewriteOf({ key, projectId }, [change(replacement)])({ header: dataSet } as never);
  return dataSet;
};

describe('a value of a header', () => {
  test.each([
    [null, undefined],
    ['HEAD', 'HEAD'],
  ])('is changed in every item and comes back from the header before (%s)', async (replacement, left) => {
    const now = await rewritten(replacement);
    expect(texts(now)).toEqual([left, 'OTHER', left]);
    expect(textValues(now, 0x00291010)).toEqual(['HEAD SMITH']);
    expect(restoreValues({ key, projectId }, [change(replacement)], { before: header(), now })).toBe(2);
    expect(texts(now)).toEqual(['HEAD SMITH', 'OTHER', 'HEAD SMITH']);
  });

  test('that was changed again since stays as it is', async () => {
    const now = await rewritten('HEAD');
    const sequence = now.get(0x00400275);
    if (sequence?.kind === 'sequence')
      setText(sequence.items[0] as DataSet, 'ScheduledProcedureStepDescription', 'LO', 'SKULL');
    expect(restoreValues({ key, projectId }, [change('HEAD')], { before: header(), now })).toBe(1);
    expect(texts(now)).toEqual(['SKULL', 'OTHER', 'HEAD SMITH']);
  });

  test('has a name that a profile understands: private ones by their creator', () => {
    expect(profilePathOf(header(), nested)).toBe('0040,0275>0040,0007');
    expect(profilePathOf(header(), '(0029,1010)')).toBe('0029[ACME]10');
    expect(profilePathOf(header(), '(0029,2010)')).toBeUndefined();
  });

  test('cannot be decided away where an object needs it', () => {
    const why = (path: string, vr: string, standsTogether = false) =>
      whyFixed({ path, vr, standsTogether }, 'remove');
    expect(why('(0008,0018)', 'UI')).toMatch(/engine/);
    expect(why('(0028,0004)', 'CS')).toMatch(/pixels/);
    expect(why('(0029,0010)', 'LO')).toMatch(/private/);
    expect(why('(0018,0050)', 'DS', true)).toMatch(/rule/);
    expect(why('(0029,1011)', 'DS', true)).toBeUndefined();
    expect(why('(0018,0022)', 'CS')).toBeUndefined();
  });

  test('is replaced only by what its VR can hold', () => {
    expect(replacementProblem('CS', 'FATSAT\\HEAD 1')).toBeUndefined();
    expect(replacementProblem('CS', 'Head')).toMatch(/capital/);
    expect(replacementProblem('DA', '20200101')).toBeUndefined();
    expect(replacementProblem('DA', 'May')).toMatch(/date/);
    expect(replacementProblem('LT', 'a\\b')).toMatch(/one value/);
    expect(normalReplacement(' a \\ b ')).toBe('a\\b');
  });
});
