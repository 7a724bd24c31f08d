import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { cp, readdir, readFile, rename, stat, truncate, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock/index.ts';
import { createLogger } from '../log/index.ts';
import { type BlobStore, type BlobStoreOptions, createBlobStore } from './index.ts';

const megabyte = 1024 * 1024;
let directory: string;
const stores: BlobStore[] = [];
const leftovers: string[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'pesscara-blobs-'));
});
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
  for (const path of [directory, ...leftovers.splice(0)]) rmSync(path, { recursive: true, force: true });
});

type Options = Partial<Omit<BlobStoreOptions, 'landing'>> & { segmentCount?: number; idleMs?: number };

/** A store whose landing is ready; with `idleMs` an hour, blobs stay where they landed until told. */
async function open({ segmentCount = 2, idleMs = 3_600_000, ...rest }: Options = {}): Promise<BlobStore> {
  const store = await createBlobStore({
    directory,
    slot: 'test',
    landing: { segmentCount, segmentSizeBytes: 4 * megabyte, idleMs, patienceMs: 3_600_000 },
    limits: { maxBlobBytes: 64 * megabyte },
    clock: systemClock,
    log: createLogger('silent'),
    ...rest,
  });
  stores.push(store);
  await store.prepared();
  return store;
}

async function put(store: BlobStore, bytes: Uint8Array, chunkBytes = 65536): Promise<Buffer> {
  const writer = store.createWriter();
  for (let at = 0; at < bytes.length; at += chunkBytes)
    await writer.write(bytes.subarray(at, at + chunkBytes));
  const sealed = await writer.seal();
  expect(sealed.sizeBytes).toBe(bytes.length);
  expect(sealed.sha256).toEqual(createHash('sha256').update(bytes).digest());
  return sealed.sha256;
}

// toEqual compares element by element, which takes seconds for megabytes.
function expectSame(actual: Buffer, expected: Buffer | undefined): void {
  expect(expected !== undefined && actual.equals(expected)).toBe(true);
}

const finalFiles = async () =>
  (await readdir(join(directory, 'sha256'), { recursive: true })).filter((name) => name.length > 2);
const pathOf = (root: string, sha256: Buffer) => {
  const hex = sha256.toString('hex');
  return join(root, 'sha256', hex.slice(0, 2), hex);
};

describe.each([
  { way: 'landed', segmentCount: 2 },
  { way: 'filed directly', segmentCount: 0 },
])('a blob that is $way', ({ segmentCount }) => {
  it.each([0, 1, 4095, 4096, 4097, 300_000, 9 * megabyte + 17])(
    'of %i bytes reads back as it was written',
    async (size) => {
      const store = await open({ segmentCount });
      const bytes = randomBytes(size);
      const sha256 = await put(store, bytes, 100_003);
      expectSame(await buffer(store.read(sha256)), bytes);
      expectSame(await readFile(await store.path(sha256)), bytes);
      await store.fileNow();
      expectSame(await buffer(store.read(sha256)), bytes);
      expect(await store.has(sha256)).toBe(true);
    },
  );

  it('is read in ranges, from before its start to beyond its end', async () => {
    const store = await open({ segmentCount });
    const bytes = randomBytes(600_000);
    const sha256 = await put(store, bytes);
    expectSame(await store.readBytes(sha256, 100, 5000), bytes.subarray(100, 5000));
    expectSame(await store.readBytes(sha256, 599_990, 700_000), bytes.subarray(599_990));
    expect(await store.readBytes(sha256, 700_000, 700_001)).toEqual(Buffer.alloc(0));
    expect(await buffer(store.read(sha256, { start: 4096, end: 400_000 }))).toEqual(
      bytes.subarray(4096, 400_000),
    );
  });

  it('is kept once, however often it comes', async () => {
    const store = await open({ segmentCount });
    const bytes = randomBytes(50_000);
    const names = await Promise.all([1, 2, 3].map(() => put(store, bytes)));
    await store.fileNow();
    expect(new Set(names.map(String)).size).toBe(1);
    expect(await finalFiles()).toHaveLength(1);
  });

  it('is gone after it was removed, also when it only just landed', async () => {
    const store = await open({ segmentCount });
    const sha256 = await put(store, randomBytes(1000));
    await store.remove(sha256);
    await store.remove(sha256);
    expect(await store.has(sha256)).toBe(false);
    await expect(buffer(store.read(sha256))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is read while it is set aside, comes back when it is wanted, and goes for good when it is not', async () => {
    const store = await open({ segmentCount });
    const bytes = randomBytes(10_000);
    const sha256 = await put(store, bytes);
    await store.setAside(sha256);
    expectSame(await buffer(store.read(sha256)), bytes);
    await store.takeBack(sha256);
    expectSame(await readFile(pathOf(directory, sha256)), bytes);
    await store.setAside(sha256);
    await put(store, bytes); // The same bytes come while the first are aside.
    await store.removeAside(sha256);
    expectSame(await buffer(store.read(sha256)), bytes);
  });

  it('leaves nothing when it is given up', async () => {
    const store = await open({ segmentCount });
    const writer = store.createWriter();
    await writer.write(randomBytes(7 * megabyte));
    await writer.discard();
    await store.fileNow();
    expect(await finalFiles()).toEqual([]);
    const landing = join(directory, 'landing');
    for (const berth of readdirSync(landing))
      expect(readdirSync(join(landing, berth, 'temporary'))).toEqual([]);
  });
});

it('a full landing gives way to filing directly, and every blob is there', async () => {
  const store = await open({ segmentCount: 1 });
  const blobs = Array.from({ length: 12 }, () => randomBytes(900_000));
  const names = await Promise.all(blobs.map((bytes) => put(store, bytes)));
  expect((await finalFiles()).length).toBeGreaterThan(0);
  for (const [index, sha256] of names.entries()) expectSame(await buffer(store.read(sha256)), blobs[index]);
});

it('blobs get files of their own when it is quiet, without being asked', async () => {
  const store = await open({ idleMs: 10 });
  const sha256 = await put(store, randomBytes(10_000));
  await expect.poll(finalFiles).toEqual([join(sha256.toString('hex').slice(0, 2), sha256.toString('hex'))]);
});

it('a blob beyond the limit is refused while it comes, and a sealed one takes no more', async () => {
  const store = await open({ limits: { maxBlobBytes: 1000 } });
  const writer = store.createWriter();
  await writer.write(Buffer.alloc(1000));
  expect(() => writer.write(Buffer.alloc(1))).toThrow(/1000 bytes at most/);
  await writer.discard();
  const sealed = store.createWriter();
  await sealed.seal();
  expect(() => sealed.write(Buffer.alloc(1))).toThrow(/ended/);
  await expect(sealed.seal()).rejects.toThrow(/ended/);
});

it('a large blob costs little memory', async () => {
  const store = await open({ limits: { maxBlobBytes: 1024 * megabyte } });
  const before = process.memoryUsage().rss;
  const writer = store.createWriter();
  const chunk = randomBytes(megabyte);
  for (let count = 0; count < 200; count++) await writer.write(chunk);
  const { sha256, sizeBytes } = await writer.seal();
  expect(sizeBytes).toBe(200 * megabyte);
  expect((await stat(await store.path(sha256))).size).toBe(sizeBytes);
  expect(process.memoryUsage().rss - before).toBeLessThan(60 * megabyte);
});

describe('two stores on one folder', () => {
  it('read what lies in each other’s landing', async () => {
    const [receiver, reader] = [
      await open({ slot: 'receiver' }),
      await open({ slot: 'reader', segmentCount: 0 }),
    ];
    const blobs = Array.from({ length: 5 }, () => randomBytes(200_000));
    const names = await Promise.all(blobs.map((bytes) => put(receiver, bytes)));
    for (const [index, sha256] of names.entries())
      expectSame(await buffer(reader.read(sha256)), blobs[index]);
    const [first] = names;
    if (first === undefined) throw new Error('no blob');
    expectSame(await readFile(await reader.path(first)), blobs[0]);
    await receiver.fileNow();
    for (const [index, sha256] of names.entries())
      expectSame(await buffer(reader.read(sha256)), blobs[index]);
  });

  it('never give bytes of another blob while segments are used again', async () => {
    const [receiver, reader] = [
      await open({ slot: 'receiver', idleMs: 1 }),
      await open({ slot: 'reader', segmentCount: 0 }),
    ];
    for (let round = 0; round < 60; round++) {
      const bytes = randomBytes(150_000);
      const sha256 = await put(receiver, bytes);
      const [seen] = await Promise.all([
        buffer(reader.read(sha256)),
        round % 3 === 0 ? receiver.fileNow() : undefined,
      ]);
      expect(seen.equals(bytes)).toBe(true);
    }
  });

  it('do not take each other’s berth, while a successor takes its predecessor’s and loses nothing', async () => {
    const other = await open({ slot: 'other' });
    const kept = await put(other, randomBytes(5000));
    const predecessor = await open({ slot: 'same' });
    const bytes = randomBytes(70_000);
    const sha256 = await put(predecessor, bytes);
    stores.splice(stores.indexOf(predecessor), 1);
    const successor = await open({ slot: 'same' });
    expectSame(await readFile(pathOf(directory, sha256)), bytes);
    expect(await successor.has(kept)).toBe(true);
    expect(await finalFiles()).toHaveLength(1);
  });
});

describe('after the power failed', () => {
  /** What the disk would hold: the folder as it is now, its berths those of a dead process. */
  async function cutPower(): Promise<string> {
    const after = join(directory, '..', `${basename(directory)}-after`);
    leftovers.push(after);
    await cp(directory, after, { recursive: true });
    const landing = join(after, 'landing');
    for (const berth of await readdir(landing)) {
      const [slot, , startedAt, ...rest] = berth.split('~');
      await rename(join(landing, berth), join(landing, [slot, 999_999_999, startedAt, ...rest].join('~')));
    }
    return after;
  }

  it('files that were lost, cut short or damaged are written again from the landing', async () => {
    const store = await open();
    const blobs = Array.from({ length: 8 }, () => randomBytes(300_000));
    const names = await Promise.all(blobs.map((bytes) => put(store, bytes)));
    for (const sha256 of names) await store.path(sha256);
    const after = await cutPower();
    const [lost, short, empty, damaged] = names as [Buffer, Buffer, Buffer, Buffer];
    await unlink(pathOf(after, lost));
    await truncate(pathOf(after, short), 4096);
    await truncate(pathOf(after, empty), 0);
    await writeFile(pathOf(after, damaged), Buffer.alloc(300_000));
    const recovered = await open({ directory: after, segmentCount: 0 });
    for (const [index, sha256] of names.entries()) {
      expectSame(await readFile(pathOf(after, sha256)), blobs[index]);
      expectSame(await buffer(recovered.read(sha256)), blobs[index]);
    }
  });

  it('a torn record is left out, and those behind it are found', async () => {
    const store = await open();
    const [torn, hole, whole] = [randomBytes(100_000), randomBytes(100_000), randomBytes(100_000)];
    const names = [await put(store, torn), await put(store, hole), await put(store, whole)] as const;
    const after = await cutPower();
    const [berth] = await readdir(join(after, 'landing'));
    const segment = join(after, 'landing', berth ?? '', 'segment-0000');
    const bytes = await readFile(segment);
    bytes.fill(0, 4096 * 3, 4096 * 5); // in the first blob's bytes
    bytes.fill(0, 4096 * 27, 4096 * 28); // the second record's header never arrived
    await writeFile(segment, bytes);
    const recovered = await open({ directory: after, segmentCount: 0 });
    expect(await recovered.has(names[0])).toBe(false);
    expect(await recovered.has(names[1])).toBe(false);
    expectSame(await buffer(recovered.read(names[2])), whole);
  });

  it('what a segment held in an earlier use does not come back', async () => {
    const store = await open({ segmentCount: 1 });
    const old = await Promise.all([1, 2, 3].map(() => put(store, randomBytes(200_000))));
    await store.fileNow();
    for (const sha256 of old) await store.remove(sha256);
    const fresh = await put(store, randomBytes(150_000));
    const recovered = await open({ directory: await cutPower(), segmentCount: 0 });
    for (const sha256 of old) expect(await recovered.has(sha256)).toBe(false);
    expect(await recovered.has(fresh)).toBe(true);
  });

  it('a record forged inside a blob stays a part of that blob', async () => {
    const store = await open();
    const { encodeRecordHeader, blockBytes } = await import('./format.ts');
    const forged = Buffer.alloc(3 * blockBytes);
    const secret = randomBytes(100);
    forged.set(secret, 2 * blockBytes);
    const forgedName = createHash('sha256').update(secret).digest();
    encodeRecordHeader(forged.subarray(blockBytes), Buffer.alloc(16), forgedName, 100);
    const sha256 = await put(store, forged);
    const recovered = await open({ directory: await cutPower(), segmentCount: 0 });
    expect(await recovered.has(forgedName)).toBe(false);
    expect(await recovered.has(sha256)).toBe(true);
  });
});
