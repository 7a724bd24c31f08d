import { sql } from 'kysely';
import type { Database, Trx } from '../../kernel/db/index.ts';
import { decodeCursor, encodeCursor } from '../../kernel/http/index.ts';
import type { StoredFinding } from '../curation.repository.ts';
import type { ReleasedState } from './released-verdict.ts';

export interface ReleasedRow {
  caseId: string;
  intakeId: string;
  projectId: string;
  seriesId: string;
  state: ReleasedState;
  findings: StoredFinding[];
  foundAt: Date;
  firstBy: string | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  reason: string | null;
  version: number;
  importerId: string | null;
  subjectCode: string;
  seriesDescription: string | null;
  modality: string | null;
  instanceCount: number;
  /** More of the series is not decided: being received, or in a case. */
  isMoreUndecided: boolean;
  /** The case of what waits; null: there is none, or none yet. */
  waitingCaseId: string | null;
}

/** With what of the same series is not decided. Served by intake_undecided_series_unique, quarantine_case_intake_id_key. */
function select(db: Database | Trx) {
  return db
    .selectFrom('curation.released_finding as f')
    .innerJoin('curation.quarantine_case as c', 'c.id', 'f.case_id')
    .leftJoin('archive.intake as more', (join) =>
      join
        .onRef('more.series_id', '=', 'f.series_id')
        .onRef('more.id', '<>', 'c.intake_id')
        .on('more.state', 'in', ['receiving', 'quarantined']),
    )
    .leftJoin('curation.quarantine_case as w', 'w.intake_id', 'more.id')
    .select(({ eb }) => [
      eb('more.id', 'is not', null).$castTo<boolean>().as('isMoreUndecided'),
      'w.id as waitingCaseId',
      'f.case_id as caseId',
      'c.intake_id as intakeId',
      'f.project_id as projectId',
      'f.series_id as seriesId',
      'f.state',
      'f.findings',
      'f.found_at as foundAt',
      'f.first_by as firstBy',
      'f.decided_by as decidedBy',
      'f.decided_at as decidedAt',
      'f.reason',
      'f.version',
      'c.importer_id as importerId',
      'c.subject_code as subjectCode',
      'c.series_description as seriesDescription',
      'c.modality',
      'c.instance_count as instanceCount',
    ]);
}

/** What was found in a released arrival, by its case. */
export async function findReleased(db: Database | Trx, caseId: string): Promise<ReleasedRow | undefined> {
  return (await select(db).where('f.case_id', '=', caseId).executeTakeFirst()) as ReleasedRow | undefined;
}

/** Notes what was found; a decision about something else is void. The caller holds the case's lock. */
export async function raiseReleased(
  trx: Trx,
  found: {
    caseId: string;
    projectId: string;
    seriesId: string;
    findings: readonly StoredFinding[];
    now: Date;
  },
): Promise<void> {
  const raised = {
    state: 'open',
    findings: JSON.stringify(found.findings),
    found_at: found.now,
    first_by: null,
    decided_by: null,
    decided_at: null,
    reason: null,
  } as const;
  await trx
    .insertInto('curation.released_finding')
    .values({ case_id: found.caseId, project_id: found.projectId, series_id: found.seriesId, ...raised })
    .onConflict((conflict) =>
      conflict.column('case_id').doUpdateSet((column) => ({
        ...raised,
        version: sql<number>`${column.ref('curation.released_finding.version')} + 1`,
      })),
    )
    .execute();
}

export interface ReleasedDecision {
  state: ReleasedState;
  /** Null: nobody; what was found is not there any more, or the decision was taken back. */
  by: string | null;
  reason: string | null;
  now: Date;
}

/** What became of it. */
export async function settleReleased(
  trx: Trx,
  caseId: string,
  { state, by, reason, now }: ReleasedDecision,
): Promise<void> {
  const isFirst = state === 'first-acknowledged';
  await trx
    .updateTable('curation.released_finding')
    .set((column) => ({
      state,
      reason,
      version: sql<number>`${column.ref('version')} + 1`,
      ...(isFirst || state === 'open' ? { first_by: isFirst ? by : null } : {}),
      decided_by: isFirst ? null : by,
      decided_at: isFirst || state === 'open' ? null : now,
    }))
    .where('case_id', '=', caseId)
    .execute();
}

const undecided = sql<boolean>`f.state in ('open', 'first-acknowledged')`;
const decided = sql<boolean>`f.state not in ('open', 'first-acknowledged')`;

/** What was found in a project's released series, oldest first. Served by released_finding_open and released_finding_decided. */
export async function listReleased(
  db: Database,
  filter: { projectId: string; state: 'open' | 'decided'; cursor?: string | undefined; limit: number },
): Promise<{ items: ReleasedRow[]; nextCursor: string | null }> {
  let query = select(db)
    .where('f.project_id', '=', filter.projectId)
    .where(filter.state === 'open' ? undecided : decided)
    .orderBy('f.found_at')
    .orderBy('f.case_id')
    .limit(filter.limit + 1);
  if (filter.cursor !== undefined) {
    const [at, id] = decodeCursor(filter.cursor, 2);
    query = query.where(sql<boolean>`(f.found_at, f.case_id) > (${at}::timestamptz, ${id}::uuid)`);
  }
  const rows = (await query.execute()) as unknown as ReleasedRow[];
  const items = rows.slice(0, filter.limit);
  const last = items.at(-1);
  const hasMore = rows.length > filter.limit && last !== undefined;
  return { items, nextCursor: hasMore ? encodeCursor([last.foundAt.toISOString(), last.caseId]) : null };
}

/** How much waits for a decision in each of these projects. Served by released_finding_open. */
export async function countReleased(
  db: Database,
  projectIds: readonly string[],
): Promise<Map<string, number>> {
  if (projectIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('curation.released_finding as f')
    .select(['f.project_id', (column) => column.fn.countAll<number>().as('count')])
    .where('f.project_id', 'in', [...projectIds])
    .where(undecided)
    .groupBy('f.project_id')
    .execute();
  return new Map(rows.map((row) => [row.project_id, row.count]));
}
