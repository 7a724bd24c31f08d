import { describe, expect, test } from 'vitest';
import { addLines, createTextJudge, type FoundText } from './found-text.ts';

const size = { columns: 640, rows: 480 };
const judge = createTextJudge([{ kind: 'patient-name', text: 'Quillfeather^Anna' }], new Set(['CM', 'L']));
const place = { left: 100, top: 20, width: 120, height: 16 };
const elsewhere = { ...place, top: 300 };

/** What stands in a clip whose frames were read so: texts of each frame, at one place. */
function readIn(frames: readonly (readonly string[])[], at = place): FoundText[] {
  const found: FoundText[] = [];
  for (const [index, texts] of frames.entries()) {
    const lines = texts.map((text) => ({ box: at, text, confidence: 0.5 + index / 10 }));
    addLines(found, lines, [index + 1], size, judge);
  }
  return found;
}

describe('one text in several frames', () => {
  test('is one box with all its frames, though it was read slightly differently', () => {
    expect(readIn([['ABDOMEN LIVER'], ['ABD0MEN LIVFR'], [], ['ABDOMEN LIVER']])).toMatchObject([
      { frames: [1, 2, 4], readings: ['ABDOMEN LIVER', 'ABD0MEN LIVFR'], kind: 'unknown', confidence: 0.8 },
    ]);
  });

  test('is the patient’s own when one of its readings is', () => {
    expect(readIn([['Ouillfxxthen'], ['Quillfxathen'], ['Quillfeathen']])).toMatchObject([
      { frames: [1, 2, 3], kind: 'identity' },
    ]);
  });

  test('that changes with every frame, as a clock does, is one box', () => {
    const seconds = Array.from({ length: 59 }, (_, at) => [`00:01:${String(at).padStart(2, '0')}`]);
    const [clock, ...others] = readIn(seconds);
    expect(others).toEqual([]);
    expect([clock?.frames.length, clock?.readings.length]).toEqual([59, 59]);
  });

  test('has a box around all that was read', () => {
    const found: FoundText[] = [];
    addLines(found, [{ box: place, text: 'ABDOMEN', confidence: 1 }], [1], size, judge);
    addLines(found, [{ box: { ...place, left: 103 }, text: 'ABDOMEN', confidence: 1 }], [2], size, judge);
    expect(found.map(({ box }) => box)).toEqual([{ left: 96, top: 16, width: 131, height: 24 }]);
  });
});

describe('other texts', () => {
  test('at the same place are boxes of their own', () => {
    expect(
      readIn([['ABDOMEN'], ['KIDNEY LEFT'], ['TWIN A'], ['TWIN B']]).map(({ frames }) => frames),
    ).toEqual([[1], [2], [3], [4]]);
  });

  test('are the same words at another place', () => {
    const found = readIn([['ABDOMEN']]);
    addLines(found, [{ box: elsewhere, text: 'ABDOMEN', confidence: 1 }], [1], size, judge);
    expect(found).toHaveLength(2);
    // It moved on by less than a letter: a box around both places would hide what never had text.
    addLines(found, [{ box: { ...place, left: 112 }, text: 'ABDOMEN', confidence: 1 }], [2], size, judge);
    expect(found).toHaveLength(3);
  });
});
