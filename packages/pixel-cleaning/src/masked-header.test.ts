import {
  concatBytes,
  DataSet,
  explicitLittleEndian,
  firstText,
  orThrow,
  overlayBitAt,
  overlayPlanesOf,
  parsePart10,
  setBytes,
  setText,
  setUid,
  writePart10,
} from '@pesscara/dicom';
import { expect, it } from 'vitest';
import { maskHeader, restateEncoding } from './masked-header.ts';

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

const decoded = { photometricInterpretation: 'RGB', samplesPerPixel: 3 };

it.each([
  ['1.2.840.10008.1.2.4.50', '01', 'ISO_10918_1'],
  ['1.2.840.10008.1.2.4.81', '01', 'ISO_14495_1'],
  ['1.2.840.10008.1.2.4.70', undefined, undefined],
])(
  'says that frames were compressed lossily where only their transfer syntax, %s, said it',
  (decodedFrom, lossy, method) => {
    const header = new DataSet({ encoding: explicitLittleEndian });
    restateEncoding(header, { ...decoded, decodedFrom });
    expect(firstText(header, 'LossyImageCompression')).toBe(lossy);
    expect(firstText(header, 'LossyImageCompressionMethod')).toBe(method);
  },
);

it('leaves the history of lossy compression that an object tells itself', () => {
  const header = new DataSet({ encoding: explicitLittleEndian });
  setText(header, 'LossyImageCompression', 'CS', '01');
  setText(header, 'LossyImageCompressionMethod', 'CS', 'ISO_15444_1');
  restateEncoding(header, { ...decoded, decodedFrom: '1.2.840.10008.1.2.4.50' });
  expect(firstText(header, 'LossyImageCompressionMethod')).toBe('ISO_15444_1');
});
