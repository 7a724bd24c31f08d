import { describe, expect, test } from 'vitest';
import { verifyAuditExport } from '../../../../tools/verify-audit.mjs';
import { itemsOf, withAccess } from '../../test/kit/access.ts';
import { createProjects } from '../projects/index.ts';
import { auditRoutes } from './index.ts';

const { db, clock, audit, accounts, events, http, call, person, ctx } = await withAccess();
const projects = createProjects({ db, clock, audit, events, accounts });
http.setProjectResolver(projects.resolveProject);
auditRoutes({ http, db, audit, findProjectId: async (keyOrId) => (await projects.findProject(keyOrId))?.id });
await http.app.ready();

const [admin, auditor, lead, other] = [
  await person('admin', ['administrator']),
  await person('auditor', ['auditor']),
  await person('lead'),
  await person('other'),
];
for (const key of ['one', 'two']) {
  const { id } = await projects.createProject(ctx, { key, name: key });
  if (key === 'one') await projects.setMember(ctx, id, 'lead', ['lead']);
}
const statusOf = async (path: string, { cookie }: { cookie: string }) =>
  (await call('GET', path, { cookie })).status;

describe('the audit trail', () => {
  test('is read by auditors and administrators; a lead reads the project’s', async () => {
    for (const path of ['/audit', '/audit/checkpoints', '/audit/export']) {
      expect([path, await statusOf(path, auditor)]).toEqual([path, 200]);
      expect([path, await statusOf(path, admin)]).toEqual([path, 200]);
      expect([path, await statusOf(path, lead)]).toEqual([path, 403]);
      expect([path, await statusOf(path, { cookie: '' })]).toEqual([path, 401]);
    }
    expect(await statusOf('/projects/one/audit', lead)).toBe(200);
    expect(await statusOf('/projects/two/audit', lead)).toBe(404);
    expect(await statusOf('/projects/one/audit', other)).toBe(404);
  });

  test('filters by project, by key or id', async () => {
    const byKey = await call('GET', '/audit?project=one', { cookie: auditor.cookie });
    const projectId = itemsOf(byKey)[0]?.['projectId'];
    expect(itemsOf(byKey).every((entry) => entry['projectId'] === projectId)).toBe(true);
    const byId = await call('GET', `/audit?project=${String(projectId)}&type=projects.member.set`, {
      cookie: auditor.cookie,
    });
    expect(itemsOf(byId)).toMatchObject([{ after: { account: 'lead', roles: ['lead'] } }]);
    expect(await statusOf('/audit?project=none', auditor)).toBe(404);
    expect(await statusOf('/audit?from=yesterday', auditor)).toBe(400);
  });

  test('records that it was read and taken away, once for a list', async () => {
    const before = (await audit.listEntries({ type: 'audit.trail.read', actor: auditor.id }, { limit: 100 }))
      .items.length;
    const first = await call('GET', '/audit?limit=2', { cookie: auditor.cookie });
    await call('GET', `/audit?limit=2&cursor=${String(first.body['nextCursor'])}`, {
      cookie: auditor.cookie,
    });
    const after = await audit.listEntries({ type: 'audit.trail.read', actor: auditor.id }, { limit: 100 });
    expect(after.items.length).toBe(before + 1);
    await call('GET', '/audit/export', { cookie: auditor.cookie });
    expect((await audit.listEntries({ type: 'audit.trail.exported' }, { limit: 1 })).items).toMatchObject([
      { actor: { name: 'auditor' } },
    ]);
  });

  test('is exported as lines that verify with the published key', async () => {
    await audit.seal();
    const checkpoints = await call('GET', '/audit/checkpoints', { cookie: auditor.cookie });
    const response = await http.app.inject({
      method: 'GET',
      url: '/api/v1/audit/export',
      headers: { cookie: auditor.cookie },
    });
    expect(response.headers['content-type']).toBe('application/x-ndjson');
    const verdict = await verifyAuditExport(response.body.split('\n'), {
      publicKeys: [String(checkpoints.body['publicKey'])],
    });
    expect(verdict).toMatchObject({ ok: true, checkpoints: itemsOf(checkpoints).length });
    expect(verdict.size).toBeGreaterThan(20);
  });
});
