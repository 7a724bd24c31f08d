import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import type { Clock } from '../../kernel/clock/index.ts';
import type { Database, Trx } from '../../kernel/db/index.ts';
import { newId } from '../../kernel/ids/index.ts';
import { sealWith, unsealWith, type Vault } from '../../kernel/vault/index.ts';

/** A data key, open: seals what is kept about one person, or the rows of one table. */
export interface DataKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** A data key as it lies in its row. */
export interface WrappedDataKey {
  id: string;
  projectId: string;
  keyEncryptionKeyId: string;
  wrapped: Buffer;
}

/** Where a sealed value lies: bound in, so that one that was moved to another table, project, row or field does not open. */
export interface SealedPlace {
  table: 'alias' | 'subject' | 'unmatched_row';
  projectId: string;
  rowId: string;
  field: 'sealed' | 'sealed_date_shift';
}

const dataKeyBytes = 32;
/** Of the form of what is sealed: 1 was the vault's own, without data keys. */
const formVersion = 2;

function placeText({ table, projectId, rowId, field }: SealedPlace): string {
  return `crosswalk.${table}|${projectId}|${rowId}|${field}|${formVersion}`;
}

const wrappedPlace = (projectId: string, id: string) => `crosswalk.data_key|${projectId}|${id}|wrapped|1`;

/** Data keys of the crosswalk: made, opened, and wrapped anew by another key-encryption key. */
export function createEnvelope({ clock, vault }: { clock: Clock; vault: Vault }) {
  const { keyRing } = vault;

  /** The key that wraps new data keys. Its row is held until the transaction ends: a rotation waits for it. */
  async function activeKeyId(trx: Trx): Promise<string> {
    const row = await trx
      .selectFrom('crosswalk.key_encryption_key')
      .select('id')
      .where('state', '=', 'active')
      .forShare()
      .executeTakeFirst();
    if (row === undefined) throw new Error('No key-encryption key is active');
    return row.id;
  }

  function unwrap({ id, projectId, keyEncryptionKeyId, wrapped }: WrappedDataKey): Buffer {
    return keyRing.unwrap(keyEncryptionKeyId, wrappedPlace(projectId, id), wrapped);
  }

  return {
    /** A new data key, in the caller's transaction. */
    async make(trx: Trx, projectId: string): Promise<DataKey> {
      const [id, bytes] = [newId(), randomBytes(dataKeyBytes)];
      const keyEncryptionKeyId = await activeKeyId(trx);
      await trx
        .insertInto('crosswalk.data_key')
        .values({
          id,
          project_id: projectId,
          key_encryption_key_id: keyEncryptionKeyId,
          wrapped: keyRing.wrap(keyEncryptionKeyId, wrappedPlace(projectId, id), bytes),
          created_at: clock.now(),
        })
        .execute();
      return { id, key: createSecretKey(bytes) };
    },

    /** Opens a data key. @throws VaultError */
    open: (row: WrappedDataKey): DataKey => ({ id: row.id, key: createSecretKey(unwrap(row)) }),

    /** The data key with this id; undefined: destroyed. By the primary key. */
    async find(db: Database | Trx, id: string): Promise<DataKey | undefined> {
      const row = await db
        .selectFrom('crosswalk.data_key')
        .select(['id', 'project_id as projectId', 'key_encryption_key_id as keyEncryptionKeyId', 'wrapped'])
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? undefined : { id, key: createSecretKey(unwrap(row)) };
    },

    /** The same data key wrapped by another key-encryption key: what it sealed stays as it is. */
    rewrap: (row: WrappedDataKey, keyEncryptionKeyId: string): Buffer =>
      keyRing.wrap(keyEncryptionKeyId, wrappedPlace(row.projectId, row.id), unwrap(row)),

    seal: (dataKey: DataKey, place: SealedPlace, bytes: Uint8Array): Buffer =>
      sealWith(dataKey.key, placeText(place), bytes),

    /** @throws VaultError when it was changed, or belongs to another place */
    unseal: (dataKey: DataKey, place: SealedPlace, sealed: Uint8Array): Buffer =>
      unsealWith(dataKey.key, placeText(place), sealed),
  };
}

export type Envelope = ReturnType<typeof createEnvelope>;
