import { transferSyntaxOf } from '@pesscara/dicom';
import { maskObjection } from './mask-frame.ts';
import { isSubsampled, type PixelLayout } from './pixel-layout.ts';

export const rleLossless = '1.2.840.10008.1.2.5';
export const jpegLsLossless = '1.2.840.10008.1.2.4.80';

/**
 * How an object's frames are masked. `in-place`: uncompressed, its bytes are changed where they stand. `re-encode`:
 * masked frames are decoded and encoded losslessly; `copiesOthers` when frames without a mask may stay as they are
 * because the transfer syntax does not change. `impossible`: with the reason in words.
 */
export type MaskPlan =
  | { readonly kind: 'in-place'; readonly littleEndian: boolean }
  | {
      readonly kind: 're-encode';
      readonly codec: 'jpeg-ls' | 'rle';
      readonly transferSyntaxUid: string;
      readonly copiesOthers: boolean;
    }
  | { readonly kind: 'impossible'; readonly reason: string };

const impossible = (reason: string): MaskPlan => ({ kind: 'impossible', reason });

function reEncode(transferSyntaxUid: string, layout: PixelLayout): MaskPlan {
  const { bitsAllocated, bitsStored, highBit, sampleKind } = layout;
  if (sampleKind !== 'integer') return impossible('Compressed floating point pixels cannot be masked.');
  if (bitsAllocated % 8 !== 0 || bitsAllocated > 32)
    return impossible(`Compressed pixels with ${bitsAllocated} bits allocated cannot be masked.`);
  if (highBit !== bitsStored - 1) return impossible('Its High Bit is not the last of the bits stored.');
  const isRle = transferSyntaxUid === rleLossless;
  // RLE takes samples of any width; JPEG-LS those of 2 to 16 bits, in far fewer bytes.
  if (isRle || bitsStored > 16 || bitsStored < 2)
    return { kind: 're-encode', codec: 'rle', transferSyntaxUid: rleLossless, copiesOthers: isRle };
  const copiesOthers = transferSyntaxUid === jpegLsLossless;
  return { kind: 're-encode', codec: 'jpeg-ls', transferSyntaxUid: jpegLsLossless, copiesOthers };
}

/** How to mask an object of this transfer syntax. */
export function planMask(transferSyntaxUid: string, layout: PixelLayout): MaskPlan {
  const syntax = transferSyntaxOf(transferSyntaxUid);
  if (syntax === undefined) return impossible('Its transfer syntax is not known.');
  if (syntax.encapsulated) return reEncode(transferSyntaxUid, layout);
  if (syntax.name.startsWith('JPIP')) return impossible('Its pixels are on another server.');
  const objection = maskObjection(layout);
  if (objection !== undefined) return impossible(objection);
  if (isSubsampled(layout) && (layout.rows * layout.columns) % 2 === 1)
    return impossible('Its pairs of pixels reach over the end of a frame.');
  return { kind: 'in-place', littleEndian: syntax.littleEndian };
}
