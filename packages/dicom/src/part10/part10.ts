import { type DataSet } from '../data-set/data-set.ts';
import { wellKnownTags } from '../dictionary/tags.ts';
import { transferSyntaxOf } from '../dictionary/transfer-syntaxes.ts';
import { vrFromCodes } from '../dictionary/value-representations.ts';
import { type Encoding, explicitLittleEndian, implicitLittleEndian } from '../encoding.ts';
import { limitsFrom } from '../limits.ts';
import { readTag, readUint16, readUint32 } from '../reading/element-header.ts';
import { type ParsedDataSet, type ParseOptions, parseDataSet, runParser } from '../reading/read-data-set.ts';
import { DicomReadError, type DicomReadWarning } from '../reading/read-error.ts';

/** A file as PS3.10 7 has it, or what can be made out of one that falls short. */
export type ParsedPart10 = Omit<ParsedDataSet, 'kind'> & {
  readonly kind: 'parsed';
  /** The 128 bytes in front of 'DICM'; undefined when the file has none. */
  readonly preamble: Uint8Array | undefined;
  readonly fileMeta: DataSet | undefined;
  /** As stated in the file meta; undefined when it is not. */
  readonly transferSyntaxUid: string | undefined;
  /** Where the data set begins in the file. */
  readonly dataSetOffset: number;
};

/** The beginning of a file up to its data set. */
export type FileMeta = {
  readonly kind: 'fileMeta';
  readonly preamble: Uint8Array | undefined;
  readonly fileMeta: DataSet | undefined;
  readonly transferSyntaxUid: string | undefined;
  readonly dataSetOffset: number;
  readonly warnings: readonly DicomReadWarning[];
};

const preambleBytes = 128;
const magicEnd = preambleBytes + 4;

/** Reads preamble and file meta information (PS3.10 7.1). Files without either are taken by their first element. */
export function readFileMeta(
  bytes: Uint8Array,
  options: Pick<ParseOptions, 'limits'> = {},
): FileMeta | DicomReadError {
  const start = fileMetaOffset(bytes);
  if (start === undefined) return new DicomReadError('not-dicom', 0, 'The bytes are no DICOM file');
  const preamble = start === magicEnd ? bytes.subarray(0, preambleBytes) : undefined;
  const warnings: DicomReadWarning[] = preamble ? [] : [{ code: 'missing-preamble', byteOffset: 0 }];
  if (bytes.length - start < 8 || readUint16(bytes, start, true) !== 0x0002) {
    warnings.push({ code: 'missing-file-meta', byteOffset: start });
    return {
      kind: 'fileMeta',
      preamble,
      fileMeta: undefined,
      transferSyntaxUid: undefined,
      dataSetOffset: start,
      warnings,
    };
  }
  const declaredEnd = declaredMetaEnd(bytes, start);
  const limits = limitsFrom(options.limits);
  const parsed = runParser(bytes, start, explicitLittleEndian, limits, 'end-of-file-meta', declaredEnd);
  if (parsed instanceof DicomReadError) return parsed;
  const { dataSet: fileMeta, endOffset: dataSetOffset } = parsed;
  const transferSyntaxUid = uidIn(fileMeta, wellKnownTags.transferSyntaxUid);
  warnings.push(...parsed.warnings);
  return { kind: 'fileMeta', preamble, fileMeta, transferSyntaxUid, dataSetOffset, warnings };
}

/** Where the elements begin: after 'DICM', or at once for a bare data set; undefined when it looks like neither. */
export function fileMetaOffset(bytes: Uint8Array): number | undefined {
  if (hasMagic(bytes, preambleBytes)) return magicEnd;
  if (hasMagic(bytes, 0)) return 4;
  return bytes.length >= 8 && looksLikeFirstElement(bytes, 0) ? 0 : undefined;
}

function hasMagic(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x44 && bytes[at + 1] === 0x49 && bytes[at + 2] === 0x43 && bytes[at + 3] === 0x4d;
}

/** A data set without preamble starts in group 0002, 0004 or 0008 with a short value: text and pictures do not. */
function looksLikeFirstElement(bytes: Uint8Array, at: number): boolean {
  const isLittleEndian = readUint16(bytes, at, true) < 0x0010;
  const group = readUint16(bytes, at, isLittleEndian);
  if (group !== 0x0002 && group !== 0x0004 && group !== 0x0008) return false;
  if (readTag(bytes, at, isLittleEndian) === 0x00080000) return true;
  if (vrFromCodes(bytes[at + 4] as number, bytes[at + 5] as number) !== undefined) return true;
  return readUint32(bytes, at + 4, isLittleEndian) <= 0x0400;
}

/** Where (0002,0000) says the file meta ends; undefined when it is absent. */
export function declaredMetaEnd(bytes: Uint8Array, start: number): number | undefined {
  const isGroupLength =
    bytes.length >= start + 12 &&
    readTag(bytes, start, true) === wellKnownTags.fileMetaGroupLength &&
    vrFromCodes(bytes[start + 4] as number, bytes[start + 5] as number)?.vr === 'UL';
  return isGroupLength ? start + 12 + readUint32(bytes, start + 8, true) : undefined;
}

/**
 * A UI value without its padding; undefined when absent, empty, or by its characters or length no UID (PS3.5 9.1).
 * Whoever keeps it need not fear that a text hides there.
 */
export function uidIn(dataSet: DataSet, tag: number): string | undefined {
  const element = dataSet.get(tag);
  if (element?.kind !== 'value') return undefined;
  const text = String.fromCharCode(...element.bytes.subarray(0, 128))
    .replace(/[\0 ]+$/, '')
    .trim();
  return /^[0-9.]{1,64}$/.test(text) ? text : undefined;
}

/** The encoding promised for the data set behind a file meta, or the likeliest one without it. */
export function promisedEncoding(transferSyntaxUid: string | undefined): Encoding {
  if (transferSyntaxUid === undefined) return implicitLittleEndian;
  return transferSyntaxOf(transferSyntaxUid) ?? explicitLittleEndian;
}

/** Reads a whole DICOM file held in memory. */
export function parsePart10(
  bytes: Uint8Array,
  options: Pick<ParseOptions, 'limits' | 'stopBeforePixelData'> = {},
): ParsedPart10 | DicomReadError {
  const meta = readFileMeta(bytes, options);
  if (meta instanceof DicomReadError) return meta;
  const { preamble, fileMeta, transferSyntaxUid, dataSetOffset } = meta;
  const isDeflated = transferSyntaxUid !== undefined && transferSyntaxOf(transferSyntaxUid)?.deflated;
  const encoding = promisedEncoding(transferSyntaxUid);
  const parsed = parseDataSet(bytes, {
    ...options,
    ...(isDeflated ? { transferSyntaxUid } : { encoding }),
    byteOffset: dataSetOffset,
  });
  if (parsed instanceof DicomReadError) return parsed;
  const warnings = [...meta.warnings, ...parsed.warnings];
  if (transferSyntaxUid !== undefined && !transferSyntaxOf(transferSyntaxUid)) {
    warnings.push({ code: 'unknown-transfer-syntax', byteOffset: 0 });
  }
  return { ...parsed, preamble, fileMeta, transferSyntaxUid, dataSetOffset, warnings };
}
