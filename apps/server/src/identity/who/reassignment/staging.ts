import { type DataSet, firstText, setText } from '@pesscara/dicom';
import type { Archive, StoredInstance } from '../../../archive/index.ts';
import type { Deidentification } from '../../../deidentification/index.ts';
import type { Context } from '../../../kernel/context/index.ts';
import type { Database } from '../../../kernel/db/index.ts';
import type { ProjectId } from '../../../kernel/ids/index.ts';
import type { WhoIsWho } from '../facts/who-is-who.ts';
import { reassignHeader, shiftedPaths } from './reassign-header.ts';

export interface StagingDeps {
  db: Database;
  archive: Pick<Archive, 'versions' | 'reader'>;
  deidentification: Pick<Deidentification, 'crosswalk' | 'readReport'>;
}

type Rewrite = Parameters<Archive['versions']['stage']>[2];
export type ProjectPlace = { projectId: ProjectId; causeId: string };

/** Whose images become, and whose they are as far as their headers do not say it. */
export interface Owner {
  fallbackCode: string;
  toCode: string;
  who: Pick<WhoIsWho, 'series'>;
}

/** The Study Instance UID that a header should have: another one when its series went to a child's part of the exam, or came back. */
function studyUidFor(header: DataSet, who: Owner['who']): string {
  const named = firstText(header, 'StudyInstanceUID') ?? '';
  const place = who.series.get(firstText(header, 'SeriesInstanceUID') ?? '');
  return place?.known.has(named) === true ? place.exam : named;
}

/** Stages new versions of images under another subject. */
export function createStaging({ db, archive, deidentification }: StagingDeps) {
  const { versions, reader } = archive;
  const { crosswalk } = deidentification;

  /** The version before, when that one was as wanted and only its identity was changed since: it comes back byte by byte. */
  async function earlierHeader({ id }: StoredInstance, toCode: string, studyUid: string) {
    const lineage = await versions.lineage(id);
    const [before, current] = lineage.slice(-2);
    if (before === undefined || current?.cause?.kind !== 'identity') return undefined;
    const earlier = await versions.find(id, before.version);
    if (earlier === undefined) return undefined;
    const { dataSet } = await reader.header(earlier);
    const isWanted =
      firstText(dataSet, 'PatientID') === toCode && firstText(dataSet, 'StudyInstanceUID') === studyUid;
    return isWanted ? dataSet : undefined;
  }

  function rewriteTo(projectId: string, { fallbackCode, toCode, who }: Owner): Rewrite {
    return async ({ header, instance }) => {
      const named = firstText(header, 'PatientID') ?? '';
      const studyUid = studyUidFor(header, who);
      const isInPlace = firstText(header, 'StudyInstanceUID') === studyUid;
      if (named === toCode && isInPlace) return 'unchanged';
      const earlier = await earlierHeader(instance, toCode, studyUid);
      if (earlier !== undefined) return { header: earlier, pixelData: 'same' };
      const own = await crosswalk.subjectWithCode(projectId, named);
      const from = own ?? (await crosswalk.subjectWithCode(projectId, fallbackCode));
      const to = await crosswalk.subjectWithCode(projectId, toCode);
      if (from === undefined || to === undefined)
        throw new Error('A subject of an exam is not in the crosswalk');
      const report = await deidentification.readReport(instance.reportSha256);
      reassignHeader(header, shiftedPaths(report?.entries ?? []), {
        fromCode: from.code,
        toCode,
        // Who withdrew consent has no shift any more: the dates stay shifted as they are until they are destroyed.
        days: to.isVoid ? 0 : to.dateShiftDays - from.dateShiftDays,
      });
      if (!isInPlace) setText(header, 'StudyInstanceUID', 'UI', studyUid);
      return { header, pixelData: 'same' };
    };
  }

  // What an earlier run staged for other facts must not be taken for what these ask.
  async function abandonOthers(seriesId: string, causeId: string): Promise<void> {
    const rows = await db
      .selectFrom('archive.version_batch')
      .select('id')
      .where('series_id', '=', seriesId)
      .where('state', '=', 'open')
      .where('cause_kind', '=', 'identity')
      .where('cause_id', '!=', causeId)
      .execute();
    for (const { id } of rows) await versions.abandon(id);
  }

  /** Stages new versions of all instances of a series; the batch. Served by instance_series. */
  async function stageSeries(ctx: Context, place: ProjectPlace, seriesId: string, owner: Owner) {
    const { projectId, causeId } = place;
    await abandonOthers(seriesId, causeId);
    const cause = { kind: 'identity', id: causeId } as const;
    const batch = await versions.begin(ctx, { projectId, seriesId, cause });
    const rewrite = rewriteTo(projectId, owner);
    const instances = await db
      .selectFrom('archive.instance')
      .select('id')
      .where('series_id', '=', seriesId)
      .where('state', 'in', ['quarantined', 'released'])
      .execute();
    for (const { id } of instances) await versions.stage(batch, id, rewrite);
    return batch;
  }

  /** The same for all series of an exam; the batches, one a series. Served by series_exam. */
  async function stageExam(ctx: Context, place: ProjectPlace, examId: string, owner: Owner) {
    const series = await db
      .selectFrom('catalogue.series')
      .select('id')
      .where('exam_id', '=', examId)
      .orderBy('id')
      .execute();
    const batches: string[] = [];
    for (const { id } of series) batches.push(await stageSeries(ctx, place, id, owner));
    return batches;
  }

  return { stageSeries, stageExam };
}

export type Staging = ReturnType<typeof createStaging>;
