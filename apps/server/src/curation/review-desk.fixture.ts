import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { PhantomInstance } from '@pesscara/phantom';
import { afterAll, expect } from 'vitest';
import { type Person, withAccess } from '../../test/kit/access.ts';
import { createArchive } from '../archive/index.ts';
import { createCatalogue } from '../catalogue/index.ts';
import { createDeidentification } from '../deidentification/index.ts';
import { createBlobStore } from '../kernel/blobs/index.ts';
import { type Clock, later, systemClock } from '../kernel/clock/index.ts';
import { createDatabase, createPool } from '../kernel/db/index.ts';
import type { ProjectId } from '../kernel/ids/index.ts';
import { createVault } from '../kernel/vault/index.ts';
import { createProjects, projectRoutes } from '../projects/index.ts';
import { createCuration, curationRoutes } from './index.ts';

const mebibyte = 1024 * 1024;

/** Everything below curation, real: PostgreSQL, blobs, vault, de-identification, archive; short times to wait. */
export async function withReviewDesk({ undoMs = 400, rejectedKeptMs = 3_600_000 } = {}) {
  const access = await withAccess();
  const { db, url, log, audit, accounts, events, jobs, http, call, person, ctx } = access;
  const directory = mkdtempSync(path.join(os.tmpdir(), 'pesscara-review-'));
  const crosswalkPool = createPool({ url, role: 'pesscara_crosswalk', connections: 2, log });
  let offsetMs = 0;
  const clock: Clock = { now: () => later(systemClock.now(), offsetMs) };
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
  const projects = createProjects({ db, clock, audit, events, accounts });
  const catalogue = createCatalogue({ db, clock, audit, events, projects });
  const deidentification = createDeidentification({
    db,
    crosswalkDb: createDatabase(crosswalkPool),
    clock,
    audit,
    vault,
    engineVersion: 'test',
    projectRules: async (projectId) => {
      const project = await projects.findProject(projectId);
      if (project === undefined) return undefined;
      const { profileId, subjectCodePrefix, originals } = project.settings;
      return { profileId, subjectCodePrefix, keepsOriginals: originals !== 'none' };
    },
  });
  await deidentification.profiles.addBuiltIns(ctx);
  const archive = createArchive({
    db,
    clock,
    blobs,
    vault,
    audit,
    events,
    jobs,
    catalogue,
    deidentification,
    ctx,
    findProjectId: async (key) => (await projects.findProject(key))?.id,
    config: { quietPeriodMs: 100, maxHeaderBytes: mebibyte, maxMessageBytes: 64 * mebibyte },
  });
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
    imaging: {
      renderFrame: () => Promise.resolve({ kind: 'unsupported', reason: 'Nothing is drawn here.' }),
    },
    config: { undoMs, freshSignInMs: 300_000, rejectedKeptMs },
  });
  http.setProjectResolver(projects.resolveProject);
  projectRoutes({ http, projects });
  curationRoutes(http, curation);
  await http.app.ready();
  await jobs.start();
  afterAll(async () => {
    await jobs.stop();
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

  return {
    ...access,
    clock,
    archive,
    blobs,
    projects,
    curation,
    directory,
    lead,
    makeProject,
    member,
    send,
    moveClock: (milliseconds: number): void => {
      offsetMs += milliseconds;
    },
  };
}
