import { setText } from '@pesscara/dicom';
import { makeSeries, patients } from '@pesscara/phantom';
import { describe, expect, it } from 'vitest';
import { itemsOf } from './kit/api.ts';
import { type ArchivedSeries, addressOf, archivedSeries, operations } from './kit/archived-objects.ts';
import { allItems, approve, makePerson, makeProject, openCases, saveRoutes } from './kit/builders.ts';
import { changed } from './kit/objects.ts';
import { send } from './kit/sender.ts';
import { startServer } from './kit/server.ts';
import { until } from './kit/until.ts';

// In one project: a released series, another series of the same exam that waits, and a whole patient who waits. In another: a released one.
const server = await startServer();
for (const key of ['mixed', 'other']) await makeProject(server, key, {});
await saveRoutes(server, [
  { project: 'mixed', match: { callingAe: 'MIXED' }, tags: ['visible-tag'] },
  { project: 'mixed', match: { callingAe: 'WAITING' }, tags: ['waiting-tag'], centre: 'Waiting Centre' },
  { project: 'other', match: { callingAe: 'OTHER' } },
]);
const described = (text: string, instances: ReturnType<typeof makeSeries>) =>
  instances.map((instance) =>
    changed(instance, (dataSet) => setText(dataSet, 'SeriesDescription', 'LO', text)),
  );
await send(server, makeSeries({ kind: 'flair', slices: 2 }), { callingAe: 'MIXED' });
await send(server, makeSeries({ kind: 'flair', slices: 2 }), { callingAe: 'OTHER' });
for (const key of ['mixed', 'other'])
  await approve(server, key, await openCases(server, key, { count: 1, instances: 2 }));
const sameExam = makeSeries({ kind: 't1-post', slices: 2, seriesNumber: 2 });
const otherPatient = makeSeries({
  kind: 'mprage',
  slices: 2,
  seriesNumber: 3,
  patient: patients.osterwaldt,
  studyDate: '20240917',
});
await send(
  server,
  [...described('Ax T1 waiting one', sameExam), ...described('Sag T1 waiting two', otherPatient)],
  { callingAe: 'WAITING' },
);
await openCases(server, 'mixed', { count: 2, instances: 4 });

const viewer = await makePerson(server, { roles: { mixed: ['viewer'] } });
const stranger = await makePerson(server, { roles: { other: ['lead', 'honest-broker'] } });
const all = await archivedSeries(server, 'mixed');
const [visible] = await allItems(server.admin, '/projects/mixed/series');
const waiting = all.filter(({ series }) => series !== visible?.['id']);
const released = all.find(({ series }) => series === visible?.['id']) as ArchivedSeries;
const otherWaiting = waiting.find(
  ({ subjectCode }) => subjectCode !== released.subjectCode,
) as ArchivedSeries;

/** Everything by which what waits could be recognised. */
const traces = [
  ...waiting.flatMap((one) => [
    one.series,
    one.instance,
    one.intake,
    one.case,
    one.seriesInstanceUid,
    one.sopInstanceUid,
    one.seriesDescription,
  ]),
  otherWaiting.subject,
  otherWaiting.subjectCode,
  otherWaiting.exam,
  otherWaiting.studyInstanceUid,
  'waiting-tag',
  'Waiting Centre',
];

function tracesIn(text: string): string[] {
  return traces.filter((trace) => text.toLowerCase().includes(trace.toLowerCase()));
}

/** An answer that tells of nothing: no list items, no counts. */
function isEmpty(bytes: Buffer): boolean {
  const nothing = ['', '[]', '{"items":[]}', '{"items":[],"nextCursor":null}', '{"frames":[],"total":0}'];
  return nothing.includes(bytes.toString());
}

const queries = ['', '?q=waiting', '?tag=waiting-tag', '?centre=Waiting%20Centre', '?sort=subject'];

describe('what waits in quarantine', () => {
  it('is there to be found: a reviewer finds every trace of it', async () => {
    expect(waiting).toHaveLength(2);
    const seen = (await server.api('GET', '/projects/mixed/quarantine')).bytes.toString();
    for (const { seriesDescription, series } of waiting) {
      expect(seen).toContain(seriesDescription);
      expect(seen).toContain(series);
    }
  });

  it('is in no answer to a viewer, whatever address of the API is asked for', async () => {
    const reads = (await operations(server)).filter(
      ({ method, path }) => method === 'GET' && !path.endsWith('/events/stream'),
    );
    expect(reads.length).toBeGreaterThan(50);
    const leaks: string[] = [];
    for (const target of waiting)
      for (const operation of reads) {
        const address = addressOf(operation, 'mixed', target);
        const { status, bytes } = await viewer.call('GET', address.replace(/^\/api\/v1/, ''));
        const own = new Set(address.split(/[/?&=]/));
        // What the viewer asked by may be named in a refusal; nothing else, and no picture or file.
        const found = tracesIn(bytes.toString('latin1')).filter((trace) => status === 200 || !own.has(trace));
        if (found.length > 0) leaks.push(`${operation.operationId} ${status}: ${found.join(', ')}`);
        // The exam and the subject of the first are there already, by what is released of them.
        const isOfOne = /\{(series|instance)\}|\/(series|instances)\/\{id\}/.test(operation.path);
        if (isOfOne && status === 200 && !isEmpty(bytes))
          leaks.push(`${operation.operationId} answers ${bytes.toString().slice(0, 100)}`);
      }
    expect(leaks).toEqual([]);
  });

  it('is not found by searching, filtering or counting', async () => {
    for (const query of queries)
      for (const list of ['series', 'series/facets', 'subjects', 'exams', 'tags']) {
        const { bytes } = await viewer.call('GET', `/projects/mixed/${list}${query}`);
        // A value that was asked for is told back with its count, none.
        const found = tracesIn(bytes.toString()).filter(
          (trace) => !query.includes(encodeURIComponent(trace)),
        );
        expect([list, query, found]).toEqual([list, query, []]);
      }
    const { body } = await viewer.call('GET', '/projects/mixed/series/facets');
    expect(body['totals']).toMatchObject({ series: 1, subjects: 1, exams: 1, instances: 2 });
    for (const text of ['waiting', otherWaiting.subjectCode, 'Waiting Centre', otherWaiting.studyInstanceUid])
      expect(
        tracesIn((await viewer.call('GET', `/search?q=${encodeURIComponent(text)}`)).bytes.toString()),
      ).toEqual([]);
  });

  it('is not found by QIDO-RS at any level, by any key', async () => {
    const keys = [
      '',
      `?PatientID=${otherWaiting.subjectCode}`,
      `?StudyInstanceUID=${otherWaiting.studyInstanceUid}`,
      '?includefield=all',
      '?SeriesDescription=*waiting*',
      '?Modality=MR',
    ];
    for (const level of ['studies', 'series', 'instances'])
      for (const key of keys) {
        const { bytes, status } = await viewer.call('GET', `/dicom-web/mixed/${level}${key}`);
        expect([level, key, tracesIn(bytes.toString())]).toEqual([level, key, []]);
        expect(status).toBeLessThan(300);
      }
    const series = await viewer.call('GET', `/dicom-web/mixed/studies/${released.studyInstanceUid}/series`);
    expect(JSON.parse(series.bytes.toString())).toHaveLength(1);
    const study = await viewer.call(
      'GET',
      `/dicom-web/mixed/studies?StudyInstanceUID=${released.studyInstanceUid}`,
    );
    const [only] = JSON.parse(study.bytes.toString()) as Record<string, { Value: unknown[] }>[];
    expect([only?.['00201206']?.Value, only?.['00201208']?.Value]).toEqual([[1], [2]]);
  });

  it('is not told by the feed of events, nor by its stream', async () => {
    await until('the feed to tell a reviewer of it', async () => {
      const toReviewer = await server.api('GET', '/events?limit=500');
      return tracesIn(toReviewer.bytes.toString()).length > 0;
    });
    const toViewer = await viewer.call('GET', '/events?limit=500');
    expect(toViewer.status).toBe(200);
    expect(itemsOf(toViewer).filter((event) => tracesIn(JSON.stringify(event)).length > 0)).toEqual([]);
    expect(await streamedUntil(viewer.token, released.series)).toEqual([]);
  });

  it('cannot be taken out by a download, a tag or a repeated conversion', async () => {
    const [target] = waiting as [ArchivedSeries];
    const download = await viewer.call('POST', '/projects/mixed/downloads', {
      body: { seriesIds: [target.series], format: 'dicom' },
    });
    if (download.status < 300) {
      const file = await viewer.call('GET', `/projects/mixed/downloads/${String(download.body['id'])}`);
      expect([file.status, tracesIn(file.bytes.toString('latin1'))]).toEqual([file.status, []]);
      expect(file.bytes.length).toBeLessThan(1000);
    }
    const curator = await makePerson(server, { roles: { mixed: ['curator'] } });
    const tagged = await curator.call('PUT', `/projects/mixed/series/${target.series}/tags`, {
      body: { tags: ['mine'] },
    });
    expect(tagged.status).toBe(404);
    const changes = await curator.call('POST', '/projects/mixed/tags/changes', {
      body: { seriesIds: [target.series], add: ['mine'], remove: [] },
    });
    expect(changes.status === 404 || changes.body['changed'] === 0).toBe(true);
  });

  /** What the stream of events tells of what waits, up to the event about `last`. */
  async function streamedUntil(token: string, last: string): Promise<string[]> {
    const controller = new AbortController();
    const answer = await fetch(`${server.url}/api/v1/events/stream?after=0`, {
      headers: { authorization: `Bearer ${token}` },
      signal: controller.signal,
    });
    expect(answer.status).toBe(200);
    let text = '';
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString();
      if (text.includes(last)) break;
    }
    controller.abort();
    return tracesIn(text);
  }
});

describe('a project', () => {
  it('is not there for someone who has no role in it, by any address', async () => {
    const leaks: string[] = [];
    for (const operation of await operations(server)) {
      if (!operation.path.includes('{project}')) continue;
      const address = addressOf(operation, 'mixed', released).replace(/^\/api\/v1/, '');
      const { status } = await stranger.call(
        operation.method,
        address,
        ['GET', 'DELETE'].includes(operation.method) ? {} : { body: {} },
      );
      if (status !== 404) leaks.push(`${operation.method} ${operation.path}: ${status}`);
    }
    expect(leaks).toEqual([]);
  });

  it('does not lend its objects to another project’s addresses', async () => {
    const leaks: string[] = [];
    for (const operation of await operations(server)) {
      const isOfOneObject =
        operation.path.includes('{project}') && (operation.path.match(/\{/g)?.length ?? 0) > 1;
      if (!isOfOneObject || operation.method !== 'GET') continue;
      const address = addressOf(operation, 'other', released).replace(/^\/api\/v1/, '');
      const { status, bytes } = await stranger.call('GET', address);
      if (status < 400 && !isEmpty(bytes))
        leaks.push(`${operation.operationId}: ${status} ${bytes.toString().slice(0, 200)}`);
    }
    expect(leaks).toEqual([]);
  });
});
