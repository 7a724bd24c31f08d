import { firstText } from '@pesscara/dicom';
import { intakeQuarantined } from '../../../archive/archive.events.ts';
import type { Archive } from '../../../archive/index.ts';
import type { Catalogue } from '../../../catalogue/index.ts';
import type { Context } from '../../../kernel/context/index.ts';
import { type Trx, transact } from '../../../kernel/db/index.ts';
import type { Vault } from '../../../kernel/vault/index.ts';
import { consentWithdrawn } from '../../identity.events.ts';
import { withdrawJob } from '../../identity.jobs.ts';
import { type PlacedExam, selectFacts, selectPlacedExams } from '../facts/fact.repository.ts';
import type { ReassignmentDeps } from '../reassignment/reassignment.ts';
import { type Condemned, condemnedBy } from './condemned.ts';
import {
  addDestroyed,
  beginDue,
  deleteOriginalsSealedBy,
  deleteTraces,
  endWithdrawal,
  hasWithdrawals,
  lockExam,
  partConflicts,
  reopenWithdrawal,
  selectBytesOfExam,
} from './withdrawal.repository.ts';

export interface WithdrawalDeps extends Omit<ReassignmentDeps, 'archive' | 'catalogue'> {
  archive: Pick<Archive, 'versions' | 'held'>;
  catalogue: Pick<Catalogue, 'removeExam'>;
  vault: Pick<Vault, 'removeFile'>;
  config: { withdrawalUndoMs: number };
}

type Work = { projectId: string; factId: string };

const heldReason = 'Its patient withdrew consent.';

/**
 * Carries out withdrawals whose time to undo is over. Repeatable at any point: it looks at what is there and destroys the rest. First the
 * keys, so that nothing opens and nothing more comes in; then exam by exam; then what is held, and rows of tables.
 */
export function createWithdrawal(deps: WithdrawalDeps) {
  const { db, clock, audit, events, jobs, archive, catalogue, deidentification, vault, config } = deps;
  const { crosswalk } = deidentification;

  /** One exam, all at once: images with their versions and originals, derived files, reviews, and what the catalogue shows. */
  async function removeExam(ctx: Context, { projectId, factId }: Work, exam: PlacedExam): Promise<void> {
    await transact(db, async (trx) => {
      await lockExam(trx, exam.examId);
      const { blobs, vaultFiles, images } = await selectBytesOfExam(trx, exam.examId);
      // Before their rows go: what is interrupted here is begun anew, and finds the rows.
      for (const name of vaultFiles) await vault.removeFile(name);
      await partConflicts(trx, exam.examId);
      await catalogue.removeExam(trx, exam.examId);
      await archive.versions.eraseBlobs(trx, blobs);
      await audit.record(trx, ctx, {
        action: 'D',
        type: 'identity.exam.destroyed',
        projectId,
        object: { kind: 'exam', id: exam.examId },
        related: [{ kind: 'fact', id: factId }],
        before: { subject: exam.code, images },
      });
      await addDestroyed(trx, factId, { exams: 1, images, tableRows: 0 });
    });
  }

  async function destroyKeys(projectId: string, codes: readonly string[]): Promise<void> {
    const beginnings = await crosswalk.destruction.sealedBeginnings(projectId, codes);
    await transact(db, (trx) => deleteOriginalsSealedBy(trx, projectId, beginnings));
    await crosswalk.destruction.destroy(projectId, codes);
  }

  async function discardHeld(ctx: Context, projectId: string, codes: readonly string[]): Promise<number> {
    const theirs = new Set(codes);
    return archive.held.discardOfPerson(ctx, {
      projectId,
      reason: heldReason,
      async isTheirs(header) {
        const patientId = firstText(header, 'PatientID') ?? '';
        if (patientId.trim() === '') return false;
        const issuer = firstText(header, 'IssuerOfPatientID') ?? '';
        const [subject] = await crosswalk.findMany(projectId, [{ issuer, patientId }]);
        return subject !== undefined && theirs.has(subject.originCode);
      },
    });
  }

  async function theirExams(projectId: string, { codes, has, movedExams }: Condemned): Promise<PlacedExam[]> {
    const placed = await selectPlacedExams(db, projectId, { codes, studyInstanceUids: movedExams });
    return placed.filter(({ studyInstanceUid, originCode }) => has(studyInstanceUid, originCode));
  }

  async function carryOut(ctx: Context, work: Work, condemned: Condemned, isDone: boolean): Promise<void> {
    const { projectId, factId } = work;
    const { codes } = condemned;
    const known = await crosswalk.destruction.voidCodes(projectId);
    const exams = await theirExams(projectId, condemned);
    if (isDone && exams.length === 0 && codes.every((code) => known.has(code))) return;
    // What is joined to them later is begun like the first, so that an interruption does not pass for the end.
    if (isDone) await reopenWithdrawal(db, factId);
    await destroyKeys(projectId, codes);
    for (const exam of exams) await removeExam(ctx, work, exam);
    await discardHeld(ctx, projectId, codes);
    await transact(db, async (trx) => {
      const tableRows = await deleteTraces(trx, projectId, codes);
      await addDestroyed(trx, factId, { exams: 0, images: 0, tableRows });
      await endWithdrawal(trx, factId, clock.now());
      await events.publish(trx, consentWithdrawn, {
        ctx,
        projectId,
        subject: { kind: 'fact', id: factId },
        data: { factId },
      });
    });
  }

  jobs.handle(withdrawJob, async ({ projectId }, ctx) => {
    const now = clock.now();
    const due = await transact(db, (trx) => beginDue(trx, projectId, now));
    const records = await selectFacts(db, projectId);
    const dated = await crosswalk.datedChildren.list(projectId);
    for (const { id, code, isDone } of due) {
      const condemned = condemnedBy(records, [code], { now, undoMs: config.withdrawalUndoMs, dated });
      await carryOut(ctx, { projectId, factId: id }, condemned, isDone);
    }
  });

  async function enqueue(trx: Trx, projectId: string, runAt: Date): Promise<void> {
    await jobs.add(trx, withdrawJob, { projectId }, { queueName: `identity ${projectId}`, runAt });
  }

  // What was on its way in when the keys went has rows by now.
  events.subscribe(intakeQuarantined, 'identity.withdraw-late', async (trx, { projectId }) => {
    if (projectId !== null && (await hasWithdrawals(trx, projectId)))
      await enqueue(trx, projectId, clock.now());
  });

  return { enqueue };
}
