import { isPrivateTag, tagOf } from '@pesscara/dicom';
import { itemRows, topLevelRows } from '../tables/iod-contents.generated.ts';
import { modulesOfSopClass } from './iod-types.ts';

/** True for an attribute that PS3.3 puts into `parentTag` (0 for the top level) of the SOP Class. */
export type IodMembership = (parentTag: number, tag: number) => boolean;

interface Contents {
  readonly modulesOf: ReadonlyMap<number, readonly string[]>;
  readonly inItems: ReadonlyMap<number, ReadonlySet<number>>;
}

let parsed: Contents | undefined;

/** Parsed once, when a profile first asks (about 5 ms). */
function contents(): Contents {
  if (parsed !== undefined) return parsed;
  const modulesOf = new Map<number, readonly string[]>();
  for (const cell of topLevelRows.split(/[;\n]/)) {
    const [tag = '', modules = ''] = cell.split(' ');
    modulesOf.set(Number.parseInt(tag.replace('XX', '00'), 16), modules.split(','));
  }
  const inItems = new Map<number, ReadonlySet<number>>();
  for (const row of itemRows.split('\n')) {
    const [parent = '', tags = ''] = row.split(' ');
    const members = (tags.match(/.{8}/g) ?? []).map((digits) => Number.parseInt(digits, 16));
    inItems.set(Number.parseInt(parent, 16), new Set(members));
  }
  parsed = { modulesOf, inItems };
  return parsed;
}

/** Attributes that the SOP Common Module and encoding allow in every object and every item (PS3.3 C.12.1). */
const everywhere: ReadonlySet<number> = new Set(
  ['SpecificCharacterSet', 'TimezoneOffsetFromUTC'].flatMap((keyword) => tagOf(keyword) ?? []),
);

/** Overlays and curves come in groups that differ by number alone: the tag in the first of them (PS3.5 7.6). */
function firstOfRepeating(tag: number): number {
  const family = tag >>> 24;
  const isRepeating = (family === 0x50 || family === 0x60) && ((tag >>> 16) & 1) === 0;
  return isRepeating ? family * 0x1000000 + (tag & 0xffff) : tag;
}

const memberships = new Map<string, IodMembership>();

/**
 * What belongs to a SOP Class. Items are judged by their sequence alone, over all modules of PS3.3: a macro has the
 * same attributes wherever it stands. Of a SOP Class that is not known, every attribute of any module belongs to it;
 * of a private sequence, whatever PS3.3 knows.
 */
export function membershipOf(sopClassUid: string): IodMembership {
  const modules = modulesOfSopClass(sopClassUid);
  const key = modules === undefined ? '' : modules.join();
  const known = memberships.get(key);
  if (known !== undefined) return known;
  const { modulesOf, inItems } = contents();
  const wanted = modules === undefined ? undefined : new Set(modules);
  const isTopLevel = (tag: number): boolean =>
    modulesOf.get(firstOfRepeating(tag))?.some((module) => wanted === undefined || wanted.has(module)) ??
    false;
  const made: IodMembership = (parentTag, tag) => {
    if (everywhere.has(tag)) return true;
    if (parentTag === 0) return isTopLevel(tag);
    return isPrivateTag(parentTag) || (inItems.get(parentTag)?.has(tag) ?? false);
  };
  memberships.set(key, made);
  return made;
}
