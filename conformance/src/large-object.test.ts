import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { setNumbers, setText } from '@pesscara/dicom';
import { openAssociation } from '@pesscara/dicom-network';
import { makeSeries, type PhantomInstance } from '@pesscara/phantom';
import { afterEach, expect, it } from 'vitest';
import { makeProject, openCases, saveRoutes } from '../../apps/server/test/kit/builders.ts';
import { changed } from '../../apps/server/test/kit/objects.ts';
import { echoes } from '../../apps/server/test/kit/sender.ts';
import { startServer } from '../../apps/server/test/kit/server.ts';
import { memoryRise } from '../../apps/server/test/kit/server-process.ts';
import { fileOf } from './kit/bad-objects.ts';

const mebibyte = 1024 * 1024;
const frameCount = 2048;
const frame = randomBytes(512 * 512 * 2);
const pixelBytes = frameCount * frame.length;
const maxRiseBytes = 150 * mebibyte;

const server = await startServer();
for (const key of ['sent', 'uploaded']) await makeProject(server, key);
await saveRoutes(server, [{ project: 'sent' }]);

/** An instance with a gibibyte of pixels, whose bytes are made while they are sent. */
function large(seriesNumber: number) {
  const [slice] = makeSeries({ kind: 'ct', slices: 1, size: 64, seriesNumber }) as [PhantomInstance];
  const instance = changed(slice, (dataSet) => {
    setText(dataSet, 'NumberOfFrames', 'IS', String(frameCount));
    for (const keyword of ['Rows', 'Columns'] as const) setNumbers(dataSet, keyword, 'US', 512);
  });
  const head = Buffer.from(instance.dataSet);
  const at = head.indexOf(Buffer.from('e07f1000', 'hex')) + 8;
  head.writeUInt32LE(pixelBytes, at);
  return { ...instance, head: head.subarray(0, at + 4) };
}

function* bytesOf(head: Uint8Array): Generator<Uint8Array> {
  yield head;
  for (let index = 0; index < frameCount; index++) yield frame;
}

/** The digest of the last bytes of a file, as many as there are pixels. */
async function digestOfPixels(file: string): Promise<string> {
  const { size } = await stat(file);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { start: size - pixelBytes }))
    hash.update(chunk as Buffer);
  return hash.digest('hex');
}

const expectedDigest = (() => {
  const hash = createHash('sha256');
  for (let index = 0; index < frameCount; index++) hash.update(frame);
  return hash.digest('hex');
})();

/** The only large blob that is not known yet. */
async function newBlob(known: Set<string>): Promise<string> {
  const entries = await readdir(path.join(server.dataDir, 'blobs/sha256'), {
    recursive: true,
    withFileTypes: true,
  });
  for (const entry of entries.filter((one) => one.isFile() && !known.has(one.name))) {
    const file = path.join(entry.parentPath, entry.name);
    if ((await stat(file)).size < pixelBytes) continue;
    known.add(entry.name);
    return file;
  }
  throw new Error('No blob is as large as the pixels');
}

const known = new Set<string>();

afterEach(async () => {
  expect(await echoes(server)).toBe(true);
});

it('a gigabyte in one object comes by C-STORE for less than 150 MB of the server’s memory', async () => {
  const { head, ...instance } = large(1);
  const rise = await memoryRise(server.pid, async () => {
    const association = await openAssociation({
      host: '127.0.0.1',
      port: server.dicomPort,
      callingAe: 'LARGE',
      calledAe: 'PESSCARA',
      instances: [instance],
    });
    const outcome = await association.store({ ...instance, dataSet: bytesOf(head) });
    expect(outcome).toMatchObject({ kind: 'answered', status: 0 });
    await association.release();
  });
  console.log(`C-STORE of ${pixelBytes / mebibyte} MiB: memory rises by ${Math.round(rise / mebibyte)} MiB`);
  expect(rise).toBeLessThan(maxRiseBytes);
  await openCases(server, 'sent', { count: 1, instances: 1 });
  expect(await digestOfPixels(await newBlob(known))).toBe(expectedDigest);
});

it('and by upload', async () => {
  const { head, ...instance } = large(2);
  const session = String((await server.api('POST', '/projects/uploaded/uploads')).body['id']);
  const pieces = bytesOf(fileOf({ ...instance, dataSet: head }));
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const { value, done } = pieces.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
  });
  const rise = await memoryRise(server.pid, async () => {
    const answer = await server.admin('POST', `/projects/uploaded/uploads/${session}/files`, {
      bytes: body,
      contentType: 'application/dicom',
    });
    expect(answer.body['results']).toMatchObject([{ outcome: 'stored' }]);
  });
  console.log(`Upload of ${pixelBytes / mebibyte} MiB: memory rises by ${Math.round(rise / mebibyte)} MiB`);
  expect(rise).toBeLessThan(maxRiseBytes);
  await openCases(server, 'uploaded', { count: 1, instances: 1 });
  expect(await digestOfPixels(await newBlob(known))).toBe(expectedDigest);
});
