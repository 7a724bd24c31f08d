import { createHmac } from 'node:crypto';
import type { WantedInteger } from '@pesscara/ctp';
import { sql } from 'kysely';
import { type Database, type Trx, transact } from '../../kernel/db/index.ts';

export interface CtpIntegersOptions {
  db: Database;
  /** For what numbers stand for, which identifies: only keyed hashes of it are kept. */
  key: Uint8Array;
}

/** By what a text is kept: nobody can lead it back without the key. */
export function hmacOfInteger(key: Uint8Array, projectId: string, { keyType, text }: WantedInteger): Buffer {
  return createHmac('sha256', key)
    .update(JSON.stringify([projectId, keyType, text]))
    .digest();
}

/** One at a time hands out numbers of a key type, so that none is left out and none given twice. */
export async function lockKeyType(trx: Trx, projectId: string, keyType: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`ctp ${projectId} ${keyType}`}, 0))`.execute(trx);
}

/** Numbers in memory, over all projects. */
const mostRemembered = 50_000;

/** The integer tables of CTP scripts: in a project, each text of a key type has a number, counted from 1. */
export function createCtpIntegers({ db, key }: CtpIntegersOptions) {
  const known = new Map<string, number>();

  const hmacOf = (projectId: string, wanted: WantedInteger): Buffer => hmacOfInteger(key, projectId, wanted);

  /** The number that the text has, or now gets. */
  async function handOutOne(projectId: string, wanted: WantedInteger, hmac: Buffer): Promise<number> {
    return transact(db, async (trx) => {
      await lockKeyType(trx, projectId, wanted.keyType);
      const found = await trx
        .selectFrom('deidentification.ctp_integer')
        .select('number')
        .where('project_id', '=', projectId)
        .where('key_type', '=', wanted.keyType)
        .where('text_hmac', '=', hmac)
        .executeTakeFirst();
      if (found !== undefined) return found.number;
      // By ctp_integer_number_unique, from its end.
      const last = await trx
        .selectFrom('deidentification.ctp_integer')
        .select('number')
        .where('project_id', '=', projectId)
        .where('key_type', '=', wanted.keyType)
        .orderBy('number', 'desc')
        .limit(1)
        .executeTakeFirst();
      const number = (last?.number ?? 0) + 1;
      await trx
        .insertInto('deidentification.ctp_integer')
        .values({ project_id: projectId, key_type: wanted.keyType, text_hmac: hmac, number })
        .execute();
      return number;
    });
  }

  /** The number that a text has; undefined when it has none yet. Served by ctp_integer's primary key. */
  async function find(projectId: string, wanted: WantedInteger): Promise<number | undefined> {
    const row = await db
      .selectFrom('deidentification.ctp_integer')
      .select('number')
      .where('project_id', '=', projectId)
      .where('key_type', '=', wanted.keyType)
      .where('text_hmac', '=', hmacOf(projectId, wanted))
      .executeTakeFirst();
    return row?.number;
  }

  return {
    /**
     * For one preview, which hands out nothing: a text has its number in the project, or, like every text of a file
     * that is only tried (no project), 0.
     */
    onlyRead(projectId: string | undefined) {
      const read = new Map<string, number>();
      const nameOf = ({ keyType, text }: WantedInteger): string => JSON.stringify([keyType, text]);
      return {
        known: (_: string, wanted: WantedInteger): number | undefined => read.get(nameOf(wanted)),
        async handOut(_: string, wanted: readonly WantedInteger[]): Promise<void> {
          for (const one of wanted) {
            const number = projectId === undefined ? undefined : await find(projectId, one);
            read.set(nameOf(one), number ?? 0);
          }
        },
      };
    },

    /** A number that is in memory; undefined: it has to be handed out. */
    known: (projectId: string, wanted: WantedInteger): number | undefined =>
      known.get(hmacOf(projectId, wanted).toString('hex')),

    /** Sees to it that each text has a number. */
    async handOut(projectId: string, wanted: readonly WantedInteger[]): Promise<void> {
      if (known.size > mostRemembered) known.clear();
      for (const one of wanted) {
        const hmac = hmacOf(projectId, one);
        const name = hmac.toString('hex');
        if (!known.has(name)) known.set(name, await handOutOne(projectId, one, hmac));
      }
    },
  };
}

export type CtpIntegers = ReturnType<typeof createCtpIntegers>;
