export {
  type ActionReport,
  type Outcome,
  type ReportEntry,
  reportSha256,
} from './action-report.ts';
export { effectiveAction, effectiveActionOf, resolveComposite } from './actions/actions.ts';
export {
  type Action,
  methodMeanings,
  type OptionCode,
  option,
  profileRowOf,
  profileRows,
  type TableAction,
} from './actions/confidentiality-profile.ts';
export { dateShiftDaysOf, shiftDate, shiftDateTime } from './cleaning/date-shift.ts';
export { createUidMap, hasReplacementShape, type UidMap } from './cleaning/uid-map.ts';
export { conformanceMarkdown } from './conformance/conformance-markdown.ts';
export { type ConformanceStatement, conformanceStatement } from './conformance/conformance-statement.ts';
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
  type Finding,
  type FindingCode,
  type FindingSeverity,
  findingKinds,
  findingsOfInput,
} from './findings.ts';
export { createLeakChecker, type Leak, type LeakChecker } from './leaks/leak-check.ts';
export { type IdentifierKind, identifiersOf, type SubjectIdentifiers } from './leaks/subject-identifiers.ts';
export {
  type ProvenPixelChanges,
  saysFaceRemoved,
  stampProvenPixels,
  withdrawDerivation,
} from './method-stamp.ts';
export { defaultOriginalLimits, type OriginalLimits, type OriginalValue } from './originals/originals.ts';
export { restoreOriginals } from './originals/restore-originals.ts';
export {
  beginPreview,
  type ElementChange,
  elementChangeOf,
  type Previewed,
  type PreviewRow,
  previewDeidentification,
  ruleInWords,
} from './preview.ts';
export { canonicalJson, canonicalSha256, type JsonValue } from './profile/canonical-json.ts';
export {
  type EffectiveAction,
  effectiveActionsOf,
  keywordOfPath,
  pathFromText,
} from './profile/effective-actions.ts';
export type { LintFinding, LintSeverity } from './profile/lint-finding.ts';
export { optionDescriptions } from './profile/option-descriptions.ts';
export { type PrivateListName, privateListTitles } from './profile/private-lists.ts';
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
} from './profile/profile.ts';
export { diffProfiles, type ProfileDiff } from './profile/profile-diff.ts';
export { lintObstacles, lintProfile } from './profile/profile-lint.ts';
export { reportedPath } from './profile/scope.ts';
export { deriveSubkey, hmacOfParts } from './project-keys.ts';
