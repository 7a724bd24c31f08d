import { firstText, orThrow, parseDataSet, setBytes } from '@pesscara/dicom';
import { drawText, makeSeries, type PhantomInstance } from '@pesscara/phantom';
import { changed } from './objects.ts';

const side = 256;
const shorts = (...values: number[]) => new Uint8Array(new Int16Array(values).buffer);

function nameOf({ dataSet, transferSyntaxUid }: PhantomInstance): string {
  const read = orThrow(parseDataSet(dataSet, { transferSyntaxUid })).dataSet;
  return (firstText(read, 'PatientName') ?? '').replace('^', ' ');
}

/** Two CT slices with an overlay each: the patient's name on the first, a line on the second, in its row 100. */
export function overlaySeries(seed: number): PhantomInstance[] {
  return [...makeSeries({ kind: 'ct', slices: 2, size: side, seed })].map((slice, at) => {
    const bits = new Uint8Array((side * side) / 8);
    const dot = (x: number, y: number) => {
      const bit = y * side + x;
      bits[bit >> 3] = (bits[bit >> 3] ?? 0) | (1 << (bit & 7));
    };
    const words = nameOf(slice).split(' ');
    if (at === 0)
      for (const [line, word] of words.entries())
        drawText(word, { x: 8, y: 8 + line * 30, magnification: 2 }, dot);
    else for (let x = 60; x < 90; x += 1) dot(x, 100);
    return changed(slice, (dataSet) => {
      setBytes(dataSet, 0x60000010, 'US', shorts(side));
      setBytes(dataSet, 0x60000011, 'US', shorts(side));
      setBytes(dataSet, 0x60000050, 'SS', shorts(1, 1));
      setBytes(dataSet, 0x60000100, 'US', shorts(1));
      setBytes(dataSet, 0x60000102, 'US', shorts(0));
      setBytes(dataSet, 0x60003000, 'OW', bits);
    });
  });
}
