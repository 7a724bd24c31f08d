import { later } from '../../../kernel/clock/index.ts';
import type { Context } from '../../../kernel/context/index.ts';
import { type Trx, transact } from '../../../kernel/db/index.ts';
import type { RouteProject } from '../../../kernel/http/index.ts';
import { newId } from '../../../kernel/ids/index.ts';
import { problem } from '../../../kernel/problems/index.ts';
import { factNotFound, factRefused, subjectNotFound } from '../../identity.problems.ts';
import { requireFreshSession } from '../../reveal.service.ts';
import {
  type AffectedExam,
  countRowsByOrigin,
  factsOf,
  insertFact,
  selectFacts,
  selectPlacedExams,
} from '../facts/fact.repository.ts';
import { whoIsWho } from '../facts/who-is-who.ts';
import { codesOfPerson } from './condemned.ts';
import { confirmFact, countCases, countExports, lockFact } from './withdrawal.repository.ts';
import { createWithdrawal, type WithdrawalDeps } from './withdrawal.ts';

export interface WithdrawalServiceDeps extends WithdrawalDeps {
  config: WithdrawalDeps['config'] & { revealFreshSignInMs: number };
}

/** What a withdrawal would destroy, and what of it has left already. */
export interface WithdrawalPreview {
  /** All subjects that are this one person. */
  codes: string[];
  identifiers: number;
  exams: Omit<AffectedExam, 'to'>[];
  tableRows: number;
  cases: number;
  /** Her children who were examined before birth: what is theirs stays. */
  children: string[];
  exports: number;
  selectionExports: number;
  undoMs: number;
  needsSecondPerson: boolean;
}

const needsSecondPerson = ({ settings }: RouteProject) => settings['secondReviewer'] === true;

/** Withdrawals of consent: a look at what goes, the order, its confirmation by a second person. */
export function createWithdrawals(deps: WithdrawalServiceDeps) {
  const { db, clock, audit, deidentification, config } = deps;
  const { crosswalk } = deidentification;
  const withdrawal = createWithdrawal(deps);

  async function personOf(projectId: string, code: string) {
    const subject = await crosswalk.desk.find(projectId, code);
    if (subject === undefined) throw problem(subjectNotFound);
    const records = await selectFacts(db, projectId);
    const who = whoIsWho(factsOf(records), await crosswalk.datedChildren.list(projectId));
    const codes = codesOfPerson(code, who).sort();
    const isWithdrawn = records.some(
      ({ kind, undoneBy, fromCode }) =>
        kind === 'withdraw' && undoneBy === null && codes.includes(fromCode ?? ''),
    );
    if (isWithdrawn || subject.state === 'void')
      throw problem(factRefused, { detail: 'Consent of this person was withdrawn before.' });
    const root = await crosswalk.desk.find(projectId, who.subjectOf(code));
    const children = who.relations.filter(({ mother }) => codes.includes(mother)).map(({ child }) => child);
    return { codes, children, identifiers: root?.aliasCount ?? subject.aliasCount };
  }

  /** What a withdrawal would destroy: everything of the person, under whichever subject. @throws subjectNotFound, factRefused */
  async function preview(project: RouteProject, code: string): Promise<WithdrawalPreview> {
    const { codes, children, identifiers } = await personOf(project.id, code);
    const exams = await selectPlacedExams(db, project.id, { codes, studyInstanceUids: [] });
    const examIds = exams.map(({ examId }) => examId);
    const rows = await countRowsByOrigin(db, project.id, codes);
    return {
      codes,
      children,
      identifiers,
      exams: exams.map(({ examId, studyDate, code: from, series, instances, files }) => ({
        examId,
        studyDate,
        from,
        series,
        instances,
        files,
      })),
      tableRows: rows.reduce((sum, row) => sum + row.count, 0),
      cases: await countCases(db, examIds),
      ...(await countExports(db, project.id, { codes, examIds })),
      undoMs: config.withdrawalUndoMs,
      needsSecondPerson: needsSecondPerson(project),
    };
  }

  /**
   * Orders the destruction of everything of a person; it begins when the time to undo is over and, where the project asks for it, a second
   * person has confirmed it. The fact's id. @throws signInAgain, subjectNotFound, factRefused
   */
  async function withdraw(ctx: Context, project: RouteProject, code: string, reason: string) {
    requireFreshSession(ctx, clock, config.revealFreshSignInMs);
    const shown = await preview(project, code);
    const [id, now] = [newId(), clock.now()];
    const effectiveAt = needsSecondPerson(project) ? null : later(now, config.withdrawalUndoMs);
    await transact(db, async (trx) => {
      await insertFact(trx, {
        id,
        projectId: project.id,
        kind: 'withdraw',
        fromCode: code,
        reason,
        preview: { exams: shown.exams.map((exam) => ({ ...exam, to: '' })), tableRows: shown.tableRows },
        madeAt: now,
        madeBy: ctx.actor.id,
        madeByName: ctx.actor.name,
        effectiveAt,
      });
      await audit.record(trx, ctx, {
        action: 'D',
        type: 'identity.subject.withdrawn',
        projectId: project.id,
        object: { kind: 'fact', id },
        before: { subject: code, exams: shown.exams.length, tableRows: shown.tableRows },
        after: { effectiveAt: effectiveAt?.toISOString() ?? null },
        reason,
      });
      if (effectiveAt !== null) await withdrawal.enqueue(trx, project.id, effectiveAt);
    });
    return id;
  }

  /** The second person's word: from here on the time to undo runs. @throws signInAgain, factNotFound, factRefused */
  async function confirm(ctx: Context, project: RouteProject, id: string): Promise<string> {
    const now = clock.now();
    const effectiveAt = later(now, config.withdrawalUndoMs);
    await transact(db, async (trx) => {
      const fact = await lockFact(trx, project.id, id);
      if (fact === undefined || fact.kind !== 'withdraw') throw problem(factNotFound);
      requireFreshSession(ctx, clock, config.revealFreshSignInMs);
      if (fact.isUndone || fact.effectiveAt !== null)
        throw problem(factRefused, { detail: 'It does not wait for a second person.' });
      if (fact.madeBy === ctx.actor.id)
        throw problem(factRefused, { detail: 'The project asks for a second person: not who ordered it.' });
      await confirmFact(trx, id, { by: ctx.actor.id, byName: ctx.actor.name, at: now, effectiveAt });
      await audit.record(trx, ctx, {
        action: 'U',
        type: 'identity.withdrawal.confirmed',
        projectId: project.id,
        object: { kind: 'fact', id },
        after: { effectiveAt: effectiveAt.toISOString() },
      });
      await withdrawal.enqueue(trx, project.id, effectiveAt);
    });
    return id;
  }

  return {
    preview,
    withdraw,
    confirm,
    /** Looks again when what is stated now is old enough to condemn, in the caller's transaction. */
    lookAgain: (trx: Trx, projectId: string) =>
      withdrawal.enqueue(trx, projectId, later(clock.now(), config.withdrawalUndoMs)),
  };
}

export type Withdrawals = ReturnType<typeof createWithdrawals>;
