import { sql } from 'kysely';
import type { Database, Trx } from '../kernel/db/index.ts';
import { decodeCursor, encodeCursor } from '../kernel/http/index.ts';
import type { CaseState } from './verdict.ts';

export interface StoredFinding {
  code: string;
  severity: 'high' | 'medium' | 'low';
  detail?: string;
  path?: string;
  count: number;
  instanceIds?: string[];
}

export interface CaseRow {
  id: string;
  intakeId: string;
  projectId: string;
  subjectId: string;
  examId: string;
  seriesId: string;
  state: CaseState;
  risk: number;
  findings: StoredFinding[];
  assigneeId: string | null;
  importerId: string | null;
  subjectCode: string;
  seriesDescription: string | null;
  modality: string | null;
  channel: string;
  callingAe: string | null;
  instanceCount: number;
  openedAt: Date;
  decidedAt: Date | null;
  effectiveAt: Date | null;
  version: number;
}

const columns = [
  'id',
  'intake_id as intakeId',
  'project_id as projectId',
  'subject_id as subjectId',
  'exam_id as examId',
  'series_id as seriesId',
  'state',
  'risk',
  'findings',
  'assignee_id as assigneeId',
  'importer_id as importerId',
  'subject_code as subjectCode',
  'series_description as seriesDescription',
  'modality',
  'channel',
  'calling_ae as callingAe',
  'instance_count as instanceCount',
  'opened_at as openedAt',
  'decided_at as decidedAt',
  'effective_at as effectiveAt',
  'version',
] as const;

const undecided: CaseState[] = ['open', 'first-approved'];
const decided: CaseState[] = ['approved', 'rejected', 'released', 'discarded'];

export async function findCase(
  db: Database | Trx,
  projectId: string,
  id: string,
): Promise<CaseRow | undefined> {
  const row = await db
    .selectFrom('curation.quarantine_case')
    .select(columns)
    .where('id', '=', id)
    .where('project_id', '=', projectId)
    .executeTakeFirst();
  return row as CaseRow | undefined;
}

/** Locks a case for a decision. */
export async function lockCase(
  trx: Trx,
  projectId: string | undefined,
  id: string,
): Promise<CaseRow | undefined> {
  let query = trx.selectFrom('curation.quarantine_case').select(columns).where('id', '=', id).forUpdate();
  if (projectId !== undefined) query = query.where('project_id', '=', projectId);
  return (await query.executeTakeFirst()) as CaseRow | undefined;
}

export async function findCaseOfIntake(trx: Trx, intakeId: string): Promise<CaseRow | undefined> {
  const row = await trx
    .selectFrom('curation.quarantine_case')
    .select(columns)
    .where('intake_id', '=', intakeId)
    .forUpdate()
    .executeTakeFirst();
  return row as CaseRow | undefined;
}

export type QueueSort = 'risk' | 'opened' | 'subject';

export interface QueueFilter {
  projectId: string;
  state: 'open' | 'decided' | 'all';
  sort: QueueSort;
  series?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

const orders: Record<
  QueueSort,
  { by: string; key: (row: CaseRow) => (string | number | null)[]; casts: string[] }
> = {
  risk: {
    by: '-risk, opened_at, id',
    key: (row) => [-row.risk, row.openedAt.toISOString(), row.id],
    casts: ['int', 'timestamptz', 'uuid'],
  },
  opened: {
    by: 'opened_at, id',
    key: (row) => [row.openedAt.toISOString(), row.id],
    casts: ['timestamptz', 'uuid'],
  },
  subject: {
    by: 'subject_code, opened_at, id',
    key: (row) => [row.subjectCode, row.openedAt.toISOString(), row.id],
    casts: ['text', 'timestamptz', 'uuid'],
  },
};

/** A case of copies alone that contradict others has nothing to release: it stands among the conflicts, not in the queue. */
const hasImages = sql<boolean>`instance_count > 0`;

/** The queue: undecided by risk, then oldest first. Served by case_queue; all cases of one series by case_series. */
export async function listCases(
  db: Database,
  filter: QueueFilter,
): Promise<{ items: CaseRow[]; nextCursor: string | null }> {
  const order = orders[filter.sort];
  let query = db
    .selectFrom('curation.quarantine_case')
    .select(columns)
    .where('project_id', '=', filter.projectId)
    .orderBy(sql.raw(order.by))
    .limit(filter.limit + 1);
  if (filter.state !== 'all')
    query = query.where('state', 'in', filter.state === 'open' ? undecided : decided);
  query = filter.series === undefined ? query.where(hasImages) : query.where('series_id', '=', filter.series);
  if (filter.cursor !== undefined) {
    const values = decodeCursor(filter.cursor, order.casts.length);
    const after = sql.join(
      values.map((value, index) => sql`${value}::${sql.raw(order.casts[index] as string)}`),
    );
    query = query.where(sql<boolean>`(${sql.raw(order.by)}) > (${after})`);
  }
  const rows = (await query.execute()) as unknown as CaseRow[];
  const items = rows.slice(0, filter.limit);
  const last = items.at(-1);
  return {
    items,
    nextCursor: rows.length > filter.limit && last !== undefined ? encodeCursor(order.key(last)) : null,
  };
}

/** How many cases of a project are in each state. */
export async function countCases(db: Database, projectId: string): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('curation.quarantine_case')
    .select(['state', (select) => select.fn.countAll<number>().as('count')])
    .where('project_id', '=', projectId)
    .where(hasImages)
    .groupBy('state')
    .execute();
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
}

/** Open cases of several projects. Served by case_queue. */
export async function countOpen(db: Database, projectIds: readonly string[]): Promise<Map<string, number>> {
  if (projectIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('curation.quarantine_case')
    .select(['project_id', (select) => select.fn.countAll<number>().as('count')])
    .where('project_id', 'in', [...projectIds])
    .where('state', 'in', undecided)
    .where(hasImages)
    .groupBy('project_id')
    .execute();
  return new Map(rows.map((row) => [row.project_id, row.count]));
}

/** The case that a reviewer would take after this one: highest risk, oldest, but not this. Served by case_queue. */
export async function nextCaseId(db: Database, projectId: string, id: string): Promise<string | null> {
  const row = await db
    .selectFrom('curation.quarantine_case')
    .select('id')
    .where('project_id', '=', projectId)
    .where('state', 'in', undecided)
    .where(hasImages)
    .where('id', '!=', id)
    .orderBy('risk', 'desc')
    .orderBy('opened_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

export interface DecisionRow {
  verdict: string;
  reasonCode: string | null;
  reason: string | null;
  accountId: string;
  decidedAt: Date;
  caseVersion: number;
}

/** A case's decisions, oldest first. Served by decision_case. */
export async function listDecisions(db: Database | Trx, caseId: string): Promise<DecisionRow[]> {
  return db
    .selectFrom('curation.decision')
    .select([
      'verdict',
      'reason_code as reasonCode',
      'reason',
      'account_id as accountId',
      'decided_at as decidedAt',
      'case_version as caseVersion',
    ])
    .where('case_id', '=', caseId)
    .orderBy('decided_at')
    .orderBy('id')
    .execute();
}
