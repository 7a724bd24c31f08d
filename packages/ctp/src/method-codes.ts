import { createItem, type DataSet, sequenceItems, setText } from '@pesscara/dicom';

/** De-identification Method Code Sequence, which scripts fill by a list of codes. */
export const methodCodeSequence = 0x00120064;

/** Meanings of CID 7050, as CTP writes them. */
const meanings: Readonly<Record<string, string>> = {
  '113100': 'Basic Application Confidentiality Profile',
  '113101': 'Clean Pixel Data Option',
  '113102': 'Clean Recognizable Visual Features Option',
  '113103': 'Clean Graphics Option',
  '113104': 'Clean Structured Content Option',
  '113105': 'Clean Descriptors Option',
  '113106': 'Retain Longitudinal Temporal Information Full Dates Option',
  '113107': 'Retain Longitudinal Temporal Information Modified Dates Option',
  '113108': 'Retain Patient Characteristics Option',
  '113109': 'Retain Device Identity Option',
  '113110': 'Retain UIDs',
  '113111': 'Retain Safe Private Option',
  '113112': 'Retain Institution Identity Option',
};

function itemOf(dataSet: DataSet, code: string): DataSet {
  const item = createItem(dataSet);
  const meaning = meanings[code];
  setText(item, 'CodeValue', 'SH', code);
  setText(item, 'CodingSchemeDesignator', 'SH', meaning === undefined ? 'UNKNOWN' : 'DCM');
  setText(item, 'CodeMeaning', 'LO', meaning ?? 'UNKNOWN');
  return item;
}

/** The items of the sequence after `113100/113105`: added to those that are there, or with `reset` in their place. */
export function methodCodeItems(dataSet: DataSet, text: string): DataSet[] {
  const words = text
    .split('/')
    .map((word) => word.trim())
    .filter((word) => word !== '' && /^[\x20-\x7e]*$/.test(word) && !word.includes('\\'));
  const isReset = words[0] === 'reset';
  const codes = isReset ? words.slice(1) : words;
  const present = isReset ? [] : sequenceItems(dataSet, methodCodeSequence);
  return [...present, ...codes.map((code) => itemOf(dataSet, code))];
}
