import { once } from 'node:events';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Logger } from '../log/index.ts';
import type { DB } from './tables.generated.ts';

// 64-bit integers and numerics arrive as text by default. Counts and sizes fit a double's 53 bits; one that does not is a bug, not a rounding.
function parseSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`The database gave an integer beyond 2^53: ${text}`);
  return value;
}
pg.types.setTypeParser(pg.types.builtins.INT8, parseSafeInteger);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);
// A calendar date is text, not an instant.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

export type Role = 'pesscara_app' | 'pesscara_crosswalk';

export interface PoolOptions {
  url: string;
  /** The role that every connection takes; undefined: the owner's, for migrations only. */
  role?: Role;
  connections: number;
  log: Logger;
}

const openClients = new WeakMap<pg.Pool, Set<pg.PoolClient>>();

/** A pool whose connections take a role as they connect. End it with `endPool`. */
export function createPool({ url, role, connections, log }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    application_name: role ?? 'pesscara',
    // A transaction left open keeps its locks, and dead rows from being cleaned away: end it.
    options: `${role === undefined ? '' : `-c role=${role} `}-c idle_in_transaction_session_timeout=60000`,
  });
  pool.on('error', (error) => {
    log.warn(
      { event: 'kernel.db.connectionLost', code: (error as { code?: string }).code },
      'Database connection lost',
    );
  });
  // graphile-worker wants a listener of its own on each client as well; an unheard client error would end the process.
  const clients = new Set<pg.PoolClient>();
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    clients.add(client);
  });
  pool.on('remove', (client) => clients.delete(client));
  openClients.set(pool, clients);
  return pool;
}

/**
 * Ends a pool and waits until its connections are closed. `pool.end()` alone has only said farewell on each: a PostgreSQL that is
 * stopped then breaks them, which looks like a loss.
 */
export async function endPool(pool: pg.Pool): Promise<void> {
  await pool.end();
  const clients = openClients.get(pool);
  while (clients !== undefined && clients.size > 0) await once(pool, 'remove');
}

/** Kysely over a pool. */
export function createDatabase(pool: pg.Pool): Kysely<DB> {
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
}
