import { type Checked, type LeakFinding, type LeakSeverity } from '@pesscara/leak-check';
import { intakeQuarantined, seriesReplaced } from '../archive/archive.events.ts';
import { eachInstance, holdIntake, type StoredInstance } from '../archive/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Clock } from '../kernel/clock/index.ts';
import type { Context } from '../kernel/context/index.ts';
import { type Trx, transact } from '../kernel/db/index.ts';
import type { Events } from '../kernel/events/index.ts';
import { newId } from '../kernel/ids/index.ts';
import type { Jobs } from '../kernel/jobs/index.ts';
import type { Logger } from '../kernel/log/index.ts';
import type { Vault } from '../kernel/vault/index.ts';
import type { Pixels, StandingText } from '../pixels/index.ts';
import { pixelsChanged } from '../pixels/pixels.events.ts';
import type { DerivedFile, ObjectBytes } from './check-messages.ts';
import { createCheckThread } from './check-thread.ts';
import {
  bytesOf,
  type Gathered,
  type GatheringDeps,
  gatherIdentifiers,
  identifiersOfSubject,
} from './gathering.ts';
import { intakeChecked } from './leaks.events.ts';
import { checkIntakeJob } from './leaks.jobs.ts';
import {
  contentDigestOf,
  countAttempt,
  findCheck,
  finishCheck,
  insertWaiting,
  type StoredCheck,
  selectChecksOfSeries,
  subjectCodeOfSeries,
} from './leaks.repository.ts';
import { createSum, failedCheck, type Sum, type SummedFinding } from './summing-up.ts';

export interface LeaksDeps extends GatheringDeps {
  clock: Clock;
  audit: Audit;
  events: Events;
  jobs: Jobs;
  vault: Pick<Vault, 'deriveKey'>;
  pixels: Pick<Pixels, 'standingText'>;
  log: Logger;
  config: { leakCheckMaxObjectBytes: number; leakCheckTimeoutMs: number };
}

/** Where the check of an arrival stands. `isCurrent`: what is there now is what was checked. */
export interface Standing {
  isCurrent: boolean;
  /** When the last search ended; null while one is asked for. */
  finishedAt: Date | null;
  findings: readonly SummedFinding[];
}

// So many bytes go to the thread at a time: enough to keep it busy, little to hold.
const placeInPixels = 'text in pixels';
const batchBytes = 8 * 1024 * 1024;
const lanes = 2;

interface Result {
  findings: SummedFinding[];
  identifierCount: number;
  instanceCount: number;
}

/** Searches arrivals, and files made of them, for identifiers of their patient. */
export function createLeaks(deps: LeaksDeps) {
  const { db, clock, audit, events, jobs, config } = deps;
  const thread = createCheckThread({ log: deps.log, timeoutMs: config.leakCheckTimeoutMs });
  const masterKey = deps.vault.deriveKey('leak-findings');

  async function request(trx: Trx, projectId: string, seriesId: string, intakeId: string): Promise<void> {
    if (!(await holdIntake(trx, intakeId))) return;
    await insertWaiting(trx, { intakeId, projectId, seriesId, now: clock.now() });
    const lane = Number.parseInt(intakeId.slice(-2), 16) % lanes;
    await jobs.add(
      trx,
      checkIntakeJob,
      { intakeId },
      { jobKey: `leak-check:${intakeId}`, queueName: `leak-check:${lane}` },
    );
  }

  /** A fact may be told after what it tells of was searched for another reason: then there is nothing to ask for. */
  async function requestIfChanged(
    trx: Trx,
    projectId: string,
    seriesId: string,
    intakeId: string,
  ): Promise<void> {
    if (!(await standing(trx, intakeId)).isCurrent) await request(trx, projectId, seriesId, intakeId);
  }

  /** Opens a check in the thread for as long as `work` takes. */
  async function withCheck<T>(
    projectId: string,
    subjectCode: string,
    { identifiers, characterSetTerms }: Gathered,
    work: (checkId: string) => Promise<T>,
  ): Promise<T> {
    const checkId = newId();
    const hashKey = Buffer.concat([masterKey, Buffer.from(projectId)]);
    await thread.run({
      kind: 'open',
      checkId,
      identifiers,
      permitted: [subjectCode],
      hashKey,
      characterSetTerms,
    });
    try {
      return await work(checkId);
    } finally {
      await thread.run({ kind: 'close', checkId });
    }
  }

  /** What is there now: the instances, and what was read in their pixels and stands there still. */
  async function contentOf(trx: Trx | LeaksDeps['db'], intakeId: string) {
    const text = await deps.pixels.standingText(trx, intakeId);
    return { text, digest: await contentDigestOf(trx, intakeId, text?.key ?? '') };
  }

  /** What the last check of an arrival found, and whether it still holds. */
  async function standing(trx: Trx | LeaksDeps['db'], intakeId: string): Promise<Standing> {
    const check = await findCheck(trx, intakeId);
    if (check === undefined) return { isCurrent: false, finishedAt: null, findings: [] };
    const isCurrent =
      check.state !== 'waiting' &&
      check.contentSha256?.equals((await contentOf(trx, intakeId)).digest) === true;
    return { isCurrent, finishedAt: check.finishedAt, findings: check.findings };
  }

  async function searchObjects(checkId: string, instances: readonly StoredInstance[], sum: Sum) {
    let batch: { instance: StoredInstance; object: ObjectBytes }[] = [];
    let size = 0;
    const flush = async () => {
      const results = await thread.run({
        kind: 'objects',
        checkId,
        objects: batch.map(({ object }) => object),
      });
      for (const [index, checked] of results.entries())
        sum.addChecked(checked, batch[index]?.instance.id ?? null);
      batch = [];
      size = 0;
    };
    for (const instance of instances) {
      const object = await bytesOf(deps, instance, config.leakCheckMaxObjectBytes);
      if (object === undefined) {
        sum.addChecked({ findings: [], unsearched: ['object'] }, instance.id);
        continue;
      }
      batch.push({ instance, object });
      size += object.head.length;
      if (size >= batchBytes) await flush();
    }
    if (batch.length > 0) await flush();
  }

  async function searchTexts(checkId: string, standing: StandingText | null, sum: Sum): Promise<void> {
    if (standing === null) return;
    const found = standing.texts();
    const texts = found.map(({ text }) => ({ path: placeInPixels, text }));
    const results = await thread.run({ kind: 'texts', checkId, texts });
    for (const [index, checked] of results.entries())
      sum.addChecked(checked, found[index]?.instanceId ?? null);
    for (const instanceId of standing.unreadInstanceIds)
      sum.addChecked({ findings: [], unsearched: [placeInPixels] }, instanceId);
  }

  async function search(
    { projectId, seriesId, intakeId }: StoredCheck,
    text: StandingText | null,
  ): Promise<Result> {
    const subjectCode = (await subjectCodeOfSeries(db, seriesId)) ?? '';
    const instances: StoredInstance[] = [];
    for await (const instance of eachInstance(db, { kind: 'intake', projectId, intakeId }, { intakeId }))
      instances.push(instance);
    const gathered = await gatherIdentifiers(deps, { projectId, subjectCode }, instances);
    const sum = createSum();
    await withCheck(projectId, subjectCode, gathered, async (checkId) => {
      await searchObjects(checkId, instances, sum);
      await searchTexts(checkId, text, sum);
    });
    return {
      findings: sum.result(),
      identifierCount: gathered.identifiers.length,
      instanceCount: instances.length,
    };
  }

  async function finish(
    ctx: Context,
    { intakeId, projectId, seriesId }: StoredCheck,
    contentSha256: Buffer,
    state: 'done' | 'failed',
    result: Result,
  ): Promise<void> {
    await transact(db, async (trx) => {
      const check = await findCheck(trx, intakeId, { lock: true });
      // Asked for anew meanwhile, or changed: another job looks at what is there now.
      if (check?.state !== 'waiting') return;
      if (!contentSha256.equals((await contentOf(trx, intakeId)).digest)) {
        await request(trx, projectId, seriesId, intakeId);
        return;
      }
      await finishCheck(trx, intakeId, { ...result, state, contentSha256, now: clock.now() });
      const count = (severity: LeakSeverity) =>
        result.findings.filter((one) => one.severity === severity).length;
      const counts = { high: count('high'), medium: count('medium'), low: count('low') };
      const subject = { kind: 'series', id: seriesId };
      await audit.record(trx, ctx, {
        action: 'E',
        type: 'leaks.intake.checked',
        outcome: state === 'failed' ? 8 : 0,
        projectId,
        object: { kind: 'intake', id: intakeId },
        related: [subject],
        after: { ...counts, instances: result.instanceCount, identifiers: result.identifierCount },
      });
      await events.publish(trx, intakeChecked, {
        ctx,
        projectId,
        subject,
        data: { intakeId, seriesId, state, ...counts },
      });
    });
  }

  jobs.handle(checkIntakeJob, async ({ intakeId }, ctx) => {
    const check = await countAttempt(db, intakeId);
    if (check === undefined) return;
    const { text, digest } = await contentOf(db, intakeId);
    const outcome = await search(check, text).catch((error: unknown) => {
      if (check.attempts < checkIntakeJob.maxAttempts) throw error;
      const { name, stack } = error as Error;
      ctx.log.error(
        { event: 'leaks.check.failed', error: { name, stack } },
        'An arrival could not be searched for identifiers',
      );
      return undefined;
    });
    const failed = { findings: [failedCheck], identifierCount: 0, instanceCount: 0 };
    await finish(ctx, check, digest, outcome === undefined ? 'failed' : 'done', outcome ?? failed);
  });

  events.subscribe(intakeQuarantined, 'leaks.on-quarantine', async (trx, { projectId, data }) => {
    if (projectId !== null) await request(trx, projectId, data.seriesId, data.intakeId);
  });
  events.subscribe(seriesReplaced, 'leaks.on-replacement', async (trx, { projectId, data }) => {
    if (projectId === null) return;
    for (const intakeId of await selectChecksOfSeries(trx, data.seriesId))
      await requestIfChanged(trx, projectId, data.seriesId, intakeId);
  });

  // Text that was read, or is not there any more: what was searched is not all that is there.
  events.subscribe(
    pixelsChanged,
    'leaks.on-text',
    async (trx, { projectId, data: { intakeId, seriesId } }) => {
      const check = await findCheck(trx, intakeId);
      if (projectId === null || check === undefined || check.state === 'waiting') return;
      await requestIfChanged(trx, projectId, seriesId, intakeId);
    },
  );

  return {
    request,
    standing,

    /** Searches files made of a series before anybody may have them; the answer names places, and no value. */
    async checkFiles(
      projectId: string,
      seriesId: string,
      files: readonly DerivedFile[],
    ): Promise<LeakFinding[]> {
      const subjectCode = (await subjectCodeOfSeries(db, seriesId)) ?? '';
      const list = await identifiersOfSubject(deps, projectId, subjectCode);
      const gathered = { identifiers: list.list(), characterSetTerms: [] };
      const results: readonly Checked[] = await withCheck(projectId, subjectCode, gathered, (checkId) =>
        thread.run({ kind: 'files', checkId, files }),
      );
      return results.flatMap(({ findings }) => findings);
    },

    close: thread.close,
  };
}

export type Leaks = ReturnType<typeof createLeaks>;
