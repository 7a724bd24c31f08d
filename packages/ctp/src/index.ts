export { anonymize, type CtpEntry, type CtpOutcome, type CtpResult } from './anonymize.ts';
export { type CtpConformanceStatement, ctpConformanceStatement } from './conformance.ts';
export { ctpConformanceMarkdown } from './conformance-markdown.ts';
export {
  type ConvertedDicomEdit,
  convertDicomEdit,
  type DicomEditNote,
} from './dicom-edit/convert.ts';
export type { CtpSources, WantedInteger } from './evaluation.ts';
export { type CtpFilter, readCtpFilter } from './filter.ts';
export { type CtpFinding, type CtpFindingCode, ctpFindingKinds, ctpHoldingFindings } from './findings.ts';
export {
  type IntegerEntry,
  type ParsedIntegerTable,
  parseIntegerDatabase,
  parseIntegerTable,
} from './integer-table.ts';
export { type JdbmFiles, jdbmFileKind } from './jdbm/jdbm.ts';
export { type CtpFiles, type FileFinding, lintCtpFiles } from './lint/lint-files.ts';
export type { LintCode, LintFinding } from './lint-finding.ts';
export { type LookupTable, type ParsedLookupTable, parseLookupTable } from './lookup-table.ts';
export { type CtpPixelScript, type PixelRegion, readCtpPixelScript } from './pixel-script.ts';
export { type CtpFileKind, ctpFileKind } from './script/file-kind.ts';
export { subjectParameter } from './script/given-parameters.ts';
export { readCtpScript } from './script/read-script.ts';
export { ctpRuleInWords, mayTellOriginal } from './script/rule-words.ts';
export type { CtpScript } from './script/script.ts';
