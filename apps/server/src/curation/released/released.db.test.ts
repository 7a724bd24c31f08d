import { setText } from '@pesscara/dicom';
import { makeSeries, patients } from '@pesscara/phantom';
import { describe, expect, test } from 'vitest';
import { itemsOf, type Json, type Person, problemOf } from '../../../test/kit/access.ts';
import { withReviewDesk } from '../../../test/kit/review-desk.ts';
import { eachInstance } from '../../archive/index.ts';
import { transact } from '../../kernel/db/index.ts';
import { newId } from '../../kernel/ids/index.ts';

const desk = await withReviewDesk({ undoMs: 0 });
const { archive, call, ctx, db, makeProject, member, send } = desk;

const family = 'Quillfeather';

/** A project with one released series, and the people who see it. */
async function released(settings: object = {}) {
  const project = await makeProject(settings);
  const [anna, bert] = [await member(project.key, ['reviewer']), await member(project.key, ['reviewer'])];
  await send(project.id, makeSeries({ kind: 't1', slices: 2, size: 16 }));
  const path = `/projects/${project.key}/quarantine`;
  const queue = async () => itemsOf(await call('GET', path, { cookie: anna.cookie }));
  await expect.poll(async () => (await queue())[0]?.['instanceCount'], { timeout: 10_000 }).toBe(2);
  const [one] = (await queue()) as [Json];
  const approval = { version: one['version'], verdict: 'approve' };
  await call('POST', `${path}/${String(one['id'])}/decisions`, { cookie: anna.cookie, body: approval });
  const series = {
    ...project,
    path,
    anna,
    bert,
    caseId: String(one['id']),
    seriesId: String(one['seriesId']),
  };
  await expect.poll(() => caseOf(series).then((it) => it['state']), { timeout: 10_000 }).toBe('released');
  return series;
}

type Released = Awaited<ReturnType<typeof released>>;

const caseOf = async ({ path, anna, caseId }: Pick<Released, 'path' | 'anna' | 'caseId'>) =>
  (await call('GET', `${path}/${caseId}`, { cookie: anna.cookie })).body;

/** Gives every instance a new version with this description, as a profile that is applied again would. */
async function describeAs({ id, seriesId }: Released, description: string): Promise<void> {
  const cause = { kind: 're-run', id: newId() } as const;
  const batchId = await archive.versions.begin(ctx, { projectId: id, seriesId, cause });
  for await (const instance of eachInstance(db, { kind: 'released', projectId: id }, { seriesId }))
    await archive.versions.stage(batchId, instance.id, ({ header }) => {
      setText(header, 'SeriesDescription', 'LO', description);
      return Promise.resolve({ header, pixelData: 'same' });
    });
  await transact(db, (trx) => archive.versions.commit(trx, ctx, batchId, { previous: 'keep' }));
}

const list = async ({ key, anna }: Released, state = 'open') =>
  itemsOf(await call('GET', `/projects/${key}/released-findings?state=${state}`, { cookie: anna.cookie }));

async function found(series: Released): Promise<Json> {
  await expect.poll(async () => (await list(series)).length, { timeout: 10_000 }).toBe(1);
  return (await list(series))[0] as Json;
}

const decide = (series: Released, by: Person, of: Json, body: Json) =>
  call('POST', `/projects/${series.key}/released-findings/${series.caseId}/decisions`, {
    cookie: by.cookie,
    body: { version: of['version'], ...body },
  });

const statesOf = async ({ seriesId }: Released) => {
  const rows = await db
    .selectFrom('archive.instance')
    .select('state')
    .where('series_id', '=', seriesId)
    .execute();
  return rows.map(({ state }) => state);
};

const openFor = async ({ key }: Released, { cookie }: Person) =>
  itemsOf(await call('GET', '/quarantine', { cookie })).find(({ projectKey }) => projectKey === key);

describe('an identifier that is found after the release', () => {
  test('is shown to reviewers, without its words, and stays only when two persons say why', async () => {
    const series = await released();
    await describeAs(series, `Head ${family}`);
    const one = await found(series);
    expect(one).toMatchObject({ state: 'open', takesTwo: true, why: null, seriesId: series.seriesId });
    expect(one['findings']).toContainEqual(
      expect.objectContaining({ code: 'leak-patient-name', severity: 'high', path: '(0008,103E)', count: 2 }),
    );
    expect(JSON.stringify(one).toLowerCase()).not.toContain(family.toLowerCase());
    expect(patients.quillfeather.name.toLowerCase()).toContain(family.toLowerCase());
    expect(await openFor(series, series.anna)).toMatchObject({ open: 0, releasedFindings: 1 });
    const viewer = await member(series.key, ['viewer']);
    const url = `/projects/${series.key}/released-findings`;
    expect((await call('GET', url, { cookie: viewer.cookie })).status).toBe(403);

    const { anna, bert } = series;
    expect(problemOf(await decide(series, anna, one, { verdict: 'acknowledge' }))).toBe(
      'curation/reason-needed',
    );
    const acknowledge = { verdict: 'acknowledge', reason: 'A street of that name' };
    const first = await decide(series, anna, one, acknowledge);
    expect(first.body).toMatchObject({ state: 'first-acknowledged', why: expect.any(String) as unknown });
    expect(problemOf(await decide(series, bert, one, acknowledge))).toBe('curation/stale');
    expect(problemOf(await decide(series, anna, first.body, acknowledge))).toBe(
      'curation/reviewer-not-allowed',
    );
    const second = await decide(series, bert, first.body, acknowledge);
    expect(second.body).toMatchObject({ state: 'acknowledged', reason: 'A street of that name' });
    expect(await list(series)).toEqual([]);
    expect(await statesOf(series)).toEqual(['released', 'released']);

    const reopened = await decide(series, anna, second.body, { verdict: 'reopen' });
    expect(reopened.body).toMatchObject({ state: 'open', firstByName: null, decidedByName: null });
  });

  test('sends the series back to quarantine: unseen at once, searched again, reviewed by two', async () => {
    const series = await released();
    await describeAs(series, `Head ${family}`);
    const one = await found(series);
    const { anna, bert } = series;
    const withdrawn = await decide(series, anna, one, { verdict: 'withdraw', reason: 'The name is in it' });
    expect(withdrawn.body).toMatchObject({ state: 'withdrawn' });
    expect(await statesOf(series)).toEqual(['quarantined', 'quarantined']);
    const shown = await db
      .selectFrom('catalogue.series')
      .select('released_instance_count as count')
      .where('id', '=', series.seriesId)
      .executeTakeFirstOrThrow();
    expect(shown.count).toBe(0);
    await expect.poll(async () => (await openFor(series, anna))?.['open'], { timeout: 10_000 }).toBe(1);
    const current = async () => ((await caseOf(series))['policy'] as Json)['why'];
    await expect.poll(current, { timeout: 10_000 }).toBeNull();
    const again = await caseOf(series);
    expect(again).toMatchObject({ state: 'open', policy: { isStopped: true, secondReviewer: true } });
    expect(again['decisions']).toMatchObject([{ verdict: 'approve' }, { verdict: 'withdraw' }]);

    const approve = (by: Person, of: Json, reason?: string) =>
      call('POST', `${series.path}/${series.caseId}/decisions`, {
        cookie: by.cookie,
        body: { verdict: 'approve', version: of['version'], reason },
      });
    const first = await approve(anna, again);
    expect(first.body['state']).toBe('first-approved');
    expect((await approve(bert, first.body, 'A street of that name')).status).toBe(200);
    await expect.poll(async () => (await caseOf(series))['state'], { timeout: 10_000 }).toBe('released');
    expect(await statesOf(series)).toEqual(['released', 'released']);
    // What two persons let through is nothing new when it is searched again.
    await describeAs(series, `Skull ${family}`);
    await describeAs(series, `Head ${family}`);
    expect(await list(series)).toEqual([]);
  });

  test('is gone when a later version holds it no more', async () => {
    const series = await released();
    await describeAs(series, `Head ${family}`);
    await found(series);
    await describeAs(series, 'Head');
    await expect
      .poll(async () => (await list(series, 'decided'))[0]?.['state'], { timeout: 10_000 })
      .toBe('gone');
    expect(await list(series)).toEqual([]);
    const types = await db
      .selectFrom('kernel.event')
      .select('type')
      .where('subject_id', '=', series.seriesId)
      .where('type', '=', 'curation.released-findings.changed')
      .execute();
    expect(types).toHaveLength(2);
  });

  test('says what to decide on first while more of the series waits, and can send back afterwards', async () => {
    const series = await released();
    await describeAs(series, `Head ${family}`);
    const one = await found(series);
    await send(series.id, makeSeries({ kind: 't1', slices: 3, size: 16 }).slice(2));
    const refused = await decide(series, series.anna, one, { verdict: 'withdraw', reason: 'The name' });
    expect(problemOf(refused)).toBe('curation/not-withdrawable');
    expect(await statesOf(series)).toContain('released');
    const waitingCase = async () => (await list(series))[0]?.['waitingCaseId'];
    await expect.poll(waitingCase, { timeout: 10_000 }).not.toBeNull();
    const [told] = await list(series);
    expect(told?.['whyNotWithdraw']).toMatch(/^More of this series waits for review/);

    // Once what waits is decided, all of it can be sent back.
    const path = `${series.path}/${String(told?.['waitingCaseId'])}`;
    const version = (await call('GET', path, { cookie: series.anna.cookie })).body['version'];
    await call('POST', `${path}/decisions`, {
      cookie: series.anna.cookie,
      body: { verdict: 'reject', version, reasonCode: 'not-needed' },
    });
    const whyNot = async () => (await list(series))[0]?.['whyNotWithdraw'];
    await expect.poll(whyNot, { timeout: 10_000 }).toBeNull();
    const sent = await decide(series, series.anna, one, { verdict: 'withdraw', reason: 'The name' });
    expect(sent.body).toMatchObject({ state: 'withdrawn' });
  });
});
