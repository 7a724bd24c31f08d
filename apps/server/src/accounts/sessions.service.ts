import type { FastifyRequest } from 'fastify';
import type { Audit } from '../audit/index.ts';
import { permissionsOfSystemRoles, type SystemPermission } from '../kernel/access/index.ts';
import { type Clock, later } from '../kernel/clock/index.ts';
import type { Actor, Context } from '../kernel/context/index.ts';
import { type Database, transact } from '../kernel/db/index.ts';
import { notSignedIn, problem } from '../kernel/problems/index.ts';
import type { AccountsConfig } from './accounts.config.ts';
import { crossSite, mustChangePassword, sessionNeeded } from './accounts.problems.ts';
import { type AccountRow, selectAccount } from './accounts.repository.ts';
import type { SessionView } from './accounts.schema.ts';
import { accountOf } from './accounts.service.ts';
import { credentialsOf, isCrossSiteChange, makeSessionSecret, sha256Of } from './credentials.ts';
import {
  deleteExpiredSessions,
  deleteSession,
  insertSession,
  selectSession,
  selectSessionEnd,
  selectToken,
  setAuthenticated,
  touchSession,
  touchToken,
} from './sessions.repository.ts';
import { asAccount, type createPasswordCheck } from './sign-in.service.ts';

/** Use is noted at most once a minute: a write on every request would cost more than the request. */
const touchEveryMs = 60_000;

export interface SessionOptions {
  db: Database;
  clock: Clock;
  audit: Audit;
  passwordCheck: ReturnType<typeof createPasswordCheck>;
  config: AccountsConfig;
  /** Host and port that people type, when a proxy stands before the server. */
  publicHost: string | undefined;
}

// What an account that must change its password may still do.
const openRoutes = new Set([
  'GET /api/v1/sessions/current',
  'DELETE /api/v1/sessions/current',
  'POST /api/v1/sessions',
  'PUT /api/v1/users/me/password',
  'GET /api/v1/health',
  'GET /api/v1/openapi.json',
]);

interface Found {
  actor: Actor;
  mustChangePassword: boolean;
}

function foundOf(
  row: Pick<AccountRow, 'id' | 'user_name' | 'system_roles' | 'must_change_password'>,
  more: Partial<Actor>,
): Found {
  const actor: Actor = {
    kind: 'account',
    id: row.id,
    name: row.user_name,
    systemRoles: row.system_roles,
    ...more,
  };
  return { actor, mustChangePassword: row.must_change_password };
}

/** Sessions (cookies) and who asks. */
export function createSessions({ db, clock, audit, passwordCheck, config, publicHost }: SessionOptions) {
  async function findBySession(request: FastifyRequest, secret: string): Promise<Found | undefined> {
    const hash = sha256Of(secret);
    const now = clock.now();
    const row = await selectSession(db, hash, now, later(now, -config.sessionIdleMs));
    if (row === undefined) return undefined;
    if (isCrossSiteChange(request, publicHost))
      throw problem(crossSite, {
        detail: 'Changes are taken from this server’s own pages only. Programs send a token instead.',
      });
    if (now.getTime() - row.last_seen_at.getTime() > Math.min(touchEveryMs, config.sessionIdleMs / 4))
      await touchSession(db, hash, now);
    return foundOf(row, {
      sessionId: hash.toString('hex'),
      authenticatedAt: row.authenticated_at,
      address: request.ip,
    });
  }

  async function findByToken(request: FastifyRequest, token: string): Promise<Found> {
    const now = clock.now();
    const row = await selectToken(db, sha256Of(token), now);
    if (row === undefined)
      throw problem(notSignedIn, {
        detail: 'This token is unknown, revoked or expired. Make another under your account.',
      });
    if (row.last_used_at === null || now.getTime() - row.last_used_at.getTime() > touchEveryMs)
      await touchToken(db, row.token_id, now);
    return foundOf(row, { address: request.ip, ...(row.scopes === null ? {} : { scopes: row.scopes }) });
  }

  async function find(request: FastifyRequest): Promise<Found | undefined> {
    const credentials = credentialsOf(request);
    if (credentials.kind === 'session') return findBySession(request, credentials.secret);
    if (credentials.kind === 'token') return findByToken(request, credentials.token);
    if (credentials.kind === 'none') return undefined;
    throw problem(notSignedIn, { detail: 'Send Authorization: Bearer with a token that begins with psc_.' });
  }

  /**
   * Who sends a request: by token, or by session. For the kernel's HTTP.
   * @throws kernel/not-signed-in for a token that does not work, accounts/cross-site, accounts/must-change-password
   */
  async function authenticate(request: FastifyRequest): Promise<Actor | undefined> {
    const found = await find(request);
    if (
      found?.mustChangePassword === true &&
      !openRoutes.has(`${request.method} ${request.routeOptions.url ?? ''}`)
    )
      throw problem(mustChangePassword, {
        detail: 'This password was given to you by someone else. Change it: PUT /api/v1/users/me/password.',
      });
    return found?.actor;
  }

  function sessionView(
    row: AccountRow,
    scopes: readonly string[] | undefined,
    expiresAt: Date | undefined,
  ): SessionView {
    const permissions = [...permissionsOfSystemRoles(row.system_roles)];
    return {
      account: accountOf(row, clock.now()),
      permissions: permissions.filter(
        (permission: SystemPermission) => scopes?.includes(permission) !== false,
      ),
      expiresAt: expiresAt?.toISOString() ?? null,
    };
  }

  /** Starts a session; the secret goes into the cookie and is kept nowhere. */
  async function signIn(ctx: Context, userName: string, password: string, userAgent: string | undefined) {
    const row = await passwordCheck.checkNameAndPassword(ctx, userName, password);
    const secret = makeSessionSecret();
    const hash = sha256Of(secret);
    const now = clock.now();
    const expiresAt = later(now, config.sessionMaxMs);
    const own = asAccount(ctx, row);
    await transact(db, async (trx) => {
      await deleteExpiredSessions(trx, now);
      await insertSession(trx, {
        token_sha256: hash,
        account_id: row.id,
        created_at: now,
        last_seen_at: now,
        expires_at: expiresAt,
        authenticated_at: now,
        address: ctx.actor.address ?? null,
        user_agent: userAgent?.slice(0, 500) ?? null,
      });
      await audit.record(
        trx,
        { ...own, actor: { ...own.actor, sessionId: hash.toString('hex') } },
        { action: 'E', type: 'accounts.session.started', object: { kind: 'account', id: row.id } },
      );
    });
    return { session: sessionView(row, undefined, expiresAt), secret };
  }

  function sessionHashOf(ctx: Context): Buffer {
    if (ctx.actor.sessionId === undefined)
      throw problem(sessionNeeded, { detail: 'Sign in with user name and password for this.' });
    return Buffer.from(ctx.actor.sessionId, 'hex');
  }

  /** Ends the session that the request came in. With a token there is nothing to end. */
  async function signOut(ctx: Context): Promise<void> {
    if (ctx.actor.sessionId === undefined) return;
    const hash = sessionHashOf(ctx);
    await transact(db, async (trx) => {
      await deleteSession(trx, hash);
      await audit.record(trx, ctx, {
        action: 'E',
        type: 'accounts.session.ended',
        object: { kind: 'account', id: ctx.actor.id },
      });
    });
  }

  async function currentSession(ctx: Context): Promise<SessionView> {
    const row = await selectAccount(db, ctx.actor.id);
    if (row === undefined) throw problem(notSignedIn);
    const end =
      ctx.actor.sessionId === undefined ? undefined : await selectSessionEnd(db, sessionHashOf(ctx));
    return sessionView(row, ctx.actor.scopes, end);
  }

  /** Gives the password once more, for what needs a fresh sign-in. */
  async function authenticateAgain(ctx: Context, password: string): Promise<void> {
    const hash = sessionHashOf(ctx);
    await passwordCheck.checkOwnPassword(ctx, password);
    await transact(db, async (trx) => {
      await setAuthenticated(trx, hash, clock.now());
      await audit.record(trx, ctx, {
        action: 'E',
        type: 'accounts.session.authenticated',
        object: { kind: 'account', id: ctx.actor.id },
      });
    });
  }

  return {
    authenticate,
    signIn,
    signOut,
    currentSession,
    authenticateAgain,
    sessionMaxMs: config.sessionMaxMs,
  };
}

export type Sessions = ReturnType<typeof createSessions>;
