import { sql } from 'kysely';
import type { Archive } from '../../../archive/index.ts';
import type { Audit } from '../../../audit/index.ts';
import type { Catalogue } from '../../../catalogue/index.ts';
import type { Deidentification } from '../../../deidentification/index.ts';
import type { Context } from '../../../kernel/context/index.ts';
import { type Database, type Trx, transact } from '../../../kernel/db/index.ts';
import type { StraySeries } from '../facts/consequences.ts';
import type { WhoIsWho } from '../facts/who-is-who.ts';
import type { ProjectPlace, Staging } from './staging.ts';

interface SeriesReassignmentDeps {
  db: Database;
  audit: Audit;
  archive: { versions: Pick<Archive['versions'], 'commit'> };
  catalogue: Pick<Catalogue, 'moveSeries' | 'removeEmptyExam'>;
  deidentification: Pick<Deidentification, 'examOrigins'>;
  staging: Pick<Staging, 'stageSeries'>;
}

/** Arrivals of the series that are under review, or were. Served by intake_undecided_series_unique and the series' foreign keys in few rows. */
async function moveReviews(
  trx: Trx,
  seriesId: string,
  { examId, subjectId, code }: { examId: string; subjectId: string; code: string },
): Promise<void> {
  await sql`update archive.intake set exam_id = ${examId}, subject_id = ${subjectId} where series_id = ${seriesId}`.execute(
    trx,
  );
  await sql`update curation.quarantine_case set exam_id = ${examId}, subject_id = ${subjectId}, subject_code = ${code}
    where series_id = ${seriesId}`.execute(trx);
}

/** Puts single series where they belong: into a child's part of their exam, or back. */
export function createSeriesReassignment(deps: SeriesReassignmentDeps) {
  const { db, audit, archive, catalogue, deidentification, staging } = deps;

  /** One series, all at once: its objects and its place. */
  async function reassignSeries(
    ctx: Context,
    place: ProjectPlace,
    series: StraySeries,
    who: WhoIsWho,
  ): Promise<void> {
    const { projectId, causeId } = place;
    const { seriesId, code: fallbackCode, to } = series;
    const batch = await staging.stageSeries(ctx, place, seriesId, { fallbackCode, toCode: to.code, who });
    await transact(db, async (trx) => {
      if (to.originCode !== to.code)
        await deidentification.examOrigins.keep(trx, projectId, to.studyInstanceUid, to.originCode);
      const move = { projectId, seriesId, studyInstanceUid: to.studyInstanceUid, code: to.code };
      const moved = await catalogue.moveSeries(trx, move);
      await moveReviews(trx, seriesId, { ...moved, code: to.code });
      // Afterwards: the dates of its header are those of the exam where it stands by now.
      await archive.versions.commit(trx, ctx, batch, { previous: 'keep' });
      if (series.studyInstanceUid !== who.series.get(series.seriesInstanceUid)?.home)
        await catalogue.removeEmptyExam(trx, moved.fromExamId);
      await trx
        .updateTable('identity.fact')
        .set({ done_exams: sql`least(total_exams, done_exams + 1)` })
        .where('id', '=', causeId)
        .execute();
      await audit.record(trx, ctx, {
        action: 'U',
        type: 'identity.series.reassigned',
        projectId,
        object: { kind: 'series', id: seriesId },
        related: [{ kind: 'fact', id: causeId }],
        before: { subject: series.code },
        after: { subject: to.code },
      });
    });
  }

  return { reassignSeries };
}
