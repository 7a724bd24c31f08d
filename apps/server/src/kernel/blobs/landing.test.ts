import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createLogger } from '../log/index.ts';
import { blockBytes } from './format.ts';
import { createLanding } from './landing.ts';
import { closeSegment, createSegment, openSegment } from './segments.ts';
import { createStaging } from './staging.ts';

const megabyte = 1024 * 1024;
const berth = mkdtempSync(join(tmpdir(), 'pesscara-landing-'));
mkdirSync(join(berth, 'temporary'));
afterAll(() => rmSync(berth, { recursive: true, force: true }));

it('sends nobody to a segment that is being used again: its blobs have files of their own', async () => {
  const staging = createStaging({ capacityBytes: megabyte, keepCount: 2 });
  const landing = createLanding({ staging, log: createLogger('silent') });
  landing.addSegment(await openSegment(await createSegment(berth, 0, 4 * megabyte, staging), staging));
  const slot = staging.take();
  const sizeBytes = 5000;
  const sha256 = createHash('sha256')
    .update(slot.bytes.subarray(blockBytes, blockBytes + sizeBytes))
    .digest();
  await landing.append({ bytes: slot.bytes, sizeBytes, sha256 });
  slot.release();
  const hex = sha256.toString('hex');
  expect(landing.place(hex)?.record.sizeBytes).toBe(sizeBytes);

  const [segment] = landing.segmentsToFile(true);
  if (segment === undefined) throw new Error('The segment with the blob is to be filed');
  const reused = landing.reuse(segment);
  expect(landing.place(hex)).toBeUndefined();
  await reused;
  expect(landing.landedCount()).toBe(0);
  await closeSegment(segment);
});
