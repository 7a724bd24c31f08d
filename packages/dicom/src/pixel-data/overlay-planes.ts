import type { DataSet } from '../data-set/data-set.ts';
import { firstNumber, numberValues } from '../data-set/values.ts';

/** A bitmap that lies over the image (PS3.3 C.9.2), in a group of its own. */
export interface OverlayPlane {
  /** The even group 6000 to 601E. */
  readonly group: number;
  readonly columns: number;
  readonly rows: number;
  /** Of its left upper corner, in pixels of the image counted from 0; negative where it begins outside. */
  readonly left: number;
  readonly top: number;
  /** Frames of its own; null: one that lies over every frame of the image. */
  readonly frameCount: number | null;
  /** The frame of the image, from 1, over which its first lies. */
  readonly firstFrame: number;
  /** One bit a pixel, the lowest bit of a byte first, one frame after the other without a gap. */
  readonly bits: Uint8Array;
  /** Big endian words: the bytes of each are exchanged (PS3.5 8.1.2). */
  readonly isExchanged: boolean;
}

const lastGroup = 0x601e;

/** Bytes that the bits of a plane take, to an even length. */
export function overlayByteLength({ columns, rows, frameCount }: OverlayPlane): number {
  const bytes = Math.ceil((columns * rows * (frameCount ?? 1)) / 8);
  return bytes + (bytes % 2);
}

/**
 * The overlay of a group that has a bitmap of its own; undefined when there is none, when it lies in unused bits of the
 * pixels, or when its bitmap is shorter than its size says.
 */
export function overlayPlaneOf(header: DataSet, group: number): OverlayPlane | undefined {
  const tag = (element: number) => group * 0x10000 + element;
  const data = header.get(tag(0x3000));
  if (data?.kind !== 'value') return undefined;
  const rows = firstNumber(header, tag(0x0010)) ?? 0;
  const columns = firstNumber(header, tag(0x0011)) ?? 0;
  const isPlain =
    (firstNumber(header, tag(0x0100)) ?? 1) === 1 && (firstNumber(header, tag(0x0102)) ?? 0) === 0;
  if (!isPlain || !(rows > 0) || !(columns > 0)) return undefined;
  const [top = 1, left = 1] = numberValues(header, tag(0x0050));
  const frameCount = firstNumber(header, tag(0x0015)) ?? null;
  if (frameCount !== null && !(frameCount > 0)) return undefined;
  const plane: OverlayPlane = {
    group,
    rows,
    columns,
    left: left - 1,
    top: top - 1,
    frameCount,
    firstFrame: firstNumber(header, tag(0x0051)) ?? 1,
    bits: data.bytes,
    isExchanged: data.vr === 'OW' && !data.littleEndian,
  };
  return data.bytes.length * 8 < rows * columns * (frameCount ?? 1) ? undefined : plane;
}

/** The overlays of an image that have a bitmap of their own. */
export function overlayPlanesOf(header: DataSet): OverlayPlane[] {
  const planes: OverlayPlane[] = [];
  for (let group = 0x6000; group <= lastGroup; group += 2) {
    const plane = overlayPlaneOf(header, group);
    if (plane !== undefined) planes.push(plane);
  }
  return planes;
}

/** Which frame of the overlay, from 0, lies over a frame of the image, from 1; undefined: none does. */
export function overlayFrameOver(plane: OverlayPlane, imageFrame: number): number | undefined {
  if (plane.frameCount === null) return 0;
  const at = imageFrame - plane.firstFrame;
  return at >= 0 && at < plane.frameCount ? at : undefined;
}

/** True when a frame of the overlay, from 0, has a bit at a place of its own, from 0. */
export function overlayBitAt(plane: OverlayPlane, frame: number, x: number, y: number): boolean {
  const bit = (frame * plane.rows + y) * plane.columns + x;
  const byte = plane.bits[Math.floor(bit / 8) ^ (plane.isExchanged ? 1 : 0)] ?? 0;
  return (byte & (1 << (bit % 8))) !== 0;
}

/** True when no bit of the overlay is set: there is nothing to see. */
export function isOverlayBlank(plane: OverlayPlane): boolean {
  return plane.bits.every((byte) => byte === 0);
}

/** True when all of the overlay lies over the image and its frames: who sees the image with it sees the whole of it. */
export function isOverlayShownWhole(header: DataSet, plane: OverlayPlane): boolean {
  const rows = firstNumber(header, 'Rows') ?? 0;
  const columns = firstNumber(header, 'Columns') ?? 0;
  const frames = firstNumber(header, 'NumberOfFrames') ?? 1;
  const { left, top, frameCount, firstFrame } = plane;
  const isInside = left >= 0 && top >= 0 && left + plane.columns <= columns && top + plane.rows <= rows;
  return isInside && (frameCount === null || (firstFrame >= 1 && firstFrame + frameCount - 1 <= frames));
}
