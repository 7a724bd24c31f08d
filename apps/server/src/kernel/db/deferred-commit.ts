import type { Pool, Submittable } from 'pg';

/** A statement that PostgreSQL parses and plans once for each connection: half the time of a small one. */
export interface PreparedStatement {
  readonly name: string;
  readonly text: string;
}

/** The part of pg's connection that a query object of one's own may use (as pg-cursor does). */
interface WireConnection {
  readonly stream: { cork(): void; uncork(): void };
  readonly parsedStatements: Record<string, string | undefined>;
  parse(message: { name: string; text: string; types: readonly number[] }): void;
  bind(message: { statement: string; values: readonly string[] }): void;
  execute(message: object): void;
  flush(): void;
  sync(): void;
}

/**
 * Executes without the Sync message that would commit (PostgreSQL, Extended Query: all until Sync is one implicit
 * transaction). So "begin" needs no round trip, and "commit" is the Sync.
 */
function uncommittedQuery({ name, text }: PreparedStatement, values: readonly string[]) {
  const firstColumn: string[] = [];
  const executed = Promise.withResolvers<string[]>();
  const committed = Promise.withResolvers<void>();
  // A failure of the connection is met by whoever awaits the step under way; the other one goes unheard.
  executed.promise.catch(() => undefined);
  committed.promise.catch(() => undefined);
  let wire: WireConnection | undefined;
  let isSynced = false;

  function sync(): void {
    if (!isSynced) wire?.sync();
    isSynced = true;
  }

  const query = {
    name,
    text,
    submit(connection: unknown): void {
      wire = connection as WireConnection;
      wire.stream.cork();
      try {
        if (wire.parsedStatements[name] === undefined) wire.parse({ name, text, types: [] });
        wire.bind({ statement: name, values });
        wire.execute({});
        wire.flush();
      } finally {
        wire.stream.uncork();
      }
    },
    handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
      firstColumn.push(fields[0] ?? '');
    },
    handleCommandComplete(): void {
      executed.resolve(firstColumn);
    },
    handleError(error: Error): void {
      executed.reject(error);
      committed.reject(error);
      sync();
    },
    handleReadyForQuery(): void {
      committed.resolve();
    },
  };
  return { query, executed: executed.promise, committed: committed.promise, sync };
}

/**
 * Makes a function that executes a statement, waits until `ready` resolves, and only then commits. When `ready` rejects
 * nothing is committed, and the function rejects with the same. It gives the first column of the statement's rows.
 */
export function createDeferredCommit(pool: Pool) {
  return async (
    statement: PreparedStatement,
    values: readonly string[],
    ready: () => Promise<void>,
  ): Promise<string[]> => {
    const client = await pool.connect();
    const { query, executed, committed, sync } = uncommittedQuery(statement, values);
    try {
      client.query(query as unknown as Submittable);
      const rows = await executed;
      await ready();
      sync();
      await committed;
      client.release();
      return rows;
    } catch (error) {
      // With its connection the open transaction ends, uncommitted.
      client.release(true);
      throw error;
    }
  };
}

export type DeferredCommit = ReturnType<typeof createDeferredCommit>;
