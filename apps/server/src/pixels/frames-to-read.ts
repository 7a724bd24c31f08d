import sharp from 'sharp';
import type { StoredInstance } from '../archive/index.ts';
import type { Imaging } from '../imaging/index.ts';
import type { GreyPicture } from './text-lines.ts';

/** Share of a picture's sides that is its border, where devices write. */
const borderShare = 0.2;
/** Levels by which a pixel of the border must differ, and share of pixels that must, for a frame to be read. */
const leastChange = 40;
const leastShare = 0.001;

/** A frame as a picture to read, or why there is none. */
type Drawn = { kind: 'drawn'; picture: GreyPicture } | { kind: 'not-drawn' };

/** Colour text must stay apart from what is behind it: the brightest channel on dark pictures, the darkest on bright ones. */
function greyOf(bytes: Buffer, channels: number, width: number, height: number): GreyPicture {
  const levels = new Uint8Array(width * height);
  let sum = 0;
  for (const byte of bytes) sum += byte;
  const isDark = sum / bytes.length < 128;
  for (let pixel = 0; pixel < levels.length; pixel += 1) {
    let level = bytes[pixel * channels] ?? 0;
    for (let channel = 1; channel < Math.min(3, channels); channel += 1) {
      const other = bytes[pixel * channels + channel] ?? 0;
      level = isDark ? Math.max(level, other) : Math.min(level, other);
    }
    levels[pixel] = level;
  }
  return { levels, width, height };
}

/** A frame as its viewers would see it, with as many pixels as it has. */
export async function drawFrame(
  imaging: Pick<Imaging, 'renderFrame'>,
  instance: StoredInstance,
  frame: number,
): Promise<Drawn> {
  const picture = await imaging.renderFrame(instance, frame, { format: 'png' });
  if (picture.kind !== 'rendered') return { kind: 'not-drawn' };
  const { data, info } = await sharp(picture.bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { kind: 'drawn', picture: greyOf(data, info.channels, info.width, info.height) };
}

/** True when the borders of two frames differ by more than noise: there may be other text in them. */
export function isBorderChanged(one: GreyPicture, other: GreyPicture): boolean {
  const { width, height } = one;
  if (other.width !== width || other.height !== height) return true;
  const across = Math.round(width * borderShare);
  const down = Math.round(height * borderShare);
  let changed = 0;
  let count = 0;
  for (let y = 0; y < height; y += 1) {
    const isRowBorder = y < down || y >= height - down;
    for (let x = 0; x < width; x += 1) {
      if (!isRowBorder && x === across) x = width - across;
      count += 1;
      const at = y * width + x;
      if (Math.abs((one.levels[at] ?? 0) - (other.levels[at] ?? 0)) > leastChange) changed += 1;
    }
  }
  return changed > count * leastShare;
}

/** True when two frames show the same. */
export function isSamePicture(one: GreyPicture, other: GreyPicture): boolean {
  return one.width === other.width && Buffer.compare(one.levels, other.levels) === 0;
}
