import {
  type DataSet,
  type Element,
  isOverlayBlank,
  isOverlayShownWhole,
  type OverlayPlane,
  overlayByteLength,
  overlayPlaneOf,
  overlayPlanesOf,
} from '@pesscara/dicom';
import { fixedRule } from './element-rules.ts';
import { cleanedText, type ValueContext } from './element-values.ts';

/** Why an element of an overlay stays, or goes with the whole group. */
export const overlayRules = {
  removed: fixedRule('X', 'overlay'),
  kept: fixedRule('K', 'overlay-kept'),
  cleaned: fixedRule('C', 'overlay-text'),
} as const;

const overlayData = 0x3000;
/** Size, place, kind and frames of an overlay, and the numbers of its region (PS3.3 C.9.2, C.9.3). */
const shapeElements: ReadonlySet<number> = new Set([
  0x0010, 0x0011, 0x0015, 0x0040, 0x0050, 0x0051, 0x0100, 0x0102, 0x1001, 0x1301, 0x1302, 0x1303,
]);
/** Overlay Description, Subtype, Label and Comments. */
const textElements: ReadonlySet<number> = new Set([0x0022, 0x0045, 0x1500, 0x4000]);

/** True when a person has to look at an overlay of the object, because something can be seen in it. */
export function showsOverlay(header: DataSet): boolean {
  return overlayPlanesOf(header).some((plane) => !isOverlayBlank(plane));
}

/** The bitmap without what lies behind its last pixel, where nobody would see it. */
function withoutTail(element: Element, plane: OverlayPlane): Element {
  const length = overlayByteLength(plane);
  if (element.kind !== 'value' || element.bytes.length <= length) return element;
  const { kind, tag, vr, littleEndian } = element;
  return { kind, tag, vr, bytes: element.bytes.subarray(0, length), littleEndian };
}

/**
 * What Clean Graphics (PS3.15 E.3.3) leaves of an element of an overlay group. An overlay stays when its reviewer sees the
 * whole of it over the image: a bitmap of its own that lies inside. Its texts lose words; what has no known meaning goes.
 */
export function cleanedOverlayElement(
  header: DataSet,
  element: Element,
  values: ValueContext,
): { readonly after: Element | undefined; readonly rule: (typeof overlayRules)[keyof typeof overlayRules] } {
  const gone = { after: undefined, rule: overlayRules.removed };
  const plane = overlayPlaneOf(header, element.tag >>> 16);
  if (plane === undefined || !isOverlayShownWhole(header, plane)) return gone;
  const number = element.tag & 0xffff;
  if (number === overlayData) return { after: withoutTail(element, plane), rule: overlayRules.kept };
  if (shapeElements.has(number)) return { after: element, rule: overlayRules.kept };
  if (!textElements.has(number)) return gone;
  const { cleaned } = overlayRules;
  return { after: cleanedText(element, header, cleaned, values), rule: cleaned };
}
