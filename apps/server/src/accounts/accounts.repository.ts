import { type Selectable, sql } from 'kysely';
import type { Database, DB, Trx } from '../kernel/db/index.ts';
import type { SignInState } from './sign-in-limits.ts';

export type AccountRow = Selectable<DB['accounts.account']>;

export async function selectAccount(db: Database | Trx, id: string): Promise<AccountRow | undefined> {
  return db.selectFrom('accounts.account').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Served by account_user_name. */
export async function selectAccountByName(
  db: Database | Trx,
  userName: string,
): Promise<AccountRow | undefined> {
  return db
    .selectFrom('accounts.account')
    .selectAll()
    .where(sql`lower(user_name)`, '=', userName.toLowerCase())
    .executeTakeFirst();
}

export async function selectAccounts(db: Database | Trx, ids: readonly string[]): Promise<AccountRow[]> {
  return db
    .selectFrom('accounts.account')
    .selectAll()
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute();
}

/** A page by user name. Served by account_user_name; a search looks through all accounts, of which there are thousands at most. */
export async function selectAccountPage(
  db: Database,
  limit: number,
  afterName?: string,
  search?: string,
): Promise<AccountRow[]> {
  const name = sql<string>`lower(user_name)`;
  let query = db.selectFrom('accounts.account').selectAll();
  if (afterName !== undefined) query = query.where(name, '>', afterName);
  if (search !== undefined) {
    const pattern = `%${search.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;
    query = query.where((where) =>
      where.or([where(name, 'like', pattern), where(sql<string>`lower(display_name)`, 'like', pattern)]),
    );
  }
  return query.orderBy(name).limit(limit).execute();
}

export async function hasAccounts(db: Database | Trx): Promise<boolean> {
  const row = await db.selectFrom('accounts.account').select('id').limit(1).executeTakeFirst();
  return row !== undefined;
}

/** Locks every enabled administrator in one order, so that two changes cannot each leave the other as the last. */
export async function lockAdministrators(trx: Trx): Promise<string[]> {
  const rows = await trx
    .selectFrom('accounts.account')
    .select('id')
    .where('disabled_at', 'is', null)
    .where(sql<boolean>`'administrator' = any(system_roles)`)
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map((row) => row.id);
}

export interface NewAccount {
  id: string;
  user_name: string;
  display_name: string;
  email: string | null;
  password_hash: string;
  password_changed_at: Date;
  must_change_password: boolean;
  system_roles: string[];
  created_at: Date;
}

export async function insertAccount(trx: Trx, row: NewAccount): Promise<AccountRow> {
  return trx.insertInto('accounts.account').values(row).returningAll().executeTakeFirstOrThrow();
}

export interface AccountChange {
  display_name?: string;
  email?: string | null;
  system_roles?: string[];
  disabled_at?: Date | null;
}

/** Undefined: the account is not at this version any more. */
export async function updateAccount(
  trx: Trx,
  id: string,
  version: number,
  change: AccountChange,
): Promise<AccountRow | undefined> {
  return trx
    .updateTable('accounts.account')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst();
}

/** A new password also forgets failed sign-ins. */
export async function updatePassword(
  trx: Trx,
  id: string,
  passwordHash: string,
  mustChange: boolean,
  at: Date,
): Promise<void> {
  await trx
    .updateTable('accounts.account')
    .set({
      password_hash: passwordHash,
      password_changed_at: at,
      must_change_password: mustChange,
      failed_sign_ins: 0,
      last_failed_at: null,
      locked_until: null,
    })
    .where('id', '=', id)
    .execute();
}

export async function updateSignInState(trx: Trx, id: string, state: SignInState): Promise<void> {
  await trx
    .updateTable('accounts.account')
    .set({
      failed_sign_ins: state.failures,
      last_failed_at: state.lastFailedAt,
      locked_until: state.lockedUntil,
    })
    .where('id', '=', id)
    .execute();
}
