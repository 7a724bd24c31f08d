import { type DataSet, firstNumber } from '@pesscara/dicom';
import type { BurnedText } from './checks.ts';

/** Masks reach a little further than letters: so near to one, pixels may change. */
const nearPx = 20;

interface Pixels {
  readonly columns: number;
  readonly rows: number;
  /** Bytes of one pixel, all its samples. */
  readonly pixelBytes: number;
  readonly bytes: Buffer;
}

function pixelsOf(header: DataSet, bytes: Buffer): Pixels {
  const numberOf = (keyword: 'Rows' | 'Columns' | 'SamplesPerPixel' | 'BitsAllocated') =>
    firstNumber(header, keyword) ?? 0;
  return {
    columns: numberOf('Columns'),
    rows: numberOf('Rows'),
    pixelBytes: (numberOf('SamplesPerPixel') * numberOf('BitsAllocated')) / 8,
    bytes,
  };
}

function pixelAt({ columns, rows, pixelBytes, bytes }: Pixels, frame: number, x: number, y: number): Buffer {
  const at = (((frame - 1) * rows + y) * columns + x) * pixelBytes;
  return bytes.subarray(at, at + pixelBytes);
}

/** True when every pixel under the texts has one and the same value; or there are no pixels any more. */
export function isHidden(header: DataSet, after: Buffer, texts: readonly BurnedText[]): boolean {
  if (after.length === 0) return true;
  const pixels = pixelsOf(header, after);
  return texts.every(({ frame, left, top, right, bottom }) => {
    const first = pixelAt(pixels, frame, left, top);
    for (let y = top; y < bottom; y += 1)
      for (let x = left; x < right; x += 1) if (!pixelAt(pixels, frame, x, y).equals(first)) return false;
    return true;
  });
}

/** True when every pixel that is not near a text is as it was, in every frame. */
export function isKeptBeside(
  header: DataSet,
  before: Buffer,
  after: Buffer,
  texts: readonly BurnedText[],
): boolean {
  if (before.length !== after.length) return false;
  const [old, now] = [pixelsOf(header, before), pixelsOf(header, after)];
  const frameCount = before.length / (old.columns * old.rows * old.pixelBytes);
  for (let frame = 1; frame <= frameCount; frame += 1) {
    const near = texts.filter((text) => text.frame === frame);
    for (let y = 0; y < old.rows; y += 1)
      for (let x = 0; x < old.columns; x += 1) {
        if (pixelAt(old, frame, x, y).equals(pixelAt(now, frame, x, y))) continue;
        const isNear = near.some(
          ({ left, top, right, bottom }) =>
            x >= left - nearPx && x < right + nearPx && y >= top - nearPx && y < bottom + nearPx,
        );
        if (!isNear) return false;
      }
  }
  return true;
}
