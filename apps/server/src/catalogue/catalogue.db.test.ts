import { describe, expect, test } from 'vitest';
import { type Answer, itemsOf, type Json, problemOf, withAccess } from '../../test/kit/access.ts';
import { transact } from '../kernel/db/index.ts';
import { createProjects, projectRoutes } from '../projects/index.ts';
import { catalogueRoutes, createCatalogue, type SeriesRegistration } from './index.ts';

const { db, clock, audit, accounts, events, http, call, person, ctx } = await withAccess();
const projects = createProjects({ db, clock, audit, events, accounts });
const catalogue = createCatalogue({ db, clock, audit, events, projects });
http.setProjectResolver(projects.resolveProject);
projectRoutes({ http, projects });
catalogueRoutes({ http, catalogue });
await http.app.ready();

const admin = await person('admin', ['administrator']);
let counter = 0;

async function makeProject() {
  const key = `p${++counter}`;
  const made = await call('POST', '/projects', {
    cookie: admin.cookie,
    body: { key, name: `Project ${key}` },
  });
  return { key, id: String(made.body['id']) };
}

type Overrides = Partial<SeriesRegistration['series']> &
  Pick<Partial<SeriesRegistration>, 'tags' | 'centre' | 'subjectCode'>;

function registration(
  projectId: string,
  { tags, centre, subjectCode, ...series }: Overrides = {},
): SeriesRegistration {
  return {
    projectId,
    subjectCode: subjectCode ?? 'A-0001',
    series: {
      studyInstanceUid: '2.25.1',
      studyDate: '2024-05-06',
      studyTime: '101500',
      studyDescription: 'BRAIN',
      studyId: null,
      accessionNumber: null,
      seriesInstanceUid: `2.25.9${++counter}`,
      modality: 'MR',
      seriesNumber: 1,
      seriesDescription: 'AX T1',
      protocolName: null,
      bodyPartExamined: 'HEAD',
      manufacturer: 'SIEMENS',
      manufacturerModelName: 'Prisma',
      sopClassUid: '1.2.840.10008.5.1.4.1.1.4',
      ...series,
    },
    ...(tags === undefined ? {} : { tags }),
    ...(centre === undefined ? {} : { centre }),
  };
}

const register = (...items: SeriesRegistration[]) =>
  transact(db, (trx) => catalogue.registerSeries(trx, items));
const release = (seriesId: string, instanceCount = 10) =>
  transact(db, (trx) =>
    catalogue.applyRelease(trx, {
      seriesId,
      instanceCount,
      sizeBytes: instanceCount * 1000,
      at: clock.now(),
    }),
  );

async function released(projectId: string, overrides: Overrides = {}) {
  const [found] = await register(registration(projectId, overrides));
  if (found === undefined) throw new Error('not registered');
  await release(found.seriesId);
  return found;
}

const get = (path: string, cookie = admin.cookie): Promise<Answer> => call('GET', path, { cookie });
const ids = (answer: Answer) => itemsOf(answer).map((item) => item['id']);
const facet = (answer: Answer, name: string) => {
  const found = (
    answer.body['facets'] as { name: string; values: { value: string; count: number }[] }[]
  ).find((one) => one.name === name);
  return Object.fromEntries(found?.values.map(({ value, count }) => [value, count]) ?? []);
};

describe('registering', () => {
  test('makes each subject, exam and series once, whoever else registers them at the same time', async () => {
    const { id } = await makeProject();
    const items = Array.from({ length: 40 }, (_, n) =>
      registration(id, {
        subjectCode: `S-${n % 3}`,
        studyInstanceUid: `2.25.50${n % 3}.${n % 2}`,
        seriesInstanceUid: `2.25.60${n % 12}`,
      }),
    );
    const results = await Promise.all([
      register(...items),
      register(...items.toReversed()),
      register(...items),
    ]);
    const keys = results[0].map((one) => one.seriesId);
    expect(results[1].toReversed().map((one) => one.seriesId)).toEqual(keys);
    expect(results[2].map((one) => one.seriesId)).toEqual(keys);
    expect(new Set(keys).size).toBe(12);
    expect(results[0].every((one) => one.conflict === null)).toBe(true);
    const counts = await Promise.all(
      (['subject', 'exam', 'series'] as const).map((table) =>
        db.selectFrom(`catalogue.${table}`).select('id').where('project_id', '=', id).execute(),
      ),
    );
    expect(counts.map((rows) => rows.length)).toEqual([3, 6, 12]);
    expect(await register()).toEqual([]);
  });

  test('keeps what came first, and says so, when an exam has two subjects or a series two exams', async () => {
    const { id } = await makeProject();
    const first = registration(id, { studyInstanceUid: '2.25.70', seriesInstanceUid: '2.25.71' });
    const [one] = await register(first);
    const [otherSubject] = await register(
      registration(id, { subjectCode: 'B-0002', studyInstanceUid: '2.25.70', seriesInstanceUid: '2.25.72' }),
    );
    expect(otherSubject).toMatchObject({
      subjectId: one?.subjectId,
      examId: one?.examId,
      conflict: 'subject',
    });
    const [otherExam] = await register(
      registration(id, { studyInstanceUid: '2.25.73', seriesInstanceUid: '2.25.71' }),
    );
    expect(otherExam).toMatchObject({ seriesId: one?.seriesId, examId: one?.examId, conflict: 'exam' });
  });

  test('takes headers that are longer or stranger than DICOM allows', async () => {
    const { id, key } = await makeProject();
    const found = await released(id, {
      manufacturer: `A\u001fB${'x'.repeat(5000)}`,
      seriesDescription: '\u0000\u0007',
      modality: 'MUCH TOO LONG FOR A CODE STRING',
      tags: Array.from({ length: 60 }, (_, n) => `tag ${n} ${'y'.repeat(50)}`),
    });
    const { body } = await get(`/projects/${key}/series/${found.seriesId}`);
    expect(body).toMatchObject({ seriesDescription: null, modality: 'MUCH TOO LONG FO' });
    expect(String(body['manufacturer'])).toMatch(/^A Bx{61}$/);
    const facets = await get(`/projects/${key}/series/facets`);
    expect(facet(facets, 'manufacturer')).toEqual({ [String(body['manufacturer'])]: 1 });
  });
});

describe('what is released', () => {
  test('is all that is seen, at every level', async () => {
    const { id, key } = await makeProject();
    const [hidden] = await register(registration(id, { tags: ['secret-tag'], seriesDescription: 'HIDDEN' }));
    const paths = ['series', 'subjects', 'exams', 'series?q=hidden', 'series?tag=secret-tag', 'tags'];
    for (const path of paths) expect(itemsOf(await get(`/projects/${key}/${path}`))).toEqual([]);
    const { seriesId = '', examId = '', subjectId = '' } = hidden ?? {};
    const direct = [
      `series/${seriesId}`,
      `series/${seriesId}/history`,
      `exams/${examId}`,
      `exams/${examId}/history`,
      `subjects/${subjectId}`,
      `subjects/${subjectId}/history`,
    ];
    for (const path of direct) expect((await get(`/projects/${key}/${path}`)).status).toBe(404);
    expect((await get(`/projects/${key}/series/facets`)).body['totals']).toEqual({
      series: 0,
      subjects: 0,
      exams: 0,
      instances: 0,
    });
    expect((await get('/search?q=hidden')).body['series']).toEqual([]);
    const tagged = await call('POST', `/projects/${key}/tags/changes`, {
      cookie: admin.cookie,
      body: { seriesIds: [seriesId], add: ['x'] },
    });
    expect(tagged.body).toEqual({ changed: 0 });
  });

  test('is counted in series, exam and subject, and uncounted again', async () => {
    const { id, key } = await makeProject();
    const one = await released(id, { seriesInstanceUid: '2.25.801', studyInstanceUid: '2.25.80' });
    await released(id, { seriesInstanceUid: '2.25.802', studyInstanceUid: '2.25.80', modality: 'SR' });
    await released(id, {
      seriesInstanceUid: '2.25.803',
      studyInstanceUid: '2.25.81',
      studyDate: '2020-01-02',
    });
    const subject = await get(`/projects/${key}/subjects/${one.subjectId}`);
    expect(subject.body).toMatchObject({ code: 'A-0001', examCount: 2, seriesCount: 3, instanceCount: 30 });
    expect(subject.body['exams']).toMatchObject([
      { studyDate: '2024-05-06', modalities: ['MR', 'SR'], seriesCount: 2, instanceCount: 20 },
      { studyDate: '2020-01-02', modalities: ['MR'], seriesCount: 1 },
    ]);
    const exam = await get(`/projects/${key}/exams/${one.examId}`);
    expect(exam.body['series']).toMatchObject([
      { id: one.seriesId, instanceCount: 10, sizeBytes: 10_000 },
      { modality: 'SR' },
    ]);
    await release(one.seriesId, 0);
    expect((await get(`/projects/${key}/exams/${one.examId}`)).body).toMatchObject({
      seriesCount: 1,
      instanceCount: 10,
      modalities: ['SR'],
    });
    expect((await get(`/projects/${key}/subjects/${one.subjectId}`)).body).toMatchObject({
      examCount: 2,
      seriesCount: 2,
      instanceCount: 20,
    });
  });

  test('is summed up rightly by releases at the same time', async () => {
    const { id, key } = await makeProject();
    const found = await register(
      ...Array.from({ length: 12 }, (_, n) => registration(id, { studyInstanceUid: `2.25.85.${n % 3}` })),
    );
    await Promise.all(found.map((one) => release(one.seriesId, 7)));
    const subject = await get(`/projects/${key}/subjects/${found[0]?.subjectId ?? ''}`);
    expect(subject.body).toMatchObject({ examCount: 3, seriesCount: 12, instanceCount: 84 });
  });

  test('carries its class and conversion', async () => {
    const { id, key } = await makeProject();
    const { seriesId, examId } = await released(id, { modality: 'OT' });
    await transact(db, async (trx) => {
      await catalogue.setClassification(trx, seriesId, {
        modality: 'MR',
        plane: 'axial',
        weighting: 'T1',
        contrast: 'given',
        normalisedName: 'Axial T1 post-contrast',
        confidence: 0.85,
        corrected: false,
      });
      await catalogue.setConversionState(trx, seriesId, 'converted');
    });
    expect((await get(`/projects/${key}/series/${seriesId}`)).body).toMatchObject({
      modality: 'MR',
      plane: 'axial',
      normalisedName: 'Axial T1 post-contrast',
      confidence: 0.85,
      conversionState: 'converted',
      sopClassName: 'MR Image Storage',
      version: 2,
    });
    expect((await get(`/projects/${key}/exams/${examId}`)).body['modalities']).toEqual(['MR']);
    expect(
      ids(await get(`/projects/${key}/series?q=post-contrast+T1&weighting=T1&conversion=converted`)),
    ).toEqual([seriesId]);
  });
});

describe('tags', () => {
  test('are set, changed in bulk, listed, and recorded for each series', async () => {
    const { id, key } = await makeProject();
    const [one, two] = [await released(id, { tags: ['route'] }), await released(id)];
    const set = await call('PUT', `/projects/${key}/series/${one.seriesId}/tags`, {
      cookie: admin.cookie,
      body: { tags: ['good', ' training ', 'good'] },
    });
    expect(set.body).toMatchObject({ tags: ['good', 'training'], version: 2 });
    const change = async (body: Json) =>
      (await call('POST', `/projects/${key}/tags/changes`, { cookie: admin.cookie, body })).body;
    const seriesIds = [one.seriesId, two.seriesId];
    expect(await change({ seriesIds, add: ['good', 'reviewed'], remove: ['training'] })).toEqual({
      changed: 2,
    });
    expect(await change({ seriesIds, add: ['good'], remove: ['absent'] })).toEqual({ changed: 0 });
    expect(itemsOf(await get(`/projects/${key}/tags`))).toEqual([
      { name: 'good', colour: null, seriesCount: 2 },
      { name: 'reviewed', colour: null, seriesCount: 2 },
      { name: 'training', colour: null, seriesCount: 0 },
    ]);
    const history = itemsOf(await get(`/projects/${key}/series/${one.seriesId}/history`));
    expect(history).toMatchObject([
      {
        type: 'catalogue.series.tagged',
        before: { tags: ['good', 'training'] },
        after: { tags: ['good', 'reviewed'] },
        actor: { name: 'admin' },
      },
      { before: { tags: ['route'] }, after: { tags: ['good', 'training'] } },
    ]);
    expect(itemsOf(await get(`/projects/${key}/exams/${one.examId}/history`))).toHaveLength(3);
    expect(itemsOf(await get(`/projects/${key}/subjects/${one.subjectId}/history`))).toHaveLength(3);
  });

  test('are refused beyond what a series can have', async () => {
    const { id, key } = await makeProject();
    const { seriesId } = await released(id, { tags: Array.from({ length: 20 }, (_, n) => `t${n}`) });
    const add = (tags: string[]) =>
      call('POST', `/projects/${key}/tags/changes`, {
        cookie: admin.cookie,
        body: { seriesIds: [seriesId], add: tags },
      });
    expect(problemOf(await add(Array.from({ length: 11 }, (_, n) => `u${n}`)))).toBe(
      'catalogue/too-many-tags',
    );
    expect(problemOf(await add(Array.from({ length: 9 }, (_, n) => `${n}${'ö'.repeat(63)}`)))).toBe(
      'catalogue/too-many-tags',
    );
    expect((await add(['x'.repeat(65)])).status).toBe(400);
    expect((await get(`/projects/${key}/series/${seriesId}`)).body['tags']).toHaveLength(20);
  });

  test('need the right to edit', async () => {
    const { id, key } = await makeProject();
    const { seriesId } = await released(id);
    const viewer = await person();
    await projects.setMember(ctx, id, viewer.userName, ['viewer']);
    const answer = await call('PUT', `/projects/${key}/series/${seriesId}/tags`, {
      cookie: viewer.cookie,
      body: { tags: ['x'] },
    });
    expect([answer.status, problemOf(answer)]).toEqual([403, 'projects/forbidden']);
  });
});

describe('search', () => {
  test('finds projects, subjects and series, in projects that the actor may read', async () => {
    const [mine, other] = [await makeProject(), await makeProject()];
    const inMine = await released(mine.id, {
      subjectCode: 'ZEBRA-7',
      seriesDescription: 'Zebra perfusion 50%',
    });
    const inOther = await released(other.id, { subjectCode: 'ZEBRA-8', seriesDescription: 'Zebra flair' });
    const viewer = await person();
    await projects.setMember(ctx, mine.id, viewer.userName, ['viewer']);
    const asViewer = await get('/search?q=zebra', viewer.cookie);
    expect(asViewer.body).toMatchObject({
      subjects: [{ projectKey: mine.key, code: 'ZEBRA-7' }],
      series: [{ projectKey: mine.key, id: inMine.seriesId }],
    });
    const asAdmin = await get('/search?q=ZEBRA');
    expect((asAdmin.body['series'] as Json[]).map((found) => found['id']).sort()).toEqual(
      [inMine.seriesId, inOther.seriesId].sort(),
    );
    expect((await get('/search?q=zebra+50%25')).body['series']).toHaveLength(1);
    expect((await get(`/search?q=project+${mine.key}`)).body['projects']).toMatchObject([{ key: mine.key }]);
    expect((await get('/search?q=z')).status).toBe(400);
    expect((await get('/search?q=zebra', (await person()).cookie)).body).toEqual({
      projects: [],
      subjects: [],
      series: [],
    });
  });
});

test('a series of another project is not found, however its id was learnt', async () => {
  const [one, other] = [await makeProject(), await makeProject()];
  const { seriesId, examId, subjectId } = await released(one.id);
  for (const path of [
    `series/${seriesId}`,
    `series/${seriesId}/history`,
    `exams/${examId}`,
    `subjects/${subjectId}`,
  ])
    expect((await get(`/projects/${other.key}/${path}`)).status).toBe(404);
  const change = await call('POST', `/projects/${other.key}/tags/changes`, {
    cookie: admin.cookie,
    body: { seriesIds: [seriesId], add: ['x'] },
  });
  expect(change.body).toEqual({ changed: 0 });
});
