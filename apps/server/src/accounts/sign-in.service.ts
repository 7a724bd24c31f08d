import type { Audit } from '../audit/index.ts';
import type { Clock } from '../kernel/clock/index.ts';
import type { Context } from '../kernel/context/index.ts';
import { type Database, transact } from '../kernel/db/index.ts';
import { newId } from '../kernel/ids/index.ts';
import { problem, tooManyRequests } from '../kernel/problems/index.ts';
import type { AccountsConfig } from './accounts.config.ts';
import { signInFailed, signInLocked, wrongPassword } from './accounts.problems.ts';
import {
  type AccountRow,
  selectAccount,
  selectAccountByName,
  updateSignInState,
} from './accounts.repository.ts';
import type { PasswordHasher } from './password-hash.ts';
import {
  afterFailure,
  createAddressLimit,
  createBoundedMap,
  createTurnstile,
  lockedUntil,
  noFailures,
  type SignInState,
} from './sign-in-limits.ts';

export interface SignInOptions {
  db: Database;
  clock: Clock;
  audit: Audit;
  hasher: PasswordHasher;
  config: AccountsConfig;
}

function stateOf(row: AccountRow): SignInState {
  return { failures: row.failed_sign_ins, lastFailedAt: row.last_failed_at, lockedUntil: row.locked_until };
}

/** Judges passwords, with limits by name and by address, and records every failure. */
export function createPasswordCheck({ db, clock, audit, hasher, config }: SignInOptions) {
  // Names that are no account lock as well: an answer must not tell which names exist.
  const unknownNames = createBoundedMap<SignInState>(10_000);
  const addresses = createAddressLimit(config.signInAddressFailures);
  const inTurn = createTurnstile(20);

  function refuseAddress(address: string, now: Date): void {
    if (addresses.isExceeded(address, now))
      throw problem(tooManyRequests, {
        detail: 'Too many sign-ins failed from this network address. Wait a minute.',
        extra: { retryAfterSeconds: 60 },
      });
  }

  function refuseLocked(state: SignInState, now: Date): void {
    const until = lockedUntil(state, now);
    if (until === undefined) return;
    const seconds = Math.ceil((until.getTime() - now.getTime()) / 1000);
    throw problem(signInLocked, {
      detail: `Too many wrong passwords for this user name. Try again in ${Math.ceil(seconds / 60)} min, or ask an administrator for a new password.`,
      extra: { retryAfterSeconds: seconds },
    });
  }

  // The same statements run whether the account exists or not, so that the time of the answer does not tell either.
  async function recordFailure(
    ctx: Context,
    name: string,
    row: AccountRow | undefined,
    state: SignInState,
  ): Promise<void> {
    const now = clock.now();
    const next = afterFailure(state, now, config);
    if (row === undefined) unknownNames.set(name, next);
    addresses.count(ctx.actor.address ?? '', now);
    await transact(db, async (trx) => {
      await updateSignInState(trx, row?.id ?? newId(), next);
      await audit.record(trx, row === undefined ? ctx : asAccount(ctx, row), {
        action: 'E',
        type: next.lockedUntil === null ? 'accounts.sign-in.failed' : 'accounts.sign-in.locked',
        outcome: 4,
        object: { kind: 'account', id: row?.id ?? 'unknown' },
        after: { failures: next.failures, lockedUntil: next.lockedUntil },
      });
    });
  }

  async function attempt(
    ctx: Context,
    name: string,
    find: () => Promise<AccountRow | undefined>,
    password: string,
  ) {
    const row = await find();
    const now = clock.now();
    refuseAddress(ctx.actor.address ?? '', now);
    const state = row === undefined ? (unknownNames.get(name) ?? noFailures) : stateOf(row);
    refuseLocked(state, now);
    const matches = await hasher.verify(row?.password_hash, password);
    if (matches && row?.disabled_at === null) {
      if (row.failed_sign_ins > 0) await transact(db, (trx) => updateSignInState(trx, row.id, noFailures));
      return row;
    }
    await recordFailure(ctx, name, row, state);
    return undefined;
  }

  async function attemptInTurn(
    ctx: Context,
    name: string,
    find: () => Promise<AccountRow | undefined>,
    password: string,
  ) {
    const outcome = await inTurn(name, async () => ({ row: await attempt(ctx, name, find, password) }));
    if (outcome === undefined)
      throw problem(tooManyRequests, {
        detail: 'Too many sign-ins with this user name at once. Wait a moment.',
      });
    return outcome.row;
  }

  return {
    /**
     * The enabled account with this name and password.
     * @throws accounts/sign-in-failed, accounts/sign-in-locked, kernel/too-many-requests: the same for names that do not exist
     */
    async checkNameAndPassword(ctx: Context, userName: string, password: string): Promise<AccountRow> {
      const name = userName.toLowerCase();
      const row = await attemptInTurn(ctx, name, () => selectAccountByName(db, name), password);
      if (row === undefined) throw problem(signInFailed, { detail: 'Check both and try again.' });
      return row;
    },
    /** Whether someone who is signed in knows the password; counts as a sign-in. @throws accounts/wrong-password */
    async checkOwnPassword(ctx: Context, password: string): Promise<AccountRow> {
      const { id, name } = ctx.actor;
      const row = await attemptInTurn(ctx, name.toLowerCase(), () => selectAccount(db, id), password);
      if (row === undefined)
        throw problem(wrongPassword, { detail: 'This is not the password of your account. Type it again.' });
      return row;
    },
  };
}

/** The context of someone who is being signed in. */
export function asAccount(ctx: Context, row: Pick<AccountRow, 'id' | 'user_name' | 'system_roles'>): Context {
  const { address } = ctx.actor;
  return {
    ...ctx,
    actor: {
      kind: 'account',
      id: row.id,
      name: row.user_name,
      systemRoles: row.system_roles,
      ...(address === undefined ? {} : { address }),
    },
  };
}
