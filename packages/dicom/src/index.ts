export * from './data-set/character-sets.ts';
export * from './data-set/data-set.ts';
export * from './data-set/date-time.ts';
export * from './data-set/person-name.ts';
export * from './data-set/value-setters.ts';
export * from './data-set/values.ts';
export * from './dictionary/dictionary.ts';
export * from './dictionary/tags.ts';
export * from './dictionary/transfer-syntaxes.ts';
export * from './dictionary/uids.ts';
export * from './dictionary/value-representations.ts';
export * from './encoding.ts';
export * from './json/dicom-json.ts';
export * from './json/from-dicom-json.ts';
export * from './limits.ts';
export * from './part10/file-meta.ts';
export { type FileMeta, type ParsedPart10, parsePart10, readFileMeta } from './part10/part10.ts';
export * from './part10/part10-stream.ts';
export * from './pixel-data/frames.ts';
export * from './pixel-data/overlay-planes.ts';
export * from './reading/data-set-stream.ts';
export * from './reading/fragment-walker.ts';
export {
  encodingOf,
  type ParsedDataSet,
  type ParseOptions,
  parseDataSet,
  parseUnknownAsSequence,
} from './reading/read-data-set.ts';
export {
  DicomReadError,
  type DicomReadErrorCode,
  type DicomReadWarning,
  orThrow,
} from './reading/read-error.ts';
export * from './upper-layer/index.ts';
export { concatBytes, type WrittenBytes } from './writing/byte-sink.ts';
export * from './writing/write-data-set.ts';
