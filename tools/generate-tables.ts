/** Writes the row types of every table, read from a freshly migrated database. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '../apps/server/src/kernel/db/embedded-postgres.ts';
import { migrate } from '../apps/server/src/kernel/db/migrate.ts';
import { createPool } from '../apps/server/src/kernel/db/pools.ts';
import { createLogger } from '../apps/server/src/kernel/log/index.ts';

const root = path.join(import.meta.dirname, '..');
const target = path.join(root, 'apps/server/src/kernel/db/tables.generated.ts');

const scratch = await mkdtemp(path.join(os.tmpdir(), 'pesscara-tables-'));
const log = createLogger('warn');
const server = await startEmbeddedPostgres(path.join(scratch, 'postgres'), path.join(scratch, 'keys'), log);
try {
  const pool = createPool({ url: server.url, connections: 2, log });
  await migrate(pool);
  await pool.end();
  execFileSync(
    path.join(root, 'node_modules/.bin/kysely-codegen'),
    [
      '--dialect=postgres',
      `--url=${server.url}`,
      `--out-file=${target}`,
      '--exclude-pattern=(graphile_worker|public).*',
      '--date-parser=string',
      '--numeric-parser=number',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const text = await readFile(target, 'utf8');
  // int8 arrives as a number here (pools.ts sets the parser); transaction ids are written by the database alone.
  await writeFile(
    target,
    text.replaceAll(
      /ColumnType<string, bigint \| number \| string, bigint \| number \| string>/g,
      'ColumnType<number, number, number>',
    ),
  );
} finally {
  await server.stop();
  await rm(scratch, { recursive: true, force: true });
}
