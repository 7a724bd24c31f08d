import type { Database, Trx } from '../kernel/db/index.ts';
import type { Classification, Evidence } from './classify.ts';

export type ClassificationSource = 'rules' | 'person';

export interface StoredClassification {
  id: string;
  source: ClassificationSource;
  rulesVersion: string | null;
  modality: string | null;
  plane: string | null;
  weighting: string | null;
  contrast: string | null;
  normalisedName: string;
  confidence: number;
  evidence: readonly Evidence[];
  reason: string | null;
  createdAt: Date;
  createdBy: string;
}

const columns = [
  'id',
  'source',
  'rules_version as rulesVersion',
  'modality',
  'plane',
  'weighting',
  'contrast',
  'normalised_name as normalisedName',
  'confidence',
  'evidence',
  'reason',
  'created_at as createdAt',
  'created_by as createdBy',
] as const;

/** Results for a series, newest first. Served by result_series. */
export async function selectResults(
  db: Database | Trx,
  seriesId: string,
  limit: number,
): Promise<StoredClassification[]> {
  const rows = await db
    .selectFrom('classification.result')
    .select(columns)
    .where('series_id', '=', seriesId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows as unknown as StoredClassification[];
}

/** The newest result of a source. Served by result_series. */
export async function selectNewest(
  db: Database | Trx,
  seriesId: string,
  source: ClassificationSource,
): Promise<StoredClassification | undefined> {
  const row = await db
    .selectFrom('classification.result')
    .select(columns)
    .where('series_id', '=', seriesId)
    .where('source', '=', source)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row as unknown as StoredClassification | undefined;
}

export interface NewResult extends Omit<StoredClassification, 'evidence' | 'createdAt' | 'createdBy'> {
  projectId: string;
  seriesId: string;
  evidence: Classification['evidence'];
  createdAt: Date;
  createdBy: string;
}

export async function insertResult(trx: Trx, result: NewResult): Promise<void> {
  await trx
    .insertInto('classification.result')
    .values({
      id: result.id,
      project_id: result.projectId,
      series_id: result.seriesId,
      source: result.source,
      rules_version: result.rulesVersion,
      modality: result.modality,
      plane: result.plane,
      weighting: result.weighting,
      contrast: result.contrast,
      normalised_name: result.normalisedName,
      confidence: result.confidence,
      evidence: JSON.stringify(result.evidence),
      reason: result.reason,
      created_at: result.createdAt,
      created_by: result.createdBy,
    })
    .execute();
}

/** Whether a person's correction of a series is in force, of a series that may be seen when `mustBeVisible`. */
export async function selectCorrected(
  db: Database | Trx,
  projectId: string,
  seriesId: string,
  mustBeVisible: boolean,
): Promise<boolean | undefined> {
  const row = await db
    .selectFrom('catalogue.series')
    .select('classification_corrected')
    .where('id', '=', seriesId)
    .where('project_id', '=', projectId)
    .$if(mustBeVisible, (query) => query.where('released_instance_count', '>', 0))
    .executeTakeFirst();
  return row?.classification_corrected;
}

/** As above, with the row locked until the transaction ends: two corrections, or one and a run of the rules, take turns. */
export async function lockCorrected(
  trx: Trx,
  projectId: string,
  seriesId: string,
): Promise<boolean | undefined> {
  const row = await trx
    .selectFrom('catalogue.series')
    .select('classification_corrected')
    .where('id', '=', seriesId)
    .where('project_id', '=', projectId)
    .forUpdate()
    .executeTakeFirst();
  return row?.classification_corrected;
}
