import type { PictureName } from '@pesscara/defacing';
import { option } from '@pesscara/deidentification';
import { intakeQuarantined, seriesReplaced } from '../archive/archive.events.ts';
import { seriesRejected, seriesReleased } from '../curation/curation.events.ts';
import type { Context } from '../kernel/context/index.ts';
import { type Database, type Trx, transact } from '../kernel/db/index.ts';
import { newId } from '../kernel/ids/index.ts';
import { problem } from '../kernel/problems/index.ts';
import { createDefaceSeries } from './deface-series.ts';
import type { DefacingDeps } from './defacing.deps.ts';
import { seriesDefaced } from './defacing.events.ts';
import { defaceJob, forgetJob, restoreJob } from './defacing.jobs.ts';
import { notDecidable, nothingToSee } from './defacing.problems.ts';
import {
  beginTask,
  findIntake,
  findTask,
  forgetPictures,
  type IntakeRow,
  listOriginals,
  saveDecision,
} from './defacing.repository.ts';
import { runDefaceJobs } from './defacing-runs.ts';
import { createOriginals } from './originals.ts';
import { type Moment, openPicture } from './pictures.ts';
import { afterDecision, type Decision, inWords, obstacleOf, type State } from './standing.ts';

// A volume in memory and two threads: one series at a time.
const queueName = 'defacing';

/** What became of the face in an arrival, for the page. */
export interface FaceStanding {
  state: State | 'not-asked';
  detail: string | null;
  measures: Readonly<Record<string, number>>;
  hasPictures: boolean;
  mayRestore: boolean;
  decision: { byId: string; at: Date; reason: string | null } | null;
}

const notAsked: FaceStanding = {
  state: 'not-asked',
  detail: null,
  measures: {},
  hasPictures: false,
  mayRestore: false,
  decision: null,
};

/** Removes recognizable faces from what waits for review, where the profile says so (PS3.15 113102). */
export function createDefacing(deps: DefacingDeps) {
  const { db, clock, vault, audit, events, jobs, archive, deidentification } = deps;
  const originals = createOriginals({ db, vault, reader: archive.reader });
  runDefaceJobs({ ...deps, originals, defaceSeries: createDefaceSeries({ ...deps, originals }) });

  /** Whether the profile of an arrival has faces removed. A script of CTP has no options. */
  async function isAsked({ profileId }: IntakeRow): Promise<boolean> {
    const profile = await deidentification.profiles.findIfThere(profileId);
    const options: unknown = profile?.document.options;
    return Array.isArray(options) && options.includes(option.cleanVisualFeatures);
  }

  async function begin(trx: Trx, intakeId: string): Promise<void> {
    const intake = await findIntake(trx, intakeId);
    if (intake?.state !== 'quarantined' || !(await isAsked(intake))) return;
    const { projectId, seriesId, instanceCount } = intake;
    const previous = await findTask(trx, intakeId, { lock: true });
    const runId = newId();
    await beginTask(trx, { intakeId, projectId, seriesId, runId, instanceCount, now: clock.now() });
    const payload = { intakeId, runId, previousRunId: previous?.runId ?? null };
    await jobs.add(trx, defaceJob, payload, { jobKey: `deface:${intakeId}`, queueName });
  }

  events.subscribe(intakeQuarantined, 'defacing.begin', (trx, { data }) => begin(trx, data.intakeId));

  // A header that was de-identified anew says nothing of the face any more, and its profile may be another.
  events.subscribe(seriesReplaced, 'defacing.begin-again', async (trx, { data }) => {
    if (data.cause.kind === 're-run' && data.intakeId !== null) await begin(trx, data.intakeId);
  });

  const forget = async (trx: Trx, intakeId: string) => {
    if ((await findTask(trx, intakeId)) !== undefined) await jobs.add(trx, forgetJob, { intakeId });
  };
  events.subscribe(seriesReleased, 'defacing.forget-released', (trx, { data }) => forget(trx, data.intakeId));
  events.subscribe(seriesRejected, 'defacing.forget-rejected', (trx, { data }) => forget(trx, data.intakeId));

  jobs.handle(forgetJob, async ({ intakeId }) => {
    const intake = await findIntake(db, intakeId);
    // A rejection that was taken back: the reviewer may want to see it again.
    if (intake === undefined || intake.state === 'quarantined') return;
    const project = await deps.projects.findProject(intake.projectId);
    if (project?.settings.originals === 'keep') return;
    await originals.forget(intakeId);
    await transact(db, (trx) => forgetPictures(trx, intakeId));
  });

  /** What a reviewer sees of an arrival. */
  async function standing(intakeId: string): Promise<FaceStanding> {
    const [task, kept] = await Promise.all([findTask(db, intakeId), listOriginals(db, intakeId)]);
    if (task === undefined) {
      const intake = await findIntake(db, intakeId);
      const isComing = intake?.state === 'quarantined' && (await isAsked(intake));
      return isComing ? { ...notAsked, state: 'waiting' } : notAsked;
    }
    const { state, reason, decidedBy, decidedAt, decisionReason } = task;
    return {
      state,
      detail: inWords(reason),
      measures: (task.measures ?? {}) as FaceStanding['measures'],
      hasPictures: task.sealedPictures !== null,
      mayRestore: afterDecision(state, 'restore', kept.length > 0) !== undefined,
      decision:
        decidedBy === null || decidedAt === null
          ? null
          : { byId: decidedBy, at: decidedAt, reason: decisionReason },
    };
  }

  /** Why an arrival cannot be approved because of a face; null: nothing is in the way. */
  async function obstacle(trx: Database | Trx, intakeId: string): Promise<string | null> {
    const intake = await findIntake(trx, intakeId);
    if (intake === undefined || !(await isAsked(intake))) return null;
    return obstacleOf(await findTask(trx, intakeId), intake.instanceCount);
  }

  /** A picture of the head before or after, as webp. @throws nothingToSee */
  async function picture(intakeId: string, name: PictureName, moment: Moment): Promise<Buffer> {
    const task = await findTask(db, intakeId);
    if (task?.sealedPictures == null)
      throw problem(nothingToSee, { detail: 'No pictures were made, or the series is decided.' });
    return openPicture(vault, intakeId, task.sealedPictures, name, moment);
  }

  /** A reviewer's decision about the face, recorded with its reason. @throws notDecidable */
  async function decide(
    ctx: Context,
    intakeId: string,
    decision: Decision,
    reason: string | null,
  ): Promise<void> {
    await transact(db, async (trx) => {
      const intake = await findIntake(trx, intakeId);
      const task = await findTask(trx, intakeId, { lock: true });
      if (task === undefined || intake?.state !== 'quarantined')
        throw problem(notDecidable, { detail: 'Nothing of this series waits for a decision about a face.' });
      const hasOriginals = (await listOriginals(trx, intakeId)).length > 0;
      const state = afterDecision(task.state, decision, hasOriginals);
      if (state === undefined)
        throw problem(notDecidable, {
          detail: 'Its state has changed, or the originals are not kept. Load it again.',
        });
      if (decision !== 'accept' && (reason ?? '').trim().length < 3)
        throw problem(notDecidable, { detail: 'Say why a face may be seen: it is recorded.' });
      await saveDecision(trx, intakeId, { state, by: ctx.actor.id, at: clock.now(), reason });
      if (state === 'restoring')
        await jobs.add(
          trx,
          restoreJob,
          { intakeId, runId: task.runId },
          { jobKey: `restore:${intakeId}`, queueName },
        );
      const { projectId, seriesId } = task;
      const subject = { kind: 'series', id: seriesId };
      await audit.record(trx, ctx, {
        action: 'U',
        type: `defacing.face.${decision === 'accept' ? 'accepted' : decision === 'exempt' ? 'exempted' : 'restored'}`,
        projectId,
        object: subject,
        related: [{ kind: 'intake', id: intakeId }],
        before: { state: task.state },
        after: { state },
        reason,
      });
      await events.publish(trx, seriesDefaced, {
        ctx,
        projectId,
        subject,
        data: { seriesId, intakeId, state },
      });
    });
  }

  return { standing, obstacle, picture, decide };
}

export type Defacing = ReturnType<typeof createDefacing>;
