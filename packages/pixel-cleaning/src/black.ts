import { type DataSet, firstNumber, numberValues } from '@pesscara/dicom';
import type { PixelLayout } from './pixel-layout.ts';

/** The value of each sample of a masked pixel, as numbers before they are put into bits. */
export type Black = readonly number[];

const colours = ['Red', 'Green', 'Blue'] as const;

/** The palette's darkest index (PS3.3 C.7.6.3.1.5); its first one when the palette cannot be read. */
function darkestIndex(header: DataSet): number {
  const [entries = 0, first = 0, bits = 16] = numberValues(header, 'RedPaletteColorLookupTableDescriptor');
  const count = entries === 0 ? 65_536 : entries;
  const tables = colours.map((colour) => {
    const element = header.get(`${colour}PaletteColorLookupTableData`);
    return element?.kind === 'value' ? element : undefined;
  });
  let darkest = first;
  let least = Number.POSITIVE_INFINITY;
  for (let index = 0; index < count && least > 0; index += 1) {
    let sum = 0;
    for (const table of tables) {
      if (table === undefined) return first;
      const { bytes, littleEndian } = table;
      // Tables of 8 bits may stand packed, one entry a byte (PS3.3 C.7.6.3.1.6).
      const isPacked = bits <= 8 && bytes.length <= count + 1;
      const low = bytes[isPacked ? index : index * 2 + (littleEndian ? 0 : 1)];
      const high = isPacked ? 0 : bytes[index * 2 + (littleEndian ? 1 : 0)];
      if (low === undefined || high === undefined) return first;
      sum += high * 256 + low;
    }
    if (sum < least) {
      least = sum;
      darkest = first + index;
    }
  }
  return darkest;
}

function grey(header: DataSet, { bitsStored, isSigned, photometricInterpretation }: PixelLayout): number {
  const greatest = 2 ** (isSigned ? bitsStored - 1 : bitsStored) - 1;
  if (photometricInterpretation === 'MONOCHROME1') return greatest;
  if (!isSigned) return 0;
  // The least value of signed pixels is far below air in CT: what the object itself pads with is its black.
  const least = -(2 ** (bitsStored - 1));
  const padding = firstNumber(header, 'PixelPaddingValue');
  return padding !== undefined && padding >= least && padding <= greatest ? padding : least;
}

/**
 * What masked pixels become: for grey images the darkest value (padding where signed pixels have one), for palettes
 * the darkest entry, for YBR no luminance and no colour, for RGB zero.
 */
export function blackOf(header: DataSet, layout: PixelLayout): Black {
  const { samplesPerPixel, photometricInterpretation, bitsStored, sampleKind } = layout;
  if (sampleKind !== 'integer') return new Array<number>(samplesPerPixel).fill(0);
  if (photometricInterpretation === 'PALETTE COLOR') return [darkestIndex(header)];
  if (samplesPerPixel === 1) return [grey(header, layout)];
  const middle = 2 ** (bitsStored - 1);
  if (photometricInterpretation.startsWith('YBR_PARTIAL')) return [middle / 8, middle, middle];
  if (photometricInterpretation.startsWith('YBR')) return [0, middle, middle];
  return new Array<number>(samplesPerPixel).fill(0);
}
