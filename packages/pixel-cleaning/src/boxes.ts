/** A rectangle of pixels, from the left upper corner of the image. */
export interface PixelBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface ImageSize {
  readonly columns: number;
  readonly rows: number;
}

/** The part of a box that lies in the image, in whole pixels; undefined when none does. */
export function clipBox(box: PixelBox, { columns, rows }: ImageSize): PixelBox | undefined {
  const left = Math.max(0, Math.floor(box.left));
  const top = Math.max(0, Math.floor(box.top));
  const right = Math.min(columns, Math.ceil(box.left + box.width));
  const bottom = Math.min(rows, Math.ceil(box.top + box.height));
  if (!(right > left && bottom > top)) return undefined;
  return { left, top, width: right - left, height: bottom - top };
}

/** The box with a margin on every side, cut to the image. */
export function growBox(box: PixelBox, margin: number, size: ImageSize): PixelBox | undefined {
  const { left, top, width, height } = box;
  const grown = {
    left: left - margin,
    top: top - margin,
    width: width + 2 * margin,
    height: height + 2 * margin,
  };
  return clipBox(grown, size);
}

/** Of the height of a line. */
const lineMargin = 0.15;
const leastLineMarginPx = 4;

/** The box of a line of text with a margin in proportion to its height, cut to the image: letters end softly. */
export function growLine(box: PixelBox, size: ImageSize): PixelBox | undefined {
  return growBox(box, Math.max(leastLineMarginPx, Math.ceil(box.height * lineMargin)), size);
}

/** True when two boxes share a pixel. */
export function overlaps(one: PixelBox, other: PixelBox): boolean {
  return (
    one.left < other.left + other.width &&
    other.left < one.left + one.width &&
    one.top < other.top + other.height &&
    other.top < one.top + one.height
  );
}

/** The smallest box around both. */
export function unionBox(one: PixelBox, other: PixelBox): PixelBox {
  const left = Math.min(one.left, other.left);
  const top = Math.min(one.top, other.top);
  const right = Math.max(one.left + one.width, other.left + other.width);
  const bottom = Math.max(one.top + one.height, other.top + other.height);
  return { left, top, width: right - left, height: bottom - top };
}

/** What of `box` lies outside `hole`: at most four boxes. */
function without(box: PixelBox, hole: PixelBox): PixelBox[] {
  if (!overlaps(box, hole)) return [box];
  const right = box.left + box.width;
  const bottom = box.top + box.height;
  const holeRight = hole.left + hole.width;
  const holeBottom = hole.top + hole.height;
  const parts: PixelBox[] = [];
  const add = (left: number, top: number, end: number, low: number) => {
    if (end > left && low > top) parts.push({ left, top, width: end - left, height: low - top });
  };
  const middleTop = Math.max(box.top, hole.top);
  const middleBottom = Math.min(bottom, holeBottom);
  add(box.left, box.top, right, middleTop);
  add(box.left, middleBottom, right, bottom);
  add(box.left, middleTop, Math.max(box.left, hole.left), middleBottom);
  add(Math.min(right, holeRight), middleTop, right, middleBottom);
  return parts;
}

/** Boxes that cover every pixel of the image that is in none of the kept boxes, and no other. */
export function boxesOutside(kept: readonly PixelBox[], { columns, rows }: ImageSize): PixelBox[] {
  let outside: PixelBox[] = [{ left: 0, top: 0, width: columns, height: rows }];
  for (const box of kept) outside = outside.flatMap((part) => without(part, box));
  return outside;
}
