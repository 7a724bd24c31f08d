import { expect, test } from 'vitest';
import { boxAfterKey, boxBetween, movedBy, resizedBy } from './mask-geometry.ts';

const size = { columns: 100, rows: 50 };

test('a box is drawn from any corner and stays in the image', () => {
  expect(boxBetween({ x: 30.2, y: 20 }, { x: 10.8, y: 5.1 }, size)).toEqual({
    left: 10,
    top: 5,
    width: 21,
    height: 15,
  });
  expect(boxBetween({ x: -20, y: -20 }, { x: 400, y: 400 }, size)).toEqual({
    left: 0,
    top: 0,
    width: 100,
    height: 50,
  });
});

test('a box that is moved or resized stays in the image', () => {
  const box = { left: 80, top: 40, width: 10, height: 5 };
  expect(movedBy(box, 50, 50, size)).toEqual({ left: 90, top: 45, width: 10, height: 5 });
  expect(resizedBy(box, 50, -50, size)).toEqual({ left: 80, top: 40, width: 20, height: 1 });
});

test('arrows move a box, with Shift they resize it, with Control by ten', () => {
  const box = { left: 10, top: 10, width: 10, height: 10 };
  const key = { key: 'ArrowRight', shiftKey: false, ctrlKey: false };
  expect(boxAfterKey(box, key, size)).toEqual({ ...box, left: 11 });
  expect(boxAfterKey(box, { ...key, shiftKey: true }, size)).toEqual({ ...box, width: 11 });
  expect(boxAfterKey(box, { ...key, ctrlKey: true }, size)).toEqual({ ...box, left: 20 });
  expect(boxAfterKey(box, { ...key, key: 'a' }, size)).toBeNull();
});
