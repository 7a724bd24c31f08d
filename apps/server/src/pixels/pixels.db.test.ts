import { researchProfile } from '@pesscara/deidentification';
import { type DataSet, firstText, overlayPlanesOf, sequenceItems } from '@pesscara/dicom';
import { centres, makeSeries, type PhantomInstance } from '@pesscara/phantom';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import type { Json, Person } from '../../test/kit/access.ts';
import { problemOf } from '../../test/kit/access.ts';
import { overlaySeries } from '../../test/kit/overlay-series.ts';
import { withReviewDesk } from '../../test/kit/review-desk.ts';
import { findInstance, type StoredInstance } from '../archive/index.ts';
import { newId } from '../kernel/ids/index.ts';
import { createTextReader, type TextReader } from './text-reader.ts';

// The real reader, behind a gate that a test may close; and as it is where its models are missing.
const real = createTextReader({ threads: 1, timeoutMs: 120_000 });
let gate = Promise.resolve();
let isBroken = false;
let readCount = 0;
const reader: TextReader = {
  read: async (picture) => {
    readCount += 1;
    await gate;
    if (isBroken) return undefined;
    return real.read(picture);
  },
  close: () => real.close(),
};
const desk = await withReviewDesk({ reader, undoMs: 600 });
const { call, db, archive, send, makeProject, member, deidentification, ctx } = desk;
afterAll(() => real.close());

const ultrasound = (seed: number): PhantomInstance[] => [
  ...makeSeries({ kind: 'ultrasound', slices: 2, size: 512, seed }),
];

const url = (key: string, of: Json, rest = '') => `/projects/${key}/quarantine/${String(of['id'])}${rest}`;

async function caseOf(key: string, reviewer: Person): Promise<Json> {
  const first = async () => {
    const { body } = await call('GET', `/projects/${key}/quarantine`, { cookie: reviewer.cookie });
    return (body['items'] as Json[])[0];
  };
  await expect.poll(first, { timeout: 20_000 }).toBeDefined();
  return (await first()) as Json;
}

async function pixelsOf(key: string, of: Json, reviewer: Person) {
  const { body } = await call('GET', url(key, of, '/pixels'), { cookie: reviewer.cookie });
  return body as { search: Json; boxes: Json[]; masks: Json[] };
}

const searched = (key: string, of: Json, reviewer: Person) =>
  expect
    .poll(async () => (await pixelsOf(key, of, reviewer)).search['state'], { timeout: 60_000 })
    .toBe('finished');

async function sent(seed: number, settings: object = {}, instances = ultrasound(seed)) {
  const project = await makeProject(settings);
  const reviewer = await member(project.key, ['reviewer']);
  await send(project.id, instances);
  const waiting = await caseOf(project.key, reviewer);
  return { project, reviewer, waiting };
}

async function storedOf(projectId: string, at = 0): Promise<StoredInstance> {
  const rows = await db
    .selectFrom('archive.instance')
    .select(['id', 'intake_id'])
    .where('project_id', '=', projectId)
    .orderBy('instance_number')
    .execute();
  const { id = '', intake_id: intakeId = '' } = rows[at] ?? {};
  const visibility = { kind: 'intake', projectId, intakeId } as const;
  const found = await findInstance(db, visibility, id);
  if (found === undefined) throw new Error('The instance is there');
  return found;
}

/** The research profile with another option. */
async function profileWith(code: string): Promise<string> {
  const name = `with-${code}`;
  const document = { ...researchProfile(), id: name, version: 1 };
  const { id } = await deidentification.profiles.add(ctx, {
    name,
    document: {
      ...document,
      options: [...document.options, code].sort(),
      basis: 'limited-data-set' as const,
    } as never,
    reason: 'test',
  });
  return id;
}

const codesOf = (dataSet: DataSet) =>
  sequenceItems(dataSet, 'DeidentificationMethodCodeSequence').map((item) => firstText(item, 'CodeValue'));

async function frameOf(instance: StoredInstance, number: number): Promise<Buffer> {
  const frames = await archive.frames(instance);
  const frame = frames.kind === 'frames' ? await frames.read(number) : undefined;
  if (frame === undefined) throw new Error('The frame is there');
  return frame.bytes;
}

describe('text burned into an ultrasound clip', () => {
  test('is found, told to be the patient’s, sealed, and masked as the reviewer asks', async () => {
    // The phantom burns the name of its place in: here one of two children.
    const centre = { ...centres.northgate, institutionName: 'TWIN A' };
    const clip = [...makeSeries({ kind: 'ultrasound', slices: 2, size: 512, seed: 11, centre })];
    const { project, reviewer, waiting } = await sent(11, {}, clip);
    await searched(project.key, waiting, reviewer);
    const { boxes } = await pixelsOf(project.key, waiting, reviewer);
    const own = boxes.filter((box) => box['kind'] === 'identity');
    expect(own.length).toBeGreaterThan(0);
    const rows = await db.selectFrom('pixels.text_box').selectAll().execute();
    expect(rows.every((row) => row.sealed_text === null || row.sealed_text.length > 16)).toBe(true);
    const weighed = async () =>
      (await call('GET', url(project.key, waiting), { cookie: reviewer.cookie })).body['findings'];
    await expect
      .poll(weighed, { timeout: 10_000 })
      .toContainEqual(expect.objectContaining({ code: 'identity-in-pixels', severity: 'high' }));
    expect(await weighed()).toContainEqual(
      expect.objectContaining({ code: 'child-in-pixels', severity: 'low' }),
    );
    const { seriesId } = await db
      .selectFrom('archive.instance')
      .select('series_id as seriesId')
      .where('project_id', '=', project.id)
      .executeTakeFirstOrThrow();
    expect(await desk.pixels.proposedLabels([seriesId])).toEqual([
      { seriesId, role: 'twin', designation: 'A', instances: 1 },
    ]);
    // The leak check heard of what was read: one person alone cannot let it go.
    const name = {
      code: 'leak-patient-name',
      severity: 'high',
      path: 'text in pixels',
      stopsRelease: true,
    };
    await expect.poll(weighed, { timeout: 10_000 }).toContainEqual(expect.objectContaining(name));

    const before = await storedOf(project.id);
    const [first] = own as [{ left: number; top: number; width: number; height: number }];
    const old = await frameOf(before, 1);
    const accepted = own.map((box) => box['id']);
    // What would change nothing is refused, so that nobody takes it for done.
    const place = { left: 0, top: 0, width: 9, height: 9, instanceId: before.id, frame: null };
    const box = { ...place, rows: null, columns: null };
    for (const body of [
      { boxes: [box, { ...box, left: before.columns }] },
      { boxes: [{ ...box, left: -9 }] },
      { boxes: [{ ...box, frame: 99 }] },
      { boxes: [{ ...box, instanceId: newId() }] },
      { boxes: [{ ...box, instanceId: null, rows: 7, columns: 7 }] },
      { accepted: [...accepted, newId()] },
    ]) {
      const empty = await call('POST', url(project.key, waiting, '/masks'), {
        cookie: reviewer.cookie,
        body,
      });
      expect(problemOf(empty)).toBe('pixels/mask-invalid');
    }
    const asked = await call('POST', url(project.key, waiting, '/masks'), {
      cookie: reviewer.cookie,
      body: { accepted },
    });
    expect(asked.status).toBe(201);
    const applied = async () => (await pixelsOf(project.key, waiting, reviewer)).masks[0]?.['state'];
    await expect.poll(applied, { timeout: 20_000 }).toBe('applied');
    const after = await storedOf(project.id);
    const now = await frameOf(after, 1);
    expect(now.length).toBe(old.length);
    const columns = after.columns ?? 0;
    const inside = (first.top + 2) * columns * 3 + (first.left + 2) * 3;
    expect([...now.subarray(inside, inside + 30)].every((byte) => byte === 0)).toBe(true);
    let changed = 0;
    for (let at = 0; at < old.length; at += 1) {
      const x = Math.floor(at / 3) % columns;
      const y = Math.floor(at / 3 / columns);
      const isIn = (own as unknown as (typeof first)[]).some(
        ({ left, top, width, height }) => x >= left && x < left + width && y >= top && y < top + height,
      );
      if (!isIn && old[at] !== now[at]) changed += 1;
    }
    expect(changed).toBe(0);
    const codes = async () => ((await weighed()) as Json[]).map((finding) => finding['code']);
    const isOwn = (code: unknown) => code === 'identity-in-pixels' || String(code).startsWith('leak-patient');
    const ownLeft = async () => (await codes()).filter(isOwn);
    await expect.poll(ownLeft, { timeout: 10_000 }).toEqual([]);
    const policy = async () =>
      (await call('GET', url(project.key, waiting), { cookie: reviewer.cookie })).body['policy'];
    await expect.poll(policy, { timeout: 10_000 }).toMatchObject({ mayApprove: true, isStopped: false });
  }, 120_000);

  test('whose reading fails is never taken for clean: two persons decide on it', async () => {
    isBroken = true;
    const { project, reviewer, waiting } = await sent(14);
    await searched(project.key, waiting, reviewer);
    isBroken = false;
    const unread = {
      code: 'leak-unsearched',
      path: 'text in pixels',
      severity: 'high',
      stopsRelease: true,
    };
    const detail = async () =>
      (await call('GET', url(project.key, waiting), { cookie: reviewer.cookie })).body;
    await expect
      .poll(async () => (await detail())['findings'], { timeout: 10_000 })
      .toContainEqual(expect.objectContaining(unread));
    expect((await detail())['policy']).toMatchObject({ mayApprove: true, isStopped: true });

    // Searched again, and read this time.
    const again = await call('POST', url(project.key, waiting, '/pixels/search'), {
      cookie: reviewer.cookie,
    });
    expect(again.status).toBeLessThan(300);
    await searched(project.key, waiting, reviewer);
    const codes = async () => ((await detail())['findings'] as Json[]).map((finding) => finding['code']);
    await expect.poll(codes, { timeout: 10_000 }).not.toContain('leak-unsearched');
  }, 120_000);

  test('keeps its series from a release until the search is over, and a mask can be taken back', async () => {
    let open: () => void = () => undefined;
    gate = new Promise((resolve) => {
      open = resolve;
    });
    const { project, reviewer, waiting } = await sent(12);
    const state = async () => (await pixelsOf(project.key, waiting, reviewer)).search['state'];
    await expect.poll(state, { timeout: 10_000 }).toBe('scanning');
    const early = await call('POST', url(project.key, waiting, '/decisions'), {
      cookie: reviewer.cookie,
      body: { verdict: 'approve', version: waiting['version'] },
    });
    expect(problemOf(early)).toBe('curation/pixels-not-ready');
    const { body } = await call('GET', url(project.key, waiting), { cookie: reviewer.cookie });
    expect(body['policy']).toMatchObject({
      mayApprove: false,
      why: 'Its pixels are being searched for text: 0 of 1 images are done.',
    });
    open();
    await searched(project.key, waiting, reviewer);
    const { rows, columns } = await storedOf(project.id);
    const [found] = (await pixelsOf(project.key, waiting, reviewer)).boxes;
    const box = { left: 0, top: 0, width: 9, height: 9, instanceId: null, rows, columns, frame: null };
    const asked = await call('POST', url(project.key, waiting, '/masks'), {
      cookie: reviewer.cookie,
      body: { boxes: [box], accepted: [found?.['id']] },
    });
    // Of two reviewers the second learns that the first was there.
    const judgement = { cookie: reviewer.cookie, body: { boxes: [found?.['id']], dismissed: true } };
    const kept = await call('POST', url(project.key, waiting, '/pixels/judgement'), judgement);
    expect(problemOf(kept)).toBe('pixels/mask-pending');
    const undone = await call('POST', url(project.key, waiting, `/masks/${String(asked.body['id'])}/undo`), {
      cookie: reviewer.cookie,
    });
    expect(undone.body).toMatchObject({ masks: [{ state: 'undone' }] });
  }, 120_000);

  test('is left in the midst of a clip when the server stops, and read anew when it starts', async () => {
    let open: () => void = () => undefined;
    gate = new Promise((resolve) => {
      open = resolve;
    });
    readCount = 0;
    const clip = [...makeSeries({ kind: 'ultrasound', slices: 12, size: 256, seed: 14 })];
    const { project, reviewer, waiting } = await sent(14, {}, clip);
    await expect.poll(() => readCount, { timeout: 20_000 }).toBe(1);
    const stopped = desk.jobs.stop();
    open();
    await stopped;
    expect(readCount).toBe(1);
    await desk.jobs.start();
    await searched(project.key, waiting, reviewer);
    expect(readCount).toBeGreaterThan(2);
    const { boxes } = await pixelsOf(project.key, waiting, reviewer);
    expect(boxes.some(({ kind }) => kind === 'identity')).toBe(true);
  }, 120_000);

  test('goes by itself when the profile cleans pixels, and the object says so', async () => {
    const { project, reviewer, waiting } = await sent(13, { profileId: await profileWith('113101') });
    await searched(project.key, waiting, reviewer);
    const { masks, boxes } = await pixelsOf(project.key, waiting, reviewer);
    expect(masks).toMatchObject([{ isAutomatic: true, state: 'applied' }]);
    expect(boxes.some((box) => box['origin'] === 'ultrasound-regions' && box['state'] === 'masked')).toBe(
      true,
    );
    const { dataSet } = await archive.reader.header(await storedOf(project.id));
    expect(firstText(dataSet, 'BurnedInAnnotation')).toBe('NO');
    expect(codesOf(dataSet)).toContain('113101');
  }, 120_000);
});

describe('overlays that Clean Graphics keeps', () => {
  test('are read, shown over the image, and kept or removed by the reviewer before a release', async () => {
    const profileId = await profileWith('113103');
    const { project, reviewer, waiting } = await sent(21, { profileId }, overlaySeries(21));
    const { cookie } = reviewer;
    await searched(project.key, waiting, reviewer);
    const detail = async () => (await call('GET', url(project.key, waiting), { cookie })).body;
    const codes = async () => ((await detail())['findings'] as Json[]).map((finding) => finding['code']);
    await expect.poll(codes, { timeout: 10_000 }).toContain('identity-in-overlay');
    expect(await codes()).toContain('overlay-undecided');
    const why = '2 images have overlays to look at. Keep or remove them first.';
    expect((await detail())['policy']).toMatchObject({ mayApprove: false, why });
    const early = await call('POST', url(project.key, waiting, '/decisions'), {
      cookie,
      body: { verdict: 'approve', version: (await detail())['version'] },
    });
    expect(problemOf(early)).toBe('curation/pixels-not-ready');

    const { boxes } = await pixelsOf(project.key, waiting, reviewer);
    expect(boxes).toMatchObject([
      { origin: 'overlay', state: 'proposed', overlayGroup: 0x6000 },
      { origin: 'overlay', state: 'proposed', overlayGroup: 0x6000 },
    ]);
    const named = boxes.find(({ kind }) => kind === 'identity');
    const square = boxes.find(({ kind }) => kind === 'unknown');
    const amber = async (overlays: string) => {
      const at = `/instances/${String(square?.['instanceId'])}/frames/1/rendered?format=png&overlays=${overlays}`;
      const drawn = await desk.http.app.inject({
        method: 'GET',
        url: `/api/v1${url(project.key, waiting, at)}`,
        headers: { cookie },
      });
      const { data, info } = await sharp(drawn.rawPayload).raw().toBuffer({ resolveWithObject: true });
      const start = (100 * info.width + 70) * info.channels;
      return info.channels >= 3 && data[start] === 255 && data[start + 2] === 0;
    };
    expect(await amber('shown')).toBe(true);
    expect(await amber('hidden')).toBe(false);

    const before = [await storedOf(project.id, 0), await storedOf(project.id, 1)] as const;
    const pixels = [await frameOf(before[0], 1), await frameOf(before[1], 1)];
    await call('POST', url(project.key, waiting, '/pixels/judgement'), {
      cookie,
      body: { boxes: [square?.['id']], dismissed: true },
    });
    const asked = await call('POST', url(project.key, waiting, '/masks'), {
      cookie,
      body: { accepted: [named?.['id']] },
    });
    expect(asked.status).toBe(201);
    const applied = async () => (await pixelsOf(project.key, waiting, reviewer)).masks.at(-1)?.['state'];
    await expect.poll(applied, { timeout: 20_000 }).toBe('applied');
    const overlays: number[] = [];
    for (const at of [0, 1]) {
      const after = await storedOf(project.id, at);
      const { dataSet } = await archive.reader.header(after);
      overlays.push(overlayPlanesOf(dataSet).length);
      expect(codesOf(dataSet)).toContain('113103');
      expect(await frameOf(after, 1)).toEqual(pixels[at]);
    }
    expect(overlays).toEqual(before[0].id === named?.['instanceId'] ? [0, 1] : [1, 0]);
    const policy = async () => (await detail())['policy'];
    await expect.poll(policy, { timeout: 10_000 }).toMatchObject({ mayApprove: true, isStopped: false });
    expect(await codes()).not.toContain('overlay-undecided');
  }, 120_000);
});
