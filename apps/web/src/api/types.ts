import type { components } from '@pesscara/api-client';
import type { Answer } from './request.ts';

/** The shapes of the API under the names that the pages use; all come from the generated client. */
type Schemas = components['schemas'];

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export type Account = Schemas['Account'];
export type Session = Schemas['Session'];
export type Token = Schemas['Token'];

export type Project = Schemas['Project'];
export type ProjectSettings = Schemas['ProjectSettings'];
export type Member = Schemas['Member'];
export type ProjectRole = Schemas['SetMember']['roles'][number];
export type HomeProject = Answer<'get', '/api/v1/home'>['projects'][number];
export type Overview = Schemas['Overview'];

export type SeriesSummary = Schemas['SeriesSummary'];
export type SeriesDetail = Schemas['SeriesDetail'];
export type Facets = Schemas['Facets'];
export type FacetValue = Facets['facets'][number]['values'][number];
export type SubjectSummary = Schemas['Subject'];
export type ExamSummary = Schemas['Exam'];
export type SubjectRelation = Schemas['SubjectRelation'];
export type SearchAnswer = Schemas['SearchResult'];

export type InstanceSummary = Schemas['Instance'];
export type HeaderElement = Schemas['Header']['elements'][number];
export type SeriesFile = Schemas['SeriesFiles']['items'][number];
export type IngestAnswer = Schemas['UploadResults'];
export type IngestResult = IngestAnswer['results'][number];
export type IngestOutcome = IngestResult['outcome'];
export type Receivers = Schemas['Receivers'];
export type Association = Schemas['Association'];
export type Route = Schemas['Route'];
export type RouteMatch = Route['match'];
export type RouteSet = Schemas['RouteSet'];
export type Peer = Omit<Schemas['Peer'], 'callingAe'> & { callingAe: string };
export type HeldObject = Schemas['HeldObject'];
export type Conflict = Schemas['Conflict'];
export type Profile = Schemas['Profile'];

export type Frame = Schemas['SeriesFrames']['frames'][number] & {
  flagged?: boolean;
  rows?: number;
  columns?: number;
};
export interface FrameList {
  frames: Frame[];
  total: number;
}
export type Plane = 'axial' | 'coronal' | 'sagittal';
export type Volume = Extract<Schemas['Volume'], { available: true }>;

export type Classification = Schemas['ClassificationResult'];
export type Conversion = Schemas['Conversion'];
export type ConversionVolume = Conversion['volumes'][number];

export type CaseSummary = Schemas['QuarantineCase'];
export type CaseState = CaseSummary['state'];
export type CaseDetail = Schemas['QuarantineCaseDetail'];
export type CasePixels = Schemas['CasePixels'];
export type FoundBox = CasePixels['boxes'][number];
export type MaskBox = Schemas['PixelMaskBox'];
export type Finding = CaseDetail['findings'][number];
export type Severity = Finding['severity'];
export type QuarantinePage = Answer<'get', '/api/v1/projects/{project}/quarantine'>;
export type AttributeRow = Schemas['AttributeReview']['rows'][number];
export type FaceStanding = Schemas['FaceStanding'];
export type AttributeView = 'changed' | 'kept' | 'all';

export type AuditEntry = Schemas['AuditEntry'];
export type LiveEvent = Schemas['Event'];
