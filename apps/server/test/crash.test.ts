import { createHash, randomInt } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AssociationError } from '@pesscara/dicom-network';
import { makeSeries, type PhantomInstance } from '@pesscara/phantom';
import { expect, it } from 'vitest';
import { query } from './kit/archived-objects.ts';
import { makeProject, openCases, releaseAll, releasedFiles, saveRoutes } from './kit/builders.ts';
import { pixelsOf, readPart10 } from './kit/objects.ts';
import { send } from './kit/sender.ts';
import { startServer } from './kit/server.ts';
import { markVariable, processesMarked } from './kit/server-process.ts';

// PESSCARA_TEST_CRASH_ROUNDS=50 npx vitest run --project server apps/server/test/crash.test.ts
const rounds = Number(process.env['PESSCARA_TEST_CRASH_ROUNDS'] ?? 6);
const seed = Number(process.env['PESSCARA_TEST_SEED'] ?? randomInt(2 ** 31));
const seriesCount = 4;
const instanceCount = 500;
const senderCount = 3;

/** Random numbers below one that a seed repeats (mulberry32). */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const sent = Array.from({ length: seriesCount }, (_, index) =>
  makeSeries({ kind: 'ct', slices: instanceCount / seriesCount, size: 48, seriesNumber: index + 1 }),
).flat();

it(`a server that is killed ${rounds} times while it receives ${instanceCount} instances loses none, doubles none and tears none (seed ${seed})`, {
  timeout: 300_000 + rounds * 60_000,
}, async () => {
  const random = randomFrom(seed);
  const server = await startServer({ database: 'embedded' });
  await makeProject(server, 'crash');
  await saveRoutes(server, [{ project: 'crash' }]);
  const acknowledged = new Set<string>();

  /** Sends what was not acknowledged, over several associations; ends early when the server does. */
  async function sendRest(onAnswer: () => void): Promise<void> {
    const rest = sent.filter(({ sopInstanceUid }) => !acknowledged.has(sopInstanceUid));
    const shares = Array.from({ length: senderCount }, (_, sender) =>
      rest.filter((_instance, index) => index % senderCount === sender),
    );
    const sendShare = async (share: PhantomInstance[]) => {
      try {
        await send(server, share, {
          onAnswer(sopInstanceUid, status) {
            if (status === 0) acknowledged.add(sopInstanceUid);
            onAnswer();
          },
        });
      } catch (error) {
        // It died before the association was made.
        if (!(error instanceof AssociationError)) throw error;
      }
    };
    await Promise.all(shares.filter((share) => share.length > 0).map(sendShare));
  }

  /** Kills it after some answers and some milliseconds more; every third time its PostgreSQL as well. */
  async function round(number: number): Promise<void> {
    const killAfter = Math.floor(random() * 2 * (instanceCount / (rounds + 1)));
    const delayMs = random() * 15;
    let answers = 0;
    let onDue: () => void = () => undefined;
    const due = new Promise<void>((resolve) => (onDue = resolve));
    if (killAfter === 0) onDue();
    const sending = sendRest(() => {
      if (++answers >= killAfter) onDue();
    });
    await Promise.race([due, sending]);
    await pause(delayMs);
    const dying = server.kill('SIGKILL');
    if (number % 3 === 2)
      for (const pid of processesMarked(server.environment[markVariable] ?? '')) process.kill(pid, 'SIGKILL');
    await dying;
    await sending;
    await server.start();
  }

  for (let number = 0; number < rounds; number++) await round(number);
  await sendRest(() => undefined);
  expect(acknowledged.size).toBe(instanceCount);

  const [counts] = await query<{ instances: number; uids: number; series: number; held: number }>(
    server,
    `select (select count(*)::int from archive.instance) as instances, (select count(distinct sop_instance_uid)::int from archive.instance) as uids,
       (select count(*)::int from catalogue.series) as series, (select count(*)::int from archive.held) as held`,
  );
  expect(counts).toEqual({ instances: instanceCount, uids: instanceCount, series: seriesCount, held: 0 });

  // What was under way goes on: the cases open, an approval takes effect, and every file is there whole.
  await openCases(server, 'crash', { count: seriesCount, instances: instanceCount });
  const released = await releaseAll(server, 'crash', { count: seriesCount, instances: instanceCount });
  expect(released.map((one) => one['instanceCount'])).toEqual(
    Array.from({ length: seriesCount }, () => instanceCount / seriesCount),
  );
  const files = await releasedFiles(server, 'crash');
  const stored = await query<{ sha256: string }>(
    server,
    "select encode(blob_sha256, 'hex') as sha256 from archive.instance",
  );
  expect(files.map(digest).sort()).toEqual(stored.map(({ sha256 }) => sha256).sort());
  expect(files.map((file) => digest(readPart10(file).pixels())).sort()).toEqual(
    sent.map((instance) => digest(pixelsOf(instance))).sort(),
  );

  await server.stop();
  await expectWholeBlobs(path.join(server.dataDir, 'blobs/sha256'), instanceCount);
});

/** Every blob on disk is what its name says. */
async function expectWholeBlobs(folder: string, atLeast: number): Promise<void> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  expect(files.length).toBeGreaterThanOrEqual(atLeast);
  const torn: string[] = [];
  for (const { parentPath, name } of files)
    if (digest(await readFile(path.join(parentPath, name))) !== name) torn.push(name);
  expect(torn).toEqual([]);
}
