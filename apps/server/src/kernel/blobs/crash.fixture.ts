import { randomBytes, randomInt } from 'node:crypto';
import { systemClock } from '../clock/index.ts';
import { createLogger } from '../log/index.ts';
import { createBlobStore } from './index.ts';

/** Started by blobs.crash.test.ts: seals blobs without end and says which, until it is killed. */
const [directory = '', segments = '2'] = process.argv.slice(2);
const store = await createBlobStore({
  directory,
  slot: 'crash',
  landing: { segmentCount: Number(segments), segmentSizeBytes: 2 * 1024 * 1024, idleMs: 3, patienceMs: 20 },
  limits: { maxBlobBytes: 64 * 1024 * 1024 },
  clock: systemClock,
  log: createLogger('silent'),
});

async function storeWithoutEnd(): Promise<never> {
  for (;;) {
    const size = randomInt(12) === 0 ? randomInt(4_000_000) : randomInt(120_000);
    const bytes = randomBytes(size);
    const writer = store.createWriter();
    for (let at = 0; at < size; at += 65536) await writer.write(bytes.subarray(at, at + 65536));
    const { sha256, sizeBytes } = await writer.seal();
    // Said only after the seal: what stands here was acknowledged.
    process.stdout.write(`${sha256.toString('hex')} ${sizeBytes}\n`);
    if (randomInt(6) === 0) await new Promise((resolve) => setTimeout(resolve, randomInt(12)));
  }
}
process.stdout.write('ready\n');
await Promise.all([storeWithoutEnd(), storeWithoutEnd(), storeWithoutEnd()]);
