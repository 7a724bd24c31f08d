import { deleteOriginals, restoreRejected } from '../archive/index.ts';
import { later } from '../kernel/clock/index.ts';
import type { Context } from '../kernel/context/index.ts';
import { type Trx, transact } from '../kernel/db/index.ts';
import type { RouteProject } from '../kernel/http/index.ts';
import { newId } from '../kernel/ids/index.ts';
import { problem } from '../kernel/problems/index.ts';
import { stopsRelease } from '../leaks/index.ts';
import type { CurationDeps } from './cases.service.ts';
import { caseDecided, caseOpened, seriesRejected, seriesReleased } from './curation.events.ts';
import { removeRejectedJob, takeEffectJob } from './curation.jobs.ts';
import {
  caseNotFound,
  caseStale,
  faceUndecided,
  leakCheckPending,
  leakFound,
  notOpen,
  notUndoable,
  pixelsNotReady,
  reasonNeeded,
  reviewerNotAllowed,
} from './curation.problems.ts';
import { type CaseRow, listDecisions, lockCase } from './curation.repository.ts';
import { holdsUpRelease, requireValues } from './inventory/approval.ts';
import { forgetUses } from './inventory/inventory.repository.ts';
import { requestInventory } from './inventory/inventory.service.ts';
import { isSearched } from './searched.ts';
import {
  type CaseFacts,
  type CaseState,
  decideVerdict,
  needsReason,
  type ReviewPolicy,
  type Standing,
  standingOf,
  type Verdict,
  whyNot,
} from './verdict.ts';

export interface DecisionInput {
  verdict: Verdict;
  version: number;
  reasonCode?: string | undefined;
  reason?: string | undefined;
  /** Decided together with others, without a look at this one. */
  isOneOfMany?: boolean;
}

/** The project's rules of review. */
export function policyOf(settings: Readonly<Record<string, unknown>>): ReviewPolicy {
  return {
    reviewerMayBeImporter: settings['reviewerMayBeImporter'] !== false,
    secondReviewer: settings['secondReviewer'] === true,
  };
}

export const leakSearchRuns =
  'Its images are being searched for identifiers of the patient. Try it again in a moment.';

/** What decides on a decision, from the case and those before. */
export async function factsOf(db: CurationDeps['db'] | Trx, row: CaseRow): Promise<CaseFacts & Standing> {
  return {
    state: row.state,
    importerId: row.importerId,
    isStopped: row.findings.some(stopsRelease),
    ...standingOf(await listDecisions(db, row.id), row.version),
  };
}

/** Decides, takes back, and makes effective. */
export function createDecisions(deps: CurationDeps) {
  const { db, clock, audit, events, jobs, archive, projects, leaks, pixels, config } = deps;

  async function record(
    trx: Trx,
    ctx: Context,
    row: CaseRow,
    verdict: Verdict | 'undo',
    input: Partial<DecisionInput>,
  ): Promise<void> {
    await trx
      .insertInto('curation.decision')
      .values({
        id: newId(),
        case_id: row.id,
        account_id: ctx.actor.id,
        verdict,
        reason_code: input.reasonCode ?? null,
        reason: input.reason ?? null,
        case_version: row.version,
        decided_at: clock.now(),
      })
      .execute();
    await audit.record(trx, ctx, {
      action: 'U',
      type: `curation.case.${verdict === 'undo' ? 'undone' : verdict === 'approve' ? 'approved' : 'rejected'}`,
      projectId: row.projectId,
      object: { kind: 'case', id: row.id },
      related: [{ kind: 'series', id: row.seriesId }],
      after: {
        instances: row.instanceCount,
        reasonCode: input.reasonCode,
        ...(verdict === 'approve' ? { leaks: row.findings.filter(stopsRelease).length } : {}),
      },
      reason: input.reason ?? null,
    });
    await events.publish(trx, caseDecided, {
      ctx,
      projectId: row.projectId,
      subject: { kind: 'series', id: row.seriesId },
      data: { caseId: row.id, seriesId: row.seriesId, verdict },
    });
  }

  async function update(trx: Trx, row: CaseRow, state: CaseState, effectiveAt: Date | null): Promise<void> {
    await trx
      .updateTable('curation.quarantine_case')
      .set({
        state,
        version: row.version + 1,
        decided_at: state === 'open' || state === 'first-approved' ? null : clock.now(),
        effective_at: effectiveAt,
      })
      .where('id', '=', row.id)
      .execute();
  }

  /** Nothing goes out before text and faces are dealt with, or a person decided otherwise. @throws faceUndecided, pixelsNotReady */
  async function requireReadyPixels(trx: Trx, { intakeId }: CaseRow): Promise<void> {
    const detail = await deps.defacing.obstacle(trx, intakeId);
    if (detail !== null) throw problem(faceUndecided, { detail });
    const obstacle = await pixels.obstacle(trx, intakeId);
    if (obstacle !== null) throw problem(pixelsNotReady, { detail: obstacle });
  }

  /** Why an approval cannot be taken: what is there was not searched yet, or was searched and a person must look at it. */
  async function checkLeaks(
    trx: Trx,
    row: CaseRow,
    facts: CaseFacts,
    { reason, isOneOfMany }: DecisionInput,
  ): Promise<void> {
    if (!(await isSearched(leaks, trx, row))) throw problem(leakCheckPending, { detail: leakSearchRuns });
    if (facts.isStopped && isOneOfMany === true)
      throw problem(leakFound, {
        detail:
          'The leak check found an identifier of the patient, or could not search everything. Open the case and decide on it by itself; a release takes two persons, the second with a reason.',
      });
    if (needsReason(facts) && (reason ?? '').trim() === '')
      throw problem(reasonNeeded, {
        detail:
          'The leak check found an identifier of the patient, or could not search everything. Say why it may be released nevertheless.',
        errors: [{ pointer: '/body/reason', detail: 'is needed' }],
      });
  }

  /** @throws valuesPending, valuesUndecided, faceUndecided, pixelsNotReady, leakCheckPending, leakFound, reasonNeeded */
  async function checkApproval(
    trx: Trx,
    row: CaseRow,
    facts: CaseFacts,
    input: DecisionInput,
    settings: RouteProject['settings'],
  ): Promise<void> {
    await requireReadyPixels(trx, row);
    await requireValues(trx, row, settings['decideFlaggedValues'] === true);
    await checkLeaks(trx, row, facts, input);
  }

  /** Begun anew since the approval, because the profile was applied again; or replaced, searched, being masked or rewritten. */
  async function isHeldUp(trx: Trx, row: CaseRow): Promise<boolean> {
    const { intakeId } = row;
    return (
      (await deps.defacing.obstacle(trx, intakeId)) !== null ||
      (await pixels.obstacle(trx, intakeId)) !== null ||
      !(await isSearched(leaks, trx, row)) ||
      (await holdsUpRelease(trx, row))
    );
  }

  function checkRejection(input: DecisionInput): void {
    if (input.verdict === 'reject' && input.reasonCode === undefined)
      throw problem(reasonNeeded, {
        errors: [{ pointer: '/body/reasonCode', detail: 'is needed to reject' }],
      });
    if (input.reasonCode === 'other' && (input.reason ?? '').trim() === '')
      throw problem(reasonNeeded, {
        detail: 'Say in words what the other reason is.',
        errors: [{ pointer: '/body/reason', detail: 'is needed' }],
      });
  }

  /**
   * A reviewer's verdict.
   * @throws caseNotFound, caseStale, notOpen, reviewerNotAllowed, reasonNeeded, faceUndecided, leakCheckPending, leakFound,
   * valuesPending, valuesUndecided
   */
  async function decide(
    ctx: Context,
    project: RouteProject,
    id: string,
    input: DecisionInput,
  ): Promise<void> {
    checkRejection(input);
    await transact(db, async (trx) => {
      const row = await lockCase(trx, project.id, id);
      if (row === undefined) throw problem(caseNotFound);
      if (row.state !== 'open' && row.state !== 'first-approved')
        throw problem(notOpen, { detail: 'Someone decided on it already. Load it again.' });
      if (row.version !== input.version)
        throw problem(caseStale, {
          detail: 'More instances came, or another reviewer was here. Look at it again.',
        });
      const policy = policyOf(project.settings);
      const facts = await factsOf(trx, row);
      const why = whyNot(facts, policy, ctx.actor.id);
      if (why !== null) throw problem(reviewerNotAllowed, { detail: why });
      if (input.verdict === 'approve') await checkApproval(trx, row, facts, input, project.settings);
      const state = decideVerdict(facts, policy, input.verdict);
      const effectiveAt = state === 'first-approved' ? null : later(clock.now(), config.undoMs);
      await record(trx, ctx, row, input.verdict, input);
      await update(trx, row, state, effectiveAt);
      if (effectiveAt !== null)
        await jobs.add(
          trx,
          takeEffectJob,
          { caseId: id, version: row.version + 1 },
          { jobKey: `take-effect:${id}`, runAt: effectiveAt },
        );
    });
  }

  async function publishOpened(trx: Trx, ctx: Context, row: CaseRow): Promise<void> {
    await events.publish(trx, caseOpened, {
      ctx,
      projectId: row.projectId,
      subject: { kind: 'series', id: row.seriesId },
      data: { caseId: row.id, seriesId: row.seriesId, instanceCount: row.instanceCount },
    });
  }

  /** Brings what was rejected back into quarantine, while it is kept. */
  async function restore(trx: Trx, ctx: Context, row: CaseRow): Promise<void> {
    const restored = await restoreRejected(trx, row.intakeId);
    if (restored.kind === 'gone') throw problem(notUndoable, { detail: 'The rejected images were removed.' });
    if (restored.kind === 'newer')
      throw problem(notUndoable, {
        detail: 'More of this series came since and waits for its own review. Decide on that first.',
      });
    const { intakeId, projectId, seriesId } = row;
    await pixels.resumeSearch(trx, { intakeId, projectId, seriesId });
    await requestInventory(jobs, trx, intakeId);
    await publishOpened(trx, ctx, row);
  }

  /**
   * Takes the last decision back: within the time to undo, or a rejection as long as the images are kept.
   * @throws caseNotFound, caseStale, notUndoable
   */
  async function undo(ctx: Context, project: RouteProject, id: string, version: number): Promise<void> {
    await transact(db, async (trx) => {
      const row = await lockCase(trx, project.id, id);
      if (row === undefined) throw problem(caseNotFound);
      if (row.version !== version)
        throw problem(caseStale, { detail: 'It changed in the meantime. Load it again.' });
      if (row.state === 'released') throw problem(notUndoable, { detail: 'The series is released.' });
      if (row.state === 'open') throw problem(notUndoable, { detail: 'There is no decision to take back.' });
      const { beforeLast } = await factsOf(trx, row);
      if (row.state === 'discarded') await restore(trx, ctx, row);
      await record(trx, ctx, row, 'undo', {});
      await update(trx, row, beforeLast, null);
    });
  }

  async function publishEffect(trx: Trx, ctx: Context, row: CaseRow, instanceCount: number): Promise<void> {
    const subject = { kind: 'series', id: row.seriesId };
    const data = { caseId: row.id, seriesId: row.seriesId, intakeId: row.intakeId };
    const { projectId } = row;
    if (row.state === 'approved')
      await events.publish(trx, seriesReleased, {
        ctx,
        projectId,
        subject,
        data: { ...data, instanceCount },
      });
    else await events.publish(trx, seriesRejected, { ctx, projectId, subject, data });
  }

  /** What the decision leaves behind: originals go now unless the project keeps them, rejected images after a while. */
  async function cleanUp(trx: Trx, row: CaseRow): Promise<number> {
    await forgetUses(trx, row.intakeId);
    // A value that was removed is meant to be gone, from the versions before as well.
    if (row.state === 'approved') await archive.versions.discardBefore(trx, row.intakeId, 'value-decision');
    if (row.state === 'rejected')
      await jobs.add(
        trx,
        removeRejectedJob,
        { caseId: row.id, version: row.version },
        { jobKey: `remove-rejected:${row.id}`, runAt: later(clock.now(), config.rejectedKeptMs) },
      );
    const project = await projects.findProject(row.projectId, trx);
    return project?.settings.originals === 'keep' ? 0 : deleteOriginals(trx, row.intakeId);
  }

  async function finish(trx: Trx, ctx: Context, row: CaseRow, instanceCount: number): Promise<void> {
    await trx
      .updateTable('curation.quarantine_case')
      .set({ state: row.state === 'approved' ? 'released' : 'discarded' })
      .where('id', '=', row.id)
      .execute();
    const originalsRemoved = await cleanUp(trx, row);
    await audit.record(trx, ctx, {
      action: 'E',
      type: row.state === 'approved' ? 'curation.series.released' : 'curation.series.rejected',
      projectId: row.projectId,
      object: { kind: 'series', id: row.seriesId },
      related: [{ kind: 'case', id: row.id }],
      after: { instances: instanceCount, originalsRemoved },
    });
    await publishEffect(trx, ctx, row, instanceCount);
  }

  jobs.handle(takeEffectJob, async ({ caseId, version }, ctx) => {
    await transact(db, async (trx) => {
      const row = await lockCase(trx, undefined, caseId);
      // Taken back, or decided anew: that decision has a job of its own.
      if (
        row === undefined ||
        row.version !== version ||
        (row.state !== 'approved' && row.state !== 'rejected')
      )
        return;
      if (row.state === 'approved' && (await isHeldUp(trx, row))) {
        await update(trx, row, 'open', null);
        await leaks.request(trx, row.projectId, row.seriesId, row.intakeId);
        await publishOpened(trx, ctx, row);
        return;
      }
      const decision =
        row.state === 'approved'
          ? await archive.intakes.release(trx, row.intakeId, row.instanceCount)
          : await archive.intakes.reject(trx, row.intakeId, row.instanceCount);
      if (decision.kind === 'decided') await finish(trx, ctx, row, decision.instanceCount);
      else {
        // Instances came after the review. The case opens again; its intake will close again and tell the new count.
        await update(trx, row, 'open', null);
        await publishOpened(trx, ctx, row);
      }
    });
  });

  return { decide, undo };
}

export type Decisions = ReturnType<typeof createDecisions>;
