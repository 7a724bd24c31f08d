import { readdir } from 'node:fs/promises';
import { setEmpty } from '@pesscara/dicom';
import { makeSeries, type PhantomInstance } from '@pesscara/phantom';
import { describe, expect, it } from 'vitest';
import { itemsOf, type Json, problemOf } from './kit/api.ts';
import { allItems, makeProject, openCases, releaseAll, releasedFiles, saveRoutes } from './kit/builders.ts';
import { changed, pixelsOf, readPart10 } from './kit/objects.ts';
import { send } from './kit/sender.ts';
import { startServer } from './kit/server.ts';
import { until } from './kit/until.ts';

const server = await startServer();
await makeProject(server, 'trial');
await makeProject(server, 'other');
await saveRoutes(server, [
  { project: 'trial', match: { callingAe: 'KNOWN*', attributes: [{ keyword: 'Modality', matches: 'MR' }] } },
]);

function held(): Promise<Json[]> {
  return allItems(server.admin, '/held');
}

async function oneHeld(): Promise<Json> {
  const waiting = await held();
  expect(waiting).toHaveLength(1);
  return waiting[0] as Json;
}

async function discard(id: unknown): Promise<void> {
  const gone = await server.api('POST', `/held/${String(id)}/discard`, { reason: 'Made for a test' });
  expect(gone.status, gone.bytes.toString()).toBe(204);
}

/** Sends a held object to a project and waits until it left the list or came back to it. */
async function routeHeld(id: unknown, project: string, more: Json = {}): Promise<void> {
  const accepted = await server.api('POST', `/held/${String(id)}/routing`, { project, ...more });
  expect(accepted.status, accepted.bytes.toString()).toBe(202);
}

describe('what no route matches', () => {
  const [instance] = makeSeries({ kind: 'ct', slices: 1 }) as [PhantomInstance];

  it('is answered with success, and waits outside every project', async () => {
    expect([...(await send(server, [instance], { callingAe: 'KNOWN1' })).values()]).toEqual([0]);
    expect(await oneHeld()).toMatchObject({
      reason: 'no-route',
      modality: 'CT',
      callingAe: 'KNOWN1',
      channel: 'dimse',
      state: 'held',
    });
    const { body } = await server.api('GET', '/held');
    expect(body['counts']).toEqual([{ reason: 'no-route', count: 1 }]);
    expect((await server.api('GET', '/receivers')).body).toMatchObject({ heldCount: 1 });
    expect(await allItems(server.admin, '/projects/trial/quarantine')).toEqual([]);
  });

  it('is de-identified and takes the usual way when a person routes it, with all its pixels', async () => {
    const { id } = await oneHeld();
    await routeHeld(id, 'other', { tags: ['found'], centre: 'Lakeside' });
    const [released] = await releaseAll(server, 'other', { count: 1, instances: 1 });
    expect(released).toMatchObject({ tags: ['found'], centre: 'Lakeside', modality: 'CT' });
    const [read] = (await releasedFiles(server, 'other')).map(readPart10) as [ReturnType<typeof readPart10>];
    expect(read.pixels().equals(pixelsOf(instance))).toBe(true);
    expect(read.text('PatientName')).not.toContain('Quillfeather');
    expect(await held()).toEqual([]);
  });

  it('cannot be routed twice, nor to a project that is not there', async () => {
    const { body } = await server.api('GET', '/audit?type=archive.held.routed');
    const [entry] = body['items'] as { object: { id: string } }[];
    const again = await server.api('POST', `/held/${String(entry?.object.id)}/routing`, { project: 'other' });
    expect([again.status, problemOf(again)]).toEqual([404, 'archive/held-not-found']);
    await send(server, [instance], { callingAe: 'STRANGER' });
    const { id } = await oneHeld();
    const nowhere = await server.api('POST', `/held/${String(id)}/routing`, { project: 'nowhere' });
    expect([nowhere.status, problemOf(nowhere)]).toEqual([400, 'kernel/invalid-request']);
    expect(await oneHeld()).toMatchObject({ id });
    await discard(id);
    expect(await held()).toEqual([]);
  });
});

describe('what cannot be de-identified safely', () => {
  const [instance] = makeSeries({ kind: 't2', slices: 1 }) as [PhantomInstance];

  it('is held when it names no patient', async () => {
    const nameless = changed(instance, (dataSet) => setEmpty(dataSet, 'PatientID', 'LO'));
    expect([...(await send(server, [nameless], { callingAe: 'KNOWN2' })).values()]).toEqual([0]);
    expect(await oneHeld()).toMatchObject({ reason: 'no-patient-id', modality: 'MR' });
    await discard((await oneHeld())['id']);
  });

  it.each(['StudyInstanceUID', 'SeriesInstanceUID'] as const)(
    'is held when it has no %s',
    async (keyword) => {
      const wrong = changed(instance, (dataSet) => setEmpty(dataSet, keyword, 'UI'));
      expect([...(await send(server, [wrong], { callingAe: 'KNOWN2' })).values()]).toEqual([0]);
      const one = await oneHeld();
      expect(one).toMatchObject({ reason: 'refused', modality: 'MR' });
      expect(one['detail']).toContain('missing-uid');
      await discard(one['id']);
    },
  );

  it('is held when its bytes make no sense, with the reason but no value of it', async () => {
    const broken = { ...instance, dataSet: instance.dataSet.slice() };
    // A length far beyond the end, in the middle of the header.
    broken.dataSet.set([0xff, 0xff, 0xff, 0x7f], 12);
    broken.dataSet.set(Buffer.from('UN\0\0'), 4);
    broken.dataSet.set([0xff, 0xff, 0xff, 0x7f], 8);
    const [status] = [...(await send(server, [broken], { callingAe: 'KNOWN2' })).values()];
    const one = await oneHeld();
    expect({ status, reason: one['reason'] }).toEqual({ status: 0, reason: 'malformed' });
    expect(JSON.stringify(one)).not.toContain('Quillfeather');
    // Still broken: routing it brings it back to the list, under a reason, and loses nothing.
    await routeHeld(one['id'], 'trial');
    const back = await until('the object to be held again', async () =>
      (await held()).find(({ id }) => id !== one['id']),
    );
    expect(back).toMatchObject({ reason: 'malformed', state: 'held' });
    expect(back['sizeBytes']).toBeGreaterThanOrEqual(Number(one['sizeBytes']));
    await discard(back['id']);
  });

  it('is refused and not kept when it does not match its command', async () => {
    const other = { ...instance, sopInstanceUid: `${instance.sopInstanceUid}.9` };
    const [status] = [...(await send(server, [other], { callingAe: 'KNOWN2' })).values()];
    expect(status).toBe(0xa900);
    expect(await held()).toEqual([]);
  });
});

describe('the held area', () => {
  it('is routed by the hundred', async () => {
    await send(server, makeSeries({ kind: 'ct', slices: 12 }), { callingAe: 'STRANGER' });
    const waiting = await held();
    expect(waiting).toHaveLength(12);
    const accepted = await server.api('POST', '/held/routing', {
      project: 'trial',
      ids: waiting.map(({ id }) => id),
    });
    expect(accepted.status, accepted.bytes.toString()).toBe(202);
    await openCases(server, 'trial', { count: 1, instances: 12 });
    expect(await held()).toEqual([]);
  });

  it('keeps its bytes encrypted, and loses them when a person gives the object up', async () => {
    expect(itemsOf(await server.api('GET', '/audit?type=archive.held.discarded')).length).toBeGreaterThan(3);
    // The bytes of what was routed go after its job has placed it.
    await until('an empty vault', async () => {
      const left = await readdir(`${server.dataDir}/vault`, { recursive: true, withFileTypes: true });
      return left.every((entry) => !entry.isFile());
    });
  });
});
