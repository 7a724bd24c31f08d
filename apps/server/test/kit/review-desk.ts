import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { PhantomInstance } from '@pesscara/phantom';
import { expect } from 'vitest';
import { createArchive } from '../../src/archive/index.ts';
import { createCatalogue } from '../../src/catalogue/index.ts';
import { createCuration, curationRoutes } from '../../src/curation/index.ts';
import { createDefacing } from '../../src/defacing/index.ts';
import { createDeidentification } from '../../src/deidentification/index.ts';
import { createImaging, createRenderPool } from '../../src/imaging/index.ts';
import { createBlobStore } from '../../src/kernel/blobs/index.ts';
import { type Clock, later, systemClock } from '../../src/kernel/clock/index.ts';
import { createDatabase, createDeferredCommit, createPool } from '../../src/kernel/db/index.ts';
import type { ProjectId } from '../../src/kernel/ids/index.ts';
import { createVault } from '../../src/kernel/vault/index.ts';
import { createLeaks } from '../../src/leaks/index.ts';
import { createPixels } from '../../src/pixels/index.ts';
import type { TextReader } from '../../src/pixels/text-reader.ts';
import { createProjects, projectRoutes } from '../../src/projects/index.ts';
import { type Person, withAccess } from './access.ts';
import { afterwards } from './afterwards.ts';

const mebibyte = 1024 * 1024;

type Access = Awaited<ReturnType<typeof withAccess>>;

/** A clock that goes on, and can be moved. */
function movableClock(): Clock & { move(milliseconds: number): void } {
  let offsetMs = 0;
  return {
    now: () => later(systemClock.now(), offsetMs),
    move(milliseconds) {
      offsetMs += milliseconds;
    },
  };
}

async function openStores(clock: Clock, log: Access['log']) {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'pesscara-review-'));
  await mkdir(path.join(directory, 'vault'));
  const vault = createVault({ directory: path.join(directory, 'vault'), key: randomBytes(32) });
  const blobs = await createBlobStore({
    directory: path.join(directory, 'blobs'),
    slot: 'test',
    landing: { segmentCount: 1, segmentSizeBytes: 4 * mebibyte, idleMs: 10 },
    limits: { maxBlobBytes: 64 * mebibyte },
    clock,
    log,
  });
  return { directory, vault, blobs };
}

type Stores = Awaited<ReturnType<typeof openStores>>;

/** Projects, catalogue, de-identification and archive over these stores. */
async function openSlices(access: Access, clock: Clock, { vault, blobs }: Stores) {
  const { db, pool, url, log, audit, accounts, events, jobs, ctx } = access;
  const crosswalkPool = createPool({ url, role: 'pesscara_crosswalk', connections: 2, log });
  const projects = createProjects({ db, clock, audit, events, accounts });
  const catalogue = createCatalogue({ db, clock, audit, events, projects });
  const crosswalkDb = createDatabase(crosswalkPool);
  const projectRules = async (projectId: string) => {
    const project = await projects.findProject(projectId);
    if (project === undefined) return undefined;
    const { profileId, subjectCodePrefix, originals } = project.settings;
    return { profileId, subjectCodePrefix, keepsOriginals: originals !== 'none' };
  };
  const deidentification = createDeidentification({
    db,
    crosswalkDb,
    clock,
    audit,
    vault,
    engineVersion: 'test',
    projectRules,
  });
  await deidentification.profiles.addBuiltIns(ctx);
  const findProjectId = async (key: string) => (await projects.findProject(key))?.id;
  const config = { quietPeriodMs: 100, maxHeaderBytes: mebibyte, maxMessageBytes: 64 * mebibyte };
  const archive = createArchive({
    db,
    deferredCommit: createDeferredCommit(pool),
    clock,
    blobs,
    vault,
    audit,
    events,
    jobs,
    catalogue,
    deidentification,
    ctx,
    findProjectId,
    config,
  });
  return { crosswalkPool, projects, catalogue, deidentification, archive };
}

type DeskSlices = Access & { clock: Clock } & Pick<
    Awaited<ReturnType<typeof openSlices>>,
    'archive' | 'catalogue' | 'deidentification'
  >;

/** Everything below curation, real: PostgreSQL, blobs, vault, de-identification, archive; short times to wait. */
export async function withReviewDesk({
  undoMs = 400,
  rejectedKeptMs = 3_600_000,
  reader = { read: () => Promise.resolve([]), close: () => Promise.resolve() },
  more,
}: {
  undoMs?: number;
  rejectedKeptMs?: number;
  /** Reads text in frames. */
  reader?: TextReader;
  /** Composes slices above, and their routes, before anything runs. */
  more?: (desk: DeskSlices) => void;
} = {}) {
  const access = await withAccess();
  const { db, log, audit, accounts, events, jobs, http, call, person } = access;
  const clock = movableClock();
  const stores = await openStores(clock, log);
  const { blobs, directory } = stores;
  const { crosswalkPool, projects, catalogue, deidentification, archive } = await openSlices(
    access,
    clock,
    stores,
  );
  const pool = createRenderPool({ size: 1, log });
  const imagingConfig = { maxFrameSamples: 10_000_000, pictureCacheBytes: 0, volumeCacheBytes: 0 };
  const imaging = createImaging({ db, blobs, archive, pool, config: imagingConfig });
  const { vault } = stores;
  const pixelsConfig = {
    textModalities: ['US'],
    harmlessMarks: ['L', 'CM'],
    textFramesRead: 24,
    overlayFramesRead: 4,
    textThreads: 1,
    maskUndoMs: undoMs,
  };
  const config = { undoMs, freshSignInMs: 300_000, rejectedKeptMs };
  const limits = { defacingTimeoutMs: 60_000, defacingMaxVoxels: 10_000_000 };
  const below = { db, clock, log, vault, audit, events, jobs, archive, deidentification, projects };
  const pixels = createPixels({ ...below, imaging, reader, config: pixelsConfig });
  const leaks = createLeaks({
    db,
    clock,
    audit,
    events,
    jobs,
    vault: stores.vault,
    log,
    archive,
    deidentification,
    pixels,
    config: { leakCheckMaxObjectBytes: 64 * mebibyte, leakCheckTimeoutMs: 60_000 },
  });
  const defacing = createDefacing({ ...below, imaging, config: limits });
  const curation = createCuration({
    db,
    clock,
    audit,
    events,
    jobs,
    archive,
    accounts,
    deidentification,
    projects,
    blobs,
    leaks,
    imaging,
    defacing,
    pixels,
    vault,
    config,
  });
  http.setProjectResolver(projects.resolveProject);
  projectRoutes({ http, projects });
  curationRoutes(http, curation);
  const slices = { archive, catalogue, deidentification, pixels, clock };
  more?.({ ...access, ...slices });
  await http.app.ready();
  await jobs.start();
  afterwards(async () => {
    await jobs.stop();
    await leaks.close();
    await imaging.close();
    await blobs.close();
    await crosswalkPool.end();
    await rm(directory, { recursive: true, force: true });
  });

  const lead = await person('lead', ['administrator']);
  let count = 0;
  async function makeProject(settings: object = {}) {
    const key = `desk${++count}`;
    const made = await call('POST', '/projects', { cookie: lead.cookie, body: { key, name: key, settings } });
    expect(made.status).toBe(201);
    return { key, id: String(made.body['id']) as ProjectId };
  }

  /** A new person with these roles in a project. */
  async function member(key: string, roles: string[]): Promise<Person> {
    const made = await person();
    const set = await call('PUT', `/projects/${key}/members/${made.userName}`, {
      cookie: lead.cookie,
      body: { roles },
    });
    expect(set.status).toBe(200);
    return made;
  }

  /** Sends instances through the receiver, as an upload of this account. */
  async function send(
    projectId: ProjectId,
    instances: readonly PhantomInstance[],
    accountId?: string,
  ): Promise<string[]> {
    const { source } = await archive.associations.begin({ channel: 'upload', accountId }, { projectId });
    const outcomes: string[] = [];
    for (const { dataSet, sopClassUid, sopInstanceUid, transferSyntaxUid } of instances) {
      const arrival = archive.open(source, {
        format: 'data-set',
        sopClassUid,
        sopInstanceUid,
        transferSyntaxUid,
      });
      await arrival.write(dataSet);
      outcomes.push((await arrival.end()).kind);
    }
    return outcomes;
  }

  return { ...access, ...slices, vault, blobs, directory, makeProject, member, send, moveClock: clock.move };
}
