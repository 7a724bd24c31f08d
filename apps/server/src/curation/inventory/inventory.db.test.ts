import { setText, textValues } from '@pesscara/dicom';
import { makeSeries } from '@pesscara/phantom';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { type Answer, itemsOf, type Json, type Person, problemOf } from '../../../test/kit/access.ts';
import { gatherLargeBatch } from '../../../test/kit/large-batch.ts';
import { changed } from '../../../test/kit/objects.ts';
import { withReviewDesk } from '../../../test/kit/review-desk.ts';
import { findInstance } from '../../archive/index.ts';
import { consentWithdrawn } from '../../identity/identity.events.ts';
import { transact } from '../../kernel/db/index.ts';
import { newId } from '../../kernel/ids/index.ts';

const desk = await withReviewDesk({ undoMs: 100 });
const { call, db, archive, makeProject, member, send, vault } = desk;

const series = (seed: number, slices = 2) =>
  makeSeries({ kind: 't1', slices, seed, size: 16 }).map((instance) =>
    changed(instance, (dataSet) => setText(dataSet, 'ScanOptions', 'CS', 'FATSAT\\ODDVALUE 12345')),
  );

type Project = Awaited<ReturnType<typeof makeProject>>;

const valuesOf = async ({ key }: Project, by: Person, query = '') =>
  (await call('GET', `/projects/${key}/quarantine-values?limit=500${query}`, { cookie: by.cookie })).body;
const decide = ({ key }: Project, by: Person, body: Json) =>
  call('POST', `/projects/${key}/quarantine-values/decisions`, { cookie: by.cookie, body });

/** A project whose inventory knows so many images. */
async function withImages(
  images: number,
  send_: (project: Project) => Promise<unknown>,
  settings: object = {},
) {
  const project = await makeProject(settings);
  const reviewer = await member(project.key, ['reviewer']);
  await send_(project);
  const counted = () =>
    valuesOf(project, reviewer, '&q=ScanOptions').then(
      (body) => (body['items'] as Json[])[0]?.['instanceCount'],
    );
  await expect.poll(counted, { timeout: 15_000 }).toBe(images);
  return { project, reviewer };
}

async function scanOptions({ project, reviewer }: { project: Project; reviewer: Person }): Promise<Json> {
  return ((await valuesOf(project, reviewer, '&q=ScanOptions'))['items'] as Json[])[0] as Json;
}

interface Of {
  project: Project;
  reviewer: Person;
}

const odd = 'FATSAT+ODDVALUE 12345';

async function ofText(of: Of, text: string): Promise<Json | undefined> {
  const items = (await valuesOf(of.project, of.reviewer, '&q=ScanOptions'))['items'] as Json[];
  return items.find(({ value }) => value === text);
}

const undoAnswer = ({ project, reviewer }: Of, decided: Answer) =>
  call('POST', `/projects/${project.key}/quarantine-values/undo`, {
    cookie: reviewer.cookie,
    body: { decisions: decided.body['decisions'] },
  });
const undo = async (of: Of, decided: Answer) => (await undoAnswer(of, decided)).body;

async function decideCase({ project: { key }, reviewer: { cookie } }: Of, verdict: Json) {
  const [one] = itemsOf(await call('GET', `/projects/${key}/quarantine`, { cookie })) as [Json];
  const version = one['version'];
  return call('POST', `/projects/${key}/quarantine/${String(one['id'])}/decisions`, {
    cookie,
    body: { version, ...verdict },
  });
}
const approve = (of: Of) => decideCase(of, { verdict: 'approve' });

async function storedOptions(projectId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('archive.instance')
    .select(['id', 'intake_id'])
    .where('project_id', '=', projectId)
    .execute();
  return Promise.all(
    rows.map(async ({ id, intake_id: intakeId }) => {
      const instance = await findInstance(db, { kind: 'intake', projectId, intakeId }, id);
      if (instance === undefined) throw new Error('It is there');
      return textValues((await archive.reader.header(instance)).dataSet, 'ScanOptions').join('+');
    }),
  );
}

describe('the inventory', () => {
  test('lists every value of a batch once, flagged ones first, without keeping its text in the clear', async () => {
    const { project, reviewer } = await withImages(4, async ({ id }) => {
      await send(id, series(1));
      await send(id, series(2));
    });
    const body = await valuesOf(project, reviewer);
    const items = body['items'] as Json[];
    const ranks = items.map(({ flags }) => ((flags as string[]).length > 0 ? 0 : 1));
    expect(ranks).toEqual([...ranks].sort());
    expect(new Set(items.map(({ path, value }) => `${path as string} ${value as string}`)).size).toBe(
      items.length,
    );
    const options = await scanOptions({ project, reviewer });
    expect(options).toMatchObject({ keyword: 'ScanOptions', instanceCount: 4, isNew: true, decision: null });
    expect(options['flags']).toContain('id-like');
    expect(items.find(({ keyword }) => keyword === 'SOPInstanceUID')).toMatchObject({
      value: null,
      instanceCount: 4,
    });
    const stored = await db
      .selectFrom('curation.inventory_value')
      .selectAll()
      .where('project_id', '=', project.id)
      .execute();
    expect(stored.some(({ sealed }) => sealed?.includes('FATSAT') === true)).toBe(false);
    const viewer = await member(project.key, ['viewer']);
    expect(
      (await call('GET', `/projects/${project.key}/quarantine-values`, { cookie: viewer.cookie })).status,
    ).toBe(403);
  });

  test('pages without missing or repeating a value', async () => {
    const { project, reviewer } = await withImages(2, ({ id }) => send(id, series(3)));
    const seen: unknown[] = [];
    let cursor = '';
    do {
      const page = await call('GET', `/projects/${project.key}/quarantine-values?limit=7${cursor}`, {
        cookie: reviewer.cookie,
      });
      seen.push(...itemsOf(page).map(({ id }) => id));
      cursor = page.body['nextCursor'] === null ? '' : `&cursor=${page.body['nextCursor'] as string}`;
    } while (cursor !== '');
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(((await valuesOf(project, reviewer))['items'] as Json[]).length);
  });
});

describe('the inventory of a batch', () => {
  test('of 10,000 images opens in under two seconds', async () => {
    const of = await withImages(1, ({ id }) => send(id, series(16, 1)));
    await gatherLargeBatch(db, { projectId: of.project.id, vault, now: desk.clock.now() });
    const began = performance.now();
    const page = await call('GET', `/projects/${of.project.key}/quarantine-values?limit=200`, {
      cookie: of.reviewer.cookie,
    });
    expect(performance.now() - began).toBeLessThan(2000);
    expect(itemsOf(page)).toHaveLength(200);
    expect(itemsOf(page).filter(({ value }) => String(value).startsWith('SLOT')).length).toBeGreaterThan(150);
    expect(page.body['counts']).toMatchObject({ series: 101, instances: 10_001, gathering: 0 });
    expect((page.body['counts'] as { distinct: number }).distinct).toBeGreaterThan(1100);
  });

  test('is that of one association, one upload or one case', async () => {
    const of = await withImages(3, async ({ id }) => {
      await send(id, series(11, 2));
      await send(id, series(12, 1));
    });
    const { rows } = await sql<{ id: string; images: number }>`
      select a.association_id as id, k.instance_count as images from archive.intake_association a
      join archive.intake k on k.id = a.intake_id where k.project_id = ${of.project.id}`.execute(db);
    expect(rows.map(({ images }) => images).sort()).toEqual([1, 2]);
    for (const { id, images } of rows) {
      const [one] = (await valuesOf(of.project, of.reviewer, `&q=ScanOptions&association=${id}`))[
        'items'
      ] as [Json];
      expect(one['instanceCount']).toBe(images);
      const { rows: uploads } = await sql<{ id: string }>`
        insert into archive.upload (id, project_id, account_id, association_id, started_at)
        values (gen_random_uuid(), ${of.project.id}, gen_random_uuid(), ${id}, now()) returning id`.execute(
        db,
      );
      const upload = await valuesOf(of.project, of.reviewer, `&upload=${uploads[0]?.id ?? ''}`);
      expect(upload['counts']).toMatchObject({ series: 1, instances: images, gathering: 0 });
    }
    const other = await valuesOf(of.project, of.reviewer, `&association=${of.project.id}`);
    expect(other['items']).toEqual([]);
  });

  test('says where a rule for an attribute is written: in a profile of the project’s own', async () => {
    const of = await withImages(2, ({ id }) => send(id, series(13)));
    const { id } = await scanOptions(of);
    const place = await call('GET', `/projects/${of.project.key}/quarantine-values/${String(id)}/rule`, {
      cookie: of.reviewer.cookie,
    });
    expect(place.body).toMatchObject({
      path: '0018,0022',
      base: { name: 'research', version: 1 },
      chosen: null,
      saveAs: { name: `${of.project.key}-rules`, version: 1 },
    });
  });

  test('goes with a rejection, and is gathered again when that is taken back', async () => {
    const of = await withImages(2, ({ id }) => send(id, series(14)));
    expect((await decideCase(of, { verdict: 'reject', reasonCode: 'not-needed' })).status).toBe(200);
    const items = async () => ((await valuesOf(of.project, of.reviewer))['items'] as Json[]).length;
    const texts = async () =>
      db
        .selectFrom('curation.inventory_value')
        .select('id')
        .where('project_id', '=', of.project.id)
        .where('sealed', 'is not', null)
        .execute();
    await expect.poll(texts, { timeout: 15_000 }).toEqual([]);
    expect(await items()).toBe(0);
    const { key } = of.project;
    const { cookie } = of.reviewer;
    const [one] = itemsOf(await call('GET', `/projects/${key}/quarantine?state=decided`, { cookie })) as [
      Json,
    ];
    const back = await call('POST', `/projects/${key}/quarantine/${String(one['id'])}/undo`, {
      cookie,
      body: { version: one['version'] },
    });
    expect(back.status).toBe(200);
    await expect.poll(items, { timeout: 15_000 }).toBeGreaterThan(0);
    expect(await scanOptions(of)).toMatchObject({ value: 'FATSAT\\ODDVALUE 12345', instanceCount: 2 });
  });
});

describe('a person who withdrew consent', () => {
  test('leaves no text of a value behind', async () => {
    const of = await withImages(2, ({ id }) => send(id, series(15)));
    const { id: projectId } = of.project;
    await sql`delete from curation.inventory_use u using archive.intake k where k.id = u.intake_id and k.project_id = ${projectId}`.execute(
      db,
    );
    const factId = newId();
    await transact(db, (trx) =>
      desk.events.publish(trx, consentWithdrawn, {
        ctx: desk.ctx,
        projectId,
        subject: { kind: 'fact', id: factId },
        data: { factId },
      }),
    );
    const texts = async () =>
      (
        await db
          .selectFrom('curation.inventory_value')
          .select('id')
          .where('project_id', '=', projectId)
          .where('sealed', 'is not', null)
          .execute()
      ).length;
    await expect.poll(texts, { timeout: 15_000 }).toBe(0);
  });
});

describe('a decision on a value', () => {
  test('replaces it everywhere, and in what comes later', async () => {
    const of = await withImages(2, ({ id }) => send(id, series(4)));
    const { id } = await scanOptions(of);
    const decided = await decide(of.project, of.reviewer, {
      values: [id],
      action: 'replace',
      replacement: 'FATSAT',
    });
    expect(decided.status).toBe(200);
    await expect.poll(() => storedOptions(of.project.id), { timeout: 15_000 }).toEqual(['FATSAT', 'FATSAT']);
    await send(
      of.project.id,
      makeSeries({ kind: 't2', slices: 1, seed: 9, size: 16 }).map((instance) =>
        changed(instance, (dataSet) => setText(dataSet, 'ScanOptions', 'CS', 'FATSAT\\ODDVALUE 12345')),
      ),
    );
    await expect
      .poll(() => storedOptions(of.project.id), { timeout: 20_000 })
      .toEqual(['FATSAT', 'FATSAT', 'FATSAT']);
  });

  test('that was taken back in time changes nothing, and fixed attributes cannot be decided away', async () => {
    const of = await withImages(2, ({ id }) => send(id, series(5)));
    const { id } = await scanOptions(of);
    await desk.jobs.stop();
    const removed = await decide(of.project, of.reviewer, { values: [id], action: 'remove' });
    expect(await undo(of, removed)).toMatchObject({ restoring: 0 });
    await desk.jobs.start();
    expect((await scanOptions(of))['decision']).toBeNull();
    expect(await storedOptions(of.project.id)).toEqual(Array(2).fill(odd));
    const [uid] = (await valuesOf(of.project, of.reviewer, '&q=SOPInstanceUID'))['items'] as [Json];
    const refused = await decide(of.project, of.reviewer, { values: [uid['id']], action: 'remove' });
    expect(problemOf(refused)).toBe('curation/value-fixed');
  });

  test('that was carried out comes back from the version before, while its case waits for review', async () => {
    const of = await withImages(2, ({ id }) => send(id, series(7)));
    const { id } = await scanOptions(of);
    const removed = await decide(of.project, of.reviewer, { values: [id], action: 'remove' });
    await expect.poll(() => storedOptions(of.project.id), { timeout: 15_000 }).toEqual(['', '']);
    await expect
      .poll(() => scanOptions(of), { timeout: 15_000 })
      .toMatchObject({ isChanged: true, instanceCount: 2, decision: { action: 'remove', state: 'applied' } });
    expect(await undo(of, removed)).toMatchObject({ restoring: 1 });
    await expect.poll(() => storedOptions(of.project.id), { timeout: 15_000 }).toEqual([odd, odd]);
    await expect
      .poll(() => scanOptions(of), { timeout: 15_000 })
      .toMatchObject({ isChanged: false, instanceCount: 2, decision: null });
    expect(problemOf(await undoAnswer(of, removed))).toBe('curation/not-undoable');
    const batches = await db
      .selectFrom('archive.version_batch')
      .select('state')
      .where('project_id', '=', of.project.id)
      .execute();
    expect(batches).toEqual([{ state: 'committed' }, { state: 'committed' }]);
  });

  test('must fit its attribute, change it, and lead nowhere in a circle', async () => {
    const of = await withImages(2, async ({ id }) => {
      await send(id, series(8, 1));
      await send(id, series(18, 1));
    });
    const { id } = await scanOptions(of);
    const replace = async (replacement: string) =>
      problemOf(await decide(of.project, of.reviewer, { values: [id], action: 'replace', replacement }));
    expect(await replace('small letters')).toBe('curation/value-fixed');
    expect(await replace('FATSAT\\ODDVALUE 12345 ')).toBe('curation/value-fixed');
    expect(await replace('OTHER')).toBe('undefined');
    const other = () => ofText(of, 'OTHER');
    await expect.poll(other, { timeout: 15_000 }).toMatchObject({ instanceCount: 2 });
    const back = {
      values: [(await other())?.['id']],
      action: 'replace',
      replacement: 'FATSAT\\ODDVALUE 12345',
    };
    expect(problemOf(await decide(of.project, of.reviewer, back))).toBe('curation/value-fixed');
  });

  test('holds an approval up until it is carried out; what it took is gone for good with the release', async () => {
    const of = await withImages(2, ({ id }) => send(id, series(9)));
    const { id } = await scanOptions(of);
    await desk.jobs.stop();
    await decide(of.project, of.reviewer, { values: [id], action: 'remove' });
    expect(problemOf(await approve(of))).toBe('curation/values-pending');
    await desk.jobs.start();
    await expect.poll(async () => (await approve(of)).status, { timeout: 15_000 }).toBe(200);
    const left = async () => {
      const { rows } = await sql<Json>`select
        (select count(*)::int from curation.inventory_value where project_id = ${of.project.id} and sealed is not null) as texts,
        (select count(*)::int from curation.inventory_use u join archive.intake k on k.id = u.intake_id where k.project_id = ${of.project.id}) as uses,
        (select count(*)::int from archive.instance_version v join archive.instance i on i.id = v.instance_id
          where i.project_id = ${of.project.id} and v.state = 'kept') as kept`.execute(db);
      return rows[0];
    };
    await expect.poll(left, { timeout: 15_000 }).toEqual({ texts: 0, uses: 0, kept: 0 });
    expect(await storedOptions(of.project.id)).toEqual(['', '']);
    expect((await valuesOf(of.project, of.reviewer))['items']).toEqual([]);
  });

  test('is needed on every flagged value before a release, where the project says so', async () => {
    const of = await withImages(2, ({ id }) => send(id, series(6)), { decideFlaggedValues: true });
    expect(problemOf(await approve(of))).toBe('curation/values-undecided');
    const flagged = ((await valuesOf(of.project, of.reviewer))['items'] as Json[]).filter(
      ({ flags }) => (flags as string[]).length > 0,
    );
    await decide(of.project, of.reviewer, { values: flagged.map(({ id }) => id), action: 'accept' });
    expect((await approve(of)).status).toBe(200);
  });
});
