import type { Clock } from '../../kernel/clock/index.ts';
import { type Database, type Trx, transact } from '../../kernel/db/index.ts';
import type { Vault } from '../../kernel/vault/index.ts';
import type { Envelope } from './envelope.ts';
import type { SealedValues } from './sealed-values.ts';

export interface KeyRotationDeps {
  crosswalkDb: Database;
  clock: Clock;
  vault: Vault;
  envelope: Envelope;
  sealed: SealedValues;
}

/** One key-encryption key, and how many data keys still name it. */
export interface KeyEncryptionKey {
  id: string;
  state: 'active' | 'retiring' | 'retired';
  createdAt: Date;
  retiredAt: Date | null;
  dataKeyCount: number;
}

export interface KeyStatus {
  keys: KeyEncryptionKey[];
  /** Rows that no data key seals yet. */
  unsealedRowCount: number;
}

/** Rows of one transaction: some tens of milliseconds. */
const batchSize = 200;

/** The keys that wrap data keys: one is active; a rotation makes another, wraps every data key anew and retires the old one. */
export function createKeyRotation({ crosswalkDb, clock, vault, envelope, sealed }: KeyRotationDeps) {
  async function countNaming(db: Database | Trx, id: string): Promise<number> {
    const { count } = await db
      .selectFrom('crosswalk.data_key')
      .select((select) => select.fn.countAll<number>().as('count'))
      .where('key_encryption_key_id', '=', id)
      .executeTakeFirstOrThrow();
    return count;
  }

  async function countUnsealed(table: 'crosswalk.alias' | 'crosswalk.subject'): Promise<number> {
    // Served by alias_without_data_key and subject_without_data_key. What was destroyed has no bytes.
    const field = table === 'crosswalk.alias' ? 'sealed' : 'sealed_date_shift';
    const { count } = await crosswalkDb
      .selectFrom(table)
      .select((select) => select.fn.countAll<number>().as('count'))
      .where('data_key_id', 'is', null)
      .where((where) => where(where.fn('length', [field as 'sealed']), '>', 0))
      .executeTakeFirstOrThrow();
    return count;
  }

  /** Keys, newest first, and what is left to do. */
  async function status(): Promise<KeyStatus> {
    const rows = await crosswalkDb
      .selectFrom('crosswalk.key_encryption_key')
      .selectAll()
      .orderBy('created_at', 'desc')
      .execute();
    const keys: KeyEncryptionKey[] = [];
    for (const row of rows)
      keys.push({
        id: row.id,
        state: row.state as KeyEncryptionKey['state'],
        createdAt: row.created_at,
        retiredAt: row.retired_at,
        dataKeyCount: await countNaming(crosswalkDb, row.id),
      });
    return {
      keys,
      unsealedRowCount: (await countUnsealed('crosswalk.alias')) + (await countUnsealed('crosswalk.subject')),
    };
  }

  /**
   * Makes a new key, durable first, and lets it wrap from now on. Whoever wraps at this moment holds the old key's row: the
   * change waits for them, so that after it no new data key can name the old one.
   */
  async function begin(): Promise<string> {
    const id = await vault.keyRing.make();
    await transact(crosswalkDb, async (trx) => {
      await trx
        .updateTable('crosswalk.key_encryption_key')
        .set({ state: 'retiring' })
        .where('state', '=', 'active')
        .execute();
      await trx
        .insertInto('crosswalk.key_encryption_key')
        .values({ id, state: 'active', created_at: clock.now() })
        .execute();
    });
    return id;
  }

  /** Wraps some data keys of retiring keys anew; the number that was. Repeatable: a killed one loses a batch at most. */
  async function rewrapBatch(): Promise<number> {
    return transact(crosswalkDb, async (trx) => {
      const active = await trx
        .selectFrom('crosswalk.key_encryption_key')
        .select('id')
        .where('state', '=', 'active')
        .forShare()
        .executeTakeFirstOrThrow();
      // Served by data_key_wrapped_by.
      const rows = await trx
        .selectFrom('crosswalk.data_key as d')
        .innerJoin('crosswalk.key_encryption_key as k', 'k.id', 'd.key_encryption_key_id')
        .select([
          'd.id',
          'd.project_id as projectId',
          'd.key_encryption_key_id as keyEncryptionKeyId',
          'd.wrapped',
        ])
        .where('k.state', '=', 'retiring')
        .limit(batchSize)
        .forUpdate('d')
        .execute();
      for (const row of rows)
        await trx
          .updateTable('crosswalk.data_key')
          .set({ wrapped: envelope.rewrap(row, active.id), key_encryption_key_id: active.id })
          .where('id', '=', row.id)
          .execute();
      return rows.length;
    });
  }

  /** Retires the keys that nothing names any more; their ids. */
  async function retire(): Promise<string[]> {
    return transact(crosswalkDb, async (trx) => {
      const rows = await trx
        .selectFrom('crosswalk.key_encryption_key')
        .select('id')
        .where('state', '=', 'retiring')
        .forUpdate()
        .execute();
      const retired: string[] = [];
      for (const { id } of rows) {
        if ((await countNaming(trx, id)) > 0) continue;
        await trx
          .updateTable('crosswalk.key_encryption_key')
          .set({ state: 'retired', retired_at: clock.now() })
          .where('id', '=', id)
          .execute();
        retired.push(id);
      }
      return retired;
    });
  }

  async function sealAliasesBatch(trx: Trx): Promise<number> {
    const rows = await trx
      .selectFrom('crosswalk.alias')
      .select(['id', 'project_id as projectId', 'sealed'])
      .where('data_key_id', 'is', null)
      .where((where) => where(where.fn('length', ['sealed']), '>', 0))
      .orderBy('id')
      .limit(batchSize)
      .forUpdate()
      .skipLocked()
      .execute();
    for (const row of rows) {
      const identity = sealed.openIdentity({ ...row, dataKey: null });
      if (identity === undefined) continue;
      const dataKey = await envelope.make(trx, row.projectId);
      await trx
        .updateTable('crosswalk.alias')
        .set({ data_key_id: dataKey.id, sealed: sealed.sealIdentity(dataKey, row, identity) })
        .where('id', '=', row.id)
        .execute();
    }
    return rows.length;
  }

  async function sealSubjectsBatch(trx: Trx): Promise<number> {
    const rows = await trx
      .selectFrom('crosswalk.subject')
      .select(['id', 'project_id as projectId', 'sealed_date_shift as sealedDateShift'])
      .where('data_key_id', 'is', null)
      .where((where) => where(where.fn('length', ['sealed_date_shift']), '>', 0))
      .orderBy('id')
      .limit(batchSize)
      .forUpdate()
      .skipLocked()
      .execute();
    for (const row of rows) {
      const dateShiftDays = sealed.openShift({ ...row, dataKey: null });
      const dataKey = await envelope.make(trx, row.projectId);
      await trx
        .updateTable('crosswalk.subject')
        .set({ data_key_id: dataKey.id, sealed_date_shift: sealed.sealShift(dataKey, row, dateShiftDays) })
        .where('id', '=', row.id)
        .execute();
    }
    return rows.length;
  }

  return {
    status,
    begin,
    rewrapBatch,
    retire,
    /** Gives data keys to some rows from before there were any; the number that was. Repeatable. */
    sealBatch: (): Promise<number> =>
      transact(crosswalkDb, async (trx) => (await sealAliasesBatch(trx)) + (await sealSubjectsBatch(trx))),
  };
}
