import {
  type DataSet,
  type OverlayPlane,
  overlayBitAt,
  overlayFrameOver,
  overlayPlanesOf,
} from '@pesscara/dicom';
import type { Levels } from './levels.ts';

/** An overlay that lies over a frame, to be drawn on a thread. */
export interface DrawnOverlay {
  readonly plane: OverlayPlane;
  /** Of the overlay, from 0. */
  readonly frame: number;
}

/** Amber: no grey of an image, and seen on dark and bright ones. */
const colour = [255, 170, 0] as const;

/** The overlays over a frame of the image, from 1. Bits are copied: the header that they are in is not posted along. */
export function overlaysOver(header: DataSet, imageFrame: number): DrawnOverlay[] {
  return overlayPlanesOf(header).flatMap((plane) => {
    const frame = overlayFrameOver(plane, imageFrame);
    return frame === undefined ? [] : [{ plane: { ...plane, bits: plane.bits.slice() }, frame }];
  });
}

function inColour({ levels, channels }: Levels): Levels['levels'] {
  if (channels === 3) return levels;
  const rgb = new Uint8ClampedArray(levels.length * 3);
  for (let pixel = 0; pixel < levels.length; pixel += 1)
    rgb.fill(levels[pixel] ?? 0, pixel * 3, pixel * 3 + 3);
  return rgb;
}

/** The picture with overlays drawn over it, in a colour. */
export function drawnOver(picture: Levels, overlays: readonly DrawnOverlay[]): Levels {
  if (overlays.length === 0) return picture;
  const levels = inColour(picture);
  const { width, height } = picture;
  for (const { plane, frame } of overlays)
    for (let y = Math.max(0, -plane.top); y < Math.min(plane.rows, height - plane.top); y += 1)
      for (let x = Math.max(0, -plane.left); x < Math.min(plane.columns, width - plane.left); x += 1)
        if (overlayBitAt(plane, frame, x, y))
          levels.set(colour, ((y + plane.top) * width + x + plane.left) * 3);
  return { ...picture, levels, channels: 3 };
}
