import {
  characterSetIn,
  DataSet,
  isPrivateTag,
  isVr,
  propertiesOfVr,
  setNumbers,
  setText,
  type Tag,
  type ValueElement,
  type Vr,
  vrOf,
} from '@pesscara/dicom';

const integerLimits: Readonly<Partial<Record<Vr, readonly [bigint, bigint]>>> = {
  US: [0n, 0xffffn],
  SS: [-0x8000n, 0x7fffn],
  UL: [0n, 0xffffffffn],
  SL: [-0x80000000n, 0x7fffffffn],
  UV: [0n, 2n ** 64n - 1n],
  SV: [-(2n ** 63n), 2n ** 63n - 1n],
};

/** CTP looks at dates and times before it writes them, and at no other text. */
const dateForms: Readonly<Partial<Record<Vr, RegExp>>> = {
  DA: /^(?:\d{8}|\d{4}[.-]\d{2}[.-]\d{2})?$/,
  TM: /^(?:\d{2}(?::?\d{2}(?::?\d{2}(?:\.\d{1,6})?)?)?)?$/,
  DT: /^(?:\d{4}(?:\d{2}){0,5}(?:\.\d{1,6})?(?:[+-]\d{4})?)?$/,
};

/** The VR that a new value gets: of private elements LO, or LT when it is long. */
function vrFor(tag: Tag, existing: string | undefined, text: string): Vr {
  if (isPrivateTag(tag)) return text.length > 64 ? 'LT' : 'LO';
  if (existing !== undefined && existing !== 'UN' && isVr(existing)) return existing;
  const vr = vrOf(tag);
  return vr === 'UN' ? 'LO' : vr;
}

function numbersIn(values: readonly string[], vr: Vr): (number | bigint)[] | undefined {
  const limits = integerLimits[vr];
  const texts = values.length === 1 && values[0] === '' ? [] : values;
  if (limits === undefined) {
    const numbers = texts.map((text) =>
      /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN,
    );
    return numbers.some(Number.isNaN) ? undefined : numbers;
  }
  if (!texts.every((text) => /^[+-]?\d{1,20}$/.test(text))) return undefined;
  const numbers = texts.map((text) => BigInt(text.replace('+', '')));
  return numbers.every((number) => number >= limits[0] && number <= limits[1]) ? numbers : undefined;
}

/** `split` of Java: what is empty at the end does not count. */
function javaSplit(text: string): string[] {
  const values = text.split('\\');
  while (values.length > 1 && values.at(-1) === '') values.pop();
  return values;
}

/** The element with a text as its value, as CTP writes it; undefined when it refuses and keeps what was there. */
export function writtenElement(
  dataSet: DataSet,
  tag: Tag,
  existing: string | undefined,
  text: string,
): ValueElement | undefined {
  const vr = vrFor(tag, existing, text);
  const properties = propertiesOfVr(vr);
  const scratch = new DataSet({ encoding: dataSet.encoding, parent: dataSet });
  const values = properties.text && !properties.multiValued ? [text] : javaSplit(text);
  if (!properties.text) {
    const numbers = vr === 'FL' || vr === 'FD' || vr in integerLimits ? numbersIn(values, vr) : undefined;
    if (numbers === undefined) return undefined;
    setNumbers(scratch, tag, vr, numbers);
  } else {
    const joined = vr === 'PN' && text === '' ? ' ' : values.join('\\');
    const form = dateForms[vr];
    if (form !== undefined && !values.every((value) => form.test(value.trim() === value ? value : '?')))
      return undefined;
    const isWritable = properties.characterSetApplies
      ? characterSetIn(dataSet).encode(joined) !== undefined
      : /^[\0-\x7f]*$/.test(joined);
    if (!isWritable) return undefined;
    setText(scratch, tag, vr, joined);
  }
  const element = scratch.get(tag);
  return element?.kind === 'value' ? element : undefined;
}
