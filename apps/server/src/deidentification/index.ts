export type { Crosswalk } from './crosswalk/crosswalk.service.ts';
export type { DatedChild } from './crosswalk/dated-children.ts';
export { type RevealPurpose, revealPurposes } from './crosswalk/desk.ts';
export type { TableRow } from './crosswalk/unmatched-rows.ts';
export { pixelRegionRule, type RecordedFinding } from './ctp/index.ts';
export { deidentificationSettings } from './deidentification.config.ts';
export { profileInvalid, profileIsScript, profileNotFound } from './deidentification.problems.ts';
export { deidentificationRoutes } from './deidentification.routes.ts';
export { previewResult, profileDiff } from './deidentification.schema.ts';
export {
  createDeidentification,
  type Deidentification,
  type DeidentificationDeps,
  type DeidentifyRequest,
  type DeidentifyResult,
  type PreviewedProfile,
  type PreviewInProject,
  type ProjectRules,
} from './deidentification.service.ts';
export type { KnownIdentifier } from './known-identifiers.ts';
export type { BenchResult } from './profile-bench.service.ts';
export { temporaryIdMatcher } from './temporary-ids.ts';
