import { beforeEach, describe, expect, test } from 'vitest';
import { goodPassword as password, problemOf, withAccess } from '../../test/kit/access.ts';

const { audit, accounts, http, ctx, call, signIn, person, freshName, resetClock } = await withAccess();
await http.app.ready();

const auditTypes = async (objectId: string) =>
  (await audit.listEntries({ objectKind: 'account', objectId }, { limit: 50 })).items.map(
    (entry) => entry.type,
  );

beforeEach(resetClock);

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
