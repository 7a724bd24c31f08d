import type { Audit } from '../audit/index.ts';
import type { Clock } from '../kernel/clock/index.ts';
import type { Context } from '../kernel/context/index.ts';
import { type Database, pgErrorConstraint, type Trx, transact } from '../kernel/db/index.ts';
import { decodeCursor, encodeCursor } from '../kernel/http/index.ts';
import { newId } from '../kernel/ids/index.ts';
import { problem, stale } from '../kernel/problems/index.ts';
import {
  accountNotFound,
  lastAdministrator,
  sessionNeeded,
  userNameTaken,
  weakPassword,
} from './accounts.problems.ts';
import {
  type AccountChange,
  type AccountRow,
  hasAccounts,
  insertAccount,
  lockAdministrators,
  selectAccount,
  selectAccountByName,
  selectAccountPage,
  selectAccounts,
  updateAccount,
  updatePassword,
} from './accounts.repository.ts';
import type { Account } from './accounts.schema.ts';
import { makePassword, type PasswordHasher } from './password-hash.ts';
import { passwordWeakness } from './password-policy.ts';
import { deleteSessionsOf } from './sessions.repository.ts';
import { asAccount, type createPasswordCheck } from './sign-in.service.ts';

/** An account as other people's pages show it. */
export interface AccountName {
  id: string;
  userName: string;
  displayName: string;
}

export interface AccountInput {
  userName: string;
  displayName: string;
  email?: string | null | undefined;
  systemRoles: readonly string[];
}

export interface AccountChanges {
  displayName?: string | undefined;
  email?: string | null | undefined;
  systemRoles?: readonly string[] | undefined;
  disabled?: boolean | undefined;
  version: number;
}

/** An account's wire form. */
export function accountOf(row: AccountRow, now: Date): Account {
  return {
    id: row.id,
    userName: row.user_name,
    displayName: row.display_name,
    email: row.email,
    systemRoles: row.system_roles,
    disabled: row.disabled_at !== null,
    mustChangePassword: row.must_change_password,
    lockedUntil: row.locked_until !== null && row.locked_until > now ? row.locked_until.toISOString() : null,
    createdAt: row.created_at.toISOString(),
    version: row.version,
  };
}

function nameOf(row: AccountRow): AccountName {
  return { id: row.id, userName: row.user_name, displayName: row.display_name };
}

// What an entry of the audit trail says of an account.
function recordOf(row: AccountRow) {
  return {
    userName: row.user_name,
    displayName: row.display_name,
    email: row.email,
    systemRoles: row.system_roles,
    disabled: row.disabled_at !== null,
  };
}

function refuseWeak(password: string, userName: string): void {
  const weakness = passwordWeakness(password, userName);
  if (weakness !== undefined)
    throw problem(weakPassword, {
      detail: weakness,
      errors: [{ pointer: '/body/newPassword', detail: weakness }],
    });
}

export interface AccountOptions {
  db: Database;
  clock: Clock;
  audit: Audit;
  hasher: PasswordHasher;
  passwordCheck: ReturnType<typeof createPasswordCheck>;
}

/** Accounts of people and programs. */
export function createAccountService({ db, clock, audit, hasher, passwordCheck }: AccountOptions) {
  async function requireAccount(trx: Database | Trx, id: string): Promise<AccountRow> {
    const row = await selectAccount(trx, id);
    if (row === undefined) throw problem(accountNotFound);
    return row;
  }

  async function insert(
    trx: Trx,
    ctx: Context,
    input: AccountInput,
    password: { hash: string; mustChange: boolean },
  ) {
    const now = clock.now();
    const row = await insertAccount(trx, {
      id: newId(),
      user_name: input.userName,
      display_name: input.displayName,
      email: input.email ?? null,
      password_hash: password.hash,
      password_changed_at: now,
      must_change_password: password.mustChange,
      system_roles: [...new Set(input.systemRoles)],
      created_at: now,
    });
    await audit.record(trx, ctx, {
      action: 'C',
      type: 'accounts.account.created',
      object: { kind: 'account', id: row.id },
      after: recordOf(row),
    });
    return row;
  }

  /**
   * Makes the first administrator when there is no account. The password is the given one or a made one, which is returned
   * to be printed once. A given one is taken as it is, weak or not, because whoever starts the server decides.
   */
  async function ensureAdministrator(
    ctx: Context,
    given: string | undefined,
  ): Promise<{ kind: 'exists' } | { kind: 'created'; userName: string; madePassword: string | undefined }> {
    if (await hasAccounts(db)) return { kind: 'exists' };
    const userName = 'admin';
    const madePassword = given === undefined ? makePassword() : undefined;
    const hash = await hasher.hash(given ?? madePassword ?? '');
    if (given !== undefined && passwordWeakness(given, userName) !== undefined)
      ctx.log.warn(
        { event: 'accounts.administrator.weakPassword' },
        'PESSCARA_ADMIN_PASSWORD is easy to guess; change it',
      );
    const input = { userName, displayName: 'Administrator', systemRoles: ['administrator'] };
    try {
      await transact(db, (trx) => insert(trx, ctx, input, { hash, mustChange: false }));
    } catch (error) {
      // Another process of this installation was faster.
      if (pgErrorConstraint(error) === 'account_user_name') return { kind: 'exists' };
      throw error;
    }
    return { kind: 'created', userName, madePassword };
  }

  /** A new account with a password to be used once. @throws accounts/user-name-taken */
  async function createAccount(
    ctx: Context,
    input: AccountInput,
  ): Promise<{ account: Account; temporaryPassword: string }> {
    const temporaryPassword = makePassword();
    const hash = await hasher.hash(temporaryPassword);
    try {
      const row = await transact(db, (trx) => insert(trx, ctx, input, { hash, mustChange: true }));
      return { account: accountOf(row, clock.now()), temporaryPassword };
    } catch (error) {
      if (pgErrorConstraint(error) !== 'account_user_name') throw error;
      throw problem(userNameTaken, {
        detail: 'Names are never used twice, not even those of disabled accounts. Choose another.',
      });
    }
  }

  async function refuseLastAdministrator(trx: Trx, row: AccountRow, changes: AccountChanges): Promise<void> {
    const roles = changes.systemRoles ?? row.system_roles;
    const remains = roles.includes('administrator') && !(changes.disabled ?? row.disabled_at !== null);
    if (remains) return;
    const administrators = await lockAdministrators(trx);
    if (administrators.length === 1 && administrators[0] === row.id)
      throw problem(lastAdministrator, { detail: 'Make someone else an administrator first.' });
  }

  /**
   * Changes an account. Disabling ends its sessions and stops its tokens; enabling it again brings the tokens back.
   * @throws accounts/account-not-found, accounts/last-administrator, kernel/stale
   */
  async function changeAccount(ctx: Context, id: string, changes: AccountChanges): Promise<Account> {
    const { version, displayName, email, systemRoles, disabled } = changes;
    const now = clock.now();
    const row = await transact(db, async (trx) => {
      const before = await requireAccount(trx, id);
      await refuseLastAdministrator(trx, before, changes);
      const change: AccountChange = {
        ...(displayName === undefined ? {} : { display_name: displayName }),
        ...(email === undefined ? {} : { email }),
        ...(systemRoles === undefined ? {} : { system_roles: [...new Set(systemRoles)] }),
        ...(disabled === undefined ? {} : { disabled_at: disabled ? (before.disabled_at ?? now) : null }),
      };
      const after = await updateAccount(trx, id, version, change);
      if (after === undefined)
        throw problem(stale, { detail: 'Load the account again and repeat the change.' });
      if (disabled === true) await deleteSessionsOf(trx, id);
      await audit.record(trx, ctx, {
        action: 'U',
        type: 'accounts.account.changed',
        object: { kind: 'account', id },
        before: recordOf(before),
        after: recordOf(after),
      });
      return after;
    });
    return accountOf(row, now);
  }

  /** Replaces a forgotten password by one to be used once; ends the account's sessions. */
  async function resetPassword(ctx: Context, id: string): Promise<string> {
    const temporaryPassword = makePassword();
    const hash = await hasher.hash(temporaryPassword);
    await transact(db, async (trx) => {
      await requireAccount(trx, id);
      await updatePassword(trx, id, hash, true, clock.now());
      await deleteSessionsOf(trx, id);
      await audit.record(trx, ctx, {
        action: 'U',
        type: 'accounts.password.reset',
        object: { kind: 'account', id },
      });
    });
    return temporaryPassword;
  }

  /** Changes one's own password; ends one's other sessions. @throws accounts/wrong-password, accounts/weak-password */
  async function changePassword(ctx: Context, currentPassword: string, newPassword: string): Promise<void> {
    const { id, sessionId } = ctx.actor;
    if (sessionId === undefined)
      throw problem(sessionNeeded, { detail: 'Sign in with user name and password for this.' });
    const row = await passwordCheck.checkOwnPassword(ctx, currentPassword);
    refuseWeak(newPassword, row.user_name);
    if (newPassword === currentPassword)
      throw problem(weakPassword, { detail: 'Take another password than the one that you have.' });
    const hash = await hasher.hash(newPassword);
    await transact(db, async (trx) => {
      await updatePassword(trx, id, hash, false, clock.now());
      await deleteSessionsOf(trx, id, Buffer.from(sessionId, 'hex'));
      await audit.record(trx, ctx, {
        action: 'U',
        type: 'accounts.password.changed',
        object: { kind: 'account', id },
      });
    });
  }

  async function endSessions(ctx: Context, id: string): Promise<void> {
    await transact(db, async (trx) => {
      await requireAccount(trx, id);
      const ended = await deleteSessionsOf(trx, id);
      await audit.record(trx, ctx, {
        action: 'E',
        type: 'accounts.sessions.ended',
        object: { kind: 'account', id },
        after: { sessions: ended },
      });
    });
  }

  async function listAccounts({
    cursor,
    limit,
    q,
  }: {
    cursor?: string | undefined;
    limit: number;
    q?: string | undefined;
  }) {
    const [afterName] = cursor === undefined ? [] : decodeCursor(cursor, 1);
    const rows = await selectAccountPage(
      db,
      limit + 1,
      afterName === undefined ? undefined : String(afterName),
      q,
    );
    const items = rows.slice(0, limit).map((row) => accountOf(row, clock.now()));
    const last = items.at(-1);
    return {
      items,
      nextCursor:
        rows.length > limit && last !== undefined ? encodeCursor([last.userName.toLowerCase()]) : null,
    };
  }

  return {
    ensureAdministrator,
    createAccount,
    changeAccount,
    resetPassword,
    changePassword,
    endSessions,
    listAccounts,
    async getAccount(id: string): Promise<Account> {
      return accountOf(await requireAccount(db, id), clock.now());
    },
    /** The account with this id or user name; for membership. */
    async findAccount(trx: Database | Trx, idOrUserName: string): Promise<AccountName | undefined> {
      const isId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(idOrUserName);
      const row = isId
        ? await selectAccount(trx, idOrUserName)
        : await selectAccountByName(trx, idOrUserName);
      return row === undefined ? undefined : nameOf(row);
    },
    /** Names of accounts by id. */
    async namesOf(trx: Database | Trx, ids: readonly string[]): Promise<Map<string, AccountName>> {
      const rows = await selectAccounts(trx, [...new Set(ids)]);
      return new Map(rows.map((row) => [row.id, nameOf(row)]));
    },
    /** The context of an account, for work that is done in its name without a request (demonstrations, sender accounts). */
    async contextOf(ctx: Context, userName: string): Promise<Context | undefined> {
      const row = await selectAccountByName(db, userName);
      return row === undefined ? undefined : asAccount(ctx, row);
    },
  };
}

export type AccountService = ReturnType<typeof createAccountService>;
