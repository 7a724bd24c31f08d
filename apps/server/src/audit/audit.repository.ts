import { type SqlBool, sql } from 'kysely';
import type { Database, Trx } from '../kernel/db/index.ts';

export interface EntryRow {
  id: string;
  occurred_at: Date;
  action: string;
  type: string;
  outcome: number;
  actor_id: string;
  actor_name: string;
  actor_kind: string;
  project_id: string | null;
  object_kind: string;
  object_id: string;
  related: string[];
  correlation_id: string;
  bytes: Buffer;
}

// PostgreSQL takes 65,535 parameters in a statement.
const rowsOfStatement = 1000;

/** Writes entries and marks them as not chained yet, in one statement for each thousand. */
export async function insertEntries(trx: Trx, rows: readonly EntryRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += rowsOfStatement)
    await trx
      .with('written', (query) =>
        query
          .insertInto('audit.entry')
          .values(rows.slice(at, at + rowsOfStatement))
          .returning('id'),
      )
      .insertInto('audit.pending')
      .columns(['entry_id'])
      .expression((builder) => builder.selectFrom('written').select('id'))
      .execute();
}

export interface EntryFilter {
  projectId?: string | undefined;
  actor?: string | undefined;
  type?: string | undefined;
  objectKind?: string | undefined;
  objectId?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
}

// Ids begin with their time in milliseconds (RFC 9562 section 5.7), so a range of times is a range of the primary key;
// a quarter of an hour of slack for clocks that were set.
const slackMs = 15 * 60_000;
function idAt(time: Date, offsetMs: number): string {
  const text = Math.max(0, time.getTime() + offsetMs)
    .toString(16)
    .padStart(12, '0');
  return `${text.slice(0, 8)}-${text.slice(8)}-0000-0000-000000000000`;
}

/** Entries, newest first, older than `beforeId`. Served by the primary key, entry_project, entry_object, entry_actor, entry_type. */
export async function selectEntries(db: Database, filter: EntryFilter, limit: number, beforeId?: string) {
  let query = db
    .selectFrom('audit.entry as e')
    .leftJoin('audit.chain as c', 'c.entry_id', 'e.id')
    .select(['e.id', 'c.sequence', 'e.bytes']);
  if (filter.projectId !== undefined) query = query.where('e.project_id', '=', filter.projectId);
  if (filter.actor !== undefined) query = query.where('e.actor_id', '=', filter.actor);
  if (filter.type !== undefined) query = query.where('e.type', '=', filter.type);
  if (filter.objectKind !== undefined) query = query.where('e.object_kind', '=', filter.objectKind);
  if (filter.objectId !== undefined) query = query.where('e.object_id', '=', filter.objectId);
  if (filter.from !== undefined)
    query = query.where('e.occurred_at', '>=', filter.from).where('e.id', '>=', idAt(filter.from, -slackMs));
  if (filter.to !== undefined)
    query = query.where('e.occurred_at', '<', filter.to).where('e.id', '<', idAt(filter.to, slackMs));
  if (beforeId !== undefined) query = query.where('e.id', '<', beforeId);
  return query.orderBy('e.id', 'desc').limit(limit).execute();
}

/** Entries about these objects or related to them, newest first. Served by entry_object and entry_related. */
export async function selectHistory(
  db: Database,
  projectId: string,
  objects: readonly { kind: string; id: string }[],
  limit: number,
) {
  const kinds = objects.map((object) => object.kind);
  const ids = objects.map((object) => object.id);
  const names = objects.map((object) => `${object.kind}:${object.id}`);
  const { rows } = await sql<{ id: string; sequence: number | null; bytes: Buffer }>`
    select e.id, c.sequence, e.bytes
    from (
      select e.id from unnest(${kinds}::text[], ${ids}::text[]) as o (kind, id)
      join audit.entry e on e.object_kind = o.kind and e.object_id = o.id
      union
      select e.id from audit.entry e where e.related && ${names}::text[] and e.related <> '{}'
    ) found
    join audit.entry e on e.id = found.id
    left join audit.chain c on c.entry_id = e.id
    where e.project_id = ${projectId}
    order by e.id desc
    limit ${limit}`.execute(db);
  return rows;
}

/** Places of the chain after `sequence`, up to `upTo`, in order. Served by the primary keys. */
export async function selectChained(db: Database | Trx, sequence: number, upTo: number, limit: number) {
  return db
    .selectFrom('audit.chain as c')
    .innerJoin('audit.entry as e', 'e.id', 'c.entry_id')
    .select(['c.sequence', 'c.leaf', 'c.chained', 'e.bytes'])
    .where('c.sequence', '>', sequence)
    .where('c.sequence', '<=', upTo)
    .orderBy('c.sequence')
    .limit(limit)
    .execute();
}

/** Leaves after `sequence`, in order. */
export async function selectLeaves(trx: Trx, sequence: number, limit: number) {
  return trx
    .selectFrom('audit.chain')
    .select(['sequence', 'leaf'])
    .where('sequence', '>', sequence)
    .orderBy('sequence')
    .limit(limit)
    .execute();
}

/** The end of the chain; undefined when it is empty. */
export async function selectHead(db: Database | Trx) {
  return db
    .selectFrom('audit.chain')
    .select(['sequence', 'chained'])
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function hasPending(db: Database): Promise<boolean> {
  const row = await db
    .selectNoFrom((builder) =>
      sql<SqlBool>`${builder.exists(builder.selectFrom('audit.pending').select('entry_id'))}`.as('any'),
    )
    .executeTakeFirstOrThrow();
  return Boolean(row.any);
}

const advisoryLock = 7_337_272; // any constant: one writer of the chain at a time in a database

/** Held until the transaction ends. */
export async function lockChain(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${advisoryLock})`.execute(trx);
}

/** Entries without a place in the chain, oldest first. */
export async function selectPending(trx: Trx, limit: number) {
  return trx
    .selectFrom('audit.pending as p')
    .innerJoin('audit.entry as e', 'e.id', 'p.entry_id')
    .select(['e.id', 'e.bytes'])
    .orderBy('p.entry_id')
    .limit(limit)
    .execute();
}

export async function insertChained(
  trx: Trx,
  rows: readonly { sequence: number; entryId: string; leaf: Buffer; chained: Buffer }[],
): Promise<void> {
  const ids = rows.map((row) => row.entryId);
  await sql`
    insert into audit.chain (sequence, entry_id, leaf, chained)
    select * from unnest(${rows.map((row) => row.sequence)}::bigint[], ${ids}::uuid[],
      ${rows.map((row) => row.leaf)}::bytea[], ${rows.map((row) => row.chained)}::bytea[])`.execute(trx);
  await trx.deleteFrom('audit.pending').where('entry_id', '=', sql<string>`any(${ids}::uuid[])`).execute();
}

export async function selectLastCheckpoint(db: Database | Trx) {
  return db.selectFrom('audit.checkpoint').selectAll().orderBy('size', 'desc').limit(1).executeTakeFirst();
}

/** Every checkpoint, smallest first. */
export async function selectCheckpoints(db: Database) {
  return db
    .selectFrom('audit.checkpoint')
    .select(['size', 'root', 'note', 'made_at'])
    .orderBy('size')
    .execute();
}

export async function insertCheckpoint(
  trx: Trx,
  row: { size: number; root: Buffer; note: string; frontier: Buffer; made_at: Date },
): Promise<void> {
  await trx
    .insertInto('audit.checkpoint')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
