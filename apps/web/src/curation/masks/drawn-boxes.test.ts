import { expect, test } from 'vitest';
import { asMaskBox, covers } from './drawn-boxes.ts';

const frameOf = (instanceId: string, frame: number, columns = 100) => ({
  instanceId,
  frame,
  instanceNumber: 1,
  flagged: false,
  rows: 50,
  columns,
});
const box = { id: 1, left: 1, top: 2, width: 3, height: 4, on: frameOf('a', 2) };

test('a box is meant for the frame it was drawn on, its image, or every image of its size', () => {
  const frames = [frameOf('a', 2), frameOf('a', 3), frameOf('b', 1), frameOf('c', 1, 80)];
  const coveredIn = (scope: 'frame' | 'image' | 'series') => frames.map((one) => covers(box, one, scope));
  expect(coveredIn('frame')).toEqual([true, false, false, false]);
  expect(coveredIn('image')).toEqual([true, true, false, false]);
  expect(coveredIn('series')).toEqual([true, true, true, false]);
});

test('a box is asked for where it was drawn', () => {
  expect(asMaskBox(box, 'frame')).toMatchObject({ instanceId: 'a', frame: 2, rows: null });
  expect(asMaskBox(box, 'image')).toMatchObject({ instanceId: 'a', frame: null, rows: null });
  expect(asMaskBox(box, 'series')).toMatchObject({ instanceId: null, frame: null, rows: 50, columns: 100 });
});
