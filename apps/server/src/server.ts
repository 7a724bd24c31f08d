import type pg from 'pg';
import { accountRoutes, createAccounts } from './accounts/index.ts';
import { archiveRoutes, createArchive } from './archive/index.ts';
import { auditRoutes, createAudit, loadSigner } from './audit/index.ts';
import { catalogueRoutes, createCatalogue } from './catalogue/index.ts';
import { createCuration, curationRoutes } from './curation/index.ts';
import { createDeidentification, deidentificationRoutes } from './deidentification/index.ts';
import { createDicomweb, dicomwebRoutes } from './dicomweb/index.ts';
import { createImaging, createRenderPool, imagingRoutes } from './imaging/index.ts';
import { createBlobStore } from './kernel/blobs/index.ts';
import { type Clock, systemClock } from './kernel/clock/index.ts';
import { systemContext } from './kernel/context/index.ts';
import type { DataFolder } from './kernel/data-folder/index.ts';
import { createDatabase, createPool } from './kernel/db/index.ts';
import { createEvents } from './kernel/events/index.ts';
import { createHttp, feedRoutes, metaRoutes } from './kernel/http/index.ts';
import { createJobs } from './kernel/jobs/index.ts';
import type { Logger } from './kernel/log/index.ts';
import { createVault, loadVaultKey } from './kernel/vault/index.ts';
import { createOverview, overviewRoutes } from './overview/index.ts';
import { createProjects, projectRoutes } from './projects/index.ts';
import type { ServerConfig } from './server-config.ts';
import { version } from './version.ts';

export interface ServerOptions {
  config: ServerConfig;
  folder: DataFolder;
  databaseUrl: string;
  log: Logger;
  clock?: Clock;
  /** Which server of the installation this is: names its landing of blobs and its share of the connections. */
  slot: 'main' | 'dicom';
  /** Where the DICOM receiver listens, for the page that tells it. */
  receiverAddress(): { aeTitle: string; host: string; port: number; tlsPort: number | null };
}

function pools({ databaseUrl, config, log, slot }: ServerOptions) {
  const connections = slot === 'main' ? config.databaseConnections : Math.min(4, config.databaseConnections);
  const pool = createPool({ url: databaseUrl, role: 'pesscara_app', connections, log });
  const crosswalkPool = createPool({ url: databaseUrl, role: 'pesscara_crosswalk', connections: 2, log });
  // graphile-worker and the sequencer hold connections of their own for as long as they run.
  const queuePool = slot === 'main' ? createPool({ url: databaseUrl, role: 'pesscara_app', connections: config.jobConcurrency + 4, log }) : undefined;
  return { pool, crosswalkPool, queuePool };
}

function landingOf(slot: 'main' | 'dicom') {
  const mebibyte = 1024 * 1024;
  return slot === 'dicom' ? { segmentCount: 4, segmentSizeBytes: 128 * mebibyte } : { segmentCount: 2, segmentSizeBytes: 64 * mebibyte };
}

/**
 * The composition root: every slice, wired by hand in the order of slices.ts. Nothing listens and nothing runs yet;
 * the installation starts what its roles ask for.
 */
export async function createServer(options: ServerOptions) {
  const { config, folder, log, slot, clock = systemClock } = options;
  const { pool, crosswalkPool, queuePool } = pools(options);
  const db = createDatabase(pool);
  const crosswalkDb = createDatabase(crosswalkPool);
  const http = createHttp({ log, clock, version, maxJsonBytes: config.maxJsonBytes, trustProxy: config.trustProxy });
  const jobs = createJobs({
    pool: queuePool ?? pool,
    db,
    clock,
    log,
    concurrency: config.jobConcurrency,
    heartbeatMs: 10_000,
    deadAfterMs: 60_000,
  });
  const events = createEvents({ db, pool: queuePool ?? pool, jobs, clock, log });
  const blobs = await createBlobStore({
    directory: folder.blobs,
    slot,
    landing: landingOf(slot),
    limits: { maxBlobBytes: config.maxMessageBytes },
    clock,
    log,
  });
  const vault = createVault({ directory: folder.vault, key: await loadVaultKey(folder.keys, config.vaultKey) });
  const ctx = systemContext('receiver', log);

  const audit = createAudit({
    db,
    clock,
    log,
    signer: await loadSigner(folder.keys),
    checkpointEntries: config.auditCheckpointEntries,
    checkpointIntervalMs: config.auditCheckpointIntervalMs,
  });
  const publicHost = config.publicUrl === undefined ? undefined : new URL(config.publicUrl).host;
  const accounts = createAccounts({ db, clock, audit, config, publicHost });
  const projects = createProjects({ db, clock, audit, events, accounts });
  const catalogue = createCatalogue({ db, clock, audit, events, projects });
  const findProjectId = async (keyOrId: string) => (await projects.findProject(keyOrId))?.id;
  const deidentification = createDeidentification({
    db,
    crosswalkDb,
    clock,
    audit,
    vault,
    engineVersion: version,
    projectRules: rulesOf(projects, clock),
  });
  const archive = createArchive({ db, clock, blobs, vault, audit, events, jobs, catalogue, deidentification, ctx, findProjectId, config });
  const imaging = createImaging({ db, archive, blobs, config, pool: createRenderPool({
      ...(config.renderThreads > 0 ? { size: config.renderThreads } : {}),
      maxQueued: config.renderQueueLength,
      taskTimeoutMs: config.renderTimeoutMs,
    }) });
  const dicomweb = createDicomweb({ db, audit, archive, imaging });
  const curation = createCuration({ db, clock, audit, events, jobs, archive, accounts, deidentification, imaging, config, projects });
  const overview = createOverview({ db, projects, curation });

  http.setAuthenticator(accounts.authenticate);
  http.setProjectResolver(projects.resolveProject);
  events.sequencer.addTask(audit.sequencerTask);
  auditRoutes({ http, db, audit, findProjectId });
  accountRoutes({ http, accounts, publicHost, secure: config.publicUrl?.startsWith('https:') ?? false });
  projectRoutes({ http, projects });
  catalogueRoutes({ http, catalogue });
  deidentificationRoutes(http, deidentification.profiles);
  archiveRoutes({ http, db, archive, deidentification, findProjectId, receiver: options.receiverAddress });
  imagingRoutes({ http, imaging });
  dicomwebRoutes(http, dicomweb);
  curationRoutes(http, curation);
  overviewRoutes(http, overview);
  feedRoutes({ http, db, events, projects });
  metaRoutes(http, version, () => pool.query('select 1').then(() => true, () => false));

  return {
    http,
    db,
    jobs,
    events,
    audit,
    accounts,
    projects,
    archive,
    deidentification,
    imaging,
    blobs,
    async close(): Promise<void> {
      await http.app.close();
      await imaging.close();
      await blobs.close();
      const open: (pg.Pool | undefined)[] = [queuePool, pool, crosswalkPool];
      for (const one of open) await one?.end();
    },
  };
}

export type Server = Awaited<ReturnType<typeof createServer>>;

/** What the receiver must know of a project, read at most every second. */
function rulesOf(projects: ReturnType<typeof createProjects>, clock: Clock) {
  const keptMs = 1000;
  const known = new Map<string, { rules: Awaited<ReturnType<typeof read>>; until: number }>();
  async function read(projectId: string) {
    const project = await projects.findProject(projectId);
    if (project === undefined) return undefined;
    const { profileId, subjectCodePrefix, originals } = project.settings;
    return { profileId, subjectCodePrefix, keepsOriginals: originals !== 'none' };
  }
  return async (projectId: string) => {
    const now = clock.now().getTime();
    const cached = known.get(projectId);
    if (cached !== undefined && cached.until > now) return cached.rules;
    const rules = await read(projectId);
    known.set(projectId, { rules, until: now + keptMs });
    return rules;
  };
}
