import { gunzipSync } from 'node:zlib';
import { makeSeries } from '@pesscara/phantom';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { itemsOf, type Json, problemOf } from './kit/api.ts';
import { allItems, approve, makePerson, makeProject, openCases, saveRoutes } from './kit/builders.ts';
import { send } from './kit/sender.ts';
import { startServer } from './kit/server.ts';
import { until } from './kit/until.ts';

const server = await startServer();
await makeProject(server, 'brain');
await saveRoutes(server, [{ project: 'brain' }]);
const sent = [
  ...makeSeries({ kind: 'mprage', slices: 12, seriesNumber: 1 }),
  ...makeSeries({ kind: 't1-post', slices: 8, seriesNumber: 2 }),
  ...makeSeries({ kind: 'flair', slices: 8, seriesNumber: 3 }),
  ...makeSeries({ kind: 'dwi', slices: 4, seriesNumber: 4 }),
  ...makeSeries({ kind: 'ultrasound', seriesNumber: 5 }),
];
const answers = [...(await send(server, sent)).values()];
const cases = await openCases(server, 'brain', { count: 5, instances: sent.length });

async function seriesNumbered(number: number): Promise<Json> {
  const all = await allItems(server.admin, '/projects/brain/series');
  const found = all.find((one) => one['seriesNumber'] === number);
  if (found === undefined) throw new Error(`there is no series ${number}`);
  return found;
}

describe('before release', () => {
  it('nothing of a series can be seen, but by who may review it', async () => {
    expect(answers.every((status) => status === 0)).toBe(true);
    const id = String(cases[0]?.['seriesId']);
    for (const path of ['thumbnail', 'classification', 'conversion', 'slices/axial/0'])
      expect((await server.api('GET', `/projects/brain/series/${id}/${path}`)).status, path).toBe(404);
    expect((await server.api('GET', `/projects/brain/series/${id}/frames`)).body).toEqual({
      frames: [],
      total: 0,
    });
  });
});

describe('a released series', () => {
  it('is classified and converted, and says so in browse', async () => {
    await approve(server, 'brain', cases);
    const converted = await until('the conversions', async () => {
      const all = await allItems(server.admin, '/projects/brain/series');
      const isOver = all.every((one) =>
        ['converted', 'not-convertible'].includes(String(one['conversionState'])),
      );
      return all.length === 5 && isOver && all.every((one) => one['normalisedName'] !== null) && all;
    });
    const byNumber = new Map(converted.map((one) => [one['seriesNumber'], one]));
    expect(byNumber.get(2)).toMatchObject({
      weighting: 'T1',
      contrast: 'given',
      plane: 'axial',
      conversionState: 'converted',
    });
    expect(byNumber.get(3)).toMatchObject({ weighting: 'FLAIR', normalisedName: 'Axial FLAIR' });
    expect(byNumber.get(4)).toMatchObject({ weighting: 'DWI' });
    expect(byNumber.get(5)).toMatchObject({ modality: 'US', conversionState: 'not-convertible' });
  });

  it('shows the evidence of its class, takes a correction that the rules do not overwrite, and takes it back', async () => {
    const { id } = await seriesNumbered(3);
    const url = `/projects/brain/series/${String(id)}/classification`;
    const found = await server.api('GET', url);
    expect(found.body['current']).toMatchObject({ source: 'rules', weighting: 'FLAIR', rulesVersion: '1' });
    expect((found.body['current'] as { evidence: Json[] }).evidence.length).toBeGreaterThan(0);
    const body = { plane: 'axial', weighting: 'T2', contrast: 'none', reason: 'Looked at it' };
    const corrected = await server.admin('PUT', url, { body });
    expect(corrected.body['current']).toMatchObject({
      source: 'person',
      normalisedName: 'Axial T2 pre-contrast',
    });
    expect(await seriesNumbered(3)).toMatchObject({ weighting: 'T2', corrected: true, confidence: null });
    const back = await server.api('DELETE', `${url}/correction`);
    expect(back.body['current']).toMatchObject({ source: 'rules', weighting: 'FLAIR' });
    expect(problemOf(await server.api('DELETE', `${url}/correction`))).toBe('classification/not-corrected');
  });

  it('has pictures of its frames', async () => {
    const { id } = await seriesNumbered(1);
    const thumbnail = await server.api('GET', `/projects/brain/series/${String(id)}/thumbnail?size=16`);
    expect(thumbnail.status, thumbnail.bytes.toString()).toBe(200);
    const { format, width, height } = await sharp(thumbnail.bytes).metadata();
    expect([format, Math.max(width, height)]).toEqual(['webp', 16]);
    const again = await server.admin('GET', `/projects/brain/series/${String(id)}/thumbnail?size=16`, {
      headers: { 'if-none-match': thumbnail.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
    const { body } = await server.api('GET', `/projects/brain/series/${String(id)}/frames`);
    expect(body['total']).toBe(12);
    const { instanceId } = (body['frames'] as { instanceId: string }[])[0] ?? { instanceId: '' };
    const frame = `/projects/brain/instances/${instanceId}/frames`;
    const png = await server.api('GET', `${frame}/1/rendered?format=png&window=500,1000`);
    expect((await sharp(png.bytes).metadata()).format).toBe('png');
    expect((await server.api('GET', `${frame}/2/rendered`)).status).toBe(415);
    expect(problemOf(await server.api('GET', `${frame}/1/rendered?window=wide`))).toBe(
      'kernel/invalid-request',
    );
  });

  it('can be looked at slice by slice, without WebGL', async () => {
    const { id } = await seriesNumbered(2);
    const volume = (await server.api('GET', `/projects/brain/series/${String(id)}/volume`)).body;
    expect(volume).toMatchObject({ available: true, timePoints: 1, planes: { axial: 8 } });
    const { planes } = volume as { planes: Record<string, number> };
    for (const [plane, count] of Object.entries(planes)) {
      const slice = await server.api(
        'GET',
        `/projects/brain/series/${String(id)}/slices/${plane}/${Math.floor(count / 2)}?size=128`,
      );
      expect(slice.status, slice.bytes.toString()).toBe(200);
      const { channels } = await sharp(slice.bytes).stats();
      expect(channels[0]?.max).toBeGreaterThan(100);
      const beyond = await server.api('GET', `/projects/brain/series/${String(id)}/slices/${plane}/${count}`);
      expect(problemOf(beyond)).toBe('imaging/nothing-to-show');
    }
  });

  it('comes as NIfTI with a sidecar, in which nothing identifies anybody', async () => {
    const { id } = await seriesNumbered(2);
    const { body } = await server.api('GET', `/projects/brain/series/${String(id)}/conversion`);
    expect(body).toMatchObject({
      state: 'converted',
      reason: null,
      converter: expect.stringContaining('dcm2niix') as string,
    });
    expect(body['volumes']).toMatchObject([{ name: '002_Axial_T1_post-contrast.nii.gz', timePoints: 1 }]);
    const nifti = await server.api('GET', `/projects/brain/series/${String(id)}/files?format=nifti`);
    const file = gunzipSync(nifti.bytes);
    expect(file.readInt32LE(0)).toBe(348);
    expect(file.subarray(148, 252).every((byte) => byte === 0)).toBe(true);
    const sidecar = await server.api('GET', `/projects/brain/series/${String(id)}/files?format=sidecar`);
    expect(sidecar.body).toMatchObject({ Modality: 'MR' });
  });

  it('that cannot be a volume says why', async () => {
    const { id } = await seriesNumbered(5);
    const { body } = await server.api('GET', `/projects/brain/series/${String(id)}/conversion`);
    expect(body).toMatchObject({ state: 'not-convertible', reason: 'no-geometry', volumes: [] });
    expect(body['detail']).toContain('where they lie in the patient');
    const volume = await server.api('GET', `/projects/brain/series/${String(id)}/volume`);
    expect(volume.body).toMatchObject({ available: false });
  });

  it('is converted again when a curator asks, and one set of files counts', async () => {
    const { id } = await seriesNumbered(3);
    const url = `/projects/brain/series/${String(id)}/conversion`;
    const viewer = await makePerson(server, { roles: { brain: ['viewer'] } });
    expect((await viewer.call('POST', url)).status).toBe(403);
    expect((await server.api('POST', url)).status).toBe(202);
    await until(
      'the second conversion',
      async () => (await server.api('GET', url)).body['state'] === 'converted',
    );
    const files = itemsOf(await server.api('GET', `/projects/brain/series/${String(id)}/file-list`));
    expect(files.map(({ format }) => format)).toEqual(['nifti', 'nifti-sidecar']);
  });

  it('is classified by rules that anybody signed in may read', async () => {
    const { body } = await server.api('GET', '/classification/rules');
    expect(body['version']).toBe('1');
    expect((body['ruleSets'] as { rules: Json[] }[])[0]?.rules.length).toBeGreaterThan(80);
  });
});
