import { DataSet } from '../data-set/data-set.ts';
import {
  createItem,
  formatDecimalString,
  setBytes,
  setEmpty,
  setNumbers,
  setSequence,
  setText,
} from '../data-set/value-setters.ts';
import { formatTag, parseTag, type Tag, wellKnownTags } from '../dictionary/tags.ts';
import { isVr, propertiesOfVr, type Vr } from '../dictionary/value-representations.ts';
import { type DicomLimits, limitsFrom } from '../limits.ts';
import { caught } from '../reading/read-data-set.ts';
import { DicomReadError, failRead } from '../reading/read-error.ts';
import { ReadTally } from '../reading/read-tally.ts';
import type { DicomJsonPersonName } from './dicom-json.ts';

export type FromDicomJsonOptions = {
  /** The bytes behind a BulkDataURI; undefined makes reading fail. */
  bulkData?: (uri: string) => Uint8Array | undefined;
  limits?: Partial<DicomLimits>;
};

type JsonObject = Readonly<Record<string, unknown>>;
type Reading = { readonly options: FromDicomJsonOptions; readonly tally: ReadTally };

/** A data set (explicit VR little endian, UTF-8 where needed) from the DICOM JSON model (PS3.18 F.2). */
export function fromDicomJson(json: unknown, options: FromDicomJsonOptions = {}): DataSet | DicomReadError {
  const dataSet = new DataSet();
  setText(dataSet, wellKnownTags.specificCharacterSet, 'CS', 'ISO_IR 192');
  const reading: Reading = { options, tally: new ReadTally(limitsFrom(options.limits)) };
  const failure = caught(() => readDataSet(dataSet, json, 0, reading));
  if (failure instanceof DicomReadError) return failure;
  if (!hasTextBeyondAscii(dataSet)) restoreCharacterSet(dataSet, json as JsonObject);
  return dataSet;
}

function readDataSet(dataSet: DataSet, json: unknown, depth: number, reading: Reading): void {
  if (!isObject(json)) failRead('bad-json', 0, 'A data set is not a JSON object');
  for (const [key, attribute] of Object.entries(json)) {
    const tag = /^[0-9A-Fa-f]{8}$/.test(key) ? parseTag(key) : undefined;
    if (tag === undefined) failRead('bad-json', 0, 'A key is not a tag of eight hexadecimal digits');
    if (!isObject(attribute) || typeof attribute['vr'] !== 'string' || !isVr(attribute['vr'])) {
      failRead('bad-json', 0, `${formatTag(tag)} has no valid vr`);
    }
    reading.tally.countElement(0);
    if (tag !== wellKnownTags.specificCharacterSet) {
      readAttribute(dataSet, tag, attribute['vr'], attribute, depth, reading);
    } else if (depth > 0) {
      // The whole JSON is UTF-8, its items too.
      setText(dataSet, tag, 'CS', attribute['Value'] ? 'ISO_IR 192' : '');
    }
  }
}

function readAttribute(
  dataSet: DataSet,
  tag: Tag,
  vr: Vr,
  attribute: JsonObject,
  depth: number,
  reading: Reading,
): void {
  const { Value, InlineBinary, BulkDataURI } = attribute as {
    Value?: unknown;
    InlineBinary?: unknown;
    BulkDataURI?: unknown;
  };
  if (typeof InlineBinary === 'string')
    return setBytes(dataSet, tag, vr, Buffer.from(InlineBinary, 'base64'));
  if (typeof BulkDataURI === 'string') {
    const bytes = reading.options.bulkData?.(BulkDataURI);
    if (!bytes) failRead('bad-json', 0, `The bulk data of ${formatTag(tag)} cannot be had`);
    return setBytes(dataSet, tag, vr, bytes);
  }
  if (Value === undefined || (Array.isArray(Value) && Value.length === 0)) return setEmpty(dataSet, tag, vr);
  if (!Array.isArray(Value)) failRead('bad-json', 0, `The Value of ${formatTag(tag)} is not an array`);
  if (vr === 'SQ') return readItems(dataSet, tag, Value, depth, reading);
  writeValues(dataSet, tag, vr, Value);
}

function readItems(
  dataSet: DataSet,
  tag: Tag,
  values: readonly unknown[],
  depth: number,
  reading: Reading,
): void {
  reading.tally.checkDepth(depth + 1, 0);
  const items = values.map((value) => {
    reading.tally.countItem(0);
    const item = createItem(dataSet);
    // PS3.18 F.2.2: a null stands for an empty item.
    if (value !== null) readDataSet(item, value, depth + 1, reading);
    return item;
  });
  setSequence(dataSet, tag, items);
}

function writeValues(dataSet: DataSet, tag: Tag, vr: Vr, values: readonly unknown[]): void {
  if (vr === 'PN')
    return setText(
      dataSet,
      tag,
      vr,
      values.map((value) => personNameText(value, tag)),
    );
  if (vr === 'AT')
    return setNumbers(
      dataSet,
      tag,
      vr,
      values.map((value) => tagNumber(value, tag)),
    );
  if (vr === 'SV' || vr === 'UV')
    return setNumbers(
      dataSet,
      tag,
      vr,
      values.map((value) => bigNumber(value, tag)),
    );
  const properties = propertiesOfVr(vr);
  if (properties.text)
    return setText(
      dataSet,
      tag,
      vr,
      values.map((value) => plainText(value, vr, tag)),
    );
  if (properties.longLength) failRead('bad-json', 0, `${formatTag(tag)} is binary and has no Value`);
  setNumbers(
    dataSet,
    tag,
    vr,
    values.map((value) => plainNumber(value, tag)),
  );
}

function refuse(tag: Tag): never {
  failRead('bad-json', 0, `A value of ${formatTag(tag)} does not suit its vr`);
}

function plainText(value: unknown, vr: Vr, tag: Tag): string {
  if (value === null) return '';
  if (typeof value === 'number') return vr === 'DS' ? formatDecimalString(value) : String(value);
  if (typeof value !== 'string') refuse(tag);
  const isExpressible = propertiesOfVr(vr).characterSetApplies || /^[\0-\x7f]*$/.test(value);
  return isExpressible ? value : refuse(tag);
}

function plainNumber(value: unknown, tag: Tag): number {
  if (typeof value === 'number') return value;
  const special = { NaN: Number.NaN, inf: Number.POSITIVE_INFINITY, '-inf': Number.NEGATIVE_INFINITY }[
    typeof value === 'string' ? value : ''
  ];
  if (special !== undefined) return special;
  return typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value))
    ? Number(value)
    : refuse(tag);
}

function bigNumber(value: unknown, tag: Tag): bigint {
  return (typeof value === 'number' || typeof value === 'string') && /^-?\d+$/.test(String(value))
    ? BigInt(value)
    : refuse(tag);
}

function tagNumber(value: unknown, tag: Tag): Tag {
  return (typeof value === 'string' ? parseTag(value) : undefined) ?? refuse(tag);
}

function personNameText(value: unknown, tag: Tag): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (!isObject(value)) refuse(tag);
  const { Alphabetic = '', Ideographic = '', Phonetic = '' } = value as DicomJsonPersonName;
  return [Alphabetic, Ideographic, Phonetic].map(String).join('=').replace(/=+$/, '');
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Plain ASCII needs no character set: it is absent or empty again where the JSON has it so. */
function restoreCharacterSet(dataSet: DataSet, json: JsonObject): void {
  const stated = json['00080005'];
  if (stated === undefined) dataSet.delete(wellKnownTags.specificCharacterSet);
  else if (isObject(stated) && !stated['Value']) setEmpty(dataSet, wellKnownTags.specificCharacterSet, 'CS');
}

function hasTextBeyondAscii(dataSet: DataSet): boolean {
  return dataSet.elements.some((element) => {
    if (element.kind === 'sequence') return element.items.some(hasTextBeyondAscii);
    const isCoded = element.kind === 'value' && propertiesOfVr(element.vr).characterSetApplies;
    return isCoded && element.bytes.some((byte) => byte > 0x7f);
  });
}
