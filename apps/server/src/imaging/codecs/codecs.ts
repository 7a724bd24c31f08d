import { inflateRawSync } from 'node:zlib';
import { transferSyntaxOf } from '@pesscara/dicom';
import { decodeJpegExtended } from './codec-jpeg-extended.ts';
import { decodeLosslessJpeg, decodeWithLibrary } from './codec-libraries.ts';
import { decodeNative, interleavePlanes, samplesFromBytes } from './codec-native.ts';
import { decodeRle } from './codec-rle.ts';
import {
  type JpegHeader,
  readJpeg2000Header,
  readJpegHeader,
  withoutColourTransform,
} from './jpeg-markers.ts';
import {
  damaged,
  decoded,
  type FrameResult,
  type PixelFormat,
  sampleCount,
  unsupported,
} from './pixel-format.ts';

export interface DecodeOptions {
  /** Rows × columns × samples that are decoded at most. Default 100 million. */
  readonly maxFrameSamples?: number;
  /** Of the first pixel, for frames of one-bit pixels that do not begin at a byte. */
  readonly bitOffset?: number;
}

export const defaultMaxFrameSamples = 100_000_000;

const prefix = '1.2.840.10008.1.2';
const jpegSyntaxes = new Set(
  ['50', '51', '52', '53', '55', '57', '58', '70', '80', '81'].map((end) => `${prefix}.4.${end}`),
);
const jpeg2000Syntaxes = new Set(['90', '91', '92', '93'].map((end) => `${prefix}.4.${end}`));
const htj2kSyntaxes = new Set(['201', '202', '203'].map((end) => `${prefix}.4.${end}`));

/**
 * Decodes one frame of any transfer syntax there is a decoder for. What it answers has exactly the samples that the
 * header states; anything else is `damaged`, a missing decoder `unsupported`, both with words for a person.
 * @param bytes of the frame; of encapsulated frames all fragments joined
 */
export async function decodeFrame(
  bytes: Uint8Array,
  transferSyntaxUid: string,
  format: PixelFormat,
  options: DecodeOptions = {},
): Promise<FrameResult> {
  const { maxFrameSamples = defaultMaxFrameSamples, bitOffset = 0 } = options;
  const count = sampleCount(format);
  if (!(count > 0)) return damaged('The image has no rows, columns or samples');
  if (count > maxFrameSamples)
    return unsupported(`A frame of ${count} samples is larger than the limit of ${maxFrameSamples}`);
  if (jpegSyntaxes.has(transferSyntaxUid)) return decodeJpeg(bytes, format, maxFrameSamples);
  if (jpeg2000Syntaxes.has(transferSyntaxUid)) return decodeJpeg2000('jpeg2000', bytes, format);
  if (htj2kSyntaxes.has(transferSyntaxUid)) return decodeJpeg2000('htj2k', bytes, format);
  if (transferSyntaxUid === `${prefix}.5`) return decodeRle(bytes, format);
  if (transferSyntaxUid === `${prefix}.8.1`) return decodeDeflatedFrame(bytes, format);
  const syntax = transferSyntaxOf(transferSyntaxUid);
  if (syntax && (!syntax.encapsulated || transferSyntaxUid === `${prefix}.1.98`))
    return decodeNative(bytes, format, { isLittleEndian: syntax.littleEndian, bitOffset });
  return unsupported(`There is no decoder for ${syntax?.name ?? `the transfer syntax ${transferSyntaxUid}`}`);
}

const mismatch = 'The compressed image has another size than its header states';

/** The JPEG family is told apart by the stream itself: headers are known to name the wrong process. */
async function decodeJpeg(
  bytes: Uint8Array,
  format: PixelFormat,
  maxFrameSamples: number,
): Promise<FrameResult> {
  const header = readJpegHeader(bytes);
  if (header === undefined) return damaged('The frame is no JPEG stream');
  const { rows, columns, componentIds, precision, startOfFrame } = header;
  if (rows !== format.rows || columns !== format.columns || componentIds.length !== format.samplesPerPixel)
    return damaged(mismatch);
  if (startOfFrame === 0xf7) return decodeJpegLs(bytes, format);
  if (startOfFrame === 0xc3)
    return fromLittleEndian(decodeLosslessJpeg(bytes), { ...format, bitsAllocated: precision > 8 ? 16 : 8 });
  if (startOfFrame > 0xc2) return unsupported('Hierarchical or arithmetic JPEG');
  if (precision === 8) return decodeJpeg8(bytes, header, format);
  if (startOfFrame === 0xc2) return unsupported(`Progressive JPEG of ${precision} bits`);
  const result = decodeJpegExtended(bytes, maxFrameSamples);
  if (result.kind === 'damaged') return result;
  return decoded(format, format.isSigned ? new Int16Array(result.samples.buffer) : result.samples);
}

/** libjpeg turns YCbCr to RGB; it is told not to where the header says that the components are RGB already. */
async function decodeJpeg8(bytes: Uint8Array, header: JpegHeader, format: PixelFormat): Promise<FrameResult> {
  const isRgb = format.photometricInterpretation === 'RGB';
  const isStated = header.hasJfif || header.adobeTransform !== undefined;
  const stream = isRgb && !isStated && format.samplesPerPixel === 3 ? withoutColourTransform(bytes) : bytes;
  const result = await decodeWithLibrary('jpeg', stream);
  if (result.kind === 'damaged') return result;
  const count = sampleCount(format);
  if (result.bytes.length < count) return damaged(mismatch);
  const samples = result.bytes.length === count ? result.bytes : result.bytes.slice(0, count);
  const photometric = format.samplesPerPixel === 3 ? 'RGB' : format.photometricInterpretation;
  return decoded({ ...format, isSigned: false, bitsStored: 8 }, samples, photometric);
}

async function decodeJpegLs(bytes: Uint8Array, format: PixelFormat): Promise<FrameResult> {
  const result = await decodeWithLibrary('jpegLs', bytes);
  if (result.kind === 'damaged') return result;
  const bitsAllocated = result.bitsPerSample > 8 ? 16 : 8;
  return fromLittleEndian(result, { ...format, bitsAllocated }, result.isPlanar);
}

async function decodeJpeg2000(
  library: 'jpeg2000' | 'htj2k',
  bytes: Uint8Array,
  format: PixelFormat,
): Promise<FrameResult> {
  const header = readJpeg2000Header(bytes);
  if (header === undefined) return damaged('The frame is no JPEG 2000 stream');
  if (
    header.rows !== format.rows ||
    header.columns !== format.columns ||
    header.components !== format.samplesPerPixel
  )
    return damaged(mismatch);
  if (header.precision > 16) return unsupported(`JPEG 2000 of ${header.precision} bits`);
  const result = await decodeWithLibrary(library, bytes);
  if (result.kind === 'damaged') return result;
  // Where stream and header disagree about the sign, the stored bits are read as the header says (PS3.5 8.2.4).
  const bitsAllocated = header.precision > 8 ? 16 : 8;
  const highBit = Math.min(format.bitsStored, bitsAllocated) - 1;
  const photometric = /^YBR_(ICT|RCT)$/.test(format.photometricInterpretation)
    ? 'RGB'
    : format.photometricInterpretation;
  return fromLittleEndian(
    result,
    { ...format, bitsAllocated, bitsStored: highBit + 1, highBit, photometricInterpretation: photometric },
    false,
  );
}

function decodeDeflatedFrame(bytes: Uint8Array, format: PixelFormat): FrameResult {
  const expected = Math.ceil((sampleCount(format) * format.bitsAllocated) / 8);
  try {
    // One byte of padding is allowed; more output than the frame needs is refused before it is made.
    const inflated = inflateRawSync(bytes, { maxOutputLength: expected + 1 });
    return decodeNative(inflated, format, { isLittleEndian: true });
  } catch (error) {
    return damaged(
      `The deflated frame cannot be inflated (${(error as NodeJS.ErrnoException).code ?? 'error'})`,
    );
  }
}

function fromLittleEndian(
  result: { kind: 'decoded'; bytes: Uint8Array } | { kind: 'damaged'; reason: string },
  format: PixelFormat,
  isPlanar = false,
): FrameResult {
  if (result.kind === 'damaged') return result;
  const highBit = Math.min(format.highBit, format.bitsAllocated - 1);
  const bitsStored = Math.min(format.bitsStored, format.bitsAllocated);
  const samples = samplesFromBytes(
    result.bytes,
    { ...format, sampleKind: 'integer', bitsStored, highBit },
    true,
  );
  const count = sampleCount(format);
  if (samples === undefined || samples.length < count) return damaged(mismatch);
  const exact = samples.length === count ? samples : samples.slice(0, count);
  return decoded(
    { ...format, bitsStored },
    isPlanar ? interleavePlanes(exact, format.samplesPerPixel) : exact,
  );
}
