import { type PixelBox, unionBox } from '@pesscara/pixel-cleaning';

/** Grey levels of a picture, row by row. */
export interface GreyPicture {
  readonly levels: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Part of a picture. */
export function cropped({ levels, width }: GreyPicture, box: PixelBox): GreyPicture {
  const cut = new Uint8Array(box.width * box.height);
  for (let y = 0; y < box.height; y += 1) {
    const at = (box.top + y) * width + box.left;
    cut.set(levels.subarray(at, at + box.width), y * box.width);
  }
  return { levels: cut, width: box.width, height: box.height };
}

/** A picture in another size, between its pixels linearly. */
export function scaled(
  { levels, width, height }: GreyPicture,
  toWidth: number,
  toHeight: number,
): GreyPicture {
  const result = new Uint8Array(toWidth * toHeight);
  const stepX = width / toWidth;
  const stepY = height / toHeight;
  for (let y = 0; y < toHeight; y += 1) {
    const fromY = Math.min(height - 1, Math.max(0, (y + 0.5) * stepY - 0.5));
    const top = Math.floor(fromY);
    const below = Math.min(height - 1, top + 1);
    const partY = fromY - top;
    for (let x = 0; x < toWidth; x += 1) {
      const fromX = Math.min(width - 1, Math.max(0, (x + 0.5) * stepX - 0.5));
      const left = Math.floor(fromX);
      const right = Math.min(width - 1, left + 1);
      const partX = fromX - left;
      const upper =
        (levels[top * width + left] ?? 0) * (1 - partX) + (levels[top * width + right] ?? 0) * partX;
      const lower =
        (levels[below * width + left] ?? 0) * (1 - partX) + (levels[below * width + right] ?? 0) * partX;
      result[y * toWidth + x] = upper * (1 - partY) + lower * partY;
    }
  }
  return { levels: result, width: toWidth, height: toHeight };
}

/** Tiles of at most `side` pixels that overlap by `overlap`, so that no line lies on a border of all of them. */
export function tilesOf({ width, height }: GreyPicture, side: number, overlap: number): PixelBox[] {
  const starts = (length: number): number[] => {
    if (length <= side) return [0];
    const count = Math.ceil((length - overlap) / (side - overlap));
    return Array.from({ length: count }, (_, index) => Math.round((index * (length - side)) / (count - 1)));
  };
  return starts(height).flatMap((top) =>
    starts(width).map((left) => ({
      left,
      top,
      width: Math.min(side, width),
      height: Math.min(side, height),
    })),
  );
}

/** A connected part of a map of likelihoods. */
export interface Likely {
  readonly box: PixelBox;
  /** Mean likelihood of its pixels. */
  readonly score: number;
  readonly area: number;
}

interface Extent {
  left: number;
  right: number;
  top: number;
  bottom: number;
  sum: number;
  area: number;
}

function grow(at: number, threshold: number, map: Float32Array, seen: Uint8Array, width: number): Extent {
  const extent = { left: width, right: 0, top: map.length, bottom: 0, sum: 0, area: 0 };
  const open = [at];
  seen[at] = 1;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const x = next % width;
    const y = Math.floor(next / width);
    extent.left = Math.min(extent.left, x);
    extent.right = Math.max(extent.right, x);
    extent.top = Math.min(extent.top, y);
    extent.bottom = Math.max(extent.bottom, y);
    extent.sum += map[next] ?? 0;
    extent.area += 1;
    const around = [x > 0 ? next - 1 : -1, x + 1 < width ? next + 1 : -1, next - width, next + width];
    for (const place of around)
      if (place >= 0 && place < map.length && seen[place] === 0 && (map[place] ?? 0) > threshold) {
        seen[place] = 1;
        open.push(place);
      }
  }
  return extent;
}

/** The connected parts of a map that are above a threshold. Costs each pixel once. */
export function likelyParts(map: Float32Array, width: number, threshold: number): Likely[] {
  const seen = new Uint8Array(map.length);
  const parts: Likely[] = [];
  for (let at = 0; at < map.length; at += 1) {
    if (seen[at] === 1 || (map[at] ?? 0) <= threshold) continue;
    const { left, right, top, bottom, sum, area } = grow(at, threshold, map, seen, width);
    parts.push({
      box: { left, top, width: right - left + 1, height: bottom - top + 1 },
      score: sum / area,
      area,
    });
  }
  return parts;
}

/** Of the height of a line: what two boxes of it share at least, and the widest blank between its words. */
const leastShared = 0.6;
const widestBlank = 0.75;

function isSameLine(one: PixelBox, other: PixelBox): boolean {
  const height = Math.min(one.height, other.height);
  const shared = Math.min(one.top + one.height, other.top + other.height) - Math.max(one.top, other.top);
  const blank = Math.max(one.left, other.left) - Math.min(one.left + one.width, other.left + other.width);
  return shared > leastShared * height && blank <= widestBlank * height;
}

/** Boxes of one line as one: tiles overlap, so may the margins of words, and words that were found apart belong together. */
export function joinedLines(boxes: readonly PixelBox[]): PixelBox[] {
  const lines: PixelBox[] = [];
  for (const box of boxes) {
    let whole = box;
    for (let at = lines.findIndex((one) => isSameLine(one, whole)); at >= 0; ) {
      whole = unionBox(whole, lines.splice(at, 1)[0] as PixelBox);
      at = lines.findIndex((one) => isSameLine(one, whole));
    }
    lines.push(whole);
  }
  return lines;
}
