import { describe, expect, it } from 'vitest';
import { projectRoles, systemRoles } from '../src/kernel/access/index.ts';
import { systemContext } from '../src/kernel/context/index.ts';
import type { RouteSpec } from '../src/kernel/http/route.ts';
import { type Answer, createCaller, goodPassword, problemOf } from './kit/access.ts';
import { composeServer } from './kit/composed-server.ts';

const server = await composeServer();
const call = createCaller(server.http);
const ctx = systemContext('test', server.log);

/** An account with a token. */
async function tokenOf(userName: string, roles: ('administrator' | 'auditor')[] = []): Promise<string> {
  const made = await server.accounts.createAccount(ctx, {
    userName,
    displayName: userName,
    systemRoles: roles,
  });
  const session = await call('POST', '/sessions', {
    body: { username: userName, password: made.temporaryPassword },
  });
  const { cookie } = session;
  await call('PUT', '/users/me/password', {
    cookie,
    body: { currentPassword: made.temporaryPassword, newPassword: goodPassword },
  });
  const token = await call('POST', '/tokens', { cookie, body: { name: 'test' } });
  expect(token.status).toBe(201);
  return String(token.body['token']);
}

interface Caller {
  name: string;
  token: string | undefined;
  system: ReadonlySet<string>;
  /** Undefined: no member of the project. */
  project: ReadonlySet<string> | undefined;
}

const nothing: ReadonlySet<string> = new Set();
const callers: Caller[] = [{ name: 'nobody', token: undefined, system: nothing, project: undefined }];
const founder = await tokenOf('founder', ['administrator']);
expect(
  (
    await call('POST', '/projects', {
      token: founder,
      body: { key: 'walked', name: 'Walked', settings: {} },
    })
  ).status,
).toBe(201);
for (const [name, { permissions }] of Object.entries(systemRoles)) {
  const system: ReadonlySet<string> = new Set(permissions);
  const token = await tokenOf(name, [name as 'administrator' | 'auditor']);
  // Who administers projects may manage each of them, and sees no image by that.
  const project = system.has('projects:administer') ? new Set(['project:manage']) : undefined;
  callers.push({ name, token, system, project });
}
callers.push({
  name: 'someone without a role',
  token: await tokenOf('someone'),
  system: nothing,
  project: undefined,
});
for (const [name, { permissions }] of Object.entries(projectRoles)) {
  const token = await tokenOf(name);
  const given = await call('PUT', `/projects/walked/members/${name}`, {
    token: founder,
    body: { roles: [name] },
  });
  expect(given.status).toBeLessThan(300);
  callers.push({ name, token, system: nothing, project: new Set(permissions) });
}

const unknownId = '01890000-0000-7000-8000-000000000000';

function addressOf({ url }: RouteSpec): string {
  const values: Record<string, string> = {
    project: 'walked',
    study: '1.2.3',
    series: '1.2.3',
    frame: '1',
    frames: '1',
    plane: 'axial',
    picture: 'face',
    moment: 'before',
    index: '0',
  };
  const isDicomweb = url.startsWith('/dicom-web');
  const filled = url.replaceAll(
    /:(\w+)/g,
    (_all, name: string) => values[name] ?? (isDicomweb ? '1.2.3' : unknownId),
  );
  return filled.replace('*', '7FE00010');
}

async function ask(spec: RouteSpec, token: string | undefined): Promise<Answer> {
  const hasBody = spec.method !== 'GET' && spec.method !== 'DELETE';
  const headers =
    spec.consumes === undefined ? {} : { 'content-type': `${spec.consumes[0] ?? ''}; boundary=none` };
  return call(spec.method, addressOf(spec), {
    ...(token === undefined ? {} : { token }),
    ...(hasBody ? { body: spec.consumes === undefined ? {} : '' } : {}),
    headers,
  });
}

type Expected = 'allowed' | 'not signed in' | 'forbidden' | 'no such project';

function expectedOf({ permission, operationId }: RouteSpec, { token, system, project }: Caller): Expected {
  if (permission === 'public') return 'allowed';
  if (token === undefined) return 'not signed in';
  // A project is there for its members and for those who administer projects, whatever they may do in it.
  if (operationId === 'getProject') return project === undefined ? 'no such project' : 'allowed';
  if (permission === 'signed-in') return 'allowed';
  if ('system' in permission) return system.has(permission.system) ? 'allowed' : 'forbidden';
  if (project === undefined) return 'no such project';
  return project.has(permission.project) ? 'allowed' : 'forbidden';
}

function seenIn(answer: Answer): Expected | 'failed' {
  const problem = problemOf(answer);
  if (answer.status >= 500 && answer.status !== 503) return 'failed';
  if (problem === 'kernel/not-signed-in') return 'not signed in';
  if (answer.status === 403) return 'forbidden';
  return problem === 'projects/project-not-found' ? 'no such project' : 'allowed';
}

// An endless answer cannot be waited for: those who may hear it are told apart elsewhere (walls.test.ts).
const isEndless = (spec: RouteSpec) => spec.operationId === 'streamEvents';

describe.each(callers)('every address of the API, asked by $name', (caller) => {
  it('lets in whom its permission says, and nobody else', async () => {
    const wrong: string[] = [];
    for (const spec of server.http.routes) {
      const expected = expectedOf(spec, caller);
      if (isEndless(spec) && expected === 'allowed') continue;
      const answer = await ask(spec, caller.token);
      const seen = seenIn(answer);
      if (seen !== expected)
        wrong.push(
          `${spec.operationId}: expected “${expected}”, was “${seen}” (${answer.status} ${problemOf(answer)})`,
        );
    }
    expect(wrong).toEqual([]);
  });
});

describe('a token with scopes', () => {
  it('does no more than they say, whatever its owner may', async () => {
    const made = await call('POST', '/tokens', {
      token: founder,
      body: { name: 'narrow', scopes: ['server:observe'] },
    });
    expect(made.status).toBe(201);
    const token = String(made.body['token']);
    const allowed = await call('GET', '/associations', { token });
    const refused = await call('GET', '/users', { token });
    expect([allowed.status, refused.status, problemOf(refused)]).toEqual([200, 403, 'kernel/forbidden']);
  });
});

describe('credentials that are wrong', () => {
  it.each([
    ['a made-up token', { token: `psc_${'a'.repeat(43)}` }],
    ['a made-up cookie', { cookie: 'pesscara_session=abc' }],
    [
      'a Basic sign-in of nobody',
      { headers: { authorization: `Basic ${Buffer.from('nobody:nothing').toString('base64')}` } },
    ],
    ['a scheme that is not known', { headers: { authorization: 'Digest a' } }],
  ])('open nothing: %s', async (_name, credentials) => {
    const wrong: string[] = [];
    for (const spec of server.http.routes) {
      if (spec.permission === 'public') continue;
      const answer = await call(spec.method, addressOf(spec), credentials);
      if (answer.status !== 401 && answer.status !== 429) wrong.push(`${spec.operationId} ${answer.status}`);
    }
    expect(wrong).toEqual([]);
  });
});
