import { type DataSet, type Element, privateCreatorOf } from '@pesscara/dicom';
import { isOddGroup, vrAgrees } from '../cleaning/private-elements.ts';
import { privateKnowledgeBaseRows } from '../tables/private-knowledge-base.generated.ts';
import type { Scope } from './scope.ts';

/** The published lists of private elements that are installed, by the name that profiles use. */
export const privateListTitles = {
  'tcia-2024-02': 'TCIA Private Tag Knowledge Base, February 2024: what The Cancer Imaging Archive publishes',
} as const;

/** How report entries name what a list kept. */
export const privateListRuleName = 'private-list:tcia-2024-02';

export type PrivateListName = keyof typeof privateListTitles;

/** What a list says of an element that it does not remove: it stays, it is a date, or it is a UID. */
export type PrivateDisposition = 'keep' | 'date' | 'uid';

const dispositionOfLetter: Record<string, PrivateDisposition> = { k: 'keep', o: 'date', h: 'uid' };

/** By the path of a place, then by VR. */
let byPath: Map<string, Map<string, PrivateDisposition>> | undefined;
const creators = new Set<string>();
const cellPattern = /^([0-9A-F]{2}|[0-9A-F]{8})([A-Z]{2})([a-z])$/;

/** What is listed, each place with its VRs and their dispositions. Read at the first question. */
function placesListed(): Map<string, Map<string, PrivateDisposition>> {
  if (byPath !== undefined) return byPath;
  byPath = new Map();
  for (const row of privateKnowledgeBaseRows.split('\n')) {
    const bar = row.lastIndexOf('|');
    const block = row.slice(0, bar);
    const leaf = block.slice(block.lastIndexOf('>') + 1);
    if (leaf !== '') creators.add(leaf.slice(5));
    for (const cell of row.slice(bar + 1).split(' ')) {
      const [, element = '', vr = '', letter = ''] = cellPattern.exec(cell) ?? [];
      const path = leaf === '' ? `${block}${element}` : `${block} ${element}`;
      const byVr = byPath.get(path) ?? new Map<string, PrivateDisposition>();
      byPath.set(path, byVr.set(vr, dispositionOfLetter[letter] ?? 'keep'));
    }
  }
  return byPath;
}

function hexOf(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}

/** One step of a path: a private element by group, creator and low byte, because its block has any number. */
function stepOf(tag: number, creator: string | undefined): string {
  return creator === undefined ? hexOf(tag, 8) : `${hexOf(tag >>> 16, 4)} ${creator} ${hexOf(tag & 0xff, 2)}`;
}

const prefixes = new WeakMap<Scope, string>();

/** The sequences that lead to a place; items are all alike. */
function prefixOf(scope: Scope): string {
  if (scope.parent === undefined) return '';
  const known = prefixes.get(scope);
  if (known !== undefined) return known;
  const made = `${prefixOf(scope.parent)}${stepOf(scope.sequenceTag, scope.creator)}>`;
  prefixes.set(scope, made);
  return made;
}

function agrees(element: Element, vr: string): boolean {
  if (vr === 'SQ') return element.kind === 'sequence';
  return vr === 'UN' ? element.kind === 'value' && element.vr === 'UN' : vrAgrees(element, vr);
}

/**
 * What the installed lists say of an element, private or in an item of a private sequence; undefined when they remove it
 * or do not know it. It is found by its path: the sequences that lead to it, and the creators of those that are private.
 * The VR must agree: a list made for one meaning must not let another through.
 */
export function listedDisposition(
  element: Element,
  dataSet: DataSet,
  scope: Scope,
): PrivateDisposition | undefined {
  const isPrivate = isOddGroup(element.tag);
  const creator = isPrivate ? privateCreatorOf(dataSet, element.tag) : undefined;
  if (isPrivate && creator === undefined) return undefined;
  const path = prefixOf(scope) + stepOf(element.tag, creator);
  for (const [vr, disposition] of placesListed().get(path) ?? []) if (agrees(element, vr)) return disposition;
  return undefined;
}

/** True for a creator that a published list names: it is no slip of the pen. */
export function isListedCreator(creator: string): boolean {
  placesListed();
  return creators.has(creator);
}
