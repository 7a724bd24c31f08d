import type { Context } from '../../kernel/context/index.ts';
import { pgErrorConstraint, type Trx, transact } from '../../kernel/db/index.ts';
import type { RouteProject } from '../../kernel/http/index.ts';
import { newId } from '../../kernel/ids/index.ts';
import { problem } from '../../kernel/problems/index.ts';
import { factNotFound, factRefused, subjectNotFound } from '../identity.problems.ts';
import { requireFreshSession } from '../reveal.service.ts';
import { type ChildFinding, type ChildrenDeps, createChildren } from './children.service.ts';
import { consequencesOf } from './facts/consequences.ts';
import { createChildDays, unmadeSubject } from './facts/dated-children.service.ts';
import {
  type Affected,
  countUnder,
  factsOf,
  insertFact,
  type NewFact,
  selectExamById,
  selectFacts,
  selectPlacedExams,
} from './facts/fact.repository.ts';
import type { IdentityQuestion } from './facts/question.ts';
import { type IdentityFact, whoIsWho } from './facts/who-is-who.ts';
import { createReassignment, type ReassignmentDeps } from './reassignment/reassignment.ts';
import { condemnsMore } from './withdrawal/condemned.ts';
import { hasWithdrawals, lockFact } from './withdrawal/withdrawal.repository.ts';
import { createWithdrawals, type WithdrawalServiceDeps } from './withdrawal/withdrawal.service.ts';

interface Identifier {
  issuer: string;
  patientId: string;
}

/** What somebody found out. Identifiers are of patients: they are hashed, sealed, and told to nobody. */
export type Finding =
  /** The temporary identifier itself, or the subject that it led to. */
  | { kind: 'link'; temporary: Identifier | { code: string }; final: Identifier }
  | { kind: 'merge'; from: string; to: string }
  /** `to` null: a new subject, whom no identifier leads to. */
  | { kind: 'move'; exams: readonly string[]; to: string | null }
  | ChildFinding;

export interface WhoDeps
  extends Omit<ReassignmentDeps, 'archive' | 'catalogue'>,
    WithdrawalServiceDeps,
    Pick<ChildrenDeps, 'pixels'> {
  archive: ReassignmentDeps['archive'] & WithdrawalServiceDeps['archive'];
  catalogue: ReassignmentDeps['catalogue'] & WithdrawalServiceDeps['catalogue'];
}

type Statement = Pick<NewFact, 'kind' | 'fromCode' | 'toCode' | 'studyInstanceUid' | 'undoes' | 'child'>;

const pastTenses = {
  withdraw: 'withdrawn',
  link: 'linked',
  merge: 'merged',
  move: 'moved',
  child: 'child-told',
  undo: 'parted',
} as const;
const destroyedStays = 'What was destroyed does not come back.';

/** The desk of identities: what was found out, what follows from it, and its undoing. */
export function createWho(deps: WhoDeps) {
  const { db, clock, audit, deidentification } = deps;
  const { crosswalk } = deidentification;
  const reassignment = createReassignment(deps);
  const withdrawals = createWithdrawals(deps);
  const children = createChildren(deps);
  const { datedFor } = createChildDays(deps);

  async function checkCode(projectId: string, code: string): Promise<void> {
    if ((await crosswalk.desk.find(projectId, code)) === undefined) throw problem(subjectNotFound);
  }

  async function linkedCode(projectId: string, { issuer, patientId }: Identifier, makes: boolean) {
    const [known] = await crosswalk.findMany(projectId, [{ issuer, patientId }]);
    if (known !== undefined || !makes) return known?.originCode;
    const identity = { issuer, patientId, patientName: '', birthDate: '' };
    const made = await crosswalk.subjectOf(projectId, identity, await deps.projectPrefix(projectId));
    return made.originCode;
  }

  async function linkStatements(
    projectId: string,
    { temporary, final }: Extract<Finding, { kind: 'link' }>,
    makes: boolean,
  ) {
    if ('code' in temporary) await checkCode(projectId, temporary.code);
    const fromCode = 'code' in temporary ? temporary.code : await linkedCode(projectId, temporary, makes);
    const toCode = (await linkedCode(projectId, final, makes)) ?? unmadeSubject;
    if (makes && !('code' in temporary))
      await crosswalk.survivors.markTemporary(projectId, temporary.issuer, temporary.patientId);
    if (fromCode === undefined) return [];
    if (fromCode === toCode)
      throw problem(factRefused, { detail: 'Both identifiers lead to the same subject already.' });
    return [{ kind: 'link' as const, fromCode, toCode }];
  }

  async function moveStatements(
    projectId: string,
    { exams, to }: Extract<Finding, { kind: 'move' }>,
    makes: boolean,
  ) {
    if (to !== null) await checkCode(projectId, to);
    const found = await Promise.all(exams.map((id) => selectExamById(db, projectId, id)));
    if (found.some((exam) => exam === undefined))
      throw problem(factRefused, { detail: 'The project has no such exam.' });
    const prefix = await deps.projectPrefix(projectId);
    const toCode = to ?? (makes ? await crosswalk.makeSubject(projectId, prefix) : unmadeSubject);
    return found.flatMap((exam) =>
      exam === undefined
        ? []
        : [{ kind: 'move' as const, fromCode: exam.code, toCode, studyInstanceUid: exam.studyInstanceUid }],
    );
  }

  /** What a finding says, in facts. With `makes`, subjects that it needs are made: without facts they do no harm. */
  async function statementsOf(projectId: string, finding: Finding, makes: boolean): Promise<Statement[]> {
    if (finding.kind === 'link') return linkStatements(projectId, finding, makes);
    if (finding.kind === 'move') return moveStatements(projectId, finding, makes);
    if (finding.kind === 'child') {
      if (finding.child !== null) await checkCode(projectId, finding.child);
      return [await children.statement(projectId, finding, makes)];
    }
    const { from, to } = finding;
    if (from === to) throw problem(factRefused, { detail: 'A subject cannot be merged with itself.' });
    await checkCode(projectId, from);
    await checkCode(projectId, to);
    return [{ kind: 'merge', fromCode: from, toCode: to }];
  }

  function asFacts(statements: readonly Statement[]): IdentityFact[] {
    return factsOf(
      statements.map(({ kind, fromCode, toCode, studyInstanceUid, undoes, child }) => ({
        id: newId(),
        kind,
        fromCode: fromCode ?? null,
        toCode: toCode ?? null,
        studyInstanceUid: studyInstanceUid ?? null,
        undoes: undoes ?? null,
        childRole: child?.label.role ?? null,
        childDesignation: child?.label.designation ?? null,
        childSeries: child === undefined ? null : [...child.series],
      })),
    );
  }

  async function affectedBy(
    projectId: string,
    statements: readonly Statement[],
    makes: boolean,
  ): Promise<Affected> {
    const records = await selectFacts(db, projectId);
    const stated = asFacts(statements);
    const facts = [...factsOf(records), ...stated];
    const dated = await datedFor(projectId, facts, { makes });
    const { affected } = await consequencesOf(db, projectId, facts, dated);
    return { ...affected, isWithdrawn: condemnsMore(records, stated, dated) };
  }

  async function refuseIfBegun(
    trx: Trx,
    { projectId, undoes }: { projectId: string; undoes?: string | undefined },
  ) {
    if (undoes === undefined) return;
    const undone = await lockFact(trx, projectId, undoes);
    if (undone?.begunAt !== null) throw problem(factRefused, { detail: destroyedStays });
  }

  /** What would follow from a finding. Nothing is changed. @throws subjectNotFound, factRefused */
  async function preview(project: RouteProject, finding: Finding): Promise<Affected> {
    return affectedBy(project.id, await statementsOf(project.id, finding, false), false);
  }

  async function record(ctx: Context, projectId: string, statements: readonly Statement[], reason: string) {
    const affected = await affectedBy(projectId, statements, true);
    const [first, ...others] = statements;
    if (first === undefined) throw problem(factRefused);
    const facts = [first, ...others].map((statement, at) => ({
      ...statement,
      id: newId(),
      projectId,
      reason,
      // Several exams moved at once are several facts; what follows from all of them stands with the last one.
      preview: at === others.length ? affected : { exams: [], tableRows: 0 },
      madeAt: clock.now(),
      madeBy: ctx.actor.id,
      madeByName: ctx.actor.name,
    }));
    await transact(db, async (trx) => {
      for (const fact of facts) {
        await refuseIfBegun(trx, fact);
        await insertFact(trx, fact);
        await audit.record(trx, ctx, {
          action: 'U',
          type: `identity.subject.${pastTenses[fact.kind]}`,
          projectId,
          object: { kind: 'fact', id: fact.id },
          before: { subject: fact.fromCode },
          after: {
            subject: fact.toCode,
            undoes: fact.undoes,
            ...(fact.child === undefined ? {} : { ...fact.child.label, series: fact.child.series.length }),
            exams: fact.preview.exams.length,
            tableRows: fact.preview.tableRows,
          },
          reason,
        });
      }
      await reassignment.enqueue(trx, projectId);
      if (await hasWithdrawals(trx, projectId)) await withdrawals.lookAgain(trx, projectId);
    });
    return facts.map(({ id }) => id);
  }

  /** Says what was found out; stored objects follow by a job. The ids of the facts. @throws subjectNotFound, factRefused, signInAgain */
  async function state(
    ctx: Context,
    project: RouteProject,
    finding: Finding,
    reason: string,
  ): Promise<string[]> {
    const statements = await statementsOf(project.id, finding, true);
    const { isWithdrawn } = await affectedBy(project.id, statements, false);
    // It destroys, as a withdrawal does.
    if (isWithdrawn === true) requireFreshSession(ctx, clock, deps.config.revealFreshSignInMs);
    return record(ctx, project.id, statements, reason);
  }

  /** Takes a fact back: everything is as it was, byte by byte. @throws factNotFound, factRefused */
  async function undo(ctx: Context, project: RouteProject, id: string, reason: string): Promise<string[]> {
    const known = (await selectFacts(db, project.id)).find((fact) => fact.id === id);
    if (known === undefined) throw problem(factNotFound);
    const voidCodes = await crosswalk.destruction.voidCodes(project.id);
    if (known.kind !== 'withdraw' && voidCodes.has(known.fromCode ?? ''))
      throw problem(factRefused, { detail: destroyedStays });
    if (known.kind === 'undo') throw problem(factRefused, { detail: 'State the fact again instead.' });
    try {
      return await record(ctx, project.id, [{ kind: 'undo', undoes: id }], reason);
    } catch (error) {
      if (pgErrorConstraint(error) !== 'fact_undone_once') throw error;
      throw problem(factRefused, { detail: 'It was undone before.' });
    }
  }

  /** Facts, newest first, questions, and who stands for whom. */
  async function desk(projectId: string) {
    const records = await selectFacts(db, projectId);
    const who = whoIsWho(factsOf(records), await crosswalk.datedChildren.list(projectId));
    const joined = [...who.codes]
      .map((code) => ({ code, subject: who.subjectOf(code) }))
      .filter(({ code, subject }) => code !== subject)
      .sort((one, other) => (one.code < other.code ? -1 : 1));
    const questions: IdentityQuestion[] = who.questions;
    return { facts: records.reverse(), questions, joined, relations: who.relations };
  }

  /** Subjects whom only temporary identifiers lead to, the longest known first; never an identifier. */
  async function temporary(projectId: string, limit: number) {
    const { subjects, count } = await crosswalk.temporary.list(projectId, limit);
    const held = await countUnder(
      db,
      projectId,
      subjects.map(({ code }) => code),
    );
    const items = subjects.map((one) => ({ ...one, ...(held.get(one.code) ?? { exams: 0, instances: 0 }) }));
    return { items, count };
  }

  return {
    temporary,
    preview,
    state,
    undo,
    withdrawals,
    desk,
    /** Series that came in exams of a subject. @throws subjectNotFound */
    async seriesOf(projectId: string, code: string) {
      await checkCode(projectId, code);
      return children.seriesOf(projectId, code);
    },
    /** Exams that stand under a subject. @throws subjectNotFound */
    async examsOf(projectId: string, code: string) {
      await checkCode(projectId, code);
      return selectPlacedExams(db, projectId, { codes: [code], studyInstanceUids: [] });
    },
  };
}

export type Who = ReturnType<typeof createWho>;
