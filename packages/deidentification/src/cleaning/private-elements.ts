import {
  type DataSet,
  type Element,
  isPrivateCreatorTag,
  isPrivateTag,
  privateCreatorOf,
} from '@pesscara/dicom';
import { latin1Of } from '../latin1.ts';
import { safePrivateRows } from '../tables/safe-private.generated.ts';

/** How report entries name Table E.3.10-1. */
export const safePrivateRuleName = 'E.3.10-1:2020b';

const vrOfSafeElement = new Map<string, string>();
for (const cell of safePrivateRows.split(/[;\n]/)) {
  const [group = '', elementByte = '', vr = '', ...creator] = cell.split(' ');
  vrOfSafeElement.set(`${group}${elementByte}`.toLowerCase() + creator.join(' '), vr);
}

const wordBytes: Record<string, number> = { US: 2, SS: 2, UL: 4, SL: 4, FL: 4, FD: 8 };

/** Implicit VR does not tell the VR of private elements; what a value looks like must then agree with the table. */
function looksLike(bytes: Uint8Array, vr: string): boolean {
  const word = wordBytes[vr];
  if (word !== undefined) return bytes.length % word === 0;
  const text = latin1Of(bytes);
  if (vr === 'DS' || vr === 'IS') return /^[0-9+\-.eE\\ \0]*$/.test(text);
  return /^[\x20-\x7e]*\0?$/.test(text) && text.length <= 256;
}

/** True when the element has the VR listed or, where the encoding does not tell it, looks like a value of it. */
export function vrAgrees(element: Element, listed: string): boolean {
  if (element.kind !== 'value') return false;
  if (element.vr === listed) return true;
  return element.vr === 'UN' && looksLike(element.bytes, listed);
}

/** True when Table E.3.10-1 lists the private element, by group, creator, low byte of the element, and VR. */
export function isSafePrivate(element: Element, dataSet: DataSet): boolean {
  const creator = privateCreatorOf(dataSet, element.tag);
  if (creator === undefined) return false;
  const group = (element.tag >>> 16).toString(16).padStart(4, '0');
  const elementByte = (element.tag & 0xff).toString(16).padStart(2, '0');
  const listed = vrOfSafeElement.get(group + elementByte + creator);
  return listed !== undefined && vrAgrees(element, listed);
}

/** True for an element of a private group that holds a value, not the name of a creator. */
export function isPrivateValue(tag: number): boolean {
  return isPrivateTag(tag) && !isPrivateCreatorTag(tag);
}

/** Odd groups are private or illegal (PS3.5 7.1): both go. */
export function isOddGroup(tag: number): boolean {
  return ((tag >>> 16) & 1) === 1;
}

/** The private creators that Table E.3.10-1 names. */
export const safePrivateCreators: ReadonlySet<string> = new Set(
  safePrivateRows.split(/[;\n]/).map((cell) => cell.split(' ').slice(3).join(' ')),
);
