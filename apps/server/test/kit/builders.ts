import { expect } from 'vitest';
import { type Caller, itemsOf, type Json } from './api.ts';
import { partsOf } from './multipart.ts';
import type { TestServer } from './server.ts';
import { until } from './until.ts';

export type Role = 'viewer' | 'importer' | 'reviewer' | 'curator' | 'honest-broker' | 'lead';

export interface Person {
  id: string;
  userName: string;
  password: string;
  token: string;
  call: Caller;
}

const goodPassword = 'a walk along the river';
let people = 0;

/** An account with a password and a token of its own, and these roles. */
export async function makePerson(
  server: TestServer,
  { systemRoles = [], roles = {} }: { systemRoles?: string[]; roles?: Record<string, Role[]> } = {},
): Promise<Person> {
  const userName = `person${++people}`;
  const made = await server.api('POST', '/users', { userName, displayName: `The ${userName}`, systemRoles });
  expect(made.status, made.bytes.toString()).toBe(201);
  const temporary = made.body['temporaryPassword'];
  const session = await server.anonymous('POST', '/sessions', {
    body: { username: userName, password: temporary },
  });
  const headers = { cookie: (session.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
  const body = { currentPassword: temporary, newPassword: goodPassword };
  const changed = await server.anonymous('PUT', '/users/me/password', { body, headers });
  expect(changed.status, changed.bytes.toString()).toBe(204);
  const token = await server.anonymous('POST', '/tokens', { body: { name: 'test' }, headers });
  expect(token.status, token.bytes.toString()).toBe(201);
  for (const [project, names] of Object.entries(roles)) await giveRoles(server, project, userName, names);
  const bearer = String(token.body['token']);
  return {
    id: String((made.body['account'] as Json)['id']),
    userName,
    password: goodPassword,
    token: bearer,
    call: server.callerWith(bearer),
  };
}

/** Sets an account's roles in a project. */
export async function giveRoles(
  server: TestServer,
  project: string,
  user: string,
  roles: Role[],
): Promise<void> {
  const given = await server.api('PUT', `/projects/${project}/members/${user}`, { roles });
  expect(given.status, given.bytes.toString()).toBeLessThan(300);
}

/** A project in which the administrator holds every role. */
export async function makeProject(server: TestServer, key: string, settings: Json = {}): Promise<string> {
  const made = await server.api('POST', '/projects', { key, name: `Project ${key}`, settings });
  expect(made.status, made.bytes.toString()).toBe(201);
  await giveRoles(server, key, 'admin', [
    'lead',
    'reviewer',
    'viewer',
    'curator',
    'importer',
    'honest-broker',
  ]);
  return String(made.body['id']);
}

export interface RouteLine {
  project: string;
  match?: Json;
  tags?: string[];
  centre?: string | null;
}

/** Saves the routing table; the receiver takes note of a newer one within a second. */
export async function saveRoutes(server: TestServer, lines: RouteLine[]): Promise<void> {
  const { body } = await server.api('GET', '/routes');
  const routes = lines.map(({ project, match = {}, tags = [], centre = null }, index) => ({
    name: `route ${index + 1}`,
    enabled: true,
    match,
    project,
    profile: null,
    tags,
    centre,
  }));
  const saved = await server.api('PUT', '/routes', { version: body['version'], routes });
  expect(saved.status, saved.bytes.toString()).toBe(200);
}

/** Every item of a list, over its pages. */
export async function allItems(call: Caller, path: string): Promise<Json[]> {
  const items: Json[] = [];
  let cursor: string | null = null;
  do {
    const separator = path.includes('?') ? '&' : '?';
    const page = await call(
      'GET',
      `${path}${separator}limit=500${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    expect(page.status, page.bytes.toString()).toBe(200);
    items.push(...itemsOf(page));
    cursor = page.body['nextCursor'] as string | null;
  } while (cursor !== null);
  return items;
}

/** The project's cases that wait, once there are `count` of them with `instances` images in all. */
export function openCases(
  server: TestServer,
  project: string,
  expected: { count: number; instances?: number },
): Promise<Json[]> {
  let last: Json[] = [];
  return until(
    `${expected.count} open cases in ${project}`,
    async () => {
      last = await allItems(server.admin, `/projects/${project}/quarantine`);
      const instances = last.reduce((sum, one) => sum + Number(one['instanceCount']), 0);
      return last.length === expected.count && (expected.instances ?? instances) === instances && last;
    },
    { seen: () => last },
  );
}

/** A case once it may be approved. Searches of what came, or of its newest version, may still go on; what they find makes another version of it. */
export async function readyCase(call: Caller, path: string): Promise<Json> {
  let detail: Json = {};
  await until(
    'the case to be ready for approval',
    async () => {
      detail = (await call('GET', path)).body;
      return (detail['policy'] as Json)['mayApprove'] === true;
    },
    { seen: () => detail['policy'] },
  );
  return detail;
}

async function untilReleased(server: TestServer, path: string): Promise<void> {
  await until(
    'the decision to take effect',
    async () => (await server.api('GET', path)).body['state'] === 'released',
  );
}

/** Approves cases and waits until what they hold is released. */
export async function approve(
  server: TestServer,
  project: string,
  cases: Json[],
  call: Caller = server.admin,
): Promise<void> {
  const desk = `/projects/${project}/quarantine`;
  const ready: Json[] = [];
  for (const { id } of cases) ready.push(await readyCase(call, `${desk}/${String(id)}`));
  const decided = await call('POST', `${desk}/decisions`, {
    body: { verdict: 'approve', cases: ready.map(({ id, version }) => ({ id, version })) },
  });
  expect(decided.status, decided.bytes.toString()).toBe(200);
  expect((decided.body['results'] as Json[]).filter((one) => one['outcome'] !== 'decided')).toEqual([]);
  for (const { id } of cases) await untilReleased(server, `${desk}/${String(id)}`);
}

/** Approves cases as `approve` does; where an identifier of the patient was found, `second` agrees with a reason. Gives how many those were. */
export async function approveKnowingly(
  server: TestServer,
  project: string,
  cases: Json[],
  second: Caller,
): Promise<number> {
  const paths = cases.map(({ id }) => `/projects/${project}/quarantine/${String(id)}`);
  const ready: Json[] = [];
  for (const path of paths) ready.push(await readyCase(server.admin, path));
  const isStopped = ready.map((one) => (one['policy'] as Json)['isStopped'] === true);
  for (const [index, path] of paths.entries()) {
    if (isStopped[index] !== true) continue;
    const approval = { verdict: 'approve', version: ready[index]?.['version'] };
    const first = await server.api('POST', `${path}/decisions`, approval);
    expect(first.body['state'], first.bytes.toString()).toBe('first-approved');
    const body = { ...approval, version: first.body['version'], reason: 'A sample that everybody may see.' };
    const released = await second('POST', `${path}/decisions`, { body });
    expect(released.status, released.bytes.toString()).toBe(200);
    await untilReleased(server, path);
  }
  const others = cases.filter((_, index) => isStopped[index] !== true);
  if (others.length > 0) await approve(server, project, others);
  return cases.length - others.length;
}

/** Everything that waits in a project is approved, once `count` cases do; gives the released series. */
export async function releaseAll(
  server: TestServer,
  project: string,
  expected: { count: number; instances?: number },
): Promise<Json[]> {
  await approve(server, project, await openCases(server, project, expected));
  return allItems(server.admin, `/projects/${project}/series`);
}

/** Every released instance of a project as DICOMweb gives it: the bytes of its file. */
export async function releasedFiles(server: TestServer, project: string): Promise<Buffer[]> {
  const studies = await server.api('GET', `/dicom-web/${project}/studies`);
  expect(studies.status, studies.bytes.toString()).toBeLessThan(300);
  const found =
    studies.status === 204
      ? []
      : (JSON.parse(studies.bytes.toString()) as Record<string, { Value?: string[] }>[]);
  const files: Buffer[] = [];
  for (const study of found) {
    const retrieved = await server.admin(
      'GET',
      `/dicom-web/${project}/studies/${study['0020000D']?.Value?.[0] ?? ''}`,
      {
        headers: { accept: 'multipart/related; type="application/dicom"; transfer-syntax=*' },
      },
    );
    expect(retrieved.status, retrieved.bytes.toString().slice(0, 1000)).toBe(200);
    files.push(...partsOf(retrieved).map(({ body }) => body));
  }
  return files;
}
