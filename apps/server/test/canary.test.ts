import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { setBytes, setEmpty } from '@pesscara/dicom';
import { openAssociation } from '@pesscara/dicom-network';
import type { PhantomInstance } from '@pesscara/phantom';
import { expect, it } from 'vitest';
import yazl from 'yazl';
import type { ApiAnswer, ApiRequest, Json } from './kit/api.ts';
import { allItems, approve, makeProject, openCases, saveRoutes } from './kit/builders.ts';
import { dumpedValues } from './kit/database-dump.ts';
import { multipartOf } from './kit/multipart.ts';
import { createNeedles, type Find } from './kit/needles.ts';
import { changed, pixelsOf } from './kit/objects.ts';
import { deflatedFile, plantedFile, plantedSeries, plantedTexts } from './kit/planted-objects.ts';
import { send } from './kit/sender.ts';
import { startServer, temporaryFolder } from './kit/server.ts';
import { until } from './kit/until.ts';

const controlText = 'Kontrollwort Zebrano';
// A folder of its own for what the server or a converter puts aside for a moment, to look there as well.
const temporary = temporaryFolder('canary');
const server = await startServer({
  database: 'embedded',
  settings: { PESSCARA_LOG_LEVEL: 'trace', TMPDIR: temporary },
});
await makeProject(server, 'canary');
await server.api('PATCH', '/projects/canary', { description: controlText, version: 1 });
await saveRoutes(server, [{ project: 'canary', match: { callingAe: 'CANARY' } }]);

const needles = createNeedles(plantedTexts);
const control = createNeedles([controlText]);
const refusals: ApiAnswer[] = [];

/** A call whose answer, when it is a refusal, is looked through as well. */
async function call(method: string, at: string, request: ApiRequest = {}): Promise<ApiAnswer> {
  const answer = await server.admin(method, at, request);
  if (answer.status >= 400) refusals.push(answer);
  return answer;
}

async function upload(bytes: Uint8Array, contentType: string): Promise<string[]> {
  const { body } = await call('POST', '/projects/canary/uploads');
  const answer = await call('POST', `/projects/canary/uploads/${String(body['id'])}/files`, {
    bytes,
    contentType,
  });
  await call('POST', `/projects/canary/uploads/${String(body['id'])}/finish`);
  return ((answer.body['results'] ?? []) as { outcome: string }[]).map(({ outcome }) => outcome);
}

async function zipOf(files: [name: string, bytes: Buffer][]): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, bytes] of files) zip.addBuffer(bytes, name);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** An instance whose sender goes away in the middle of it. */
async function sendHalf(instance: PhantomInstance): Promise<void> {
  const association = await openAssociation({
    host: '127.0.0.1',
    port: server.dicomPort,
    callingAe: 'CANARY',
    calledAe: 'PESSCARA',
    instances: [instance],
  });
  function* half(): Generator<Uint8Array> {
    yield instance.dataSet.subarray(0, instance.dataSet.length - 100);
    throw new Error('gone');
  }
  await expect(association.store({ ...instance, dataSet: half() })).rejects.toThrow('gone');
}

it('takes planted identities in by DIMSE, whole, again, in conflict, half and held', async () => {
  const general = plantedSeries({ seriesNumber: 1 });
  const siemens = plantedSeries({ seriesNumber: 2, manufacturer: 'SIEMENS', kind: 'dwi' });
  const capture = plantedSeries({ seriesNumber: 3, kind: 'ct-dose-report' });
  const [first, second] = general as [PhantomInstance, PhantomInstance];
  const statuses = await send(server, [...general, ...siemens, ...capture, first], { callingAe: 'CANARY' });
  expect(new Set(statuses.values())).toEqual(new Set([0]));
  const otherPixels = changed(first, (dataSet) =>
    setBytes(dataSet, 'PixelData', 'OW', Buffer.alloc(pixelsOf(first).length, 9)),
  );
  await send(server, [otherPixels], { callingAe: 'CANARY' });
  await sendHalf(second);
  const unrouted = plantedSeries({ seriesNumber: 8, slices: 1 });
  const nameless = unrouted.map((instance) =>
    changed(instance, (dataSet) => setEmpty(dataSet, 'PatientID', 'LO')),
  );
  await send(server, unrouted, { callingAe: 'NOROUTE' });
  await send(server, nameless, { callingAe: 'CANARY' });
  const misnamed = { ...first, sopInstanceUid: `${first.sopInstanceUid}.1` };
  expect([...(await send(server, [misnamed], { callingAe: 'CANARY' })).values()]).toEqual([0xa900]);
  const cut = { ...second, dataSet: second.dataSet.subarray(0, 900) };
  await send(server, [cut], { callingAe: 'CANARY' });
});

it('takes them in by upload, zip and STOW-RS, under file names that name the patient', async () => {
  const files = plantedSeries({ seriesNumber: 4 }).map(plantedFile);
  const named = multipartOf([
    ...files.map((bytes, index) => ({ bytes, name: `Zyxquorble_Wilhelm_${index}.dcm` })),
    { bytes: Buffer.from('Letter about Zyxquorble, 19430217'), name: 'Zyxquorble.txt' },
    { bytes: (files[0] as Buffer).subarray(0, 1500), name: 'Zyxquorble-cut.dcm' },
  ]);
  expect(await upload(named.bytes, named.contentType)).toEqual(['stored', 'stored', 'ignored', 'held']);
  const deflated = plantedSeries({ seriesNumber: 5 }).map(deflatedFile);
  for (const bytes of deflated) expect(await upload(bytes, 'application/dicom')).toEqual(['stored']);
  const packed = plantedSeries({ seriesNumber: 6 }).map((one, index): [string, Buffer] => [
    `Zyxquorble Wilhelmina/IM${index}`,
    plantedFile(one),
  ]);
  expect(
    await upload(await zipOf([...packed, ['Zyxquorble.txt', Buffer.from('19430217')]]), 'application/zip'),
  ).toEqual(['stored', 'stored', 'ignored']);
  const zip = await zipOf(packed);
  await upload(zip.subarray(0, zip.length - 300), 'application/zip');
  const stow = multipartOf(plantedSeries({ seriesNumber: 7 }).map((one) => ({ bytes: plantedFile(one) })));
  expect((await call('POST', '/dicom-web/canary/studies', stow)).status).toBe(200);
});

it('is asked for patients by name, in ways that fail', async () => {
  const name = 'Zyxquorble';
  const json = 'application/json';
  const mistakes: [method: string, at: string, request?: ApiRequest][] = [
    ['POST', '/projects', { bytes: `{"key": "${name}`, contentType: json }],
    ['POST', '/projects', { body: { key: `${name} 19430217`, name } }],
    ['POST', '/projects', { body: { [name]: name } }],
    ['POST', '/projects', { bytes: name, contentType: 'text/plain' }],
    ['POST', '/projects', { bytes: name, contentType: `application/${name}` }],
    ['GET', `/${name}`],
    ['GET', `/projects/${name}`],
    ['GET', `/projects/canary/series/${name}`],
    ['GET', `/projects/canary/series?sort=${name}`],
    ['GET', `/projects/canary/series?cursor=${Buffer.from(name).toString('base64url')}`],
    ['GET', `/projects/canary/series?limit=${name}`],
    ['GET', `/projects/canary/instances?series=${name}`],
    ['GET', `/projects/canary/quarantine/${name}/attributes?view=${name}`],
    ['GET', `/projects/canary/series?studyDate=19430217&${name}=1`],
    ['POST', '/held/routing', { body: { project: name, ids: [name] } }],
    ['POST', '/routes/test', { body: { attributes: { PatientName: 7 }, [name]: 1 } }],
    ['GET', `/dicom-web/canary/studies?PatientName=${name}*`],
    ['GET', `/dicom-web/canary/studies?PatientBirthDate=19430217x`],
    ['GET', `/dicom-web/canary/studies?StudyDate=${name}`],
    ['GET', `/dicom-web/canary/studies?limit=${name}`],
    ['GET', `/dicom-web/canary/studies?includefield=${name}`],
    ['GET', `/dicom-web/canary/studies?${name}=1`],
    ['GET', `/dicom-web/canary/studies/${name}`],
    ['GET', `/dicom-web/canary/studies/1.2.3/series/1.2/instances/1.2/bulkdata/${name}`],
    [
      'POST',
      `/dicom-web/canary/studies`,
      { bytes: name, contentType: `multipart/related; boundary=${name}` },
    ],
    [
      'POST',
      `/dicom-web/canary/studies`,
      { bytes: `--x\r\n${name}: 1\r\n\r\n${name}\r\n--x--`, contentType: `multipart/related; boundary=x` },
    ],
    ['POST', `/dicom-web/canary/studies/${name}`, multipartOf([{ bytes: Buffer.from(name) }])],
    ['GET', `/search?q=${name}`],
    ['GET', '/dicom-web/canary/studies', { headers: { accept: `text/${name}` } }],
    ['GET', '/projects/canary', { headers: { 'x-forwarded-for': name, 'x-request-id': name } }],
  ];
  const statuses: number[] = [];
  for (const [method, at, request] of mistakes) statuses.push((await call(method, at, request)).status);
  expect(statuses.filter((status) => status >= 500)).toEqual([]);
  expect(refusals.length).toBeGreaterThan(20);
  await garbage(Buffer.from(`${name}^Wilhelmina 19430217`));
  await garbage(Buffer.concat([Buffer.of(1, 0, 0, 0, 0, 200), Buffer.from(name.repeat(30))]));
});

/** Bytes that are no association, to the receiver; ends when it closes. */
function garbage(bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(server.dicomPort, '127.0.0.1', () => socket.end(bytes));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.resume();
  });
}

it('places a held one, shows a reviewer what changed, releases, classifies and converts', async () => {
  const held = await allItems(server.admin, '/held');
  expect(new Set(held.map(({ reason }) => reason))).toEqual(
    new Set(['no-route', 'no-patient-id', 'malformed']),
  );
  expect(finds(JSON.stringify(held), 'the held list')).toEqual([]);
  for (const { id } of held.filter(({ reason }) => reason !== 'malformed'))
    await call('POST', `/held/${String(id)}/routing`, { body: { project: 'canary' } });
  const cases = await openCases(server, 'canary', { count: 8 });
  for (const { id } of cases) expect(await reviewOf(String(id))).toEqual([]);
  await approve(server, 'canary', cases);
  const released = await until('every series to be converted or not', async () => {
    const list = await allItems(server.admin, '/projects/canary/series');
    return (
      list.every(({ conversionState }) =>
        ['converted', 'not-convertible', 'failed'].includes(String(conversionState)),
      ) && list
    );
  });
  expect(released).toHaveLength(8);
  expect(released.some(({ conversionState }) => conversionState === 'converted')).toBe(true);
  expect(await lookThrough(released)).toEqual([]);
});

/** What the pages of a review show; and once the originals, which must leave no trace. */
async function reviewOf(id: string): Promise<Find[]> {
  const at = `/projects/canary/quarantine/${id}`;
  const shown = [
    await call('GET', at),
    await call('GET', `${at}/attributes?view=all`),
    await call('GET', `${at}/attributes?view=changed`),
  ];
  const instanceId = shown[1]?.body['instanceId'];
  const revealed = await call('POST', `${at}/reveal`, {
    body: { instanceId, reason: 'To test that a look leaves no trace' },
  });
  expect(revealed.status, revealed.bytes.toString()).toBe(200);
  expect(revealed.bytes.toString()).toContain('Zyxquorble');
  return shown.flatMap(({ bytes }) => finds(bytes, at));
}

/** What readers get of released series. */
async function lookThrough(released: Json[]): Promise<Find[]> {
  const found: Find[] = [];
  for (const { id } of released)
    for (const part of [
      '',
      '/header',
      '/history',
      '/classification',
      '/conversion',
      '/file-list',
      '/files?format=dicom',
      '/files?format=nifti',
      '/files?format=sidecar',
    ]) {
      const { bytes } = await call('GET', `/projects/canary/series/${String(id)}${part}`);
      found.push(...finds(bytes, `/series/…${part}`));
    }
  for (const at of [
    '/dicom-web/canary/studies?includefield=all',
    '/dicom-web/canary/instances?includefield=all',
    '/audit?limit=500',
    '/events?limit=1000',
    '/associations',
    '/projects/canary/conflicts',
  ])
    found.push(...finds((await call('GET', at)).bytes, at));
  return found;
}

function finds(bytes: Buffer | string, where: string): Find[] {
  return needles.search(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, where);
}

/** Looks through every file of the data folder but the vault's, and through their names. */
async function searchFolder(
  folder = server.dataDir,
): Promise<{ found: Find[]; controls: number; fileCount: number }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name)));
  const found: Find[] = finds(files.join('\n'), 'file names');
  let controls = 0;
  for (const file of files.filter((name) => !name.startsWith('vault/'))) {
    const bytes = await readFile(path.join(folder, file)).catch(() => Buffer.alloc(0));
    found.push(...finds(bytes, file));
    controls += control.search(bytes, file).length;
  }
  return { found, controls, fileCount: files.length };
}

it('leaves none of it in the data folder, neither while it runs nor after it stopped, and none in the database', async () => {
  const running = await searchFolder();
  expect(running.found).toEqual([]);
  expect(running.controls).toBeGreaterThan(0);
  const inDatabase: Find[] = [];
  let controls = 0;
  for await (const { where, bytes } of dumpedValues(server.databaseUrl)) {
    inDatabase.push(...finds(bytes, where));
    controls += control.search(bytes, where).length;
  }
  expect(inDatabase).toEqual([]);
  expect(controls).toBeGreaterThan(1);
  await server.stop();
  const stopped = await searchFolder();
  expect(stopped.found).toEqual([]);
  expect(stopped.fileCount).toBeGreaterThan(20);
  expect((await searchFolder(temporary)).found).toEqual([]);
});

it('leaves none of it in its log, in detail, nor in what it answered to mistakes', () => {
  const log = server.output();
  expect(log).toContain('kernel.http.answered');
  expect(finds(log, 'the log')).toEqual([]);
  expect(
    refusals.flatMap(({ bytes, headers }) =>
      finds(`${bytes.toString('latin1')}\n${JSON.stringify([...headers])}`, 'an answer'),
    ),
  ).toEqual([]);
});
