import { inflateRawSync } from 'node:zlib';
import { type DataSet } from '../data-set/data-set.ts';
import { transferSyntaxOf } from '../dictionary/transfer-syntaxes.ts';
import { type Encoding, explicitLittleEndian, implicitLittleEndian } from '../encoding.ts';
import { type DicomLimits, limitsFrom } from '../limits.ts';
import { DataSetParser, type StopAt } from './data-set-parser.ts';
import { detectEncoding } from './detect-encoding.ts';
import { DicomReadError, type DicomReadWarning } from './read-error.ts';

export type ParseOptions = {
  /** Of the data set, as file meta or the presentation context states it. */
  transferSyntaxUid?: string;
  /** Instead of a transfer syntax. */
  encoding?: Encoding;
  limits?: Partial<DicomLimits>;
  /** Ends with a BulkElement for Pixel Data, whose value is not looked at. */
  stopBeforePixelData?: boolean;
  /** Where in `bytes` the data set begins; spans and error offsets count from the start of `bytes`. */
  byteOffset?: number;
};

export type ParsedDataSet = {
  readonly kind: 'parsed';
  readonly dataSet: DataSet;
  /** Where reading ended: behind the last element, or at the value of Pixel Data. */
  readonly endOffset: number;
  readonly warnings: readonly DicomReadWarning[];
};

/**
 * Reads one data set from bytes in memory. Values are views of `bytes` (of the inflated copy for a deflated transfer
 * syntax), made when asked for. An encoding that the first element contradicts gives way to the one found.
 */
export function parseDataSet(bytes: Uint8Array, options: ParseOptions = {}): ParsedDataSet | DicomReadError {
  const { transferSyntaxUid, stopBeforePixelData = false, byteOffset = 0 } = options;
  const limits = limitsFrom(options.limits);
  const transferSyntax = transferSyntaxUid === undefined ? undefined : transferSyntaxOf(transferSyntaxUid);
  const stopAt: StopAt = stopBeforePixelData ? 'pixel-data' : 'end';
  const encoding = options.encoding ?? encodingOf(transferSyntaxUid);
  if (!transferSyntax?.deflated) return runParser(bytes, byteOffset, encoding, limits, stopAt);
  const inflated = inflateWhole(bytes.subarray(byteOffset), limits);
  if (inflated instanceof DicomReadError) return inflated;
  return runParser(inflated, 0, encoding, limits, stopAt);
}

/** The encoding of a transfer syntax; unknown and private ones are explicit little endian (PS3.5 A.4). */
export function encodingOf(transferSyntaxUid: string | undefined): Encoding {
  return (transferSyntaxUid && transferSyntaxOf(transferSyntaxUid)) || explicitLittleEndian;
}

/** Parses complete bytes; the one place where the parser's exception becomes a result. */
export function runParser(
  bytes: Uint8Array,
  start: number,
  promised: Encoding,
  limits: DicomLimits,
  stopAt: StopAt,
  declaredMetaEnd?: number,
): ParsedDataSet | DicomReadError {
  const isSniffable = bytes.length - start >= 8;
  const encoding = isSniffable ? detectEncoding(bytes, start, promised, bytes.length) : promised;
  const parser = new DataSetParser({
    buffer: { bytes },
    start,
    encoding,
    limits,
    stopAt,
    declaredMetaEnd,
  });
  if (encoding !== promised) {
    parser.tally.warn('encoding-differs-from-transfer-syntax', start);
  }
  const failure = caught(() => parser.advance(true));
  if (failure instanceof DicomReadError) return failure;
  return {
    kind: 'parsed',
    dataSet: parser.dataSet,
    endOffset: parser.position,
    warnings: parser.tally.warnings,
  };
}

/** Runs a reading step, returning a DicomReadError that it throws; other exceptions are bugs and pass. */
export function caught<T>(step: () => T): T | DicomReadError {
  try {
    return step();
  } catch (error) {
    if (error instanceof DicomReadError) return error;
    throw error;
  }
}

function inflateWhole(deflated: Uint8Array, limits: DicomLimits): Uint8Array | DicomReadError {
  const byRatio = Math.max(limits.inflateRatioFromBytes, deflated.length * limits.maxInflateRatio);
  const maxOutputLength = Math.min(limits.maxInflatedBytes, byRatio);
  try {
    const inflated = inflateRawSync(deflated, { maxOutputLength });
    return new Uint8Array(inflated.buffer, inflated.byteOffset, inflated.length);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      const reason = maxOutputLength < byRatio ? 'inflate-too-large' : 'inflate-ratio';
      return new DicomReadError(reason, 0, `The data set inflates to more than ${maxOutputLength} bytes`);
    }
    if (code === 'Z_BUF_ERROR') return new DicomReadError('truncated', 0, 'The deflated data set is cut off');
    return new DicomReadError('bad-deflate', 0, 'The data set is not a deflate stream');
  }
}

/**
 * Reads the value of a UN element of defined length as a sequence in implicit VR little endian, as a device that
 * does not know a private SQ forwards it (PS3.5 6.2.2). Undefined unless items fill the value exactly.
 */
export function parseUnknownAsSequence(
  bytes: Uint8Array,
  limits?: Partial<DicomLimits>,
): readonly DataSet[] | undefined {
  if (bytes.length < 8 || bytes[0] !== 0xfe || bytes[1] !== 0xff || bytes[2] !== 0x00 || bytes[3] !== 0xe0) {
    return undefined;
  }
  // The header of any public sequence, here (0008,1140), makes the reader take the value for its items.
  const framed = new Uint8Array(8 + bytes.length);
  framed.set([0x08, 0x00, 0x40, 0x11]);
  new DataView(framed.buffer).setUint32(4, bytes.length, true);
  framed.set(bytes, 8);
  const parsed = runParser(framed, 0, implicitLittleEndian, limitsFrom(limits), 'end');
  if (parsed instanceof DicomReadError) return undefined;
  const [sequence] = parsed.dataSet.elements;
  return sequence?.kind === 'sequence' ? sequence.items : undefined;
}
