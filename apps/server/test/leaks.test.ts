import { setText } from '@pesscara/dicom';
import { makeSeries, patients } from '@pesscara/phantom';
import { expect, it } from 'vitest';
import type { Json } from './kit/api.ts';
import { query } from './kit/archived-objects.ts';
import { approve, makePerson, makeProject, openCases, readyCase, saveRoutes } from './kit/builders.ts';
import { changed } from './kit/objects.ts';
import { send } from './kit/sender.ts';
import { startServer } from './kit/server.ts';
import { until } from './kit/until.ts';

const server = await startServer();
const research = await server.api('GET', '/profiles');
const base = (research.body['items'] as Json[]).find(({ name }) => name === 'research')?.['document'] as Json;
// It keeps what a vendor wrote: the engine looks there for names, and does not read base64.
const lax = {
  ...base,
  basis: 'authorization',
  options: [...(base['options'] as string[])],
  overrides: [
    ...(base['overrides'] as Json[]),
    { path: '0029[ACME CODED]10', action: 'K', why: 'The analysis reads it.' },
  ],
};
const added = await server.api('POST', '/profiles', { name: 'lax', document: lax });
expect(added.status, added.bytes.toString()).toBe(201);
const profileId = String(added.body['id']);
await makeProject(server, 'lax', { profileId });
await makeProject(server, 'clean', { profileId });
await saveRoutes(server, [
  { project: 'lax', match: { callingAe: 'LAX' } },
  { project: 'clean', match: { callingAe: 'CLEAN' } },
]);
const second = await makePerson(server, { roles: { lax: ['reviewer'] } });

/** A series with a private value that holds the patient's name, coded. */
function plantedSeries(text: string) {
  return makeSeries({ kind: 't1', slices: 3, size: 16 }).map((instance) =>
    changed(instance, (dataSet) => {
      setText(dataSet, 0x00290010, 'LO', 'ACME CODED');
      setText(dataSet, 0x00291010, 'LT', text);
    }),
  );
}

const coded = Buffer.from(patients.quillfeather.name).toString('base64');
const at = (id: unknown) => `/projects/lax/quarantine/${String(id)}`;

it('stops a release where a lax profile kept an identifier, until a second person gives a reason', async () => {
  await send(server, plantedSeries(coded), { callingAe: 'LAX' });
  const [waiting] = (await openCases(server, 'lax', { count: 1, instances: 3 })) as [Json];
  const detail = await readyCase(server.admin, at(waiting['id']));
  expect(detail['policy']).toMatchObject({ isStopped: true, secondReviewer: true, reasonNeeded: false });
  expect(detail['findings']).toContainEqual(
    expect.objectContaining({
      code: 'leak-patient-name',
      severity: 'high',
      path: '(0029,1010)',
      count: 3,
      stopsRelease: true,
    }),
  );
  expect(JSON.stringify(detail).toLowerCase()).not.toContain('quillfeather');

  const bulk = await server.api('POST', '/projects/lax/quarantine/decisions', {
    verdict: 'approve',
    reason: 'All of them',
    cases: [{ id: waiting['id'], version: detail['version'] }],
  });
  expect(bulk.body['results']).toMatchObject([
    { outcome: 'refused', detail: expect.stringContaining('by itself') as unknown },
  ]);

  const approval = { verdict: 'approve', version: detail['version'] };
  const first = await server.api('POST', `${at(waiting['id'])}/decisions`, approval);
  expect(first.body['state']).toBe('first-approved');
  const again = { ...approval, version: first.body['version'] };
  expect((await server.api('POST', `${at(waiting['id'])}/decisions`, again)).status).toBe(403);
  const withoutReason = await second.call('POST', `${at(waiting['id'])}/decisions`, { body: again });
  expect([withoutReason.status, withoutReason.body['type']]).toEqual([
    400,
    'urn:pesscara:problem:curation/reason-needed',
  ]);
  const reason = 'The code is the scanner’s own, seen with the physicist';
  const released = await second.call('POST', `${at(waiting['id'])}/decisions`, {
    body: { ...again, reason },
  });
  // There is no time to undo here: it may be out before the answer is written.
  expect(['approved', 'released']).toContain(released.body['state']);
  await until(
    'the release',
    async () => (await server.api('GET', at(waiting['id']))).body['state'] === 'released',
  );
  const { body: trail } = await server.api('GET', '/audit?type=curation.case.approved&limit=10');
  expect(JSON.stringify(trail)).toContain(reason);
});

it('lets through by one person what holds none, and writes no identifier down', async () => {
  await send(server, plantedSeries(Buffer.from('nothing of anybody').toString('base64')), {
    callingAe: 'CLEAN',
  });
  const cases = await openCases(server, 'clean', { count: 1, instances: 3 });
  await approve(server, 'clean', cases);
  const checks = await query<{ state: string; findings: Json[]; identifiers: number }>(
    server,
    'select state, findings, identifier_count as identifiers from leaks.intake_check order by requested_at',
  );
  expect(checks.map(({ state }) => state)).toEqual(['done', 'done']);
  expect(checks[0]?.identifiers).toBeGreaterThan(3);
  expect(JSON.stringify(checks).toLowerCase()).not.toContain('quillfeather');
  expect(checks[1]?.findings).toEqual([]);
});
