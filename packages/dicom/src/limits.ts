/** What the reader refuses, so that hostile input costs bounded memory and time. Every number is inclusive. */
export type DicomLimits = {
  /** Nested sequences. */
  readonly maxDepth: number;
  /** Sequence items in one data set, all levels together. */
  readonly maxItems: number;
  /** Data elements in one data set, all levels together. */
  readonly maxElements: number;
  /** Fragments of one encapsulated value. */
  readonly maxFragments: number;
  /** What a stream may hold in memory: everything before Pixel Data. */
  readonly maxHeaderBytes: number;
  /** What a stream may discard after Pixel Data. */
  readonly maxTrailerBytes: number;
  /** Output of the deflated transfer syntaxes. */
  readonly maxInflatedBytes: number;
  /** Output ÷ input of the deflated transfer syntaxes, once the output passed `inflateRatioFromBytes`. */
  readonly maxInflateRatio: number;
  readonly inflateRatioFromBytes: number;
};

const mebibyte = 1024 * 1024;

/** The limits used when the caller gives none. */
export const defaultDicomLimits: DicomLimits = {
  maxDepth: 32,
  maxItems: 100_000,
  maxElements: 2_000_000,
  maxFragments: 1_000_000,
  maxHeaderBytes: 64 * mebibyte,
  maxTrailerBytes: 64 * mebibyte,
  maxInflatedBytes: 2048 * mebibyte,
  maxInflateRatio: 200,
  inflateRatioFromBytes: mebibyte,
};

/** The caller's limits over the defaults. */
export function limitsFrom(limits: Partial<DicomLimits> | undefined): DicomLimits {
  return limits ? { ...defaultDicomLimits, ...limits } : defaultDicomLimits;
}
