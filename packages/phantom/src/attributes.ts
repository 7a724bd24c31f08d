import {
  createItem,
  DataSet,
  firstNumber,
  type Keyword,
  setBytes,
  setEmpty,
  setNumbers,
  setSequence,
  setText,
  tagOf,
  type Vr,
  vrOf,
} from '@pesscara/dicom';

/** Values by keyword: text or numbers as the attribute's VR asks; nested lists of these are the items of a sequence. */
export type Attributes = { readonly [K in Keyword]?: AttributeValue };
export type AttributeValue =
  | string
  | number
  | readonly string[]
  | readonly number[]
  | Uint8Array
  | readonly Attributes[]
  | null;

const numeric: ReadonlySet<Vr> = new Set(['US', 'SS', 'UL', 'SL', 'FL', 'FD', 'IS', 'DS', 'AT']);

// PS3.5 8.2 and A.2: pixels of 8 bits are OB where the VR is written, and OW in implicit VR.
function bytesVr(dataSet: DataSet, keyword: Keyword, vr: Vr): Vr {
  const isBytes = keyword === 'PixelData' && firstNumber(dataSet, 'BitsAllocated') === 8;
  return isBytes && dataSet.encoding.explicitVr ? 'OB' : vr;
}

function isItems(value: AttributeValue): value is readonly Attributes[] {
  return Array.isArray(value) && typeof value[0] === 'object';
}

function put(dataSet: DataSet, keyword: Keyword, value: AttributeValue): void {
  const vr = vrOf(tagOf(keyword));
  if (value === null) return setEmpty(dataSet, keyword, vr);
  if (value instanceof Uint8Array) return setBytes(dataSet, keyword, bytesVr(dataSet, keyword, vr), value);
  if (isItems(value))
    return setSequence(
      dataSet,
      keyword,
      value.map((item) => itemOf(dataSet, item)),
      { undefinedLength: true },
    );
  if (numeric.has(vr) && typeof value !== 'string')
    return setNumbers(dataSet, keyword, vr, value as number | readonly number[]);
  setText(dataSet, keyword, vr, value as string | readonly string[]);
}

function itemOf(parent: DataSet, attributes: Attributes): DataSet {
  const item = createItem(parent, { undefinedLength: true });
  putAttributes(item, attributes);
  return item;
}

/** Puts every attribute that is given. Specific Character Set goes first: the text of the others is coded in it; the pixels last. */
export function putAttributes(dataSet: DataSet, attributes: Attributes): void {
  const { SpecificCharacterSet: characterSet, PixelData: pixels, ...others } = attributes;
  if (characterSet !== undefined) put(dataSet, 'SpecificCharacterSet', characterSet);
  for (const [keyword, value] of Object.entries(others) as [Keyword, AttributeValue][])
    put(dataSet, keyword, value);
  if (pixels !== undefined) put(dataSet, 'PixelData', pixels);
}

/** A data set with these attributes. */
export function dataSetOf(explicitVr: boolean, attributes: Attributes): DataSet {
  const dataSet = new DataSet({ encoding: { explicitVr, littleEndian: true } });
  putAttributes(dataSet, attributes);
  return dataSet;
}
