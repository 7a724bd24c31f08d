/** The shapes of the HTTP API that the pages use. Times are ISO-8601 with Z, dates YYYY-MM-DD. */

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export interface Account {
  id: string;
  userName: string;
  displayName: string;
  email: string | null;
  systemRoles: string[];
  disabled: boolean;
  mustChangePassword: boolean;
  lockedUntil: string | null;
  createdAt: string;
  version: number;
}

export interface Session {
  account: Account;
  permissions: string[];
}

export interface Token {
  id: string;
  name: string;
  scopes: string[] | null;
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  revokedAt: string | null;
}

export interface RoleDescription {
  name: string;
  description: string;
  permissions: string[];
}

export interface ProjectSettings {
  reviewerMayBeImporter: boolean;
  secondReviewer: boolean;
  originals: 'until-decision' | 'keep' | 'none';
  profileId: string | null;
  subjectCodePrefix: string;
  expectedSubjects: number | null;
}

export interface Project {
  id: string;
  key: string;
  name: string;
  description: string;
  irbNumber: string | null;
  settings: ProjectSettings;
  roles: string[];
  permissions: string[];
  createdAt: string;
  archivedAt: string | null;
  version: number;
}

export interface Member {
  account: { id: string; userName: string; displayName: string };
  roles: string[];
}

export interface SeriesSummary {
  id: string;
  subjectId: string;
  subjectCode: string;
  examId: string;
  studyDate: string | null;
  seriesNumber: number | null;
  seriesDescription: string | null;
  normalisedName: string | null;
  modality: string | null;
  plane: string | null;
  weighting: string | null;
  contrast: string | null;
  confidence: number | null;
  corrected: boolean;
  tags: string[];
  manufacturer: string | null;
  centre: string | null;
  instanceCount: number;
  sizeBytes: number;
  conversionState: string;
  releasedAt: string | null;
}

export interface SeriesDetail extends SeriesSummary {
  seriesInstanceUid: string;
  studyInstanceUid: string;
  studyDescription: string | null;
  protocolName: string | null;
  bodyPartExamined: string | null;
  manufacturerModelName: string | null;
  sopClassUid: string | null;
  sopClassName: string | null;
  version: number;
}

export interface FacetValue {
  value: string;
  count: number;
}
export interface Facets {
  totals: { series: number; subjects: number; exams: number; instances: number };
  facets: { name: string; values: FacetValue[] }[];
}

export interface SubjectSummary {
  id: string;
  code: string;
  examCount: number;
  seriesCount: number;
  instanceCount: number;
  lastReleasedAt: string | null;
}
export interface SubjectDetail extends SubjectSummary {
  exams: ExamSummary[];
}

export interface ExamSummary {
  id: string;
  subjectId: string;
  subjectCode: string;
  studyDate: string | null;
  studyDescription: string | null;
  modalities: string[];
  seriesCount: number;
  instanceCount: number;
}
export interface ExamDetail extends ExamSummary {
  series: SeriesSummary[];
}

export interface Tag {
  name: string;
  colour: string | null;
  seriesCount: number;
}

export interface InstanceSummary {
  id: string;
  seriesId: string;
  sopInstanceUid: string;
  sopClassUid: string;
  instanceNumber: number | null;
  frameCount: number;
  rows: number | null;
  columns: number | null;
  transferSyntaxUid: string;
  sizeBytes: number;
  receivedAt: string;
}

export interface HeaderElement {
  path: string;
  tag: string;
  keyword: string;
  vr: string;
  value: string;
  depth: number;
}

export interface SeriesFile {
  id: string;
  format: string;
  name: string;
  sizeBytes: number;
  properties: Record<string, unknown>;
  createdAt: string;
}
export interface SeriesFileList {
  items: SeriesFile[];
  dicom: { count: number; sizeBytes: number };
}

export type IngestOutcome = 'stored' | 'duplicate' | 'conflict' | 'held' | 'ignored' | 'refused';
export interface IngestResult {
  name?: string;
  outcome: IngestOutcome;
  reason?: string;
}
export interface IngestAnswer {
  results: IngestResult[];
  counts: Partial<Record<IngestOutcome, number>>;
}

export interface Receivers {
  dicom: { aeTitle: string; host: string; port: number; tlsPort: number | null; listening: boolean };
  unroutedHeld: number;
}
export interface Association {
  id: string;
  channel: string;
  callingAe: string | null;
  calledAe: string | null;
  address: string | null;
  tls: boolean;
  startedAt: string;
  endedAt: string | null;
  outcome: string | null;
  receivedCount: number;
  duplicateCount: number;
  conflictCount: number;
  heldCount: number;
  refusedCount: number;
  sizeBytes: number;
}

export interface RouteMatch {
  callingAe?: string;
  calledAe?: string;
  addresses?: string[];
  attributes?: { keyword: string; matches: string }[];
}
export interface Route {
  name: string;
  enabled: boolean;
  match: RouteMatch;
  project: string;
  profile: string | null;
  tags: string[];
  centre: string | null;
}
export interface RouteSet {
  version: number;
  routes: Route[];
}
export interface RouteVersion {
  version: number;
  createdAt: string;
  createdBy: string;
  routes?: Route[];
}

export interface Peer {
  id: string;
  callingAe: string;
  addresses: string[];
  certificateSha256: string | null;
  description: string;
  enabled: boolean;
  version: number;
}

export interface HeldObject {
  id: string;
  reason: string;
  detail: string;
  channel: string;
  callingAe: string | null;
  calledAe: string | null;
  modality: string | null;
  sopClassUid: string | null;
  sizeBytes: number;
  state: string;
  heldAt: string;
}
export interface HeldPage extends Page<HeldObject> {
  counts: { byReason: Record<string, number> };
}

export interface Profile {
  id: string;
  name: string;
  version: number;
  document: unknown;
  sha256: string;
  createdAt: string;
}

export interface Frame {
  instanceId: string;
  frame: number;
  instanceNumber: number | null;
  flagged?: boolean;
}
export interface FrameList {
  frames: Frame[];
  total: number;
}

export type Plane = 'axial' | 'coronal' | 'sagittal';
export interface Volume {
  available: boolean;
  dimensions: number[] | null;
  voxelSizesMm: number[] | null;
  planes: Record<Plane, number> | null;
  timePoints: number | null;
  window: { center: number; width: number } | null;
}

export interface Classification {
  source: 'rules' | 'person';
  modality: string | null;
  plane: string | null;
  weighting: string | null;
  contrast: string | null;
  normalisedName: string;
  confidence: number;
  evidence: unknown[];
  rulesVersion: string | null;
  reason?: string | null;
  createdAt: string;
  createdBy: string;
}
export interface ClassificationState {
  current: Classification | null;
  history: Classification[];
}

export interface ConversionVolume {
  fileId: string;
  name: string;
  dimensions: number[];
  voxelSizesMm: number[];
  timePoints: number;
  sizeBytes: number;
}
export interface Conversion {
  state: string;
  converter: string | null;
  reason: string | null;
  detail: string | null;
  startedAt: string | null;
  finishedAt: string | null;
  volumes: ConversionVolume[];
}

export type CaseState = 'open' | 'first-approved' | 'approved' | 'rejected' | 'released' | 'discarded';
export type Severity = 'high' | 'medium' | 'low';
export interface CaseSummary {
  id: string;
  version: number;
  state: CaseState;
  risk: number;
  subjectCode: string;
  subjectId: string;
  seriesId: string;
  examId: string;
  seriesDescription: string | null;
  modality: string | null;
  instanceCount: number;
  channel: string;
  callingAe: string | null;
  importerName: string | null;
  openedAt: string;
  decidedAt: string | null;
  effectiveAt: string | null;
  findingCount: number;
  worstSeverity: Severity | null;
  assigneeId: string | null;
}
export interface Finding {
  code: string;
  severity: Severity;
  title: string;
  detail: string | null;
  count: number;
  path?: string;
  instanceIds?: string[];
}
export interface Decision {
  verdict: 'approve' | 'reject' | 'undo';
  reasonCode: string | null;
  reason: string | null;
  byName: string;
  decidedAt: string;
}
export interface CaseDetail extends CaseSummary {
  findings: Finding[];
  profile: { name: string; version: number };
  studyDate: string | null;
  tags: string[];
  centre: string | null;
  classification: { normalisedName?: string | null; confidence?: number | null } | null;
  policy: { mayApprove: boolean; why: string | null; secondReviewer: boolean };
  decisions: Decision[];
  next: string | null;
}
export interface QuarantinePage extends Page<CaseSummary> {
  counts: { open: number; firstApproved: number; approved: number; rejected: number };
}
export type AttributeView = 'changed' | 'kept' | 'all';
export interface AttributeRow {
  path: string;
  tag: string;
  keyword: string;
  vr: string;
  change: 'replaced' | 'removed' | 'emptied' | 'shifted' | 'remapped' | 'cleaned' | 'added' | 'kept';
  beforeMasked: string | null;
  after: string | null;
  rule: string;
  toCheck: boolean;
}
export interface CaseAttributes {
  instanceId: string;
  instances: { id: string; instanceNumber: number | null }[];
  rows: AttributeRow[];
  counts: { changed: number; kept: number; toCheck: number; all: number };
}

export interface Overview {
  funnel: {
    received: number;
    inQuarantine: number;
    released: number;
    rejected: number;
    classified: number;
    converted: number;
  };
  counts: { subjects: number; exams: number; series: number; instances: number; sizeBytes: number };
  byModality: FacetValue[];
  byWeighting: FacetValue[];
  byCentre: FacetValue[];
  recent: { at: string; what: string; seriesId: string | null; label: string }[];
  receivedPerDay: { date: string; series: number; instances: number }[];
}
export interface Home {
  projects: HomeProject[];
}
export interface HomeProject {
  key: string;
  name: string;
  description?: string;
  irbNumber?: string | null;
  roles: string[];
  subjects: number;
  exams: number;
  series: number;
  instances: number;
  expectedSubjects: number | null;
  openReviews: number | null;
}

export interface AuditEntry {
  id: string;
  sequence: number | null;
  occurredAt: string;
  action: string;
  type: string;
  outcome: number;
  actor: { id: string | null; name: string; kind: string };
  projectId: string | null;
  object: { kind: string; id: string | null };
  reason: string | null;
  before?: unknown;
  after?: unknown;
  correlationId: string | null;
}
export interface Checkpoints {
  items: { size: number; root: string; note: string; madeAt: string }[];
  publicKey: string;
}

export interface LiveEvent {
  position: number;
  id: string;
  type: string;
  projectId: string | null;
  subject: { kind: string; id: string };
  occurredAt: string;
  data: Record<string, unknown>;
}

export interface SearchAnswer {
  projects: { key: string; name: string }[];
  subjects: { projectKey: string; id: string; code: string }[];
  series: (SeriesSummary & { projectKey: string })[];
}
