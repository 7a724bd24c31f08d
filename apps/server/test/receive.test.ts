import { setBytes, setText } from '@pesscara/dicom';
import { makeSeries, type PhantomInstance, patients } from '@pesscara/phantom';
import { describe, expect, it } from 'vitest';
import { itemsOf, type Json } from './kit/api.ts';
import {
  allItems,
  approve,
  makeProject,
  openCases,
  releaseAll,
  releasedFiles,
  saveRoutes,
} from './kit/builders.ts';
import { changed, pixelsOf, readPart10 } from './kit/objects.ts';
import { hasDcmtk, send, storescu, writeFiles } from './kit/sender.ts';
import { startServer } from './kit/server.ts';
import { until } from './kit/until.ts';

const server = await startServer();
const projects = ['whole', 'late', 'twice', 'conflict', 'joined', 'perfusion', 'rejected'];
for (const key of projects) await makeProject(server, key, { subjectCodePrefix: key.toUpperCase() });
// The calling AE title chooses the project, so that one table of routes serves the file.
await saveRoutes(
  server,
  projects.map((project) => ({
    project,
    match: { callingAe: project.toUpperCase() },
    tags: [`irb-${project}`],
    centre: 'Northgate',
  })),
);

function series(project: string): Promise<Json[]> {
  return allItems(server.admin, `/projects/${project}/series`);
}

describe('a study that a scanner sends', () => {
  it.skipIf(!hasDcmtk)(
    'waits in quarantine, and after approval stands de-identified in the project, with its pixels',
    async () => {
      const sent = [
        ...makeSeries({ kind: 'flair', slices: 4 }),
        ...makeSeries({ kind: 't1-post', slices: 2, seriesNumber: 2 }),
      ];
      const { code, successes, output } = await storescu(server, await writeFiles(sent), {
        callingAe: 'WHOLE',
      });
      expect({ code, successes }, output).toEqual({ code: 0, successes: 6 });
      const cases = await openCases(server, 'whole', { count: 2, instances: 6 });
      expect(await series('whole')).toEqual([]);
      await approve(server, 'whole', cases);

      const released = await series('whole');
      expect(released).toHaveLength(2);
      for (const one of released)
        expect(one).toMatchObject({
          modality: 'MR',
          manufacturer: 'GE MEDICAL SYSTEMS',
          tags: ['irb-whole'],
          centre: 'Northgate',
        });
      expect(new Set(released.map((one) => one['examId'])).size).toBe(1);
      expect(String(released[0]?.['subjectCode'])).toMatch(/^WHOLE/);

      const studies = await server.api('GET', '/dicom-web/whole/studies');
      const [study] = JSON.parse(studies.bytes.toString()) as Record<string, { Value?: unknown[] }>[];
      const studyUid = String(study?.['0020000D']?.Value?.[0]);
      expect(studyUid).not.toBe(sent[0]?.studyInstanceUid);
      expect(study?.['00100020']?.Value).toEqual([released[0]?.['subjectCode']]);
      expect(study?.['00201208']?.Value).toEqual([6]);

      const files = (await releasedFiles(server, 'whole')).map(readPart10);
      expect(files).toHaveLength(6);
      const received = new Set(files.map((file) => file.pixels().toString('base64')));
      expect(received).toEqual(new Set(sent.map((instance) => pixelsOf(instance).toString('base64'))));
      for (const file of files) {
        expect(file.text('PatientName')).not.toContain('Quillfeather');
        expect(file.text('PatientIdentityRemoved')).toBe('YES');
        expect(file.preamble?.every((byte) => byte === 0)).toBe(true);
      }
    },
  );

  it('keeps every instance of a run with many time points, and shows them once', async () => {
    const sent = makeSeries({ kind: 'dsc', slices: 3, timePoints: 5 });
    const answered = await send(server, sent, { callingAe: 'PERFUSION' });
    expect(new Set(answered.values())).toEqual(new Set([0]));
    const [released] = await releaseAll(server, 'perfusion', { count: 1, instances: 15 });
    expect(released?.['instanceCount']).toBe(15);
    const instances = await allItems(
      server.admin,
      `/projects/perfusion/instances?series=${String(released?.['id'])}`,
    );
    expect(new Set(instances.map((one) => one['sopInstanceUid'])).size).toBe(15);
  });
});

describe('instances that come late', () => {
  const all = makeSeries({ kind: 't2', slices: 6 });

  it('join the case of their series while it is undecided', async () => {
    await send(server, all.slice(0, 2), { callingAe: 'LATE' });
    await openCases(server, 'late', { count: 1, instances: 2 });
    await send(server, all.slice(2, 4), { callingAe: 'LATE' });
    await openCases(server, 'late', { count: 1, instances: 4 });
  });

  it('make a decision that did not see them stale', async () => {
    const [seen] = await openCases(server, 'late', { count: 1, instances: 4 });
    await send(server, all.slice(4, 5), { callingAe: 'LATE' });
    await openCases(server, 'late', { count: 1, instances: 5 });
    const decided = await server.api('POST', `/projects/late/quarantine/${String(seen?.['id'])}/decisions`, {
      verdict: 'approve',
      version: seen?.['version'],
    });
    expect(decided.status, decided.bytes.toString()).toBe(409);
    expect(await series('late')).toEqual([]);
  });

  it('open a new case when the series was released, and join series and exam after its approval', async () => {
    await releaseAll(server, 'late', { count: 1, instances: 5 });
    await send(server, all.slice(5), { callingAe: 'LATE' });
    const cases = await openCases(server, 'late', { count: 1, instances: 1 });
    expect(await series('late')).toMatchObject([{ instanceCount: 5 }]);
    await approve(server, 'late', cases);
    expect(await series('late')).toMatchObject([{ instanceCount: 6 }]);
    const exams = await allItems(server.admin, '/projects/late/exams');
    expect(exams).toMatchObject([{ seriesCount: 1, instanceCount: 6 }]);
  });
});

describe('the same instance sent again', () => {
  it('is answered with success, counted as a duplicate and not stored again', async () => {
    const sent = makeSeries({ kind: 'adc', slices: 3 });
    for (let round = 0; round < 3; round++)
      expect([...(await send(server, sent, { callingAe: 'TWICE' })).values()]).toEqual([0, 0, 0]);
    const [released] = await releaseAll(server, 'twice', { count: 1, instances: 3 });
    expect(released).toMatchObject({ instanceCount: 3 });
    const ofTwice = async () =>
      itemsOf(await server.api('GET', '/associations')).filter((one) => one['callingAe'] === 'TWICE');
    const ended = await until('the associations to be counted', async () => {
      const list = await ofTwice();
      return list.length === 3 && list.every((one) => one['endedAt'] !== null) && list;
    });
    expect(ended.map(({ receivedCount, duplicateCount }) => [receivedCount, duplicateCount])).toEqual([
      [0, 3],
      [0, 3],
      [3, 0],
    ]);
  });

  it('is a duplicate as well after it was released', async () => {
    await send(server, makeSeries({ kind: 'adc', slices: 3 }), { callingAe: 'TWICE' });
    expect(await series('twice')).toMatchObject([{ instanceCount: 3 }]);
    expect(itemsOf(await server.api('GET', '/projects/twice/quarantine'))).toEqual([]);
  });
});

describe('a rejected series sent again', () => {
  it('is a new arrival: it waits in quarantine, and is released after approval', async () => {
    const sent = makeSeries({ kind: 't2', slices: 2 });
    await send(server, sent, { callingAe: 'REJECTED' });
    const [first] = await openCases(server, 'rejected', { count: 1, instances: 2 });
    const rejected = await server.api('POST', '/projects/rejected/quarantine/decisions', {
      verdict: 'reject',
      reasonCode: 'identity-in-header',
      reason: 'Its name was still to be read',
      cases: [{ id: first?.['id'], version: first?.['version'] }],
    });
    expect(rejected.status, rejected.bytes.toString()).toBe(200);
    expect(rejected.body['results']).toMatchObject([{ outcome: 'decided' }]);
    await until('the rejection to take effect', async () => {
      const { body } = await server.api('GET', `/projects/rejected/quarantine/${String(first?.['id'])}`);
      return body['state'] === 'discarded';
    });

    await send(server, sent, { callingAe: 'REJECTED' });
    await releaseAll(server, 'rejected', { count: 1, instances: 2 });
    expect(await series('rejected')).toMatchObject([{ instanceCount: 2 }]);
  });
});

describe('another content under the same UID', () => {
  const sent = makeSeries({ kind: 't1', slices: 2 });
  const [firstSent, secondSent] = sent as [PhantomInstance, PhantomInstance];
  const otherPixels = changed(firstSent, (dataSet) =>
    setBytes(dataSet, 'PixelData', 'OW', Buffer.alloc(pixelsOf(firstSent).length, 7)),
  );

  it('is a conflict: both are kept, and a person is shown the two', async () => {
    await send(server, sent, { callingAe: 'CONFLICT' });
    await releaseAll(server, 'conflict', { count: 1, instances: 2 });
    expect([...(await send(server, [otherPixels], { callingAe: 'CONFLICT' })).values()]).toEqual([0]);
    const conflicts = itemsOf(await server.api('GET', '/projects/conflict/conflicts'));
    expect(conflicts).toHaveLength(1);
    expect(await series('conflict')).toMatchObject([{ instanceCount: 2 }]);
  });

  it('is there once, however often it is sent', async () => {
    await send(server, [otherPixels, firstSent], { callingAe: 'CONFLICT' });
    expect(itemsOf(await server.api('GET', '/projects/conflict/conflicts'))).toHaveLength(1);
  });

  it('takes the place of the first when a person says so, after review like any other image', async () => {
    const [conflict] = itemsOf(await server.api('GET', '/projects/conflict/conflicts'));
    const settled = await server.api(
      'POST',
      `/projects/conflict/conflicts/${String(conflict?.['instanceId'])}/resolution`,
      {
        keep: 'later',
        reason: 'The first one was reconstructed wrongly',
      },
    );
    expect(settled.status, settled.bytes.toString()).toBeLessThan(300);
    expect(itemsOf(await server.api('GET', '/projects/conflict/conflicts'))).toEqual([]);
    expect(await series('conflict')).toMatchObject([{ instanceCount: 1 }]);
    await releaseAll(server, 'conflict', { count: 1, instances: 1 });
    const [only] = await series('conflict');
    const instances = await allItems(
      server.admin,
      `/projects/conflict/instances?series=${String(only?.['id'])}`,
    );
    expect(instances).toHaveLength(2);
    expect(instances.map((one) => one['id'])).toContain(conflict?.['instanceId']);
  });

  it('is seen when only the header differs', async () => {
    const otherHeader = changed(secondSent, (dataSet) => setText(dataSet, 'SliceThickness', 'DS', '9.5'));
    await send(server, [otherHeader], { callingAe: 'CONFLICT' });
    expect(itemsOf(await server.api('GET', '/projects/conflict/conflicts'))).toHaveLength(1);
  });
});

describe('a project', () => {
  it('takes no profile that does not exist', async () => {
    const { body } = await server.api('GET', '/projects/whole');
    const changed = await server.api('PATCH', '/projects/whole', {
      version: body['version'],
      settings: { profileId: '00000000-0000-7000-8000-000000000000' },
    });
    expect(changed.status).toBe(400);
    expect(changed.body['errors']).toMatchObject([{ pointer: '/body/settings/profileId' }]);
  });
});

describe('a patient', () => {
  it('is the same subject at every visit and from every scanner of a project, and another one in another project', async () => {
    const first = makeSeries({ kind: 'flair', slices: 1 });
    const followUp = makeSeries({ kind: 'flair', slices: 1, studyDate: '20240917' });
    const somebodyElse = makeSeries({ kind: 'flair', slices: 1, patient: patients.osterwaldt });
    await send(server, [...first, ...followUp, ...somebodyElse], { callingAe: 'JOINED' });
    await releaseAll(server, 'joined', { count: 3, instances: 3 });
    const subjects = await allItems(server.admin, '/projects/joined/subjects');
    expect(subjects.map(({ examCount }) => examCount).sort()).toEqual([1, 2]);
    const codesIn = async (project: string) =>
      new Set((await series(project)).map((one) => String(one['subjectCode']).slice(project.length)));
    const elsewhere = await codesIn('late');
    expect(elsewhere.size).toBe(1);
    expect([...(await codesIn('joined'))].filter((code) => elsewhere.has(code))).toEqual([]);
  });
});
