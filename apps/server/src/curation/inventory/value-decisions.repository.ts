import { sql } from 'kysely';
import type { Database, Trx } from '../../kernel/db/index.ts';
import type { ValueAction } from './inventory.repository.ts';

export interface DecidedValue {
  decisionId: string;
  valueId: string;
  hash: Buffer;
  path: string;
  action: ValueAction;
  sealedReplacement: Buffer | null;
}

export interface ValueChange {
  decisionId: string;
  causeId: string;
  hash: Buffer;
  path: string;
  sealedReplacement: Buffer | null;
}

export interface ReviewedIntake {
  intakeId: string;
  projectId: string;
  seriesId: string;
}

/** An arrival that waits for review, locked with the rest of the transaction where the caller asks. By its key. */
export async function findReviewedIntake(
  db: Database | Trx,
  intakeId: string,
  { lock }: { lock: boolean },
): Promise<ReviewedIntake | undefined> {
  const query = db
    .selectFrom('archive.intake')
    .select(['id as intakeId', 'project_id as projectId', 'series_id as seriesId'])
    .where('id', '=', intakeId)
    .where('state', '=', 'quarantined');
  return (lock ? query.forUpdate() : query).executeTakeFirst();
}

/** Arrivals under review that hold what these decisions are about. Served by inventory_use_value. */
export async function selectHolders(trx: Trx, decisionIds: readonly string[]): Promise<ReviewedIntake[]> {
  return trx
    .selectFrom('curation.value_decision as d')
    .innerJoin('curation.inventory_use as u', 'u.value_id', 'd.value_id')
    .innerJoin('archive.intake as k', 'k.id', 'u.intake_id')
    .select(['k.id as intakeId', 'k.project_id as projectId', 'k.series_id as seriesId'])
    .distinct()
    .where('d.id', 'in', [...decisionIds])
    .where('k.state', '=', 'quarantined')
    .execute();
}

/** What decisions in force are still to remove or replace in an arrival. Served by inventory_use_pkey, value_decision_in_force. */
export async function selectDue(db: Database | Trx, intakeId: string): Promise<DecidedValue[]> {
  const rows = await db
    .selectFrom('curation.inventory_use as u')
    .innerJoin('curation.inventory_value as v', 'v.id', 'u.value_id')
    .innerJoin('curation.value_decision as d', 'd.value_id', 'v.id')
    .select([
      'd.id as decisionId',
      'v.id as valueId',
      'v.value_hash as hash',
      'v.path',
      'd.action',
      'd.sealed_replacement as sealedReplacement',
    ])
    .where('u.intake_id', '=', intakeId)
    .where('d.state', '=', 'applied')
    .where('d.action', '<>', 'accept')
    .execute();
  return rows as DecidedValue[];
}

/** Whether every one of these decisions is still in force; they stay so until the transaction ends. By their keys. */
export async function stayInForce(trx: Trx, decisionIds: readonly string[]): Promise<boolean> {
  const rows = await trx
    .selectFrom('curation.value_decision')
    .select('state')
    .where('id', 'in', [...decisionIds])
    .orderBy('id')
    .forShare()
    .execute();
  return rows.every(({ state }) => state === 'applied');
}

/** Writes down where decisions were carried out: the arrival holds their values no more. Served by inventory_use_pkey. */
export async function moveUsesToChanges(
  trx: Trx,
  { intakeId, causeId, due }: { intakeId: string; causeId: string; due: readonly DecidedValue[] },
): Promise<void> {
  const ids = due.map(({ decisionId }) => decisionId);
  await sql`
    with gone as (
      delete from curation.inventory_use u using curation.value_decision d
      where u.intake_id = ${intakeId} and d.id = any(${ids}::uuid[]) and u.value_id = d.value_id
      returning u.value_id, u.instance_count, u.sample_instance_id, d.id as decision_id)
    insert into curation.value_change (intake_id, decision_id, value_id, cause_id, instance_count, sample_instance_id)
    select ${intakeId}, decision_id, value_id, ${causeId}, instance_count, sample_instance_id from gone
    on conflict (intake_id, decision_id, cause_id) do nothing`.execute(trx);
}

/** Where these decisions were carried out and what is there still waits for review. Served by value_change_decision. */
export async function selectChangedIntakes(trx: Trx, decisionIds: readonly string[]): Promise<string[]> {
  const rows = await trx
    .selectFrom('curation.value_change')
    .select('intake_id')
    .distinct()
    .where('decision_id', 'in', [...decisionIds])
    .execute();
  return rows.map((row) => row.intake_id);
}

/** Decisions that were taken back, and whose changes of an arrival are still there. Served by value_change_pkey. */
export async function selectUndoneChanges(trx: Trx, intakeId: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('curation.value_change as c')
    .innerJoin('curation.value_decision as d', 'd.id', 'c.decision_id')
    .select('d.id')
    .distinct()
    .where('c.intake_id', '=', intakeId)
    .where('d.state', '=', 'undone')
    .execute();
  return rows.map(({ id }) => id);
}

/** What these decisions changed in an arrival. Served by value_change_pkey. */
export async function selectChanges(
  db: Database,
  intakeId: string,
  decisionIds: readonly string[],
): Promise<ValueChange[]> {
  return db
    .selectFrom('curation.value_change as c')
    .innerJoin('curation.value_decision as d', 'd.id', 'c.decision_id')
    .innerJoin('curation.inventory_value as v', 'v.id', 'c.value_id')
    .select([
      'd.id as decisionId',
      'c.cause_id as causeId',
      'v.value_hash as hash',
      'v.path',
      'd.sealed_replacement as sealedReplacement',
    ])
    .where('c.intake_id', '=', intakeId)
    .where('c.decision_id', 'in', [...decisionIds])
    .execute();
}

/** Served by value_change_pkey. */
export async function deleteChanges(
  trx: Trx,
  intakeId: string,
  decisionIds: readonly string[],
): Promise<void> {
  await trx
    .deleteFrom('curation.value_change')
    .where('intake_id', '=', intakeId)
    .where('decision_id', 'in', [...decisionIds])
    .execute();
}

/**
 * Whether an arrival may still hold what a decision says shall be gone: it is not carried out yet, or what is there was not
 * looked through since. Served by value_decision_project, inventory_use_pkey, inventory_taken_pkey, instance_intake.
 */
export async function waitsForDecisions(
  trx: Trx,
  { projectId, intakeId }: { projectId: string; intakeId: string },
  contentSha256: () => Promise<Buffer>,
): Promise<boolean> {
  const { rows } = await sql<{ anywhere: boolean; here: boolean; taken: Buffer | null }>`
    select exists (select from curation.value_decision d where d.project_id = ${projectId} and d.state <> 'undone' and d.action <> 'accept') as anywhere,
      exists (select from curation.inventory_use u join curation.value_decision d on d.value_id = u.value_id
        where u.intake_id = ${intakeId} and d.state <> 'undone' and d.action <> 'accept') as here,
      (select content_sha256 from curation.inventory_taken where intake_id = ${intakeId}) as taken`.execute(
    trx,
  );
  const { anywhere = false, here = false, taken = null } = rows[0] ?? {};
  if (!anywhere) return false;
  return here || taken === null || !taken.equals(await contentSha256());
}

/** Ends the decisions in force on values; gives those that were. Served by value_decision_in_force. */
export async function supersede(trx: Trx, valueIds: readonly string[]): Promise<string[]> {
  const rows = await trx
    .updateTable('curation.value_decision')
    .set({ state: 'undone' })
    .where('value_id', 'in', [...valueIds])
    .where('state', '<>', 'undone')
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Hashes, among these, of values that a decision removes or replaces. Served by inventory_value_unique, value_decision_in_force. */
export async function selectDecidedAway(
  trx: Trx,
  projectId: string,
  hashes: readonly Buffer[],
): Promise<Buffer[]> {
  const rows = await trx
    .selectFrom('curation.inventory_value as v')
    .innerJoin('curation.value_decision as d', 'd.value_id', 'v.id')
    .select('v.value_hash')
    .where('v.project_id', '=', projectId)
    .where('v.value_hash', 'in', [...hashes])
    .where('d.state', '<>', 'undone')
    .where('d.action', '<>', 'accept')
    .execute();
  return rows.map((row) => row.value_hash);
}
