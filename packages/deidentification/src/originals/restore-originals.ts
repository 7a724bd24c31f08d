import { createItem, type DataSet, type Element, type Vr } from '@pesscara/dicom';
import { stampedTags } from '../method-stamp.ts';
import type { OriginalValue } from './originals.ts';

interface PathStep {
  readonly tag: number;
  /** Of the item; undefined for the last step. */
  readonly index: number | undefined;
}

const stepPattern = /^\(([0-9A-Fa-f]{4}),([0-9A-Fa-f]{4})\)(?:\[(\d+)\])?$/;

/** More items than this in one sequence are not made for a path: a path that was tampered with asks for billions. */
const mostItems = 100_000;

function stepsOf(path: string): PathStep[] | undefined {
  const steps: PathStep[] = [];
  for (const text of path.split('/')) {
    const match = stepPattern.exec(text);
    const index = match?.[3] === undefined ? undefined : Number(match[3]);
    if (match === null || (index ?? 0) >= mostItems) return undefined;
    steps.push({ tag: Number.parseInt(`${match[1]}${match[2]}`, 16), index });
  }
  return steps;
}

function itemAt(dataSet: DataSet, tag: number, index: number): DataSet {
  const existing: Element | undefined = dataSet.get(tag);
  const items = existing?.kind === 'sequence' ? [...existing.items] : [];
  for (let at = items.length; at <= index; at += 1) items.push(createItem(dataSet));
  if (existing?.kind !== 'sequence' || items.length > existing.items.length)
    dataSet.set({ kind: 'sequence', tag, vr: 'SQ', items, undefinedLength: false });
  return items[index] as DataSet;
}

/**
 * Puts original values back into a de-identified header, in place: the object as it arrived, as far as it was kept.
 * Values that were cut stay cut, empty ones are not known, and where items were removed from a sequence the numbers of
 * the later ones may be off. The result identifies a person.
 */
export function restoreOriginals(header: DataSet, originals: readonly OriginalValue[]): void {
  const paths = new Set(originals.map(({ path }) => path));
  for (const tag of Object.values(stampedTags)) {
    const path = `(${(tag >>> 16).toString(16).padStart(4, '0')},${(tag & 0xffff).toString(16).padStart(4, '0')})`;
    // What was written to say that identity was removed would make the engine take the object for its own output.
    if (!paths.has(path) && tag >>> 16 === 0x0012) header.delete(tag);
  }
  header.delete(stampedTags.longitudinalTemporalInformationModified);
  for (const { path, vr, bytes } of originals) {
    const steps = stepsOf(path);
    const last = steps?.pop();
    if (steps === undefined || last === undefined) continue;
    const dataSet = steps.reduce((at, { tag, index = 0 }) => itemAt(at, tag, index), header);
    const { littleEndian } = header.encoding;
    dataSet.set({ kind: 'value', tag: last.tag, vr: vr as Vr, bytes, littleEndian });
  }
}
