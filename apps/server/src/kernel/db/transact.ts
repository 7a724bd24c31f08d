import type { Kysely, Transaction } from 'kysely';
import type { DB } from './tables.generated.ts';

export type Database = Kysely<DB>;
export type Trx = Transaction<DB>;

const retryable = new Set(['40001', '40P01']); // serialization_failure, deadlock_detected

function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}

/** The name of the constraint that a database error speaks of, to translate uniqueness into an answer. */
export function pgErrorConstraint(error: unknown): string | undefined {
  if (codeOf(error)?.startsWith('23') !== true) return undefined;
  return (error as { constraint?: string }).constraint;
}

/**
 * Runs `work` in one transaction; serialization failures and deadlocks are tried again, three times in all,
 * so `work` must be repeatable: no file, network or process inside.
 */
export async function transact<T>(db: Database, work: (trx: Trx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (attempt >= 3 || !retryable.has(codeOf(error) ?? '')) throw error;
    }
  }
}
