import { engineOwnedTags } from '@pesscara/deidentification';
import { type DataSet, type Element, formatTag, isPrivateCreatorTag, isVr, setText } from '@pesscara/dicom';
import type { Rewrite } from '../../archive/index.ts';
import { hashOfPlaced } from './collecting.ts';
import { isPrivatePath, tagOfPlace, valuesIn } from './value-paths.ts';
import { textOfValue } from './value-text.ts';

interface DecidedPlace {
  path: string;
  vr: string;
  standsTogether: boolean;
}

/** Why a value cannot be removed or replaced; undefined: it can. */
export function whyFixed(
  { path, vr, standsTogether }: DecidedPlace,
  action: 'remove' | 'replace',
): string | undefined {
  const tag = tagOfPlace(path);
  if (engineOwnedTags.has(tag) || vr === 'UI')
    return 'The engine itself sets this attribute, or an object is found by it.';
  if (tag >>> 16 === 0x0028 || tag >>> 16 === 0x0002)
    return 'The pixels cannot be read without this attribute.';
  if (isPrivateCreatorTag(tag)) return 'It says whose the private values beside it are. Decide on those.';
  return standsTogether && (action === 'replace' || !isPrivatePath(path))
    ? 'Its values differ from image to image. Make a rule for the attribute instead.'
    : undefined;
}

export interface ValueKey {
  key: Buffer;
  projectId: string;
}

export interface ChangeOfValue {
  hash: Buffer;
  path: string;
  /** Null: the element is removed. */
  replacement: string | null;
}

function byPath<T extends { path: string }>(changes: readonly T[]): ReadonlyMap<string, T[]> {
  const found = new Map<string, T[]>();
  for (const change of changes) found.set(change.path, [...(found.get(change.path) ?? []), change]);
  return found;
}

/** Removes or replaces values wherever a header holds them. */
export function rewriteOf({ key, projectId }: ValueKey, changes: readonly ChangeOfValue[]): Rewrite {
  const atPath = byPath(changes);
  return ({ header }) => {
    let isChanged = false;
    for (const value of [...valuesIn(header)]) {
      const there = atPath.get(value.place);
      const hash = there === undefined ? undefined : hashOfPlaced(key, projectId, value);
      const change = hash === undefined ? undefined : there?.find((one) => one.hash.equals(hash));
      if (change === undefined) continue;
      const { dataSet, element } = value;
      if (change.replacement === null) dataSet.delete(element.tag);
      else if (isVr(element.vr))
        setText(dataSet, element.tag, element.vr === 'UN' ? 'LO' : element.vr, change.replacement);
      isChanged = true;
    }
    return Promise.resolve(isChanged ? { header, pixelData: 'same' } : 'unchanged');
  };
}

/** Whether an element is as a decision left it: gone, or the replacement. */
function isAsLeft(dataSet: DataSet, now: Element | undefined, replacement: string | null): boolean {
  if (now === undefined) return replacement === null;
  if (replacement === null || now.kind !== 'value') return false;
  if (now.bytes.length === 0) return replacement === '';
  return textOfValue({ place: '', dataSet, element: now }) === replacement;
}

/**
 * Puts back the values that decisions took, byte for byte, from the header before into the one that is current; gives how
 * many. What was changed otherwise since, and items that are not there any more, stay as they are.
 */
export function restoreValues(
  { key, projectId }: ValueKey,
  changes: readonly ChangeOfValue[],
  { before, now }: { before: DataSet; now: DataSet },
): number {
  const atPath = byPath(changes);
  let restored = 0;

  function restore(
    old: DataSet,
    current: DataSet,
    place: string,
    element: Element & { kind: 'value' },
  ): void {
    const candidates = atPath.get(place);
    if (candidates === undefined) return;
    const hash = hashOfPlaced(key, projectId, { place, dataSet: old, element });
    const change = candidates.find((one) => one.hash.equals(hash));
    if (change === undefined || !isAsLeft(current, current.get(element.tag), change.replacement)) return;
    current.set(element);
    restored++;
  }

  function walk(old: DataSet, current: DataSet, prefix: string): void {
    for (const element of old.elements) {
      const place = prefix + formatTag(element.tag);
      if (element.kind === 'value') restore(old, current, place, element);
      if (element.kind !== 'sequence') continue;
      const there = current.get(element.tag);
      if (there?.kind !== 'sequence' || there.items.length !== element.items.length) continue;
      element.items.forEach((item, at) => {
        const other = there.items[at];
        if (other !== undefined) walk(item, other, `${place}[]/`);
      });
    }
  }

  walk(before, now, '');
  return restored;
}
