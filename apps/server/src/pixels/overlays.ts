import {
  type DataSet,
  isOverlayBlank,
  type OverlayPlane,
  overlayBitAt,
  overlayFrameOver,
  overlayPlanesOf,
} from '@pesscara/dicom';
import { clipBox, type PixelBox } from '@pesscara/pixel-cleaning';
import type { FoundText } from './found-text.ts';
import type { GreyPicture } from './text-lines.ts';
import type { TextLine, TextReader } from './text-reader.ts';

/** The finding of the engine on an object with overlays to look at. */
export const overlayKeptCode = 'overlay-kept';

/** An overlay to look at, and what could be read in it. */
export interface FoundOverlay {
  readonly group: number;
  readonly box: PixelBox;
  /** Frames of the image that it lies over; empty: all. */
  readonly frames: readonly number[];
  readonly kind: 'identity' | 'unknown';
  readonly texts: readonly string[];
}

/** Frames of one overlay that are read; the reviewer sees the others too. */
const mostFramesRead = 4;

function pictureOf(plane: OverlayPlane, frame: number): GreyPicture {
  const { columns: width, rows: height } = plane;
  const levels = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) if (overlayBitAt(plane, frame, x, y)) levels[y * width + x] = 255;
  return { levels, width, height };
}

function framesUnder(plane: OverlayPlane, frameCount: number): number[] {
  const all = Array.from({ length: frameCount }, (_, at) => at + 1);
  const under = all.filter((frame) => overlayFrameOver(plane, frame) !== undefined);
  return under.length === all.length ? [] : under;
}

/** Reads overlays. The images of a series often have the same one: what was read last is remembered while a job runs. */
export function createOverlayReader(reader: Pick<TextReader, 'read'>) {
  let last: { plane: OverlayPlane; lines: TextLine[] } | undefined;

  function isLast({ bits, columns, rows }: OverlayPlane): boolean {
    const before = last?.plane;
    return before?.columns === columns && before.rows === rows && Buffer.compare(before.bits, bits) === 0;
  }

  async function linesOf(plane: OverlayPlane): Promise<TextLine[]> {
    if (last !== undefined && isLast(plane)) return last.lines;
    const lines: TextLine[] = [];
    for (let frame = 0; frame < Math.min(plane.frameCount ?? 1, mostFramesRead); frame += 1)
      lines.push(...((await reader.read(pictureOf(plane, frame))) ?? []));
    // A copy: the bits are a view of the whole header.
    last = { plane: { ...plane, bits: plane.bits.slice() }, lines };
    return lines;
  }

  /**
   * The overlays of an image in which something is drawn. All of them are for a person to decide about, whether or not
   * something could be read.
   */
  return async (
    header: DataSet,
    image: { columns: number; rows: number; frameCount: number },
    judge: ((text: string) => FoundText['kind']) | undefined,
  ): Promise<FoundOverlay[]> => {
    const found: FoundOverlay[] = [];
    for (const plane of overlayPlanesOf(header)) {
      if (isOverlayBlank(plane)) continue;
      const { left, top, columns: width, rows: height, group } = plane;
      const texts = judge === undefined ? [] : (await linesOf(plane)).map(({ text }) => text);
      found.push({
        group,
        box: clipBox({ left, top, width, height }, image) ?? { left: 0, top: 0, width: 1, height: 1 },
        frames: framesUnder(plane, image.frameCount),
        kind: texts.some((text) => judge?.(text) === 'identity') ? 'identity' : 'unknown',
        texts,
      });
    }
    return found;
  };
}
