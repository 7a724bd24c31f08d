import {
  type DataSet,
  firstNumber,
  firstText,
  numberValues,
  setNumbers,
  setText,
  wellKnownTags,
} from '@pesscara/dicom';
import type { PixelBox } from './boxes.ts';

const overlayData = 0x3000;

/** Overlay bits in the boxes become 0 (PS3.3 C.9.2): a bitmap of its own origin and size, one plane or several. */
function maskOverlay(header: DataSet, group: number, boxes: readonly PixelBox[]): void {
  const element = header.get(group + overlayData);
  if (element?.kind !== 'value') return;
  const rows = firstNumber(header, group + 0x0010) ?? 0;
  const columns = firstNumber(header, group + 0x0011) ?? 0;
  const planes = firstNumber(header, group + 0x0015) ?? 1;
  // Counted from 1: the pixel at (1, 1) of the image.
  const [top = 1, left = 1] = numberValues(header, group + 0x0050);
  // Bits of words: in big endian the bytes of each word are exchanged (PS3.5 8.1.2).
  const exchange = element.vr === 'OW' && !element.littleEndian ? 1 : 0;
  const bytes = element.bytes.slice();
  for (let plane = 0; plane < planes; plane += 1)
    for (const box of boxes)
      for (let y = Math.max(0, box.top - top + 1); y < Math.min(rows, box.top + box.height - top + 1); y += 1)
        for (
          let x = Math.max(0, box.left - left + 1);
          x < Math.min(columns, box.left + box.width - left + 1);
          x += 1
        ) {
          const bit = (plane * rows + y) * columns + x;
          const at = (bit >> 3) ^ exchange;
          bytes[at] = (bytes[at] ?? 0) & ~(1 << (bit & 7));
        }
  const { kind, tag, vr, littleEndian } = element;
  header.set({ kind, tag, vr, bytes, littleEndian });
}

/**
 * Brings the header in line with masked pixels: overlays lose what lies in a box of any frame, pictures of the picture
 * (icons) go, and so do counts of values that were there.
 */
export function maskHeader(header: DataSet, boxes: readonly PixelBox[]): void {
  for (let group = 0x60000000; group <= 0x601e0000; group += 0x20000) maskOverlay(header, group, boxes);
  for (const keyword of [
    'IconImageSequence',
    'SmallestImagePixelValue',
    'LargestImagePixelValue',
    'SmallestPixelValueInSeries',
    'LargestPixelValueInSeries',
  ] as const)
    header.delete(keyword);
}

/** What compressed lossily, by transfer syntax (PS3.3 C.7.6.1.1.5.1): those of which no stream is lossless. */
const lossyMethods: Readonly<Record<string, string>> = {
  '1.2.840.10008.1.2.4.50': 'ISO_10918_1',
  '1.2.840.10008.1.2.4.51': 'ISO_10918_1',
  '1.2.840.10008.1.2.4.81': 'ISO_14495_1',
};

/** Objects often leave it to their transfer syntax to say that something was lost, and that goes with the re-encoding. */
function keepLossyHistory(header: DataSet, decodedFrom: string): void {
  const method = lossyMethods[decodedFrom];
  if (method === undefined || firstText(header, 'LossyImageCompression') === '01') return;
  setText(header, 'LossyImageCompression', 'CS', '01');
  setText(header, 'LossyImageCompressionMethod', 'CS', method);
}

/**
 * Says how re-encoded frames stand: colour as it was decoded, pixel by pixel, no offset tables of the old frames. What
 * was lost by lossy compression is not there again: that stays said, or is said now.
 * @param decodedFrom the transfer syntax that the frames had
 */
export function restateEncoding(
  header: DataSet,
  {
    photometricInterpretation,
    samplesPerPixel,
    decodedFrom,
  }: { photometricInterpretation: string; samplesPerPixel: number; decodedFrom: string },
): void {
  setText(header, 'PhotometricInterpretation', 'CS', photometricInterpretation);
  if (samplesPerPixel > 1) setNumbers(header, 'PlanarConfiguration', 'US', [0]);
  keepLossyHistory(header, decodedFrom);
  header.delete(wellKnownTags.extendedOffsetTable);
  header.delete('ExtendedOffsetTableLengths');
}
