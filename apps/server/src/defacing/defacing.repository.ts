import type { Database, Trx } from '../kernel/db/index.ts';
import type { State } from './standing.ts';

export interface TaskRow {
  intakeId: string;
  projectId: string;
  seriesId: string;
  state: State;
  reason: string | null;
  instanceCount: number;
  runId: string;
  measures: unknown;
  sealedPictures: Buffer | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  decisionReason: string | null;
}

const columns = [
  'intake_id as intakeId',
  'project_id as projectId',
  'series_id as seriesId',
  'state',
  'reason',
  'instance_count as instanceCount',
  'run_id as runId',
  'measures',
  'sealed_pictures as sealedPictures',
  'decided_by as decidedBy',
  'decided_at as decidedAt',
  'decision_reason as decisionReason',
] as const;

/** The task of an arrival, by its key; locked for a change. */
export async function findTask(
  db: Database | Trx,
  intakeId: string,
  { lock = false } = {},
): Promise<TaskRow | undefined> {
  const query = db.selectFrom('defacing.task').select(columns).where('intake_id', '=', intakeId);
  return (await (lock ? query.forUpdate() : query).executeTakeFirst()) as TaskRow | undefined;
}

export interface NewTask {
  intakeId: string;
  projectId: string;
  seriesId: string;
  runId: string;
  instanceCount: number;
  now: Date;
}

/** Begins a task, or begins it anew. */
export async function beginTask(trx: Trx, task: NewTask): Promise<void> {
  const { intakeId, projectId, seriesId, runId, instanceCount, now } = task;
  const fresh = {
    state: 'waiting',
    run_id: runId,
    reason: null,
    instance_count: instanceCount,
    measures: null,
    sealed_pictures: null,
    begun_at: now,
    finished_at: null,
    decided_by: null,
    decided_at: null,
    decision_reason: null,
  } as const;
  await trx
    .insertInto('defacing.task')
    .values({ intake_id: intakeId, project_id: projectId, series_id: seriesId, ...fresh })
    .onConflict((conflict) => conflict.column('intake_id').doUpdateSet(fresh))
    .execute();
}

export interface Ending {
  state: State;
  reason: string | null;
  measures?: object | undefined;
  sealedPictures?: Buffer | undefined;
}

/** What the job found, or a person decided. */
export async function endTask(trx: Trx, intakeId: string, ending: Ending, now: Date): Promise<void> {
  const { state, reason, measures, sealedPictures } = ending;
  await trx
    .updateTable('defacing.task')
    .set({
      state,
      reason,
      finished_at: now,
      ...(measures === undefined ? {} : { measures: JSON.stringify(measures) }),
      ...(sealedPictures === undefined ? {} : { sealed_pictures: sealedPictures }),
    })
    .where('intake_id', '=', intakeId)
    .execute();
}

/** What a person decided about the face. */
export async function saveDecision(
  trx: Trx,
  intakeId: string,
  { state, by, at, reason }: { state: State; by: string; at: Date; reason: string | null },
): Promise<void> {
  await trx
    .updateTable('defacing.task')
    .set({ state, decided_by: by, decided_at: at, decision_reason: reason })
    .where('intake_id', '=', intakeId)
    .execute();
}

/** Removes the pictures of a decided arrival. */
export async function forgetPictures(trx: Trx, intakeId: string): Promise<void> {
  await trx
    .updateTable('defacing.task')
    .set({ sealed_pictures: null })
    .where('intake_id', '=', intakeId)
    .execute();
}

/** Keeps where an instance lies in the vault. */
export async function insertOriginal(
  trx: Trx,
  original: { instanceId: string; intakeId: string; vaultFile: string; transferSyntaxUid: string },
): Promise<void> {
  await trx
    .insertInto('defacing.original')
    .values({
      instance_id: original.instanceId,
      intake_id: original.intakeId,
      vault_file: original.vaultFile,
      transfer_syntax_uid: original.transferSyntaxUid,
    })
    .execute();
}

export interface OriginalRow {
  instanceId: string;
  vaultFile: string;
  transferSyntaxUid: string;
}

/** What the vault keeps of an arrival. Served by original_intake. */
export async function listOriginals(db: Database | Trx, intakeId: string): Promise<OriginalRow[]> {
  return db
    .selectFrom('defacing.original')
    .select([
      'instance_id as instanceId',
      'vault_file as vaultFile',
      'transfer_syntax_uid as transferSyntaxUid',
    ])
    .where('intake_id', '=', intakeId)
    .execute();
}

/** Forgets where they lie, when they are removed. Served by original_intake. */
export async function deleteOriginalRows(trx: Trx, intakeId: string): Promise<void> {
  await trx.deleteFrom('defacing.original').where('intake_id', '=', intakeId).execute();
}

export interface IntakeRow {
  id: string;
  projectId: string;
  seriesId: string;
  profileId: string;
  state: string;
  instanceCount: number;
}

/** An arrival, by its key. */
export async function findIntake(db: Database | Trx, intakeId: string): Promise<IntakeRow | undefined> {
  return db
    .selectFrom('archive.intake')
    .select([
      'id',
      'project_id as projectId',
      'series_id as seriesId',
      'profile_id as profileId',
      'state',
      'instance_count as instanceCount',
    ])
    .where('id', '=', intakeId)
    .executeTakeFirst();
}
