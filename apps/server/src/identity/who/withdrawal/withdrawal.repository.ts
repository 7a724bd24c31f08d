import { sql } from 'kysely';
import type { Database, Trx } from '../../../kernel/db/index.ts';
import type { Destroyed } from '../facts/fact.repository.ts';

/** Which blobs and vault files an exam has: of every version, of derived files, and the kept faces. Served by series_exam, instance_series, version_batch_series, series_file_series, intake_check_series. */
export async function selectBytesOfExam(
  trx: Trx,
  examId: string,
): Promise<{ blobs: Buffer[]; vaultFiles: string[]; images: number }> {
  const { rows: blobs } = await sql<{ sha256: Buffer; isImage: boolean }>`
    with own as (select i.id, i.blob_sha256 from archive.instance i join catalogue.series s on s.id = i.series_id where s.exam_id = ${examId})
    select blob_sha256 as sha256, true as "isImage" from own
    union select v.blob_sha256, false from archive.instance_version v join own on own.id = v.instance_id
    union select f.blob_sha256, false from archive.series_file f join catalogue.series s on s.id = f.series_id where s.exam_id = ${examId}`.execute(
    trx,
  );
  const { rows: files } = await sql<{ name: string }>`
    select o.vault_file as name from defacing.original o join archive.intake k on k.id = o.intake_id where k.exam_id = ${examId}`.execute(
    trx,
  );
  return {
    blobs: blobs.map(({ sha256 }) => sha256),
    vaultFiles: files.map(({ name }) => name),
    images: blobs.filter(({ isImage }) => isImage).length,
  };
}

/** Keeps everybody from hanging more on an exam that is about to go: who tries waits, and then finds nothing to hang it on. Served by series_exam. */
export async function lockExam(trx: Trx, examId: string): Promise<void> {
  await sql`select id from catalogue.series where exam_id = ${examId} order by id for update`.execute(trx);
  await sql`select id from archive.intake where exam_id = ${examId} order by id for update`.execute(trx);
}

/** Images of others that came later with the UID of one of these stay, as the first of their UID. Served by instance_series, instance_conflict_unique. */
export async function partConflicts(trx: Trx, examId: string): Promise<void> {
  const doomed = sql`select i.id from archive.instance i join catalogue.series s on s.id = i.series_id where s.exam_id = ${examId}`;
  const { rows } = await sql<{ id: string; first: string }>`
    select c.id, min(c.id::text) over (partition by c.conflict_of)::uuid as first from archive.instance c
    where c.conflict_of in (${doomed}) and c.id not in (${doomed})`.execute(trx);
  if (rows.length === 0) return;
  await sql`update archive.instance set state = 'rejected' where id in (${doomed})`.execute(trx);
  for (const { id, first } of rows.toSorted((one) => (one.id === one.first ? -1 : 1)))
    await sql`update archive.instance set conflict_of = ${id === first ? null : first}::uuid where id = ${id}`.execute(
      trx,
    );
}

/** Original values that keys of these persons sealed, wherever their images stand by now. Served by original_project. */
export async function deleteOriginalsSealedBy(
  trx: Trx,
  projectId: string,
  beginnings: readonly Buffer[],
): Promise<void> {
  const [length] = new Set(beginnings.map((one) => one.length));
  if (length === undefined) return;
  await sql`delete from archive.original where project_id = ${projectId}
    and substring(sealed from 1 for ${length}) = any(${[...beginnings]}::bytea[])`.execute(trx);
}

/** Rows of tables, where exams came from, and dates in what was shown of findings: all that is kept of these subjects here. Served by subject_table_row_subject, subject_table_row_origin, fact_project. */
export async function deleteTraces(trx: Trx, projectId: string, codes: readonly string[]): Promise<number> {
  const { numAffectedRows } = await sql`delete from identity.subject_table_row
    where project_id = ${projectId} and (subject_code = any(${[...codes]}::text[]) or origin_code = any(${[...codes]}::text[]))`.execute(
    trx,
  );
  await sql`delete from deidentification.exam_origin
    where project_id = ${projectId} and subject_code = any(${[...codes]}::text[])`.execute(trx);
  await sql`update identity.fact set preview = '{"exams": [], "tableRows": 0}'
    where project_id = ${projectId} and (from_code = any(${[...codes]}::text[]) or to_code = any(${[...codes]}::text[]))`.execute(
    trx,
  );
  return Number(numAffectedRows ?? 0n);
}

/** Marks the beginning of withdrawals that are due; from here on none of them is undone. Their facts. Served by fact_withdrawn. */
export async function beginDue(
  trx: Trx,
  projectId: string,
  now: Date,
): Promise<{ id: string; code: string; isDone: boolean }[]> {
  // Locked first: an undoing of this moment is either seen, or waits and is refused.
  await sql`select id from identity.fact where project_id = ${projectId} and kind = 'withdraw' order by id for update`.execute(
    trx,
  );
  const { rows } = await sql<{ id: string; code: string; isDone: boolean }>`
    update identity.fact f set begun_at = coalesce(begun_at, ${now})
    where f.project_id = ${projectId} and f.kind = 'withdraw' and f.effective_at <= ${now}
      and not exists (select from identity.fact u where u.undoes = f.id)
    returning f.id, f.from_code as code, f.done_at is not null as "isDone"`.execute(trx);
  return rows;
}

/** Adds up what was destroyed for a withdrawal, in the transaction that destroys it: so the sum is right whatever interrupts. By the primary key. */
export async function addDestroyed(trx: Trx, factId: string, destroyed: Destroyed): Promise<void> {
  await sql`
    update identity.fact f set done_exams = least(total_exams, done_exams + ${destroyed.exams}), destroyed = (
      select jsonb_object_agg(k.key, coalesce((f.destroyed ->> k.key)::int, 0) + k.value::int)
      from jsonb_each_text(${JSON.stringify(destroyed)}::jsonb) as k)
    where f.id = ${factId}`.execute(trx);
}

/** Says that a withdrawal is carried out. By the primary key. */
export async function endWithdrawal(trx: Trx, factId: string, now: Date): Promise<void> {
  await sql`update identity.fact set done_at = ${now}, done_exams = total_exams where id = ${factId}`.execute(
    trx,
  );
}

/** Begins a withdrawal anew that was carried out before: more was found to be the person's. By the primary key. */
export async function reopenWithdrawal(db: Database | Trx, factId: string): Promise<void> {
  await sql`update identity.fact set done_at = null where id = ${factId}`.execute(db);
}

/** Whether anybody of a project withdrew, and it was not taken back. Served by fact_withdrawn. */
export async function hasWithdrawals(db: Database | Trx, projectId: string): Promise<boolean> {
  const { rows } = await sql`
    select from identity.fact f where f.project_id = ${projectId} and f.kind = 'withdraw'
      and not exists (select from identity.fact u where u.undoes = f.id) limit 1`.execute(db);
  return rows.length > 0;
}

/**
 * How often something of these exams and subjects left: downloads, DICOMweb, tables. Chosen selections are counted apart: the audit trail
 * says how many series were in one, not which. Served by entry_object, entry_type.
 */
export async function countExports(
  db: Database,
  projectId: string,
  { codes, examIds }: { codes: readonly string[]; examIds: readonly string[] },
): Promise<{ exports: number; selectionExports: number }> {
  const { rows } = await sql<{ exports: number; selectionExports: number }>`
    with objects as (
      select 'exam' as kind, e.id::text as id from catalogue.exam e where e.id = any(${[...examIds]}::uuid[])
      union select 'study', e.study_instance_uid from catalogue.exam e where e.id = any(${[...examIds]}::uuid[])
      union select 'subject', j.id::text from catalogue.subject j where j.project_id = ${projectId} and j.code = any(${[...codes]}::text[])
      union select 'series', s.id::text from catalogue.series s where s.exam_id = any(${[...examIds]}::uuid[])
      union select 'file', f.id::text from archive.series_file f join catalogue.series s on s.id = f.series_id
        where s.exam_id = any(${[...examIds]}::uuid[])
      union select 'table', r.table_id::text from identity.subject_table_row r
        where r.project_id = ${projectId} and r.subject_code = any(${[...codes]}::text[])
    )
    select
      (select count(*)::int from audit.entry a join objects o on o.kind = a.object_kind and o.id = a.object_id
        where a.project_id = ${projectId} and (a.type like '%.exported' or a.type = 'identity.table.downloaded')) as exports,
      (select count(*)::int from audit.entry a where a.project_id = ${projectId} and a.type = 'archive.files.exported'
        and a.object_kind = 'selection') as "selectionExports"`.execute(db);
  return rows[0] ?? { exports: 0, selectionExports: 0 };
}

/** How many arrivals of these exams still wait for a reviewer. Served by the exams' series (case_series). */
export async function countCases(db: Database, examIds: readonly string[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from curation.quarantine_case c join catalogue.series s on s.id = c.series_id
    where s.exam_id = any(${[...examIds]}::uuid[]) and c.state not in ('released', 'discarded')`.execute(db);
  return rows[0]?.count ?? 0;
}

/** A fact, locked until the transaction ends: whoever undoes, confirms or begins it takes turns. By the primary key. */
export async function lockFact(
  trx: Trx,
  projectId: string,
  id: string,
): Promise<
  | { kind: string; madeBy: string; effectiveAt: Date | null; begunAt: Date | null; isUndone: boolean }
  | undefined
> {
  await sql`select id from identity.fact where id = ${id} for update`.execute(trx);
  const { rows } = await sql<{
    kind: string;
    madeBy: string;
    effectiveAt: Date | null;
    begunAt: Date | null;
    isUndone: boolean;
  }>`select f.kind, f.made_by as "madeBy", f.effective_at as "effectiveAt", f.begun_at as "begunAt",
      exists (select from identity.fact u where u.undoes = f.id) as "isUndone"
    from identity.fact f where f.id = ${id} and f.project_id = ${projectId}`.execute(trx);
  return rows[0];
}

/** Notes the second person's word. By the primary key. */
export async function confirmFact(
  trx: Trx,
  id: string,
  { by, byName, at, effectiveAt }: { by: string; byName: string; at: Date; effectiveAt: Date },
): Promise<void> {
  await sql`update identity.fact set confirmed_by = ${by}, confirmed_by_name = ${byName}, confirmed_at = ${at},
    effective_at = ${effectiveAt} where id = ${id}`.execute(trx);
}
