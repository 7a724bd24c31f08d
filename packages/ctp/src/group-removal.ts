import { isPrivateCreatorTag, isPrivateTag, type Tag } from '@pesscara/dicom';
import type { CtpScript } from './script/script.ts';

/** SOP Class, SOP Instance and Study Instance UID: no group rule of CTP removes them. */
const untouchable: ReadonlySet<Tag> = new Set([0x00080016, 0x00080018, 0x0020000d]);
const imageGroups: ReadonlySet<number> = new Set([0x0002, 0x0028, 0x7fe0]);

function isKept(script: CtpScript, tag: Tag): boolean {
  const group = tag >>> 16;
  if (script.keptGroups.has(group) || untouchable.has(tag) || imageGroups.has(group)) return true;
  if (script.keepsSafePrivateElements && isPrivateCreatorTag(tag)) return true;
  if ((group & 0xff00) === 0x6000) return !script.removesOverlays;
  return (group & 0xff00) === 0x5000 && !script.removesCurves;
}

/** What is done to an element for the group it stands in; undefined when nothing is. */
export function groupRemoval(script: CtpScript, tag: Tag, hasRule: boolean): string | undefined {
  if (script.removesOverlays && tag >>> 24 === 0x60) return 'ctp:overlays';
  if (hasRule || isKept(script, tag)) return undefined;
  if (script.removesPrivateGroups && isPrivateTag(tag)) return 'ctp:privategroups';
  return script.removesUnspecifiedElements ? 'ctp:unspecifiedelements' : undefined;
}
