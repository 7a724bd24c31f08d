import type { DataSet, Element, Tag } from '@pesscara/dicom';

/** What an output says of how it was made (PS3.15 E.1.1): removed identity, method, method codes, dates. */
export const methodTags: ReadonlySet<Tag> = new Set([0x00120062, 0x00120063, 0x00120064, 0x00280303]);
/** And what it says of its pixels, which may have been cleaned after its header. */
export const methodAndPixelTags: ReadonlySet<Tag> = new Set([...methodTags, 0x00280301, 0x00280302]);

function sameElement(one: Element, other: Element): boolean {
  if (one.tag !== other.tag || one.kind !== other.kind) return false;
  if (one.kind === 'value' && other.kind === 'value')
    return one.vr === other.vr && Buffer.compare(one.bytes, other.bytes) === 0;
  if (one.kind === 'sequence' && other.kind === 'sequence')
    return (
      one.items.length === other.items.length &&
      one.items.every((item, index) => sameContent(item, other.items[index] as DataSet))
    );
  if (one.kind === 'bulk' && other.kind === 'bulk') return one.byteLength === other.byteLength;
  return false;
}

/** Whether two headers hold the same elements, but for those at the top that are left aside. */
export function sameContent(one: DataSet, other: DataSet, aside: ReadonlySet<Tag> = new Set()): boolean {
  const elementsOf = (dataSet: DataSet) => dataSet.elements.filter(({ tag }) => !aside.has(tag));
  const [first, second] = [elementsOf(one), elementsOf(other)];
  return (
    first.length === second.length &&
    first.every((element, index) => sameElement(element, second[index] as Element))
  );
}
