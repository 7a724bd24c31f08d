import { createHash } from 'node:crypto';
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
import type { TextReader } from './text-reader.ts';

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
  /** Frames of its own in which nobody looked for text: beyond those that are read, or reading failed. */
  readonly unreadFrames: number;
}

type ReadPlane = Pick<FoundOverlay, 'texts' | 'unreadFrames'>;

/** Reading that fails so many times in an overlay is given up for the rest of it: each failure may cost the whole time limit. */
const mostFailures = 3;
/** Pictures whose texts are remembered while a job runs. */
const mostRemembered = 1000;

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

const isBlank = ({ levels }: GreyPicture) => levels.every((level) => level === 0);

function keyOf({ levels, width }: GreyPicture): string {
  return `${width} ${createHash('sha256').update(levels).digest('base64')}`;
}

/**
 * Reads overlays, every frame that shows something. The images of a series often have the same one, and so have frames: what was
 * read is remembered while a job runs.
 */
export function createOverlayReader(
  reader: Pick<TextReader, 'read'>,
  { overlayFramesRead }: { overlayFramesRead: number },
) {
  const remembered = new Map<string, string[]>();

  async function textsIn(picture: GreyPicture): Promise<readonly string[] | undefined> {
    const lines = await reader.read(picture);
    if (lines === undefined) return undefined;
    const texts = lines.map(({ text }) => text);
    if (remembered.size < mostRemembered) remembered.set(keyOf(picture), texts);
    return texts;
  }

  async function readPlane(plane: OverlayPlane): Promise<ReadPlane> {
    const texts = new Set<string>();
    let [read, failures, unreadFrames] = [0, 0, 0];
    for (let frame = 0; frame < (plane.frameCount ?? 1); frame += 1) {
      const picture = pictureOf(plane, frame);
      if (isBlank(picture)) continue;
      let found: readonly string[] | undefined = remembered.get(keyOf(picture));
      if (found === undefined && read < overlayFramesRead && failures < mostFailures) {
        read += 1;
        found = await textsIn(picture);
        if (found === undefined) failures += 1;
      }
      if (found === undefined) unreadFrames += 1;
      for (const text of found ?? []) texts.add(text);
    }
    return { texts: [...texts], unreadFrames };
  }

  /**
   * The overlays of an image in which something is drawn. All of them are for a person to decide about, whether or not
   * something could be read.
   * @param judge undefined: none of them is read
   */
  return async (
    header: DataSet,
    image: { columns: number; rows: number; frameCount: number },
    judge: ((text: string) => FoundText['kind']) | undefined,
  ): Promise<FoundOverlay[]> => {
    const found: FoundOverlay[] = [];
    for (const plane of overlayPlanesOf(header)) {
      if (isOverlayBlank(plane)) continue;
      const { left, top, columns: width, rows: height, group, frameCount } = plane;
      const { texts, unreadFrames } =
        judge === undefined ? { texts: [], unreadFrames: frameCount ?? 1 } : await readPlane(plane);
      found.push({
        group,
        box: clipBox({ left, top, width, height }, image) ?? { left: 0, top: 0, width: 1, height: 1 },
        frames: framesUnder(plane, image.frameCount),
        kind: texts.some((text) => judge?.(text) === 'identity') ? 'identity' : 'unknown',
        texts,
        unreadFrames,
      });
    }
    return found;
  };
}
