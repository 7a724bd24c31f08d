import { beforeEach, describe, expect, test } from 'vitest';
import { goodPassword as password, problemOf, withAccess } from '../../test/kit/access.ts';
import { createAccounts } from './index.ts';

const {
  db,
  log,
  clock,
  config,
  audit,
  http,
  ctx,
  call,
  signIn,
  person,
  freshName,
  advance,
  resetClock,
  now,
} = await withAccess();
await http.app.ready();

const auditTypes = async (objectId: string) =>
  (await audit.listEntries({ objectKind: 'account', objectId }, { limit: 50 })).items.map(
    (entry) => entry.type,
  );

beforeEach(resetClock);

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
    const strict = createAccounts({ db, clock, audit, log, config: { ...config, signInAddressFailures: 2 } });
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
    expect(row.authenticated_at).toEqual(now());
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
    expect(listed.body['items']).toMatchObject([{ id: made.body['id'], lastUsedAt: now().toISOString() }]);
    expect(JSON.stringify(listed.body)).not.toContain(token);
    advance(24 * 60);
    expect((await call('GET', '/sessions/current', { token })).status).toBe(401);
    resetClock();
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
