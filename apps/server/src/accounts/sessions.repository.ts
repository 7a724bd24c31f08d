import { type Selectable, sql } from 'kysely';
import type { Database, DB, Trx } from '../kernel/db/index.ts';

export type TokenRow = Selectable<DB['accounts.token']>;

export interface NewSession {
  token_sha256: Buffer;
  account_id: string;
  created_at: Date;
  last_seen_at: Date;
  expires_at: Date;
  authenticated_at: Date;
  address: string | null;
  user_agent: string | null;
}

export async function insertSession(trx: Trx, row: NewSession): Promise<void> {
  await trx.insertInto('accounts.session').values(row).execute();
}

/** A session that has not ended, with its enabled account. Served by the primary keys. */
export async function selectSession(db: Database, tokenSha256: Buffer, now: Date, seenAfter: Date) {
  return db
    .selectFrom('accounts.session as s')
    .innerJoin('accounts.account as a', 'a.id', 's.account_id')
    .select([
      's.last_seen_at',
      's.expires_at',
      's.authenticated_at',
      'a.id',
      'a.user_name',
      'a.system_roles',
      'a.must_change_password',
    ])
    .where('s.token_sha256', '=', tokenSha256)
    .where('s.expires_at', '>', now)
    .where('s.last_seen_at', '>', seenAfter)
    .where('a.disabled_at', 'is', null)
    .executeTakeFirst();
}

export async function touchSession(db: Database, tokenSha256: Buffer, now: Date): Promise<void> {
  await db
    .updateTable('accounts.session')
    .set({ last_seen_at: now })
    .where('token_sha256', '=', tokenSha256)
    .execute();
}

export async function setAuthenticated(trx: Trx, tokenSha256: Buffer, now: Date): Promise<void> {
  await trx
    .updateTable('accounts.session')
    .set({ authenticated_at: now })
    .where('token_sha256', '=', tokenSha256)
    .execute();
}

export async function selectSessionEnd(db: Database, tokenSha256: Buffer): Promise<Date | undefined> {
  const row = await db
    .selectFrom('accounts.session')
    .select('expires_at')
    .where('token_sha256', '=', tokenSha256)
    .executeTakeFirst();
  return row?.expires_at;
}

export async function deleteSession(trx: Trx, tokenSha256: Buffer): Promise<void> {
  await trx.deleteFrom('accounts.session').where('token_sha256', '=', tokenSha256).execute();
}

/** Ends an account's sessions but one; returns how many. Served by session_account. */
export async function deleteSessionsOf(trx: Trx, accountId: string, except?: Buffer): Promise<number> {
  let query = trx.deleteFrom('accounts.session').where('account_id', '=', accountId);
  if (except !== undefined) query = query.where('token_sha256', '!=', except);
  const { numDeletedRows } = await query.executeTakeFirst();
  return Number(numDeletedRows);
}

export async function deleteExpiredSessions(trx: Trx, now: Date): Promise<void> {
  await trx.deleteFrom('accounts.session').where('expires_at', '<', now).execute();
}

export async function insertToken(
  trx: Trx,
  row: {
    id: string;
    account_id: string;
    name: string;
    token_sha256: Buffer;
    scopes: string[] | null;
    created_at: Date;
    expires_at: Date | null;
  },
): Promise<TokenRow> {
  return trx.insertInto('accounts.token').values(row).returningAll().executeTakeFirstOrThrow();
}

/** Newest first. Served by token_account. */
export async function selectTokens(db: Database, accountId: string): Promise<TokenRow[]> {
  return db
    .selectFrom('accounts.token')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('created_at', 'desc')
    .execute();
}

/** Undefined: the account has no such token that still works. */
export async function revokeToken(
  trx: Trx,
  accountId: string,
  id: string,
  now: Date,
): Promise<TokenRow | undefined> {
  return trx
    .updateTable('accounts.token')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
}

/** A token that works, with its enabled account. Served by the unique token_sha256. */
export async function selectToken(db: Database, tokenSha256: Buffer, now: Date) {
  return db
    .selectFrom('accounts.token as t')
    .innerJoin('accounts.account as a', 'a.id', 't.account_id')
    .select([
      't.id as token_id',
      't.scopes',
      't.last_used_at',
      'a.id',
      'a.user_name',
      'a.system_roles',
      'a.must_change_password',
    ])
    .where('t.token_sha256', '=', tokenSha256)
    .where('t.revoked_at', 'is', null)
    .where((where) => where.or([where('t.expires_at', 'is', null), where('t.expires_at', '>', now)]))
    .where('a.disabled_at', 'is', null)
    .executeTakeFirst();
}

export async function touchToken(db: Database, id: string, now: Date): Promise<void> {
  await db
    .updateTable('accounts.token')
    .set({ last_used_at: now })
    .where('id', '=', id)
    .where(sql<boolean>`last_used_at is null or last_used_at < ${now}`)
    .execute();
}
