import { createBlobStore } from './kernel/blobs/index.ts';
import { type Clock, systemClock } from './kernel/clock/index.ts';
import type { DataFolder } from './kernel/data-folder/index.ts';
import { createDatabase, createDeferredCommit, createPool, endPool } from './kernel/db/index.ts';
import { createEvents } from './kernel/events/index.ts';
import { createHttp } from './kernel/http/index.ts';
import { createJobs } from './kernel/jobs/index.ts';
import type { Logger } from './kernel/log/index.ts';
import { createVault, loadVaultKey, sweepVault } from './kernel/vault/index.ts';
import type { ServerConfig } from './server-config.ts';
import { version } from './version.ts';

export interface KernelOptions {
  config: ServerConfig;
  folder: DataFolder;
  databaseUrl: string;
  log: Logger;
  clock?: Clock;
  /** Which server of the installation this is: names its landing of blobs and its share of the connections. */
  slot: 'main' | 'dicom';
}

const mebibyte = 1024 * 1024;
const heartbeatMs = 10_000;
const deadAfterMs = 60_000;

/** The receiver's landing takes a scanner's stream; an eighth of it takes what comes by HTTP. */
function landingOf(slot: KernelOptions['slot'], landingBytes: number) {
  const bytes = slot === 'dicom' ? landingBytes : landingBytes / 8;
  const segmentSizeBytes = Math.min(64, Math.max(4, Math.floor(bytes / 2 / mebibyte))) * mebibyte;
  return { segmentCount: Math.floor(bytes / segmentSizeBytes), segmentSizeBytes };
}

function openPools({ databaseUrl, config, log, slot }: KernelOptions) {
  const connections = slot === 'main' ? config.databaseConnections : Math.min(4, config.databaseConnections);
  const shared = { url: databaseUrl, log };
  const pool = createPool({ ...shared, role: 'pesscara_app', connections });
  const crosswalkPool = createPool({ ...shared, role: 'pesscara_crosswalk', connections: 2 });
  // The queue and the sequencer hold connections of their own for as long as they run.
  const queuePool =
    slot === 'main'
      ? createPool({ ...shared, role: 'pesscara_app', connections: config.jobConcurrency + 4 })
      : undefined;
  return { pool, crosswalkPool, queuePool };
}

/** The parts that belong to no slice: database, jobs, facts, blobs, vault, HTTP. */
export async function openKernel(options: KernelOptions) {
  const { config, folder, log, slot, clock = systemClock } = options;
  const { pool, crosswalkPool, queuePool } = openPools(options);
  const db = createDatabase(pool);
  const { maxJsonBytes, trustProxy, jobConcurrency: concurrency } = config;
  const isAlone = config.databaseUrl === undefined;
  const liveness = { heartbeatMs, deadAfterMs, isAlone };
  const jobs = createJobs({ pool: queuePool ?? pool, db, clock, log, concurrency, ...liveness });
  const limits = { maxBlobBytes: config.maxMessageBytes };
  const landing = landingOf(slot, config.landingBytes);
  const blobs = await createBlobStore({ directory: folder.blobs, slot, landing, limits, clock, log });
  await sweepVault(folder.vault, clock);
  return {
    config,
    folder,
    log,
    clock,
    db,
    deferredCommit: createDeferredCommit(pool),
    crosswalkDb: createDatabase(crosswalkPool),
    jobs,
    blobs,
    events: createEvents({ db, pool: queuePool ?? pool, jobs, clock, log }),
    http: createHttp({ log, clock, version, maxJsonBytes, trustProxy }),
    vault: createVault({
      directory: folder.vault,
      keysDirectory: folder.keys,
      key: await loadVaultKey(folder.keys, config.vaultKey),
    }),
    isReady: () =>
      pool.query('select 1').then(
        () => true,
        () => false,
      ),
    async close(): Promise<void> {
      await blobs.close();
      for (const one of [queuePool, pool, crosswalkPool]) if (one !== undefined) await endPool(one);
    },
  };
}

export type Kernel = Awaited<ReturnType<typeof openKernel>>;
