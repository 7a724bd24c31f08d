import { generateKeyPairSync } from 'node:crypto';
import type { InjectOptions, Response } from 'light-my-request';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { withDatabase } from '../../test/kit/database.ts';
import { createSigner } from '../audit/checkpoint.ts';
import { createAudit } from '../audit/index.ts';
import type { Clock } from '../kernel/clock/index.ts';
import { readConfig } from '../kernel/config/index.ts';
import { systemContext } from '../kernel/context/index.ts';
import { createHttp } from '../kernel/http/index.ts';
import { accountRoutes, accountsSettings, createAccounts } from './index.ts';

const { db, log } = await withDatabase();
let now = new Date();
const clock: Clock = { now: () => now };
const advance = (minutes: number) => (now = new Date(now.getTime() + minutes * 60_000));
const environment = { PESSCARA_PASSWORD_MEMORY_KIB: '256', PESSCARA_SIGN_IN_ADDRESS_FAILURES: '1000' };
const config = readConfig(accountsSettings, environment);
const signer = createSigner('pesscara', generateKeyPairSync('ed25519').privateKey);
const audit = createAudit({
  db,
  clock,
  log,
  signer,
  checkpointEntries: 1000,
  checkpointIntervalMs: 3_600_000,
});
const accounts = createAccounts({ db, clock, audit, config });
const http = createHttp({ log, clock, version: 'test', maxJsonBytes: 100_000, trustProxy: false });
http.setAuthenticator(accounts.authenticate);
accountRoutes({ http, accounts, secure: false });
await http.app.ready();
afterAll(() => http.app.close());

const ctx = systemContext('test', log);
const password = 'a walk along the river';
type Json = Record<string, unknown>;

async function call(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  options: { cookie?: string; token?: string; body?: Json; headers?: Json } = {},
) {
  const headers = {
    ...(options.cookie === undefined ? {} : { cookie: options.cookie }),
    ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
    ...options.headers,
  };
  const request: InjectOptions = {
    method,
    url: `/api/v1${path}`,
    headers: headers as Record<string, string>,
  };
  if (options.body !== undefined) request.payload = options.body;
  const response: Response = await http.app.inject(request);
  return {
    status: response.statusCode,
    body: response.body === '' ? {} : response.json(),
    headers: response.headers,
  };
}

async function signIn(username: string, secret: string) {
  const response = await call('POST', '/sessions', { body: { username, password: secret } });
  const cookie = String(response.headers['set-cookie'] ?? '').split(';')[0] ?? '';
  return { ...response, cookie };
}

/** An account with a password of its own, signed in. */
async function person(userName: string, systemRoles: 'administrator'[] = []) {
  const { account, temporaryPassword } = await accounts.createAccount(ctx, {
    userName,
    displayName: userName,
    systemRoles,
  });
  const first = await signIn(userName, temporaryPassword);
  const changed = await call('PUT', '/users/me/password', {
    cookie: first.cookie,
    body: { currentPassword: temporaryPassword, newPassword: password },
  });
  expect(changed.status).toBe(204);
  return { id: account.id, userName, cookie: first.cookie };
}

const problemOf = (response: { body: Json }) =>
  String(response.body['type']).replace('urn:pesscara:problem:', '');
let counter = 0;
const freshName = () => `person${++counter}`;
const auditTypes = async (objectId: string) =>
  (await audit.listEntries({ objectKind: 'account', objectId }, { limit: 50 })).items.map(
    (entry) => entry.type,
  );

beforeEach(() => {
  now = new Date();
});

describe('the first administrator', () => {
  test('is made once, with a password that is told once', async () => {
    const made = await accounts.ensureAdministrator(ctx, undefined);
    expect(made).toMatchObject({ kind: 'created', userName: 'admin' });
    const secret = made.kind === 'created' ? (made.madePassword ?? '') : '';
    const session = await signIn('ADMIN', secret);
    expect(session.status).toBe(201);
    expect(session.body).toMatchObject({
      account: { userName: 'admin', systemRoles: ['administrator'], mustChangePassword: false },
    });
    expect(session.body['permissions']).toContain('accounts:manage');
    expect(await accounts.ensureAdministrator(ctx, 'another password')).toEqual({ kind: 'exists' });
  });
});

describe('signing in', () => {
  test('gives a strict cookie that works until it is ended', async () => {
    const { cookie, userName } = await person(freshName());
    const again = await signIn(userName, password);
    expect(String(again.headers['set-cookie'])).toMatch(
      /^pesscara_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/,
    );
    expect((await call('GET', '/sessions/current', { cookie })).body).toMatchObject({
      account: { userName },
    });
    expect((await call('DELETE', '/sessions/current', { cookie })).status).toBe(204);
    expect((await call('GET', '/sessions/current', { cookie })).status).toBe(401);
    expect((await call('GET', '/sessions/current', { cookie: again.cookie })).status).toBe(200);
  });

  test('the secret of a session is nowhere in the database', async () => {
    const { cookie } = await person(freshName());
    const secret = cookie.split('=')[1] ?? '';
    const rows = await db.selectFrom('accounts.session').selectAll().execute();
    expect(
      JSON.stringify(rows.map((row) => ({ ...row, token: row.token_sha256.toString('latin1') }))),
    ).not.toContain(secret);
  });

  test('fails in the same words whether the name or the password is wrong, and is recorded without the password', async () => {
    const { userName, id } = await person(freshName());
    const wrong = await signIn(userName, 'not the password');
    const unknown = await signIn('nobody-of-that-name', 'not the password');
    for (const response of [wrong, unknown])
      expect(response).toMatchObject({
        status: 401,
        body: { title: wrong.body['title'], detail: wrong.body['detail'] },
      });
    expect((await auditTypes(id))[0]).toBe('accounts.sign-in.failed');
    const { items } = await audit.listEntries({ type: 'accounts.sign-in.failed' }, { limit: 50 });
    const text = JSON.stringify(items);
    expect(text).not.toContain('not the password');
    expect(text).not.toContain('nobody-of-that-name');
    expect(items[0]).toMatchObject({
      object: { kind: 'account', id: 'unknown' },
      actor: { address: '127.0.0.1' },
      outcome: 4,
    });
  });

  test('locks a name after five failures, whether it exists or not', async () => {
    const { userName } = await person(freshName());
    for (const name of [userName, `${userName}-unknown`]) {
      for (let count = 0; count < 5; count++) expect((await signIn(name, 'wrong')).status).toBe(401);
      const locked = await signIn(name, password);
      expect(locked).toMatchObject({ status: 429, body: { retryAfterSeconds: 900 } });
      expect(problemOf(locked)).toBe('accounts/sign-in-locked');
    }
    advance(15);
    expect((await signIn(userName, password)).status).toBe(201);
  });

  test('a hundred guesses at once are counted one by one', async () => {
    const { userName, id } = await person(freshName());
    const answers = await Promise.all(Array.from({ length: 30 }, () => signIn(userName, 'wrong')));
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(5);
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(25);
    expect((await auditTypes(id)).filter((type) => type.startsWith('accounts.sign-in'))).toHaveLength(5);
  });

  test('is refused to an address that failed too often', async () => {
    const strict = createAccounts({ db, clock, audit, config: { ...config, signInAddressFailures: 2 } });
    const from = { ...ctx, actor: { ...ctx.actor, address: '192.0.2.9' } };
    await expect(strict.signIn(from, 'guess-a', 'wrong', undefined)).rejects.toMatchObject({
      kind: { status: 401 },
    });
    await expect(strict.signIn(from, 'guess-b', 'wrong', undefined)).rejects.toMatchObject({
      kind: { status: 401 },
    });
    await expect(strict.signIn(from, 'guess-c', 'wrong', undefined)).rejects.toMatchObject({
      kind: { status: 429 },
    });
  });

  test('is not taken from another site’s page, and neither is any change', async () => {
    const { userName, cookie } = await person(freshName());
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
    const forged = await call('POST', '/sessions', { body: { username: userName, password }, headers });
    expect(problemOf(forged)).toBe('accounts/cross-site');
    expect(problemOf(await call('POST', '/tokens', { cookie, headers, body: { name: 'x' } }))).toBe(
      'accounts/cross-site',
    );
    expect((await call('GET', '/tokens', { cookie, headers })).status).toBe(200);
  });
});

describe('a session', () => {
  test('ends after half an hour without a request, and after twelve hours whatever happens', async () => {
    const { cookie } = await person(freshName());
    for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
      expect((await call('GET', '/sessions/current', { cookie })).status).toBe(200);
      advance(20);
    }
    expect((await call('GET', '/sessions/current', { cookie })).status).toBe(200);
    advance(20);
    expect((await call('GET', '/sessions/current', { cookie })).status).toBe(401);
    const idle = await person(freshName());
    advance(31);
    expect((await call('GET', '/sessions/current', { cookie: idle.cookie })).status).toBe(401);
  });

  test('remembers when the password was given, and takes it again', async () => {
    const { cookie, id } = await person(freshName());
    advance(10);
    expect(
      problemOf(
        await call('POST', '/sessions/current/authentication', { cookie, body: { password: 'wrong' } }),
      ),
    ).toBe('accounts/wrong-password');
    expect(
      (await call('POST', '/sessions/current/authentication', { cookie, body: { password } })).status,
    ).toBe(204);
    const row = await db
      .selectFrom('accounts.session')
      .select('authenticated_at')
      .where('account_id', '=', id)
      .executeTakeFirstOrThrow();
    expect(row.authenticated_at).toEqual(now);
  });
});

describe('passwords', () => {
  test('one that someone else gave must be changed before anything else', async () => {
    const userName = freshName();
    const { temporaryPassword } = await accounts.createAccount(ctx, {
      userName,
      displayName: 'x',
      systemRoles: ['administrator'],
    });
    const { cookie } = await signIn(userName, temporaryPassword);
    expect((await call('GET', '/sessions/current', { cookie })).body).toMatchObject({
      account: { mustChangePassword: true },
    });
    expect(problemOf(await call('GET', '/users', { cookie }))).toBe('accounts/must-change-password');
    const weak = await call('PUT', '/users/me/password', {
      cookie,
      body: { currentPassword: temporaryPassword, newPassword: 'Password1234' },
    });
    expect(weak).toMatchObject({ status: 422, body: { errors: [{ pointer: '/body/newPassword' }] } });
    await call('PUT', '/users/me/password', {
      cookie,
      body: { currentPassword: temporaryPassword, newPassword: password },
    });
    expect((await call('GET', '/users', { cookie })).status).toBe(200);
  });

  test('changing one ends the other sessions; a reset ends all', async () => {
    const admin = await person(freshName(), ['administrator']);
    const one = await person(freshName());
    const other = await signIn(one.userName, password);
    await call('PUT', '/users/me/password', {
      cookie: one.cookie,
      body: { currentPassword: password, newPassword: 'another walk along the river' },
    });
    expect((await call('GET', '/sessions/current', { cookie: one.cookie })).status).toBe(200);
    expect((await call('GET', '/sessions/current', { cookie: other.cookie })).status).toBe(401);
    const reset = await call('POST', `/users/${one.id}/password-reset`, { cookie: admin.cookie });
    expect((await call('GET', '/sessions/current', { cookie: one.cookie })).status).toBe(401);
    expect((await signIn(one.userName, String(reset.body['temporaryPassword']))).body).toMatchObject({
      account: { mustChangePassword: true },
    });
  });

  test('no password or hash is in the audit trail', async () => {
    const admin = await person(freshName(), ['administrator']);
    await call('POST', `/users/${admin.id}/password-reset`, { cookie: admin.cookie });
    const { items } = await audit.listEntries({}, { limit: 500 });
    expect(JSON.stringify(items)).not.toMatch(/argon2|a walk along/);
  });
});

describe('tokens', () => {
  test('work as Bearer, show once, expire, and stop when revoked', async () => {
    const { cookie } = await person(freshName());
    const made = await call('POST', '/tokens', { cookie, body: { name: 'script', expiresInDays: 1 } });
    expect(made).toMatchObject({ status: 201, body: { name: 'script', scopes: null, lastUsedAt: null } });
    const token = String(made.body['token']);
    expect(token).toMatch(/^psc_[\w-]{43}$/);
    expect((await call('GET', '/sessions/current', { token })).body).toMatchObject({ expiresAt: null });
    const listed = await call('GET', '/tokens', { cookie });
    expect(listed.body['items']).toMatchObject([{ id: made.body['id'], lastUsedAt: now.toISOString() }]);
    expect(JSON.stringify(listed.body)).not.toContain(token);
    advance(24 * 60);
    expect((await call('GET', '/sessions/current', { token })).status).toBe(401);
    now = new Date();
    expect((await call('DELETE', `/tokens/${String(made.body['id'])}`, { token })).status).toBe(204);
    expect((await call('GET', '/sessions/current', { token })).status).toBe(401);
    expect((await call('GET', '/sessions/current', { token: 'psc_unknown' })).status).toBe(401);
  });

  test('may be restricted, and cannot make a wider one', async () => {
    const { cookie } = await person(freshName(), ['administrator']);
    const made = await call('POST', '/tokens', { cookie, body: { name: 'narrow', scopes: ['audit:read'] } });
    const token = String(made.body['token']);
    expect((await call('GET', '/sessions/current', { token })).body['permissions']).toEqual(['audit:read']);
    expect((await call('GET', '/users', { token })).status).toBe(403);
    expect(problemOf(await call('POST', '/tokens', { token, body: { name: 'wide' } }))).toBe(
      'accounts/scope-too-wide',
    );
    expect(
      problemOf(
        await call('POST', '/tokens', { token, body: { name: 'wide', scopes: ['accounts:manage'] } }),
      ),
    ).toBe('accounts/scope-too-wide');
    expect(
      (await call('POST', '/tokens', { token, body: { name: 'same', scopes: ['audit:read'] } })).status,
    ).toBe(201);
    expect(
      problemOf(
        await call('PUT', '/users/me/password', {
          token,
          body: { currentPassword: password, newPassword: 'yet another walk' },
        }),
      ),
    ).toBe('accounts/session-needed');
  });

  test('do not count as another person’s', async () => {
    const [one, other] = [await person(freshName()), await person(freshName())];
    const made = await call('POST', '/tokens', { cookie: one.cookie, body: { name: 'mine' } });
    expect(
      problemOf(await call('DELETE', `/tokens/${String(made.body['id'])}`, { cookie: other.cookie })),
    ).toBe('accounts/token-not-found');
  });
});

describe('accounts', () => {
  test('are managed by those who may, listed by name, found by part of it', async () => {
    const admin = await person(freshName(), ['administrator']);
    const made = await call('POST', '/users', {
      cookie: admin.cookie,
      body: { userName: 'Zoe.Z', displayName: 'Zoë Zander', email: 'zoe@example.org' },
    });
    expect(made).toMatchObject({
      status: 201,
      body: { account: { userName: 'Zoe.Z', systemRoles: [], version: 1 } },
    });
    expect(
      problemOf(
        await call('POST', '/users', { cookie: admin.cookie, body: { userName: 'zoe.z', displayName: 'x' } }),
      ),
    ).toBe('accounts/user-name-taken');
    expect((await call('GET', '/users?q=zander', { cookie: admin.cookie })).body['items']).toHaveLength(1);
    const first = await call('GET', '/users?limit=2', { cookie: admin.cookie });
    const second = await call('GET', `/users?limit=500&cursor=${String(first.body['nextCursor'])}`, {
      cookie: admin.cookie,
    });
    const names = [first, second].flatMap((page) =>
      (page.body['items'] as { userName: string }[]).map((item) => item.userName.toLowerCase()),
    );
    expect(names).toEqual(names.toSorted());
    expect(names).toContain('zoe.z');
    const ordinary = await person(freshName());
    expect((await call('GET', '/users', { cookie: ordinary.cookie })).status).toBe(403);
  });

  test('a disabled one can do nothing, and everything again when it is enabled', async () => {
    const admin = await person(freshName(), ['administrator']);
    const other = await person(freshName());
    const token = String(
      (await call('POST', '/tokens', { cookie: other.cookie, body: { name: 't' } })).body['token'],
    );
    const change = async (disabled: boolean, version: number) =>
      call('PATCH', `/users/${other.id}`, { cookie: admin.cookie, body: { disabled, version } });
    expect((await change(true, 1)).body).toMatchObject({ disabled: true, version: 2 });
    expect((await call('GET', '/sessions/current', { cookie: other.cookie })).status).toBe(401);
    expect((await call('GET', '/sessions/current', { token })).status).toBe(401);
    expect((await signIn(other.userName, password)).status).toBe(401);
    expect(problemOf(await change(false, 1))).toBe('kernel/stale');
    expect((await change(false, 2)).body).toMatchObject({ disabled: false });
    expect((await call('GET', '/sessions/current', { token })).status).toBe(200);
    expect((await signIn(other.userName, password)).status).toBe(201);
    expect((await auditTypes(other.id)).filter((type) => type === 'accounts.account.changed')).toHaveLength(
      2,
    );
  });

  test('the last administrator stays, even when two are taken away at once', async () => {
    const admin = await person(freshName(), ['administrator']);
    const { items } = await accounts.listAccounts({ limit: 500 });
    for (const account of items)
      if (account.id !== admin.id && account.systemRoles.includes('administrator') && !account.disabled)
        await accounts.changeAccount(ctx, account.id, { disabled: true, version: account.version });
    const second = await person(freshName(), ['administrator']);
    const outcomes = await Promise.allSettled([
      accounts.changeAccount(ctx, admin.id, { disabled: true, version: 1 }),
      accounts.changeAccount(ctx, second.id, { systemRoles: [], version: 1 }),
    ]);
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toMatchObject([{ reason: { kind: { name: 'accounts/last-administrator' } } }]);
  });

  test('roles are described', async () => {
    const { cookie } = await person(freshName());
    const { body } = await call('GET', '/roles', { cookie });
    expect((body['projectRoles'] as { name: string }[]).map((role) => role.name)).toContain('honest-broker');
  });
});
