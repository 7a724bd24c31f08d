import { sql } from 'kysely';
import { intakeQuarantined } from '../../../archive/archive.events.ts';
import type { Archive } from '../../../archive/index.ts';
import type { Audit } from '../../../audit/index.ts';
import type { Catalogue } from '../../../catalogue/index.ts';
import type { Deidentification } from '../../../deidentification/index.ts';
import type { Clock } from '../../../kernel/clock/index.ts';
import type { Context } from '../../../kernel/context/index.ts';
import { type Database, type Trx, transact } from '../../../kernel/db/index.ts';
import type { Events } from '../../../kernel/events/index.ts';
import type { ProjectId } from '../../../kernel/ids/index.ts';
import type { Jobs } from '../../../kernel/jobs/index.ts';
import { subjectsReassigned } from '../../identity.events.ts';
import { reassignJob } from '../../identity.jobs.ts';
import { type KeptColumn, movedCells } from '../../table/table-plan.ts';
import { consequencesOf, straySeriesOf } from '../facts/consequences.ts';
import { type ChildDaysDeps, createChildDays } from '../facts/dated-children.service.ts';
import { factsOf, type PlacedExam, selectFacts, selectPlacedExams } from '../facts/fact.repository.ts';
import type { WhoIsWho } from '../facts/who-is-who.ts';
import { createSeriesReassignment } from './series-reassignment.ts';
import { createStaging, type ProjectPlace } from './staging.ts';

export interface ReassignmentDeps extends ChildDaysDeps {
  db: Database;
  clock: Clock;
  audit: Audit;
  events: Events;
  jobs: Jobs;
  archive: Pick<Archive, 'versions' | 'reader'>;
  catalogue: Pick<Catalogue, 'moveExam' | 'moveSeries' | 'removeEmptyExam' | 'setSurvivor' | 'setRelations'>;
  deidentification: Pick<Deidentification, 'crosswalk' | 'examOrigins' | 'readReport' | 'partStudyUid'>;
}

const rowsAtOnce = 500;

/** Brings stored objects, catalogue and tables to what the facts say. Repeatable at any point: it looks at what is, and does the rest. */
export function createReassignment(deps: ReassignmentDeps) {
  const { db, clock, audit, events, jobs, archive, catalogue, deidentification } = deps;
  const { versions } = archive;
  const { crosswalk } = deidentification;
  const staging = createStaging(deps);
  const { datedFor } = createChildDays(deps);
  const { reassignSeries } = createSeriesReassignment({ ...deps, staging });

  /** Arrivals under review say whose they are, too. Served by the exam's foreign keys in few rows. */
  async function moveReviews(trx: Trx, examId: string, toSubjectId: string, toCode: string): Promise<void> {
    await sql`update archive.intake set subject_id = ${toSubjectId} where exam_id = ${examId}`.execute(trx);
    await sql`update curation.quarantine_case set subject_id = ${toSubjectId}, subject_code = ${toCode}
      where exam_id = ${examId}`.execute(trx);
  }

  /** One exam, all at once: its objects and its place. */
  async function reassignExam(
    ctx: Context,
    place: ProjectPlace,
    exam: PlacedExam,
    to: string,
    who: WhoIsWho,
  ): Promise<void> {
    const owner = { fallbackCode: exam.code, toCode: to, who };
    const batches = await staging.stageExam(ctx, place, exam.examId, owner);
    await transact(db, async (trx) => {
      for (const batch of batches) await versions.commit(trx, ctx, batch, { previous: 'keep' });
      if (exam.code === to) return;
      const { projectId } = place;
      await deidentification.examOrigins.keep(trx, projectId, exam.studyInstanceUid, exam.originCode);
      const { toSubjectId } = await catalogue.moveExam(trx, { projectId, examId: exam.examId, toCode: to });
      await moveReviews(trx, exam.examId, toSubjectId, to);
      await trx
        .updateTable('identity.fact')
        .set({ done_exams: sql`least(total_exams, done_exams + 1)` })
        .where('id', '=', place.causeId)
        .execute();
      await audit.record(trx, ctx, {
        action: 'U',
        type: 'identity.exam.reassigned',
        projectId,
        object: { kind: 'exam', id: exam.examId },
        related: [{ kind: 'fact', id: place.causeId }],
        before: { subject: exam.code },
        after: { subject: to },
      });
    });
  }

  async function rowsElsewhere(trx: Trx, projectId: string, originCode: string, to: string) {
    const rows = await trx
      .selectFrom('identity.subject_table_row as r')
      .innerJoin('identity.subject_table as t', 't.id', 'r.table_id')
      .select(['r.id', 'r.cells', 'r.subject_code as code', 't.columns'])
      .where('r.project_id', '=', projectId)
      .where('r.origin_code', '=', originCode)
      .where('r.subject_code', '!=', to)
      .limit(rowsAtOnce)
      .execute();
    return rows as unknown as { id: string; cells: (string | null)[]; code: string; columns: KeptColumn[] }[];
  }

  /** Rows of tables follow their subject, with their dates. Served by subject_table_row_origin. */
  async function reassignRows(projectId: string, who: WhoIsWho): Promise<void> {
    for (const originCode of who.codes) {
      const to = who.subjectOf(originCode);
      const target = await crosswalk.subjectWithCode(projectId, to);
      if (target === undefined || target.isVoid) continue;
      for (let count = rowsAtOnce; count === rowsAtOnce; ) {
        count = await transact(db, async (trx) => {
          const rows = await rowsElsewhere(trx, projectId, originCode, to);
          for (const { id, cells, code, columns } of rows) {
            const from = await crosswalk.subjectWithCode(projectId, code);
            const days = target.dateShiftDays - (from?.dateShiftDays ?? target.dateShiftDays);
            await trx
              .updateTable('identity.subject_table_row')
              .set({ subject_code: to, cells: JSON.stringify(movedCells(cells, columns, days)) })
              .where('id', '=', id)
              .execute();
          }
          return rows.length;
        });
      }
    }
  }

  async function finish(
    ctx: Context,
    projectId: string,
    who: WhoIsWho,
    factIds: readonly string[],
  ): Promise<void> {
    await transact(db, async (trx) => {
      for (const code of who.codes) await catalogue.setSurvivor(trx, projectId, code, who.subjectOf(code));
      const relations = who.relations.map(({ twins: siblings, ...relation }) => ({ ...relation, siblings }));
      await catalogue.setRelations(trx, projectId, relations);
      if (factIds.length === 0) return;
      const done = await trx
        .updateTable('identity.fact')
        .set({ done_at: clock.now(), done_exams: sql`total_exams` })
        .where('id', 'in', [...factIds])
        .where('done_at', 'is', null)
        .returning('id')
        .execute();
      for (const { id } of done)
        await events.publish(trx, subjectsReassigned, {
          ctx,
          projectId,
          subject: { kind: 'fact', id },
          data: { factId: id },
        });
    });
  }

  jobs.handle(reassignJob, async ({ projectId, examId }, ctx) => {
    const records = await selectFacts(db, projectId);
    const newest = records.at(-1);
    if (newest === undefined) return;
    const place = { projectId: projectId as ProjectId, causeId: newest.id };
    const facts = factsOf(records);
    const dated = await datedFor(projectId, facts, { makes: true });
    const { who, exams } = await consequencesOf(db, projectId, facts, dated);
    // First: what arrives from now on goes where it belongs.
    await crosswalk.survivors.set(
      projectId,
      new Map([...who.codes].map((code) => [code, who.subjectOf(code)])),
    );
    const voidCodes = await crosswalk.destruction.voidCodes(projectId);
    for (const exam of exams)
      if (exam.instances > 0 && !voidCodes.has(exam.to)) await reassignExam(ctx, place, exam, exam.to, who);
    // Exams stand where they belong by now: their parts can go.
    for (const series of await straySeriesOf(db, projectId, who))
      if (!voidCodes.has(series.code)) await reassignSeries(ctx, place, series, who);
    if (examId !== undefined) await reassignLate(ctx, place, { who, voidCodes }, examId);
    await reassignRows(projectId, who);
    await finish(
      ctx,
      projectId,
      who,
      records.filter(({ kind }) => kind !== 'withdraw').map(({ id }) => id),
    );
  });

  /** An exam of which more came: the newcomers may name the subject that they came under. */
  async function reassignLate(
    ctx: Context,
    place: ProjectPlace,
    { who, voidCodes }: { who: WhoIsWho; voidCodes: ReadonlySet<string> },
    examId: string,
  ): Promise<void> {
    const exam = await db
      .selectFrom('catalogue.exam')
      .select('study_instance_uid as uid')
      .where('id', '=', examId)
      .executeTakeFirst();
    if (exam === undefined) return;
    const found = await selectPlacedExams(db, place.projectId, { codes: [], studyInstanceUids: [exam.uid] });
    for (const one of found) {
      const to = who.placeOf(one.studyInstanceUid, one.originCode);
      // What is a person's who withdrew consent stays where it is until it is destroyed.
      if (!voidCodes.has(to) && !voidCodes.has(one.code)) await reassignExam(ctx, place, one, to, who);
    }
  }

  // A project without facts costs one look at an index.
  events.subscribe(intakeQuarantined, 'identity.reassign-late', async (trx, { projectId, data }) => {
    if (projectId === null) return;
    const { rows } = await sql`select from identity.fact where project_id = ${projectId} limit 1`.execute(
      trx,
    );
    if (rows.length > 0) await enqueue(trx, projectId, data.examId);
  });

  async function enqueue(trx: Trx, projectId: string, examId?: string): Promise<void> {
    await jobs.add(
      trx,
      reassignJob,
      { projectId, ...(examId === undefined ? {} : { examId }) },
      // One after another in a project, so that two never stage the same exam.
      { queueName: `identity ${projectId}` },
    );
  }

  return { enqueue };
}

export type Reassignment = ReturnType<typeof createReassignment>;
