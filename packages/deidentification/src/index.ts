export {
  type ActionReport,
  type Outcome,
  type ReportEntry,
  reportSha256,
} from './action-report.ts';
export { effectiveAction, effectiveActionOf, resolveComposite } from './actions.ts';
export { canonicalJson, canonicalSha256, type JsonValue } from './canonical-json.ts';
export {
  type Action,
  methodMeanings,
  type OptionCode,
  option,
  profileRowOf,
  profileRows,
  type TableAction,
} from './confidentiality-profile.ts';
export { conformanceMarkdown } from './conformance-markdown.ts';
export { type ConformanceStatement, conformanceStatement } from './conformance-statement.ts';
export { dateShiftDaysOf, shiftDate, shiftDateTime } from './date-shift.ts';
export {
  createDeidentifier,
  type Deidentified,
  type Deidentifier,
  type DeidentifierDependencies,
  type DeidentifyContext,
  type RefusalCode,
  type Refused,
  type ResearchSubject,
} from './deidentify.ts';
export { type DeidentifiedFile, deidentifyFile, type UnreadableFile } from './deidentify-file.ts';
export {
  type EffectiveAction,
  effectiveActionsOf,
  keywordOfPath,
  pathFromText,
} from './effective-actions.ts';
export {
  type Finding,
  type FindingCode,
  type FindingSeverity,
  findingKinds,
  findingsOfInput,
} from './findings.ts';
export { createLeakChecker, type Leak, type LeakChecker } from './leak-check.ts';
export type { LintFinding, LintSeverity } from './lint-finding.ts';
export {
  type ProvenPixelChanges,
  saysFaceRemoved,
  stampProvenPixels,
  withdrawDerivation,
} from './method-stamp.ts';
export { optionDescriptions } from './option-descriptions.ts';
export { defaultOriginalLimits, type OriginalLimits, type OriginalValue } from './originals.ts';
export {
  beginPreview,
  type ElementChange,
  elementChangeOf,
  type Previewed,
  type PreviewRow,
  previewDeidentification,
  ruleInWords,
} from './preview.ts';
export { type PrivateListName, privateListTitles } from './private-lists.ts';
export {
  basicProfile,
  builtInProfiles,
  type DeidentificationProfile,
  engineOwnedTags,
  type OverrideAction,
  type ProfileBasis,
  type ProfileOverride,
  type ProfileProblem,
  profileBases,
  profileReference,
  profileSha256,
  researchProfile,
  type TemporalMode,
  temporalModeOf,
  validateProfile,
} from './profile.ts';
export { diffProfiles, type ProfileDiff } from './profile-diff.ts';
export { lintObstacles, lintProfile } from './profile-lint.ts';
export { deriveSubkey, hmacOfParts } from './project-keys.ts';
export { restoreOriginals } from './restore-originals.ts';
export { reportedPath } from './scope.ts';
export { type IdentifierKind, identifiersOf, type SubjectIdentifiers } from './subject-identifiers.ts';
export { createUidMap, hasReplacementShape, type UidMap } from './uid-map.ts';
