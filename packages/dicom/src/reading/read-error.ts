/** Why bytes could not be read as DICOM. The codes are stable: quarantine reasons and metrics carry them. */
export type DicomReadErrorCode =
  /** The bytes end inside an element, an item or a compressed stream. */
  | 'truncated'
  /** A length points past the end of the sequence or item it is in. */
  | 'length-beyond-end'
  | 'depth'
  | 'too-many-elements'
  | 'too-many-items'
  | 'too-many-fragments'
  | 'header-too-large'
  | 'trailer-too-large'
  /** The bytes do not begin like a DICOM file or data set. */
  | 'not-dicom'
  /** Neither a VR of PS3.5 nor an implicit VR element that fits. */
  | 'bad-vr'
  /** Something other than an item where a sequence must have one. */
  | 'bad-sequence'
  /** Something other than an item where encapsulated Pixel Data must have one. */
  | 'bad-fragment'
  | 'bad-deflate'
  | 'inflate-ratio'
  | 'inflate-too-large'
  /** DICOM JSON that does not follow PS3.18 F.2. */
  | 'bad-json';

/** A failure to read. It is returned, not thrown; it names no value of the data set. */
export class DicomReadError extends Error {
  readonly kind = 'readError';
  readonly code: DicomReadErrorCode;
  /** Where in the bytes given (after inflation, for a deflated data set). */
  readonly byteOffset: number;

  constructor(code: DicomReadErrorCode, byteOffset: number, explanation: string) {
    super(`${explanation} (${code} at byte ${byteOffset})`);
    this.name = 'DicomReadError';
    this.code = code;
    this.byteOffset = byteOffset;
  }
}

/** Ends reading with an error; `caught` in read-data-set.ts turns it into the result. */
export function failRead(code: DicomReadErrorCode, byteOffset: number, explanation: string): never {
  throw new DicomReadError(code, byteOffset, explanation);
}

/** Something odd that was read all the same. */
export type DicomReadWarning = {
  readonly code:
    | 'encoding-differs-from-transfer-syntax'
    | 'implicit-element-in-explicit-data-set'
    | 'unknown-vr'
    | 'missing-delimiter'
    | 'stray-delimiter'
    | 'padding'
    | 'missing-preamble'
    | 'missing-file-meta'
    | 'unknown-transfer-syntax'
    | 'trailing-bytes';
  readonly byteOffset: number;
};

/** Throws the error of a failed read, for callers to whom failure is a bug (tests, data made by themselves). */
export function orThrow<T>(result: T | DicomReadError): T {
  if (result instanceof DicomReadError) throw result;
  return result;
}
