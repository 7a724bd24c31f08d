import { spawn } from 'node:child_process';
import { createHash, randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { systemClock } from '../clock/index.ts';
import { createLogger } from '../log/index.ts';
import { createBlobStore } from './index.ts';

const fixture = fileURLToPath(new URL('./crash.fixture.ts', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'pesscara-crash-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Runs the writer, kills it at a random moment, and gives the blobs that it had acknowledged. */
async function writeUntilKilled(segmentCount: number): Promise<Map<string, number>> {
  const child = spawn(process.execPath, [fixture, directory, String(segmentCount)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  const ready = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.startsWith('ready')) resolve();
    });
  });
  const closed = new Promise((resolve) => child.on('close', resolve));
  await ready;
  // The random moment is the test's subject, not a wait for something.
  await sleep(randomInt(120));
  child.kill('SIGKILL');
  await closed;
  // A last line cut short was not heard, so it was not acknowledged.
  const lines = text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(1, -1);
  return new Map(lines.map((line) => [line.slice(0, 64), Number(line.slice(65))]));
}

async function expectWholeFiles(): Promise<void> {
  const root = join(directory, 'sha256');
  for (const folder of await readdir(root))
    for (const name of await readdir(join(root, folder)))
      expect(
        createHash('sha256')
          .update(await readFile(join(root, folder, name)))
          .digest('hex'),
      ).toBe(name);
}

it('50 kills at random moments lose no sealed blob and leave no partial file under a final name', {
  timeout: 180_000,
}, async () => {
  let acknowledged = 0;
  for (let round = 0; round < 50; round++) {
    const blobs = await writeUntilKilled(round % 4);
    // Before recovery as well: a file that has its final name is whole.
    await expectWholeFiles();
    const store = await createBlobStore({
      directory,
      slot: 'check',
      landing: { segmentCount: 0, segmentSizeBytes: 2 * 1024 * 1024 },
      limits: { maxBlobBytes: 1 },
      clock: systemClock,
      log: createLogger('silent'),
    });
    for (const [hex, sizeBytes] of blobs) {
      const bytes = await buffer(store.read(Buffer.from(hex, 'hex')));
      expect(bytes.length).toBe(sizeBytes);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(hex);
    }
    await expectWholeFiles();
    await store.close();
    acknowledged += blobs.size;
    rmSync(join(directory, 'sha256'), { recursive: true, force: true });
  }
  expect(acknowledged).toBeGreaterThan(50);
});
