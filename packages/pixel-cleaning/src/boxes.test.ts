import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boxesOutside, growLine, type PixelBox } from './boxes.ts';

const size = { columns: 13, rows: 9 };
const box = fc.record({
  left: fc.integer({ min: -3, max: 14 }),
  top: fc.integer({ min: -3, max: 10 }),
  width: fc.integer({ min: 1, max: 16 }),
  height: fc.integer({ min: 1, max: 12 }),
});
const holds = ({ left, top, width, height }: PixelBox, x: number, y: number) =>
  x >= left && x < left + width && y >= top && y < top + height;

test('the boxes outside regions cover each pixel that is in none of them once, and no other', () => {
  fc.assert(
    fc.property(fc.array(box, { maxLength: 4 }), (kept) => {
      const outside = boxesOutside(kept, size);
      for (let y = 0; y < size.rows; y += 1)
        for (let x = 0; x < size.columns; x += 1) {
          const covers = outside.filter((one) => holds(one, x, y)).length;
          expect(covers).toBe(kept.some((one) => holds(one, x, y)) ? 0 : 1);
        }
    }),
  );
});

const picture = { columns: 640, rows: 480 };
const edges = (left: number, top: number, right: number, bottom: number) => ({
  left,
  top,
  width: right - left,
  height: bottom - top,
});

test('a line of text grows by a share of its height, by four pixels at least, and no further than the image', () => {
  expect(growLine(edges(100, 100, 300, 200), picture)).toEqual(edges(85, 85, 315, 215));
  expect(growLine(edges(100, 100, 300, 108), picture)).toEqual(edges(96, 96, 304, 112));
  expect(growLine(edges(0, 470, 300, 480), picture)).toEqual(edges(0, 466, 304, 480));
});
