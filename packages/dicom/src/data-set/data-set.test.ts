import { describe, expect, it } from 'vitest';
import {
  createItem,
  DataSet,
  firstNumber,
  firstText,
  numberValues,
  privateCreatorOf,
  sequenceItems,
  setBytes,
  setNumbers,
  setSequence,
  setText,
  setUid,
  textValues,
} from '../index.ts';

function tagsOf(dataSet: DataSet): number[] {
  return dataSet.elements.map(({ tag }) => tag);
}

function elementOf(tag: number, text = '') {
  return { kind: 'value' as const, tag, vr: 'LO', bytes: Buffer.from(text), littleEndian: true };
}

describe('a data set', () => {
  it('keeps file order, duplicates included, and gives the first', () => {
    const dataSet = new DataSet();
    for (const tag of [0x00100020, 0x00080018, 0x00100020]) dataSet.append(elementOf(tag, `${dataSet.size}`));
    expect(tagsOf(dataSet)).toEqual([0x00100020, 0x00080018, 0x00100020]);
    expect(firstText(dataSet, 0x00100020)).toBe('0');
    expect(dataSet.isEdited).toBe(false);
  });

  it('replaces in place and inserts in tag order', () => {
    const dataSet = new DataSet();
    for (const tag of [0x00080018, 0x00100020, 0x00200010]) dataSet.append(elementOf(tag));
    dataSet.set(elementOf(0x00100020, 'new'));
    dataSet.set(elementOf(0x00100010));
    dataSet.set(elementOf(0x00400001));
    expect(tagsOf(dataSet)).toEqual([0x00080018, 0x00100010, 0x00100020, 0x00200010, 0x00400001]);
    expect(firstText(dataSet, 0x00100020)).toBe('new');
  });

  it('deletes every duplicate, and can be edited while it is walked', () => {
    const dataSet = new DataSet();
    for (const tag of [0x00100020, 0x00080018, 0x00100020]) dataSet.append(elementOf(tag));
    for (const { tag } of dataSet) dataSet.delete(tag);
    expect(dataSet.size).toBe(0);
    expect(dataSet.delete(0x00100020)).toBe(false);
  });

  it('removes many elements one by one in linear time', () => {
    const dataSet = new DataSet();
    for (let index = 0; index < 200_000; index++) dataSet.append(elementOf(0x00100000 + index));
    const started = performance.now();
    for (const { tag } of dataSet) if (tag % 2 === 0) dataSet.delete(tag);
    expect(dataSet.size).toBe(100_000);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('marks the data sets around an edited item as edited', () => {
    const outer = new DataSet();
    const item = createItem(outer);
    outer.append({ kind: 'sequence', tag: 0x00081140, vr: 'SQ', items: [item], undefinedLength: false });
    expect(outer.isEdited).toBe(false);
    setText(item, 'PatientID', 'LO', 'X');
    expect(outer.isEdited).toBe(true);
  });
});

describe('values', () => {
  it('are padded when set and trimmed when read', () => {
    const dataSet = new DataSet();
    setText(dataSet, 'ImageType', 'CS', ['ORIGINAL', 'PRIMARY', 'AXIAL']);
    setUid(dataSet, 'SOPInstanceUID', '1.2.3');
    setText(dataSet, 'ImageComments', 'LT', ' leading stays ');
    expect(textValues(dataSet, 'ImageType')).toEqual(['ORIGINAL', 'PRIMARY', 'AXIAL']);
    expect(firstText(dataSet, 'SOPInstanceUID')).toBe('1.2.3');
    expect(firstText(dataSet, 'ImageComments')).toBe(' leading stays');
    const uid = dataSet.get('SOPInstanceUID');
    expect(uid?.kind === 'value' && [...uid.bytes].at(-1)).toBe(0);
  });

  it('do not separate the text of single-valued VRs', () => {
    const dataSet = new DataSet();
    setText(dataSet, 'ImageComments', 'LT', 'a\\b');
    expect(textValues(dataSet, 'ImageComments')).toEqual(['a\\b']);
  });

  it('are numbers in both byte orders', () => {
    for (const littleEndian of [true, false]) {
      const dataSet = new DataSet({ encoding: { explicitVr: true, littleEndian } });
      setNumbers(dataSet, 'Rows', 'US', 512);
      setNumbers(dataSet, 'FrameIncrementPointer', 'AT', [0x00181063, 0xfffee000]);
      setNumbers(dataSet, 'ImagePositionPatient', 'DS', [0.1 + 0.2, -1e-20, 1 / 3]);
      expect(firstNumber(dataSet, 'Rows')).toBe(512);
      expect(numberValues(dataSet, 'FrameIncrementPointer')).toEqual([0x00181063, 0xfffee000]);
      const [sum, tiny, third] = numberValues(dataSet, 'ImagePositionPatient');
      expect(sum).toBeCloseTo(0.3, 12);
      expect(tiny).toBe(-1e-20);
      expect(third).toBeCloseTo(1 / 3, 12);
    }
  });

  it('of a public attribute that arrived as UN are read by the dictionary', () => {
    const dataSet = new DataSet();
    setBytes(dataSet, 'PatientID', 'UN', Buffer.from('ABC '));
    expect(firstText(dataSet, 'PatientID')).toBe('ABC');
  });

  it('that are no number stay in their place as NaN', () => {
    const dataSet = new DataSet();
    setText(dataSet, 'ImagePositionPatient', 'DS', ['1', 'x', '3']);
    expect(numberValues(dataSet, 'ImagePositionPatient')).toEqual([1, Number.NaN, 3]);
    expect(firstNumber(dataSet, 'Rows')).toBeUndefined();
  });

  it('outside the character set are refused with the tag, not the text', () => {
    const dataSet = new DataSet();
    expect(() => setText(dataSet, 'PatientName', 'PN', 'Müller')).toThrow(/\(0010,0010\)/);
    expect(() => setText(dataSet, 'PatientName', 'PN', 'Müller')).not.toThrow(/ller/);
  });

  it('in an item follow the character set around it', () => {
    const dataSet = new DataSet();
    setText(dataSet, 'SpecificCharacterSet', 'CS', 'ISO_IR 100');
    const item = createItem(dataSet);
    setText(item, 'PatientName', 'PN', 'Müller');
    setSequence(dataSet, 'ReferencedPatientSequence', [item]);
    const [read] = sequenceItems(dataSet, 'ReferencedPatientSequence');
    expect(read && firstText(read, 'PatientName')).toBe('Müller');
    const name = item.get('PatientName');
    expect(name?.kind === 'value' && Buffer.from(name.bytes).toString('latin1')).toBe('Müller');
  });

  it('of private elements know their creator', () => {
    const dataSet = new DataSet();
    setText(dataSet, 0x00290011, 'LO', 'SIEMENS CSA HEADER');
    expect(privateCreatorOf(dataSet, 0x00291110)).toBe('SIEMENS CSA HEADER');
    expect(privateCreatorOf(dataSet, 0x00291010)).toBeUndefined();
  });
});
