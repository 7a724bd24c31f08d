import { type DataSet, type Element, formatTag, isPixelDataTag, privateCreatorOf } from '@pesscara/dicom';

/** A path without the numbers of items: the same attribute in every item of a sequence. */
export function placeOf(path: string): string {
  return path.replaceAll(/\[\d+\]/g, '[]');
}

/** The last attribute on a path is a private one (PS3.5 7.8), or stands in one. */
export function isPrivatePath(path: string): boolean {
  return /\([0-9A-F]{3}[13579BDF],/i.test(path);
}

const lastTag = /\(([0-9A-F]{4}),([0-9A-F]{4})\)$/i;

/** The last attribute on a path. */
export function tagOfPlace(path: string): number {
  const [, group = '', number = ''] = lastTag.exec(path) ?? [];
  return Number.parseInt(group + number, 16);
}

/** A value in a header, with the data set that holds it. */
export interface PlacedValue {
  place: string;
  dataSet: DataSet;
  element: Element & { kind: 'value' };
}

const deepest = 32;

/** Every value of a header at every depth, but pixels. */
export function* valuesIn(dataSet: DataSet, prefix = '', depth = 0): Generator<PlacedValue> {
  for (const element of dataSet.elements) {
    const place = prefix + formatTag(element.tag);
    if (isPixelDataTag(element.tag)) continue;
    if (element.kind === 'value') yield { place, dataSet, element };
    else if (element.kind === 'sequence' && depth < deepest)
      for (const item of element.items) yield* valuesIn(item, `${place}[]/`, depth + 1);
  }
}

/** `gggg,eeee`, or `gggg[Creator]ee`; undefined when nobody says whose private attribute it is. */
function stepOf(dataSet: DataSet, tag: number): string | undefined {
  const text = formatTag(tag).slice(1, -1);
  if (((tag >>> 16) & 1) === 0) return text;
  const creator = privateCreatorOf(dataSet, tag);
  return creator === undefined ? undefined : `${text.slice(0, 4)}[${creator}]${text.slice(7)}`;
}

/** A place as a profile names it, by a header that holds it: private blocks by their creators. Undefined when it has none. */
export function profilePathOf(header: DataSet, place: string): string | undefined {
  const [first = '', ...rest] = place.split('/');
  const tag = tagOfPlace(first.replace('[]', ''));
  const step = stepOf(header, tag);
  const element = header.get(tag);
  if (step === undefined || element === undefined) return undefined;
  if (rest.length === 0) return step;
  if (element.kind !== 'sequence') return undefined;
  for (const item of element.items) {
    const below = profilePathOf(item, rest.join('/'));
    if (below !== undefined) return `${step}>${below}`;
  }
  return undefined;
}
