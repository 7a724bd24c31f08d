import { createHmac } from 'node:crypto';
import type { Clock } from '../kernel/clock/index.ts';
import type { Database } from '../kernel/db/index.ts';

/** Remembered in memory, so that an image asks the database for none of its creators. */
const mostRemembered = 20_000;

export interface PrivateCreatorOptions {
  db: Database;
  clock: Clock;
  key: Uint8Array;
}

/** Which private creators have been met, as keyed hashes: names themselves are not kept. */
export function createPrivateCreators({ db, clock, key }: PrivateCreatorOptions) {
  const kept = new Set<string>();
  const waiting = new Map<string, Buffer>();

  function hmacOf(creator: string): Buffer {
    return createHmac('sha256', key).update(creator, 'utf8').digest();
  }

  return {
    /** Of an image that arrived; written with the next reports. */
    note(creators: Iterable<string>): void {
      for (const creator of creators) {
        if (kept.has(creator) || waiting.has(creator)) continue;
        if (waiting.size < mostRemembered) waiting.set(creator, hmacOf(creator));
      }
    },

    async keep(): Promise<void> {
      if (waiting.size === 0) return;
      const fresh = [...waiting];
      waiting.clear();
      await db
        .insertInto('deidentification.private_creator')
        .values(fresh.map(([, hmac]) => ({ creator_hmac: hmac, first_seen_at: clock.now() })))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      if (kept.size > mostRemembered) kept.clear();
      for (const [creator] of fresh) kept.add(creator);
    },

    /** Those of the names that have been met. By the primary key. */
    async seenAmong(creators: readonly string[]): Promise<ReadonlySet<string>> {
      if (creators.length === 0) return new Set();
      const byHmac = new Map(creators.map((creator) => [hmacOf(creator).toString('hex'), creator]));
      const rows = await db
        .selectFrom('deidentification.private_creator')
        .select('creator_hmac')
        .where(
          'creator_hmac',
          'in',
          [...byHmac.keys()].map((hex) => Buffer.from(hex, 'hex')),
        )
        .execute();
      return new Set(rows.flatMap((row) => byHmac.get(row.creator_hmac.toString('hex')) ?? []));
    },
  };
}

export type PrivateCreators = ReturnType<typeof createPrivateCreators>;
