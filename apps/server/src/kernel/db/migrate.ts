import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { runMigrations } from 'graphile-worker';
import type pg from 'pg';

const directory = path.join(import.meta.dirname, '../../../migrations');

/** The database cannot be used by this version; the message says why and what to do. */
export class DatabaseError extends Error {}

export interface Migration {
  number: number;
  name: string;
  sql: string;
}

/** All migrations in order: `NNNN.slice.sql`. */
export async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => /^\d{4}\..+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => ({
      number: Number(name.slice(0, 4)),
      name,
      sql: await readFile(path.join(directory, name), 'utf8'),
    })),
  );
}

const lockNumber = 7_337_270; // any constant: one migrator at a time in a database

async function appliedMigrations(client: pg.PoolClient): Promise<Map<number, string>> {
  await client.query(`create table if not exists public.pesscara_migration (
    number integer primary key, name text not null, applied_at timestamptz not null default now())`);
  const { rows } = await client.query<{ number: number; name: string }>(
    'select number, name from public.pesscara_migration',
  );
  return new Map(rows.map((row) => [row.number, row.name]));
}

async function applyOne(client: pg.PoolClient, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query('insert into public.pesscara_migration (number, name) values ($1, $2)', [
      migration.number,
      migration.name,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

const queueGrants = `
  grant usage on schema graphile_worker to pesscara_app;
  grant select, insert, update, delete on all tables in schema graphile_worker to pesscara_app;
  grant usage on all sequences in schema graphile_worker to pesscara_app;
  grant execute on all functions in schema graphile_worker to pesscara_app;
  -- The queue's tables have row security on, which only their owner passes: a policy lets the application's role through.
  do $policies$
  declare queue_table record;
  begin
    for queue_table in select tablename from pg_tables where schemaname = 'graphile_worker' and rowsecurity loop
      if not exists (select from pg_policies where schemaname = 'graphile_worker' and tablename = queue_table.tablename and policyname = 'pesscara_app') then
        execute format('create policy pesscara_app on graphile_worker.%I for all to pesscara_app using (true) with check (true)', queue_table.tablename);
      end if;
    end loop;
  end $policies$;
  grant pesscara_app, pesscara_crosswalk to current_user`;

/**
 * Brings the database to this version: migrations forward only, each in its transaction, then the job queue's own, then the grants.
 * @throws DatabaseError when the database belongs to a newer version of the program
 */
export async function migrate(pool: pg.Pool): Promise<{ applied: string[] }> {
  const migrations = await readMigrations();
  const client = await pool.connect();
  const applied: string[] = [];
  try {
    await client.query('select pg_advisory_lock($1)', [lockNumber]);
    const done = await appliedMigrations(client);
    const latest = migrations.at(-1)?.number ?? 0;
    const newer = [...done.keys()].filter((number) => number > latest);
    if (newer.length > 0)
      throw new DatabaseError(
        `This database was used by a newer PESSCARA (its migration ${Math.max(...newer)}, ours end at ${latest}). Start that version, or restore a backup made with this one.`,
      );
    for (const migration of migrations) {
      if (done.has(migration.number)) continue;
      await applyOne(client, migration);
      applied.push(migration.name);
    }
    await runMigrations({ pgPool: pool });
    await client.query(await readFile(path.join(directory, 'grants.sql'), 'utf8'));
    await client.query(queueGrants);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lockNumber]);
    client.release();
  }
  return { applied };
}
