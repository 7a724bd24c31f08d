import {
  concatBytes,
  DataSet,
  explicitLittleEndian,
  orThrow,
  overlayBitAt,
  overlayPlanesOf,
  parsePart10,
  setBytes,
  setUid,
  writePart10,
} from '@pesscara/dicom';
import { expect, it } from 'vitest';
import { maskHeader } from './masked-header.ts';

const shorts = (...values: number[]) => new Uint8Array(new Int16Array(values).buffer);

it('takes the bits of overlays that lie in a box, in a header as it is read from a file', () => {
  const made = new DataSet({ encoding: explicitLittleEndian });
  setUid(made, 'SOPClassUID', '1.2.840.10008.5.1.4.1.1.2');
  setUid(made, 'SOPInstanceUID', '1.2.3');
  setBytes(made, 0x60000010, 'US', shorts(4));
  setBytes(made, 0x60000011, 'US', shorts(8));
  // Its first pixel lies over the third column of the second row.
  setBytes(made, 0x60000050, 'SS', shorts(2, 3));
  setBytes(made, 0x60003000, 'OW', new Uint8Array(4).fill(0xff));
  const header = orThrow(parsePart10(concatBytes(writePart10(made)))).dataSet;
  maskHeader(header, [{ left: 0, top: 0, width: 4, height: 2 }]);
  const written = orThrow(parsePart10(concatBytes(writePart10(header)))).dataSet;
  const [plane] = overlayPlanesOf(written);
  if (plane === undefined) throw new Error('The overlay is there');
  const rows = [0, 1].map((y) => [0, 1, 2, 3].map((x) => overlayBitAt(plane, 0, x, y)));
  expect(rows).toEqual([
    [false, false, true, true],
    [true, true, true, true],
  ]);
});
