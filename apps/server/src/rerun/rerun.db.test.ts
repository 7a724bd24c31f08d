import { type DeidentificationProfile, researchProfile, stampProvenPixels } from '@pesscara/deidentification';
import { firstText, type Keyword, setText } from '@pesscara/dicom';
import { makeSeries } from '@pesscara/phantom';
import { describe, expect, test } from 'vitest';
import { itemsOf, type Json, problemOf } from '../../test/kit/access.ts';
import { changed } from '../../test/kit/objects.ts';
import { withReviewDesk } from '../../test/kit/review-desk.ts';
import { eachInstance } from '../archive/index.ts';
import { versionRoutes } from '../archive/version/version.routes.ts';
import { transact } from '../kernel/db/index.ts';
import { newId } from '../kernel/ids/index.ts';
import { createRerun, rerunRoutes } from './index.ts';

const desk = await withReviewDesk({
  undoMs: 0,
  more: (slices) => {
    rerunRoutes(slices.http, createRerun(slices));
    versionRoutes(slices.http, slices.db);
  },
});
const { db, call, archive, deidentification, makeProject, member, send, ctx } = desk;
const { profiles } = deidentification;

let names = 0;
/** A version of a profile: the research profile, changed. */
async function makeProfile(change: Partial<DeidentificationProfile>): Promise<string> {
  const document = { ...researchProfile(), basis: 'expert-determination', ...change } as unknown as Record<
    string,
    unknown
  >;
  return (await profiles.add(ctx, { name: `changed-${++names}`, document })).id;
}

const keepInstitution = {
  options: [...researchProfile().options, '113112'].sort(),
} as Partial<DeidentificationProfile>;
const removeDescriptions = {
  overrides: [{ path: '0008,103E', action: 'X', why: 'Not wanted.' }],
} as Partial<DeidentificationProfile>;

const plainSeries = (number: number) => makeSeries({ kind: 't1', slices: 2, size: 16, seriesNumber: number });

/** A project with released series, and its lead. */
async function released(settings: object = { originals: 'keep' }, seriesCount = 2, make = plainSeries) {
  const project = await makeProject(settings);
  const lead = await member(project.key, ['lead']);
  for (let number = 1; number <= seriesCount; number++) await send(project.id, make(number));
  const queue = () => call('GET', `/projects/${project.key}/quarantine`, { cookie: lead.cookie });
  await expect.poll(async () => itemsOf(await queue()).length, { timeout: 60_000 }).toBe(seriesCount);
  const cases = itemsOf(await queue()).map(({ id, version }) => ({ id, version }));
  const body = { verdict: 'approve', cases };
  await call('POST', `/projects/${project.key}/quarantine/decisions`, { cookie: lead.cookie, body });
  const states = async () =>
    (
      await db.selectFrom('archive.instance').select('state').where('project_id', '=', project.id).execute()
    ).every(({ state }) => state === 'released');
  await expect.poll(states, { timeout: 60_000 }).toBe(true);
  return { ...project, cookie: lead.cookie };
}

type Released = Awaited<ReturnType<typeof released>>;

async function headersOf({ id }: Released) {
  const rows = await db.selectFrom('catalogue.series').select('id').where('project_id', '=', id).execute();
  const headers = [];
  for (const { id: seriesId } of rows)
    for await (const instance of eachInstance(db, { kind: 'released', projectId: id }, { seriesId }))
      headers.push({ instance, header: (await archive.reader.header(instance)).dataSet });
  return headers;
}

/** New versions without a face, as defacing makes them. */
async function defaceAll({ id }: Released): Promise<void> {
  for (const { id: seriesId } of await db
    .selectFrom('catalogue.series')
    .select('id')
    .where('project_id', '=', id)
    .execute()) {
    const cause = { kind: 'defacing', id: newId() } as const;
    const batchId = await archive.versions.begin(ctx, { projectId: id, seriesId, cause });
    for await (const instance of eachInstance(db, { kind: 'released', projectId: id }, { seriesId }))
      await archive.versions.stage(batchId, instance.id, ({ header }) => {
        stampProvenPixels(header, { visualFeaturesRemoved: true });
        return Promise.resolve({ header, pixelData: Buffer.alloc(instance.pixelDataBytes ?? 0) });
      });
    await transact(db, (trx) => archive.versions.commit(trx, ctx, batchId, { previous: 'discard' }));
  }
}

const textsOf = async (project: Released, keyword: Keyword) =>
  (await headersOf(project)).map(({ header }) => firstText(header, keyword) ?? '');
const blobsOf = async (project: Released) =>
  (await headersOf(project)).map(({ instance }) => instance.blobSha256.toString('hex')).sort();

async function start(project: Released, profileId: string, more: Json = {}) {
  return call('POST', `/projects/${project.key}/reruns`, {
    cookie: project.cookie,
    body: { profileId, scope: { filter: {} }, reason: 'The protocol was changed', ...more },
  });
}

async function runToEnd(project: Released, profileId: string, more: Json = {}): Promise<Json> {
  const started = await start(project, profileId, more);
  expect(started.status).toBe(202);
  const path = `/projects/${project.key}/reruns/${String(started.body['id'])}`;
  const get = async () => (await call('GET', path, { cookie: project.cookie })).body;
  await expect.poll(async () => (await get())['state'], { timeout: 60_000 }).toBe('finished');
  return get();
}

const resultsOf = async (project: Released, run: Json) =>
  itemsOf(
    await call('GET', `/projects/${project.key}/reruns/${String(run['id'])}/series`, {
      cookie: project.cookie,
    }),
  );

describe('a profile applied again', () => {
  test('brings back from the originals what it keeps, and the first profile makes the first version again', async () => {
    const project = await released();
    const before = await blobsOf(project);
    const uids = await textsOf(project, 'SOPInstanceUID');
    const dates = await textsOf(project, 'StudyDate');
    expect(new Set(await textsOf(project, 'InstitutionName'))).toEqual(new Set(['']));
    const profileId = await makeProfile(keepInstitution);
    const run = await runToEnd(project, profileId);
    expect(run['series']).toEqual({ total: 2, waiting: 0, replaced: 2, unchanged: 0, kept: 0 });
    expect(run['instances']).toEqual({ replaced: 4, fromOriginals: 4 });
    expect((await textsOf(project, 'InstitutionName')).every((text) => text.length > 3)).toBe(true);
    expect(await textsOf(project, 'SOPInstanceUID')).toEqual(uids);
    expect(await textsOf(project, 'StudyDate')).toEqual(dates);
    const [one] = await headersOf(project);
    expect(await archive.versions.lineage(one?.instance.id ?? '')).toMatchObject([
      { version: 1, state: 'kept' },
      { version: 2, state: 'current', cause: { kind: 're-run', id: run['id'] }, profile: profileId },
    ]);
    expect(await runToEnd(project, profileId)).toMatchObject({ series: { unchanged: 2, replaced: 0 } });
    const research = await profiles.findProfileId('research');
    await runToEnd(project, research ?? '');
    expect(await blobsOf(project)).toEqual(before);
  });

  test('makes what it can of the archived version where no originals are kept', async () => {
    const project = await released({ originals: 'none' }, 1);
    const dates = await textsOf(project, 'StudyDate');
    const run = await runToEnd(project, await makeProfile({ ...removeDescriptions, ...keepInstitution }));
    expect(run).toMatchObject({ series: { replaced: 1 }, instances: { replaced: 2, fromOriginals: 0 } });
    expect(await textsOf(project, 'InstitutionName')).toEqual(['', '']);
    expect(await textsOf(project, 'SeriesDescription')).toEqual(['', '']);
    expect(await textsOf(project, 'StudyDate')).toEqual(dates);
    const series = await db
      .selectFrom('catalogue.series')
      .select('series_description')
      .where('project_id', '=', project.id)
      .execute();
    expect(series).toEqual([{ series_description: null }]);
  });

  test('leaves a series as it was where it is refused, or finds something new of high severity', async () => {
    const project = await released(undefined, 1);
    const before = await blobsOf(project);
    const otherUids = await makeProfile({
      options: [...researchProfile().options, '113110'].sort() as DeidentificationProfile['options'],
    });
    const refused = await runToEnd(project, otherUids);
    expect(await resultsOf(project, refused)).toMatchObject([{ state: 'kept', reasonCode: 'other-uids' }]);
    const leaky = await makeProfile({ overrides: [{ path: '0010,4000', action: 'K', why: 'Wanted.' }] });
    const held = await runToEnd(project, leaky);
    expect(await resultsOf(project, held)).toMatchObject([
      { state: 'kept', reasonCode: 'identifier-in-output', replacedCount: 0 },
    ]);
    expect(await blobsOf(project)).toEqual(before);
  });

  test.each([
    ['keep', 2],
    ['none', 0],
  ])('goes on saying that a face was removed; originals: %s', async (originals, fromOriginals) => {
    const project = await released({ originals }, 1, (number) =>
      plainSeries(number).map((instance, index) =>
        changed(instance, (header) => {
          setText(header, 'RecognizableVisualFeatures', 'CS', 'YES');
          if (index === 0) setText(header, 'DerivationDescription', 'ST', 'MPR');
        }),
      ),
    );
    await defaceAll(project);
    const said = await textsOf(project, 'DerivationDescription');
    expect(said.every((text) => text.includes('Face removed'))).toBe(true);
    const run = await runToEnd(project, await makeProfile({ ...removeDescriptions, ...keepInstitution }));
    expect(run).toMatchObject({ series: { replaced: 1 }, instances: { replaced: 2, fromOriginals } });
    expect(await textsOf(project, 'DerivationDescription')).toEqual(said);
    expect(new Set(await textsOf(project, 'RecognizableVisualFeatures'))).toEqual(new Set(['NO']));
    for (const { header } of await headersOf(project)) {
      const codes = header.get('DeidentificationMethodCodeSequence');
      const values =
        codes?.kind === 'sequence' ? codes.items.map((item) => firstText(item, 'CodeValue')) : [];
      expect(values).toContain('113102');
    }
    const stored = await db
      .selectFrom('archive.instance')
      .select('findings')
      .where('project_id', '=', project.id)
      .execute();
    expect(JSON.stringify(stored)).not.toContain('recognizable-features');
  });

  test('is told on the page of the series: when, why, by which profile and by whom', async () => {
    const project = await released(undefined, 1);
    const profileId = await makeProfile(keepInstitution);
    const run = await runToEnd(project, profileId);
    const [one] = await headersOf(project);
    const url = `/projects/${project.key}/series/${one?.instance.seriesId}/versions`;
    const all = itemsOf(await call('GET', url, { cookie: project.cookie }));
    expect(all).toMatchObject([
      {
        cause: 're-run',
        causeId: run['id'],
        byName: run['startedBy'],
        profile: { id: profileId },
        instances: { total: 2, current: 2, kept: 0, discarded: 0 },
      },
      {
        cause: 'arrival',
        channel: 'upload',
        profile: { name: 'research' },
        instances: { total: 2, kept: 2 },
      },
    ]);
    const ofOne = await call('GET', `${url}?instance=${one?.instance.id}`, { cookie: project.cookie });
    expect(itemsOf(ofOne)).toMatchObject([{ instances: { total: 1 } }, { instances: { total: 1 } }]);
    const elsewhere = await released(undefined, 1);
    const foreign = `/projects/${elsewhere.key}/series/${one?.instance.seriesId}/versions`;
    expect((await call('GET', foreign, { cookie: elsewhere.cookie })).status).toBe(404);
  });

  test('tells before it starts what it would be about', async () => {
    const project = await released();
    const plan = await call('POST', `/projects/${project.key}/rerun-plans`, {
      cookie: project.cookie,
      body: { profileId: await makeProfile(keepInstitution), scope: { filter: {} } },
    });
    expect(plan.body).toMatchObject({ series: 2, instances: 4, withOriginals: 4 });
    const [group] = plan.body['groups'] as Json[];
    const actions = (group?.['diff'] as Json)['actions'] as Json[];
    expect(actions.find(({ keyword }) => keyword === 'InstitutionName')).toMatchObject({
      after: { action: 'K' },
    });
  });

  test('is stopped and goes on; in a project there is one at a time', async () => {
    const project = await released(undefined, 3);
    const profileId = await makeProfile(keepInstitution);
    await desk.jobs.stop();
    const started = await start(project, profileId);
    expect(problemOf(await start(project, profileId))).toBe('rerun/another-is-running');
    const path = `/projects/${project.key}/reruns/${String(started.body['id'])}`;
    const post = (what: string) => call('POST', `${path}/${what}`, { cookie: project.cookie, body: {} });
    expect(problemOf(await post('resumption'))).toBe('rerun/ended');
    expect((await post('cancellation')).body['state']).toBe('cancelled');
    await desk.jobs.start();
    expect((await call('GET', path, { cookie: project.cookie })).body).toMatchObject({
      series: { waiting: 3 },
    });
    expect((await post('resumption')).body['state']).toBe('running');
    const state = async () => (await call('GET', path, { cookie: project.cookie })).body['state'];
    await expect.poll(state, { timeout: 60_000 }).toBe('finished');
    const runs = itemsOf(await call('GET', `/projects/${project.key}/reruns`, { cookie: project.cookie }));
    expect(runs).toMatchObject([{ state: 'finished', series: { replaced: 3 } }]);
    const empty = await start(project, profileId, { scope: { filter: { q: 'no such series' } } });
    expect(problemOf(empty)).toBe('rerun/nothing-to-do');
  });
});
