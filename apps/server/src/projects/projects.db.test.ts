import { describe, expect, test } from 'vitest';
import { itemsOf, type Person, problemOf, withAccess } from '../../test/kit/access.ts';
import { projectPermissions, projectRoles } from '../kernel/access/index.ts';
import { createProjects, projectRoutes } from './index.ts';

const { db, clock, audit, accounts, events, http, call, person, ctx } = await withAccess();
const projects = createProjects({ db, clock, audit, events, accounts });
http.setProjectResolver(projects.resolveProject);
projectRoutes({ http, projects });
for (const permission of projectPermissions)
  http.route(
    {
      method: 'GET',
      url: `/projects/:project/needs/${permission.replace(':', '-')}`,
      operationId: `needs-${permission}`,
      tag: 'test',
      summary: 'x',
      permission: { project: permission },
    },
    async () => undefined,
  );
await http.app.ready();

const admin = await person('admin', ['administrator']);
let counter = 0;

async function makeProject(by: Person = admin, body: object = {}) {
  const key = `p${++counter}`;
  const made = await call('POST', '/projects', {
    cookie: by.cookie,
    body: { key, name: `Project ${key}`, ...body },
  });
  expect(made.status).toBe(201);
  return { key, id: String(made.body['id']), made };
}

const setRoles = (key: string, member: Person, roles: string[], by: Person = admin) =>
  call('PUT', `/projects/${key}/members/${member.userName}`, { cookie: by.cookie, body: { roles } });

describe('a project', () => {
  test('is made with safe defaults, led by who made it, and heard of', async () => {
    const { key, id, made } = await makeProject(admin, {
      key: 'brain-tumor',
      settings: { secondReviewer: true },
    });
    expect(made.body).toMatchObject({
      key: 'brain-tumor',
      description: '',
      irbNumber: null,
      settings: {
        reviewerMayBeImporter: true,
        secondReviewer: true,
        originals: 'until-decision',
        profileId: null,
        subjectCodePrefix: 'BRAIN-TUMOR',
        expectedSubjects: null,
      },
      roles: ['lead'],
      archivedAt: null,
      version: 1,
    });
    expect(made.body['permissions']).not.toContain('quarantine:reveal');
    expect(key).not.toBe('brain-tumor');
    const facts = await db.selectFrom('kernel.event').select('type').where('project_id', '=', id).execute();
    expect(facts).toEqual([{ type: 'projects.project.created' }]);
    const taken = await call('POST', '/projects', {
      cookie: admin.cookie,
      body: { key: 'brain-tumor', name: 'x' },
    });
    expect([taken.status, problemOf(taken)]).toEqual([409, 'projects/key-taken']);
    expect(await projects.findProject('brain-tumor')).toMatchObject({ id, isArchived: false });
    expect(await projects.findProject(id)).toMatchObject({ key: 'brain-tumor' });
  });

  test.each(['Upper', '-dash', 'dash-', 'a b', '', 'x'.repeat(41), '../etc'])(
    'has no key like %j',
    async (key) => {
      expect(
        (await call('POST', '/projects', { cookie: admin.cookie, body: { key, name: 'x' } })).status,
      ).toBe(400);
    },
  );

  test('changes by its version, and says in the trail from what to what', async () => {
    const { key, id } = await makeProject();
    const change = (body: object) => call('PATCH', `/projects/${key}`, { cookie: admin.cookie, body });
    const changed = await change({ name: 'Renamed', settings: { expectedSubjects: 40 }, version: 1 });
    expect(changed.body).toMatchObject({
      name: 'Renamed',
      settings: { expectedSubjects: 40, originals: 'until-decision' },
      version: 2,
    });
    expect(problemOf(await change({ name: 'Again', version: 1 }))).toBe('kernel/stale');
    const { items } = await audit.listEntries(
      { projectId: id, type: 'projects.project.changed' },
      { limit: 5 },
    );
    expect(items).toMatchObject([
      { before: { name: `Project ${key}` }, after: { name: 'Renamed' }, actor: { name: 'admin' } },
    ]);
  });

  test('that is archived is read, not added to or changed, until it is opened again', async () => {
    const { key } = await makeProject();
    const can = async (permission: string) =>
      (await call('GET', `/projects/${key}/needs/${permission}`, { cookie: admin.cookie })).status;
    await call('PATCH', `/projects/${key}`, { cookie: admin.cookie, body: { archived: true, version: 1 } });
    expect([await can('archive-read'), await can('archive-import'), await can('catalogue-edit')]).toEqual([
      204, 403, 403,
    ]);
    await call('PATCH', `/projects/${key}`, { cookie: admin.cookie, body: { archived: false, version: 2 } });
    expect(await can('archive-import')).toBe(204);
  });
});

describe('who sees a project', () => {
  test('members and administrators; for anyone else it does not exist', async () => {
    const { key } = await makeProject();
    const [inside, outside] = [await person(), await person()];
    await setRoles(key, inside, ['viewer']);
    const keys = async ({ cookie }: Person) =>
      itemsOf(await call('GET', '/projects', { cookie })).map((item) => item['key']);
    expect(await keys(inside)).toEqual([key]);
    expect(await keys(outside)).toEqual([]);
    expect(await keys(admin)).toContain(key);
    expect((await call('GET', `/projects/${key}`, { cookie: inside.cookie })).body).toMatchObject({
      roles: ['viewer'],
      permissions: ['archive:read'],
    });
    const [hidden, absent] = [
      await call('GET', `/projects/${key}`, { cookie: outside.cookie }),
      await call('GET', '/projects/there-is-none', { cookie: outside.cookie }),
    ];
    for (const answer of [hidden, absent])
      expect([answer.status, problemOf(answer)]).toEqual([404, 'projects/project-not-found']);
    expect(hidden.body['detail']).toBe(absent.body['detail']);
  });

  test('every role holds its permissions and no other', async () => {
    const { key } = await makeProject();
    for (const [role, { permissions }] of Object.entries(projectRoles)) {
      const member = await person();
      await setRoles(key, member, [role]);
      for (const permission of projectPermissions) {
        const { status } = await call('GET', `/projects/${key}/needs/${permission.replace(':', '-')}`, {
          cookie: member.cookie,
        });
        expect([role, permission, status]).toEqual([
          role,
          permission,
          (permissions as readonly string[]).includes(permission) ? 204 : 403,
        ]);
      }
    }
  });

  test('an administrator without a role manages it and sees no image, until they add themselves, which is recorded', async () => {
    const lead = await person(undefined, ['administrator']);
    const { key, id } = await makeProject(lead);
    const needs = async (permission: string) =>
      (await call('GET', `/projects/${key}/needs/${permission}`, { cookie: admin.cookie })).status;
    expect([
      await needs('project-manage'),
      await needs('archive-read'),
      await needs('quarantine-review'),
    ]).toEqual([204, 403, 403]);
    expect((await setRoles(key, admin, ['viewer'])).status).toBe(200);
    expect(await needs('archive-read')).toBe(204);
    const { items } = await audit.listEntries({ projectId: id, type: 'projects.member.set' }, { limit: 5 });
    expect(items).toMatchObject([
      { actor: { name: 'admin' }, after: { account: 'admin', roles: ['viewer'] } },
    ]);
  });

  test('a token’s scopes take away from its account’s roles', async () => {
    const { key } = await makeProject();
    const made = await call('POST', '/tokens', {
      cookie: admin.cookie,
      body: { name: 't', scopes: ['archive:read'] },
    });
    const token = String(made.body['token']);
    expect((await call('GET', `/projects/${key}/needs/archive-read`, { token })).status).toBe(204);
    expect((await call('GET', `/projects/${key}/needs/project-manage`, { token })).status).toBe(403);
    expect((await call('POST', '/projects', { token, body: { key: 'by-token', name: 'x' } })).status).toBe(
      403,
    );
    const keys = itemsOf(await call('GET', '/projects', { token })).map((item) => item['key']);
    expect(keys).toContain(key);
  });
});

describe('members', () => {
  test('come by id or user name, change roles, and go; each is seen at the next request', async () => {
    const { key } = await makeProject();
    const member = await person();
    const needs = async (permission: string) =>
      (await call('GET', `/projects/${key}/needs/${permission}`, { cookie: member.cookie })).status;
    expect(await needs('archive-read')).toBe(404);
    const set = await call('PUT', `/projects/${key}/members/${member.id}`, {
      cookie: admin.cookie,
      body: { roles: ['viewer', 'viewer'] },
    });
    expect(set.body).toEqual({
      account: { id: member.id, userName: member.userName, displayName: `The ${member.userName}` },
      roles: ['viewer'],
    });
    expect([await needs('archive-read'), await needs('catalogue-edit')]).toEqual([204, 403]);
    await setRoles(key, member, ['curator']);
    expect(await needs('catalogue-edit')).toBe(204);
    const listed = itemsOf(await call('GET', `/projects/${key}/members`, { cookie: admin.cookie }));
    expect(listed).toMatchObject([
      { account: { userName: 'admin' }, roles: ['lead'] },
      { account: { id: member.id }, roles: ['curator'] },
    ]);
    const path = `/projects/${key}/members/${member.userName}`;
    expect((await call('DELETE', path, { cookie: admin.cookie })).status).toBe(204);
    expect(await needs('archive-read')).toBe(404);
    expect(problemOf(await call('DELETE', path, { cookie: admin.cookie }))).toBe('projects/member-not-found');
    expect(problemOf(await setRoles(key, { ...member, userName: 'nobody' }, ['viewer']))).toBe(
      'projects/member-not-found',
    );
  });

  test('a lead cannot make an honest broker, not of themselves either', async () => {
    const { key } = await makeProject();
    const lead = await person();
    await setRoles(key, lead, ['lead']);
    expect(problemOf(await setRoles(key, lead, ['lead', 'honest-broker'], lead))).toBe(
      'projects/role-needs-administrator',
    );
    expect((await setRoles(key, lead, ['lead', 'honest-broker'])).status).toBe(200);
    expect(problemOf(await setRoles(key, lead, ['lead'], lead))).toBe('projects/role-needs-administrator');
  });

  test('another process hears of a change after five seconds at most', async () => {
    const { key } = await makeProject();
    const member = await person();
    let now = new Date();
    const other = createProjects({ db, clock: { now: () => now }, audit, events, accounts });
    const as = {
      ...ctx,
      actor: { kind: 'account' as const, id: member.id, name: member.userName, systemRoles: [] },
    };
    await expect(other.resolveProject(as, key, 'archive:read')).rejects.toMatchObject({
      kind: { status: 404 },
    });
    await setRoles(key, member, ['viewer']);
    now = new Date(now.getTime() + 5001);
    expect(await other.resolveProject(as, key, 'archive:read')).toMatchObject({ key });
  });
});
