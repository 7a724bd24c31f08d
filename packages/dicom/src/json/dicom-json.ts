import { type CharacterSet, characterSetIn } from '../data-set/character-sets.ts';
import type { DataSet, Element, ValueElement } from '../data-set/data-set.ts';
import { bigintsOf, decodeTextValues, effectiveVr, numbersOf } from '../data-set/values.ts';
import { formatTagCompact, isGroupLengthTag, type Tag, wellKnownTags } from '../dictionary/tags.ts';
import { isVr, propertiesOfVr, type Vr } from '../dictionary/value-representations.ts';
import { swappedBytes } from '../writing/write-data-set.ts';

/** Person name in the DICOM JSON model (PS3.18 F.2.2). */
export type DicomJsonPersonName = { Alphabetic?: string; Ideographic?: string; Phonetic?: string };

export type DicomJsonValue = string | number | null | DicomJsonPersonName | DicomJson;

/** One attribute of the DICOM JSON model. */
export type DicomJsonAttribute = {
  vr: string;
  Value?: DicomJsonValue[];
  InlineBinary?: string;
  BulkDataURI?: string;
};

/** A data set in the DICOM JSON model: keys are tags, '00100010' (PS3.18 F.2). */
export type DicomJson = { [tag: string]: DicomJsonAttribute };

/** Tag of the attribute, or tag, item index, tag … for one in a sequence. */
export type ElementPath = readonly number[];

/** '00880200/0/7FE00010', for URIs and reports: tags and item indexes, never values. */
export function formatElementPath(path: ElementPath): string {
  return path.map((step, at) => (at % 2 === 0 ? formatTagCompact(step) : String(step))).join('/');
}

export type DicomJsonOptions = {
  /** The URI to give for a value instead of the value; asked for large, streamed and encapsulated binary values. */
  bulkDataUri?: (path: ElementPath, element: Element) => string | undefined;
  /** Binary values up to this size are given inline without asking. */
  inlineLimitBytes?: number;
};

const defaultInlineLimitBytes = 1024;

/**
 * A data set in the DICOM JSON model (PS3.18 F.2). Group lengths are left out, of duplicates the first is taken, and
 * (0008,0005) says UTF-8, which JSON is in. A value neither inline nor given a URI shows its VR only.
 */
export function toDicomJson(dataSet: DataSet, options: DicomJsonOptions = {}): DicomJson {
  return dataSetToJson(dataSet, [], options);
}

function dataSetToJson(dataSet: DataSet, outer: ElementPath, options: DicomJsonOptions): DicomJson {
  const json: DicomJson = {};
  const characterSet = characterSetIn(dataSet);
  const inTagOrder = [...dataSet.elements].sort((one, other) => one.tag - other.tag);
  for (const element of inTagOrder) {
    const key = formatTagCompact(element.tag);
    if (isGroupLengthTag(element.tag) || key in json) continue;
    json[key] = attributeToJson(element, [...outer, element.tag], characterSet, options);
  }
  return json;
}

function attributeToJson(
  element: Element,
  path: ElementPath,
  characterSet: CharacterSet,
  options: DicomJsonOptions,
): DicomJsonAttribute {
  if (element.kind === 'sequence') {
    const Value = element.items.map((item, index) => dataSetToJson(item, [...path, index], options));
    return Value.length > 0 ? { vr: 'SQ', Value } : { vr: 'SQ' };
  }
  const vr = vrInJson(element);
  if (element.kind !== 'value') return { vr, ...bulkDataReference(path, element, options) };
  if (element.tag === wellKnownTags.specificCharacterSet) return characterSetAttribute(characterSet);
  if (element.bytes.length === 0) return { vr };
  const Value = valuesToJson(element, vr, characterSet);
  if (Value) return Value.length === 1 && Value[0] === null ? { vr } : { vr, Value };
  const { inlineLimitBytes = defaultInlineLimitBytes } = options;
  if (element.bytes.length > inlineLimitBytes) {
    const reference = bulkDataReference(path, element, options);
    if (reference) return { vr, ...reference };
  }
  return element.bytes.length > inlineLimitBytes && options.bulkDataUri
    ? { vr }
    : { vr, InlineBinary: inlineBinary(element, vr) };
}

/** Public attributes that arrived as UN are shown with the VR of the dictionary; a sequence in UN stays as it is. */
function vrInJson(element: Element): Vr {
  const vr = effectiveVr(element);
  return vr === 'SQ' || (element.vr !== 'UN' && !isVr(element.vr)) ? 'UN' : vr;
}

function bulkDataReference(
  path: ElementPath,
  element: Element,
  { bulkDataUri }: DicomJsonOptions,
): { BulkDataURI: string } | undefined {
  const uri = bulkDataUri?.(path, element);
  return uri === undefined ? undefined : { BulkDataURI: uri };
}

/** Base64 of the value in little endian (PS3.18 F.2.7). */
function inlineBinary({ bytes, littleEndian }: ValueElement, vr: Vr): string {
  const ordered = littleEndian ? bytes : swappedBytes(bytes, propertiesOfVr(vr).wordBytes);
  return Buffer.from(ordered.buffer, ordered.byteOffset, ordered.length).toString('base64');
}

function characterSetAttribute({ terms }: CharacterSet): DicomJsonAttribute {
  return terms.length > 0 ? { vr: 'CS', Value: ['ISO_IR 192'] } : { vr: 'CS' };
}

/** Undefined for the VRs that are inline binary. */
function valuesToJson(
  element: ValueElement,
  vr: Vr,
  characterSet: CharacterSet,
): DicomJsonValue[] | undefined {
  switch (vr) {
    case 'OB':
    case 'OD':
    case 'OF':
    case 'OL':
    case 'OV':
    case 'OW':
    case 'UN':
    case 'SQ':
      return undefined;
    case 'AT':
      return numbersOf(element, vr).map((tag) => formatTagCompact(tag as Tag));
    case 'SV':
    case 'UV':
      return bigintsOf(element, vr).map(bigintToJson);
    case 'US':
    case 'SS':
    case 'UL':
    case 'SL':
    case 'FL':
    case 'FD':
      return numbersOf(element, vr).map((value) => numberToJson(Number(value)));
    case 'PN':
      return decodeTextValues(element.bytes, vr, characterSet).map(personNameToJson);
    case 'DS':
    case 'IS':
      return decodeTextValues(element.bytes, vr, characterSet).map(decimalToJson);
    default:
      return decodeTextValues(element.bytes, vr, characterSet).map((text) => (text === '' ? null : text));
  }
}

/** Numbers past 2^53 go as text, as PS3.18 F.2.3.1 allows for SV and UV. */
function bigintToJson(value: bigint): string | number {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/** JSON has no NaN and no infinities: PS3.18 F.2.2 writes them as text. */
function numberToJson(value: number): string | number {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return value;
}

/** DS and IS become numbers when they are numbers; anything else stays what it is. */
function decimalToJson(text: string): string | number | null {
  if (text === '') return null;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}

function personNameToJson(text: string): DicomJsonPersonName | null {
  const [Alphabetic, Ideographic, Phonetic] = text
    .split('=')
    .map((group) => group.replace(/\^+$/, '').trim());
  const name: DicomJsonPersonName = {
    ...(Alphabetic ? { Alphabetic } : {}),
    ...(Ideographic ? { Ideographic } : {}),
    ...(Phonetic ? { Phonetic } : {}),
  };
  return Object.keys(name).length > 0 ? name : null;
}
