import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../clock/index.ts';
import type { Logger } from '../log/index.ts';
import { takeBerth } from './berth.ts';
import { createErasing } from './erasing.ts';
import { codeOf } from './files.ts';
import { createFiling } from './filing.ts';
import { createFinalFiles } from './final-files.ts';
import { createLanding } from './landing.ts';
import { createListing } from './listing.ts';
import { createLocator } from './locator.ts';
import { createReading } from './reading.ts';
import { createRemoval } from './removal.ts';
import { closeSegment, createSegment, keepSegments, openSegment } from './segments.ts';
import { createStaging } from './staging.ts';
import { type BlobWriter, createWriter } from './writer.ts';

export type { BlobRange } from './reading.ts';
export type { BlobWriter, SealedBlob } from './writer.ts';

export interface LandingOptions {
  /** Preallocated segments; 0: no landing, every blob is filed directly. */
  segmentCount: number;
  /** A multiple of 4096. */
  segmentSizeBytes: number;
  /** Filing waits for this much quiet. */
  idleMs?: number;
  /** …but no longer than this. */
  patienceMs?: number;
}

export interface BlobStoreOptions {
  /** `<data folder>/blobs` */
  directory: string;
  /** Which store of the process this is, e.g. `http` or `dicom`: no two at once may have the same slot. */
  slot: string;
  landing: LandingOptions;
  limits: { maxBlobBytes: number };
  clock: Clock;
  log: Logger;
}

// A 512 × 512 CT or MR instance has half a megabyte, a 1024 × 1024 one two: these land. Larger ones are filed directly.
const landedBlobBytes = 2 * 1024 * 1024 + 256 * 1024;
const keptSlots = 16;

/** The content-addressed store: blobs are named by their SHA-256, written once and never changed. Recovers at the start. */
export async function createBlobStore(options: BlobStoreOptions) {
  const { directory, slot, clock, log, limits } = options;
  const { segmentCount, segmentSizeBytes, idleMs = 200, patienceMs = 60_000 } = options.landing;
  const landingDirectory = join(directory, 'landing');
  const staging = createStaging({ capacityBytes: landedBlobBytes, keepCount: keptSlots });
  let temporaryDirectory = join(directory, 'temporary');
  await mkdir(join(directory, 'sha256'), { recursive: true });
  await mkdir(temporaryDirectory, { recursive: true });
  const finalFiles = createFinalFiles({ directory, temporaryDirectory: () => temporaryDirectory });
  const wantsSegments = segmentCount > 0;
  const berth = await takeBerth({
    landing: landingDirectory,
    slot,
    wantsSegments,
    finalFiles,
    staging,
    clock,
    log,
  });
  temporaryDirectory = join(berth.path, 'temporary');
  const landing = createLanding({ staging, log });
  const filing = createFiling({ landing, finalFiles, staging, log, idleMs, patienceMs });
  const erasing = createErasing({
    landingDirectory,
    berth: berth.path,
    landing,
    filing,
    clock,
    log,
  });
  const locator = createLocator({ landingDirectory, landing, finalFiles });
  let closing = false;

  async function addSegments(): Promise<void> {
    const paths = await keepSegments(berth.path, segmentCount, segmentSizeBytes);
    for (const path of paths) landing.addSegment(await openSegment(path, staging));
    for (let number = 0; landing.segments().length < segmentCount && !closing; number++) {
      const path = join(berth.path, `segment-${String(number).padStart(4, '0')}`);
      if (paths.includes(path)) continue;
      // The first two at once; the others when nobody needs the disk.
      while (number >= 2 && landing.idleMs() < idleMs && !closing)
        await sleep(idleMs, undefined, { ref: false });
      landing.addSegment(
        await openSegment(await createSegment(berth.path, number, segmentSizeBytes, staging), staging),
      );
    }
  }

  const prepared = addSegments().catch((error: unknown) => {
    log.error(
      { event: 'kernel.blobs.landingUnavailable', code: codeOf(error) },
      'The landing cannot be made; blobs are filed directly',
    );
  });

  return {
    createWriter: (): BlobWriter =>
      createWriter({ staging, landing, finalFiles, maxBlobBytes: limits.maxBlobBytes }),
    ...createReading({ locator, finalFiles }),
    ...createRemoval({ locator, filing, finalFiles }),
    ...createListing(directory),
    /** Resolves when all segments of the landing are there. Nothing needs to wait for it. */
    prepared: (): Promise<void> => prepared,
    /** Gives every landed blob a file of its own, now. */
    fileNow: filing.fileNow,
    /** Overwrites what removed blobs left in segments: this store's at once, others' within seconds. */
    eraseLeftovers: erasing.eraseLeftovers,
    /** Files what has landed, then lets the berth go. */
    async close(): Promise<void> {
      closing = true;
      erasing.stop();
      await prepared;
      await filing.fileNow();
      filing.stop();
      for (const segment of landing.segments()) await closeSegment(segment);
      await berth.leave();
    },
  };
}

export type BlobStore = Awaited<ReturnType<typeof createBlobStore>>;
