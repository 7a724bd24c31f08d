export { concatBytes, type WrittenBytes } from './byte-sink.ts';
export * from './character-sets.ts';
export * from './data-set.ts';
export * from './data-set-stream.ts';
export * from './date-time.ts';
export * from './dicom-json.ts';
export * from './dictionary.ts';
export * from './encoding.ts';
export * from './file-meta.ts';
export * from './fragment-walker.ts';
export * from './frames.ts';
export * from './from-dicom-json.ts';
export * from './limits.ts';
export * from './overlay-planes.ts';
export { type FileMeta, type ParsedPart10, parsePart10, readFileMeta } from './part10.ts';
export * from './part10-stream.ts';
export * from './person-name.ts';
export {
  encodingOf,
  type ParsedDataSet,
  type ParseOptions,
  parseDataSet,
  parseUnknownAsSequence,
} from './read-data-set.ts';
export {
  DicomReadError,
  type DicomReadErrorCode,
  type DicomReadWarning,
  orThrow,
} from './read-error.ts';
export * from './tags.ts';
export * from './transfer-syntaxes.ts';
export * from './uids.ts';
export * from './upper-layer/index.ts';
export * from './value-representations.ts';
export * from './value-setters.ts';
export * from './values.ts';
export * from './write-data-set.ts';
