import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { startEmbeddedPostgres } from '../apps/server/src/kernel/db/embedded-postgres.ts';
import { migrate } from '../apps/server/src/kernel/db/migrate.ts';
import { createPool } from '../apps/server/src/kernel/db/pools.ts';
import { createLogger } from '../apps/server/src/kernel/log/index.ts';

// The embedded PostgreSQL ships no pg_dump: the catalogue itself says what there is, in PostgreSQL's own words.
const ours = `n.nspname !~ '^(pg_|information_schema|graphile_worker|public$)'`;

const columnsQuery = `
  select n.nspname as schema, c.relname as name, c.relkind::text as kind,
    case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid, true) end as view,
    coalesce(json_agg(json_build_object(
      'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'required', a.attnotnull,
      'identity', a.attidentity::text, 'generated', a.attgenerated::text, 'fallback', pg_get_expr(d.adbin, d.adrelid)) order by a.attnum)
      filter (where a.attnum > 0 and not a.attisdropped), '[]') as columns
  from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    left join pg_attribute a on a.attrelid = c.oid
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.relkind in ('r', 'p', 'v', 'm') and ${ours}
  group by n.nspname, c.oid, c.relname, c.relkind
  order by n.nspname, c.relname`;

const constraintsQuery = `
  select n.nspname as schema, c.relname as table, k.conname as name, pg_get_constraintdef(k.oid, true) as definition
  from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
  where k.contype in ('p', 'u', 'f', 'c', 'x') and ${ours}
  order by 1, 2, k.contype, 3`;

const indexesQuery = `
  select schemaname as schema, tablename as table, indexname as name, indexdef as definition
  from pg_indexes join pg_namespace n on n.nspname = schemaname
  where ${ours} and not exists (select from pg_constraint k where k.conname = indexname and k.connamespace = n.oid)
  order by 1, 2, 3`;

const functionsQuery = `
  select n.nspname as schema, p.proname as name, pg_get_functiondef(p.oid) as definition
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where p.prokind in ('f', 'p') and ${ours}
    and not exists (select from pg_depend e where e.objid = p.oid and e.deptype = 'e')
  order by 1, 2, 3`;

const triggersQuery = `
  select n.nspname as schema, c.relname as table, pg_get_triggerdef(t.oid, true) as definition
  from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
  where not t.tgisinternal and ${ours}
  order by 1, 2, t.tgname`;

const grantsQuery = `
  select table_schema as schema, table_name as table, grantee, string_agg(privilege_type, ', ' order by privilege_type) as privileges
  from information_schema.role_table_grants join pg_namespace n on n.nspname = table_schema
  where grantee like 'pesscara%' and ${ours}
  group by 1, 2, 3 order by 1, 2, 3`;

interface Column {
  name: string;
  type: string;
  required: boolean;
  identity: string;
  generated: string;
  fallback: string | null;
}
interface Relation {
  schema: string;
  name: string;
  kind: string;
  view: string | null;
  columns: Column[];
}
interface Definition {
  schema: string;
  table: string;
  name: string;
  definition: string;
}

function columnText({ name, type, required, identity, generated, fallback }: Column): string {
  const value =
    identity !== ''
      ? ` generated ${identity === 'a' ? 'always' : 'by default'} as identity`
      : generated !== ''
        ? ` generated always as (${fallback ?? ''}) ${generated === 's' ? 'stored' : 'virtual'}`
        : fallback === null
          ? ''
          : ` default ${fallback}`;
  return `  ${name} ${type}${required ? ' not null' : ''}${value}`;
}

function relationText(
  { schema, name, kind, view, columns }: Relation,
  constraints: readonly Definition[],
): string {
  if (kind === 'v' || kind === 'm')
    return `create ${kind === 'm' ? 'materialized ' : ''}view ${schema}.${name} as\n${view ?? ''}`;
  const own = constraints.filter((constraint) => constraint.schema === schema && constraint.table === name);
  const lines = [
    ...columns.map(columnText),
    ...own.map((constraint) => `  constraint ${constraint.name} ${constraint.definition}`),
  ];
  return `create table ${schema}.${name} (\n${lines.join(',\n')}\n);`;
}

async function rowsOf<Row>(pool: pg.Pool, query: string): Promise<Row[]> {
  return (await pool.query(query)).rows as Row[];
}

async function describe(pool: pg.Pool): Promise<string> {
  const relations = await rowsOf<Relation>(pool, columnsQuery);
  const constraints = await rowsOf<Definition>(pool, constraintsQuery);
  const grants = await rowsOf<{ schema: string; table: string; grantee: string; privileges: string }>(
    pool,
    grantsQuery,
  );
  const parts = [
    '-- Made by `npm run generate` from a migrated database, to be read and compared; the migrations beside it make it.',
    ...relations.map((relation) => relationText(relation, constraints)),
    ...(await rowsOf<Definition>(pool, indexesQuery)).map(({ definition }) => `${definition};`),
    ...(await rowsOf<Definition>(pool, functionsQuery)).map(({ definition }) => `${definition.trimEnd()};`),
    ...(await rowsOf<Definition>(pool, triggersQuery)).map(({ definition }) => `${definition};`),
    grants
      .map(
        ({ schema, table, grantee, privileges }) =>
          `grant ${privileges.toLowerCase()} on ${schema}.${table} to ${grantee};`,
      )
      .join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** What the migrations make of an empty database, as SQL in a stable order. */
export async function schemaText(): Promise<string> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'pesscara-schema-'));
  const log = createLogger('warn');
  const server = await startEmbeddedPostgres(path.join(scratch, 'postgres'), path.join(scratch, 'keys'), log);
  try {
    const pool = createPool({ url: server.url, connections: 2, log });
    await migrate(pool);
    const text = await describe(pool);
    await pool.end();
    return text;
  } finally {
    await server.stop();
    await rm(scratch, { recursive: true, force: true });
  }
}
