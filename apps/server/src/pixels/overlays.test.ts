import { DataSet, setBytes } from '@pesscara/dicom';
import { describe, expect, test } from 'vitest';
import { createOverlayReader } from './overlays.ts';
import type { GreyPicture } from './text-lines.ts';

const side = 16;
const image = { columns: side, rows: side, frameCount: 1 };
const shorts = (...values: number[]) => new Uint8Array(new Int16Array(values).buffer);

/** An overlay whose frames have as many dots as asked. */
function overlayOf(dotsOfFrames: readonly number[]): DataSet {
  const bits = new Uint8Array((side * side * dotsOfFrames.length) / 8);
  for (const [frame, dots] of dotsOfFrames.entries())
    for (let dot = 0; dot < dots; dot += 1) {
      const bit = frame * side * side + dot;
      bits[bit >> 3] = (bits[bit >> 3] ?? 0) | (1 << (bit & 7));
    }
  const dataSet = new DataSet();
  setBytes(dataSet, 0x60000010, 'US', shorts(side));
  setBytes(dataSet, 0x60000011, 'US', shorts(side));
  setBytes(dataSet, 0x60000015, 'IS', Buffer.from(String(dotsOfFrames.length).padEnd(2)));
  setBytes(dataSet, 0x60000050, 'SS', shorts(1, 1));
  setBytes(dataSet, 0x60003000, 'OW', bits);
  return dataSet;
}

/** Reads a number where dots are; thirteen it cannot read. */
function countingReader() {
  const read: number[] = [];
  return {
    read,
    reader: {
      read: ({ levels, width, height }: GreyPicture) => {
        const dots = levels.reduce((sum, level) => sum + level / 255, 0);
        read.push(dots);
        const box = { left: 0, top: 0, width, height };
        return Promise.resolve(dots === 13 ? undefined : [{ box, text: `NAME ${dots}`, confidence: 1 }]);
      },
    },
  };
}

const judge = (text: string) => (text === 'NAME 9' ? ('identity' as const) : ('unknown' as const));

describe('an overlay of many frames', () => {
  test('is read in every frame that shows something else', async () => {
    const { read, reader } = countingReader();
    const readOverlays = createOverlayReader(reader, { overlayFramesRead: 50 });
    const found = await readOverlays(overlayOf([1, 2, 0, 3, 2, 1, 4, 5, 6, 7, 8, 9]), image, judge);
    expect(found).toMatchObject([{ kind: 'identity', unreadFrames: 0 }]);
    expect(found[0]?.texts).toHaveLength(9);
    expect(read).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    // The next image of the series has the same one: it costs nothing.
    await readOverlays(overlayOf([9, 1]), image, judge);
    expect(read).toHaveLength(9);
  });

  test('says how many of its frames nobody looked into', async () => {
    const { reader } = countingReader();
    const readOverlays = createOverlayReader(reader, { overlayFramesRead: 3 });
    expect(await readOverlays(overlayOf([1, 2, 3, 0, 4, 1, 9]), image, judge)).toMatchObject([
      { kind: 'unknown', texts: ['NAME 1', 'NAME 2', 'NAME 3'], unreadFrames: 2 },
    ]);
  });

  test('whose reading fails is not taken for one without text', async () => {
    const { read, reader } = countingReader();
    const readOverlays = createOverlayReader(reader, { overlayFramesRead: 50 });
    const failing = overlayOf([13, 1, 13, 13, 13, 2]);
    expect(await readOverlays(failing, image, judge)).toMatchObject([{ texts: ['NAME 1'], unreadFrames: 5 }]);
    expect(read).toEqual([13, 1, 13, 13]);
    expect(await readOverlays(failing, image, undefined)).toMatchObject([{ texts: [], unreadFrames: 6 }]);
  });
});
