import type { Context } from '../../kernel/context/index.ts';
import type { Trx } from '../../kernel/db/index.ts';
import { newId } from '../../kernel/ids/index.ts';
import { problem } from '../../kernel/problems/index.ts';
import type { CurationDeps } from '../cases.service.ts';
import { caseOpened, seriesWithdrawn } from '../curation.events.ts';
import { notWithdrawable } from '../curation.problems.ts';
import type { CaseRow, StoredFinding } from '../curation.repository.ts';
import { riskOf } from '../verdict.ts';
import { whyMoreUndecided } from './released-verdict.ts';

const whyNot = {
  gone: 'It is not released any more. Load it again.',
  newer: whyMoreUndecided.waiting,
} as const;

/** Sends what is released back to quarantine: unseen at once, its case open, what was found in front of the reviewer. */
export function createWithdrawal({ clock, audit, events, archive, leaks }: CurationDeps) {
  /** With what was found since; the search that is asked for brings it up to date before anybody can approve. */
  async function reopen(trx: Trx, row: CaseRow, since: readonly StoredFinding[]): Promise<void> {
    const findings = [...row.findings, ...since];
    await trx
      .updateTable('curation.quarantine_case')
      .set({
        state: 'open',
        version: row.version + 1,
        risk: riskOf(findings),
        findings: JSON.stringify(findings),
        decided_at: null,
        effective_at: null,
      })
      .where('id', '=', row.id)
      .execute();
    await leaks.request(trx, row.projectId, row.seriesId, row.intakeId);
  }

  /** The case is locked by the caller. @throws notWithdrawable */
  return async function withdraw(
    trx: Trx,
    ctx: Context,
    row: CaseRow,
    { findings, reason }: { findings: readonly StoredFinding[]; reason: string | null },
  ): Promise<void> {
    const withdrawal = await archive.intakes.withdraw(trx, row.intakeId);
    if (withdrawal.kind !== 'withdrawn') throw problem(notWithdrawable, { detail: whyNot[withdrawal.kind] });
    await trx
      .insertInto('curation.decision')
      .values({
        id: newId(),
        case_id: row.id,
        account_id: ctx.actor.id,
        verdict: 'withdraw',
        reason,
        case_version: row.version,
        decided_at: clock.now(),
      })
      .execute();
    await reopen(trx, row, findings);
    const { projectId, seriesId, intakeId, instanceCount } = row;
    const subject = { kind: 'series', id: seriesId };
    await audit.record(trx, ctx, {
      action: 'U',
      type: 'curation.series.withdrawn',
      projectId,
      object: subject,
      related: [{ kind: 'case', id: row.id }],
      after: { instances: instanceCount },
      reason,
    });
    const data = { caseId: row.id, seriesId };
    await events.publish(trx, seriesWithdrawn, { ctx, projectId, subject, data: { ...data, intakeId } });
    await events.publish(trx, caseOpened, { ctx, projectId, subject, data: { ...data, instanceCount } });
  };
}
