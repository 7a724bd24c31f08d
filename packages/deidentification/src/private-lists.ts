import { type DataSet, type Element, privateCreatorOf } from '@pesscara/dicom';
import { vrAgrees } from './private-elements.ts';
import { privateKnowledgeBaseRows } from './tables/private-knowledge-base.generated.ts';

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

let byElement: Map<string, Map<string, PrivateDisposition>> | undefined;
const creators = new Set<string>();

/** By group, low byte and creator: the VRs listed, each with its disposition. Read at the first question. */
function elementsListed(): Map<string, Map<string, PrivateDisposition>> {
  if (byElement !== undefined) return byElement;
  byElement = new Map();
  for (const row of privateKnowledgeBaseRows.split('\n')) {
    const bar = row.lastIndexOf('|');
    const [group, creator] = [row.slice(0, 4), row.slice(5, bar)];
    creators.add(creator);
    for (const cell of row.slice(bar + 1).split(' ')) {
      const key = `${group}${cell.slice(0, 2)}${creator}`;
      const byVr = byElement.get(key) ?? new Map<string, PrivateDisposition>();
      byElement.set(key, byVr.set(cell.slice(2, 4), dispositionOfLetter[cell.slice(4)] ?? 'keep'));
    }
  }
  return byElement;
}

function hexOf(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}

/**
 * What the installed lists say of a private element; undefined when they remove it or do not know it. Only elements at
 * the top level are listed, and the VR must agree: a list made for one meaning must not let another through.
 */
export function listedDisposition(element: Element, dataSet: DataSet): PrivateDisposition | undefined {
  const creator = privateCreatorOf(dataSet, element.tag);
  if (creator === undefined) return undefined;
  const key = `${hexOf(element.tag >>> 16, 4)}${hexOf(element.tag & 0xff, 2)}${creator}`;
  for (const [vr, disposition] of elementsListed().get(key) ?? []) {
    if (vr === 'UN' ? element.vr === 'UN' : vrAgrees(element, vr)) return disposition;
  }
  return undefined;
}

/** True for a creator that a published list names: it is no slip of the pen. */
export function isListedCreator(creator: string): boolean {
  elementsListed();
  return creators.has(creator);
}
