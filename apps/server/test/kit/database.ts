import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/kernel/db/embedded-postgres.ts';
import { createDatabase, createPool, migrate } from '../../src/kernel/db/index.ts';
import { createLogger } from '../../src/kernel/log/index.ts';
import { afterwards } from './afterwards.ts';

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string;
  }
}

const templateName = 'pesscara_template';

/** Global set-up of the database tests: one PostgreSQL for the run, with a migrated template. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'pesscara-test-'));
  const log = createLogger('warn');
  const server = await startEmbeddedPostgres(
    path.join(directory, 'postgres'),
    path.join(directory, 'keys'),
    log,
  );
  const pool = createPool({ url: server.url, connections: 2, log });
  await pool.query(`create database ${templateName}`);
  const template = createPool({ url: withDatabaseName(server.url, templateName), connections: 2, log });
  await migrate(template);
  await template.end();
  await pool.end();
  project.provide('databaseUrl', server.url);
  return async () => {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  };
}

/** The same server, another database. */
export function withDatabaseName(url: string, name: string): string {
  return url.replace(/\/[^/?]*\?/, `/${name}?`);
}

let counter = 0;

/** Makes an empty, migrated database of its own (a clone of the template) and says where; dropped afterwards. */
export async function makeDatabase(): Promise<string> {
  const url = inject('databaseUrl');
  const name = `test_${process.pid}_${counter++}`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create database ${name} template ${templateName}`);
  await client.end();
  afterwards(async () => {
    const last = new pg.Client({ connectionString: url });
    await last.connect();
    await last.query(`drop database if exists ${name} with (force)`);
    await last.end();
  });
  return withDatabaseName(url, name);
}

/** Pools on a database of its own, as the server has them; ended afterwards. */
export async function withDatabase() {
  const url = await makeDatabase();
  const log = createLogger('warn');
  const pool = createPool({ url, role: 'pesscara_app', connections: 5, log });
  const crosswalkPool = createPool({ url, role: 'pesscara_crosswalk', connections: 3, log });
  afterwards(async () => {
    await pool.end();
    await crosswalkPool.end();
  });
  return {
    url,
    pool,
    crosswalkPool,
    db: createDatabase(pool),
    crosswalkDb: createDatabase(crosswalkPool),
    log,
  };
}
