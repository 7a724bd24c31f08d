import type { Audit } from '../audit/index.ts';
import type { Clock } from '../kernel/clock/index.ts';
import type { Context } from '../kernel/context/index.ts';
import type { Database, Trx } from '../kernel/db/index.ts';
import type { Events } from '../kernel/events/index.ts';
import { encodeCursor } from '../kernel/http/index.ts';
import { problem } from '../kernel/problems/index.ts';
import type { Project } from '../projects/index.ts';
import { examNotFound, seriesNotFound, subjectMerged, subjectNotFound } from './catalogue.problems.ts';
import type {
  ExamDetail,
  Facets,
  SearchResult,
  SeriesDetail,
  SeriesSort,
  SubjectDetail,
} from './catalogue.schema.ts';
import { moveExam, moveSeries, removeEmptyExam, removeExam, setSurvivor } from './exam-move.repository.ts';
import { selectFacetGroups } from './facets.repository.ts';
import { facetCounts, tagFacet } from './facets.ts';
import {
  searchSubjects,
  selectExam,
  selectExamPage,
  selectExamsOfSubject,
  selectIdsBelow,
  selectSubject,
  selectSubjectPage,
  selectSurvivor,
} from './groups.repository.ts';
import {
  applyRelease,
  registerAll,
  type SeriesRegistration,
  updateClass,
  updateConversionState,
  updateFacts,
} from './registration.repository.ts';
import { selectRelations, setRelations } from './relation.repository.ts';
import {
  searchSeries,
  selectIdsOf,
  selectReleasedIds,
  selectSeriesDetail,
  selectSeriesOfExam,
  selectSeriesPage,
} from './series.repository.ts';
import { type SeriesFilter, seriesOrder } from './series-filter.ts';
import { createTags } from './tags.service.ts';

export interface CatalogueDeps {
  db: Database;
  clock: Clock;
  audit: Audit;
  events: Events;
  projects: { listProjects(ctx: Context, permission: 'archive:read'): Promise<Project[]> };
}

interface PageRequest {
  cursor?: string | undefined;
  limit: number;
}

function pageOf<Item extends { id: string }>(
  rows: readonly { item: Item; cursorValue: string }[],
  limit: number,
) {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ item }) => item),
    nextCursor:
      rows.length > limit && last !== undefined ? encodeCursor([last.cursorValue, last.item.id]) : null,
  };
}

/** Subjects, exams and series as things to find: what is released, what it is, how it is tagged. */
export function createCatalogue({ db, clock, audit, events, projects }: CatalogueDeps) {
  async function listSeries(
    projectId: string,
    filter: SeriesFilter,
    { sort, cursor, limit }: PageRequest & { sort: SeriesSort },
  ) {
    const rows = await selectSeriesPage(db, projectId, filter, seriesOrder(sort, cursor), limit + 1);
    return pageOf(
      rows.map(({ series, cursorValue }) => ({ item: series, cursorValue })),
      limit,
    );
  }

  /** Counts for the facets of browse. */
  async function countFacets(projectId: string, filter: SeriesFilter): Promise<Facets> {
    const { groups, byTag, totals } = await selectFacetGroups(db, projectId, filter);
    return { totals, facets: [...facetCounts(groups, filter), tagFacet(byTag, filter)] };
  }

  /** A visible series. @throws catalogue/series-not-found */
  async function getSeries(projectId: string, id: string): Promise<SeriesDetail> {
    const found = await selectSeriesDetail(db, projectId, id);
    if (found === undefined) throw problem(seriesNotFound);
    return found;
  }

  async function listSubjects(projectId: string, filter: SeriesFilter, { cursor, limit }: PageRequest) {
    const rows = await selectSubjectPage(db, projectId, filter, limit + 1, cursor);
    return pageOf(
      rows.map(({ subject, cursorValue }) => ({ item: subject, cursorValue })),
      limit,
    );
  }

  async function listExams(projectId: string, filter: SeriesFilter, { cursor, limit }: PageRequest) {
    const rows = await selectExamPage(db, projectId, filter, limit + 1, cursor);
    return pageOf(
      rows.map(({ exam, cursorValue }) => ({ item: exam, cursorValue })),
      limit,
    );
  }

  /** A visible subject. @throws catalogue/subject-not-found, catalogue/subject-merged with the address of the one that stands for it */
  async function getSubject(
    { id: projectId, key }: { id: string; key: string },
    id: string,
  ): Promise<SubjectDetail> {
    const found = await selectSubject(db, projectId, id);
    if (found === undefined) {
      const survivor = await selectSurvivor(db, projectId, id);
      if (survivor !== undefined)
        throw problem(subjectMerged, {
          detail: `${survivor.code} stands for it.`,
          extra: { successor: `/api/v1/projects/${key}/subjects/${survivor.id}`, survivor },
        });
      throw problem(subjectNotFound);
    }
    const relations = await selectRelations(db, projectId, found.code);
    return { ...found, relations, exams: await selectExamsOfSubject(db, projectId, id) };
  }

  async function getExam(projectId: string, id: string): Promise<ExamDetail> {
    const found = await selectExam(db, projectId, id);
    if (found === undefined) throw problem(examNotFound);
    return { ...found, series: await selectSeriesOfExam(db, projectId, id) };
  }

  const objects = (kind: string, ids: readonly string[]) => ids.map((id) => ({ kind, id }));

  /** What was done to a series. */
  async function seriesHistory(projectId: string, id: string) {
    await getSeries(projectId, id);
    return audit.historyOf(projectId, objects('series', [id]));
  }

  /** What was done to an exam and its visible series. */
  async function examHistory(projectId: string, id: string) {
    if ((await selectExam(db, projectId, id)) === undefined) throw problem(examNotFound);
    const { seriesIds } = await selectIdsBelow(db, projectId, 'exam', id);
    return audit.historyOf(projectId, [...objects('exam', [id]), ...objects('series', seriesIds)]);
  }

  /** What was done to a subject and what is visible of it. */
  async function subjectHistory(projectId: string, id: string) {
    if ((await selectSubject(db, projectId, id)) === undefined) throw problem(subjectNotFound);
    const { seriesIds, examIds } = await selectIdsBelow(db, projectId, 'subject', id);
    return audit.historyOf(projectId, [
      ...objects('subject', [id]),
      ...objects('exam', examIds),
      ...objects('series', seriesIds),
    ]);
  }

  /** Looks through every project where the actor may read images. */
  async function search(ctx: Context, text: string, limit: number): Promise<SearchResult> {
    const readable = await projects.listProjects(ctx, 'archive:read');
    const keys = new Map(readable.map((project) => [project.id, project.key]));
    const ids = [...keys.keys()];
    const wanted = text.toLowerCase();
    const words = wanted.split(/\s+/);
    const [subjects, series] = await Promise.all([
      searchSubjects(db, ids, wanted, limit),
      searchSeries(db, ids, words, limit),
    ]);
    const named = readable.filter(({ key, name }) =>
      words.every((word) => `${key} ${name}`.toLowerCase().includes(word)),
    );
    return {
      projects: named.slice(0, limit).map(({ key, name }) => ({ key, name })),
      subjects: subjects.map(({ projectId, subject }) => ({
        projectKey: keys.get(projectId) ?? '',
        ...subject,
      })),
      series: series.map((found) => ({ projectKey: keys.get(found.projectId) ?? '', ...found.series })),
    };
  }

  return {
    ...createTags({ db, clock, audit, events }),
    listSeries,
    countFacets,
    getSeries,
    listSubjects,
    listExams,
    getSubject,
    getExam,
    seriesHistory,
    examHistory,
    subjectHistory,
    search,
    /** Which of these series show anything to readers. */
    findReleasedSeries: (ids: readonly string[]) => selectReleasedIds(db, ids),
    /** The released series of a project that are named, or that a filter means. */
    selectReleasedOf: (projectId: string, which: readonly string[] | SeriesFilter) =>
      selectIdsOf(db, projectId, which),
    /** Finds or makes subject, exam and series of arrivals, in the caller's transaction. */
    registerSeries: (trx: Trx, items: readonly SeriesRegistration[]) => registerAll(trx, items, clock.now()),
    /** Sets how much of a series is released and sums up its exam and subject. */
    applyRelease,
    removeExam,
    removeEmptyExam,
    /** Puts a series into another exam of another subject, in the caller's transaction. */
    moveSeries: (
      trx: Trx,
      move: { projectId: string; seriesId: string; studyInstanceUid: string; code: string },
    ) => moveSeries(trx, move, clock.now()),
    /** Puts an exam under another subject, in the caller's transaction. */
    moveExam: (trx: Trx, move: { projectId: string; examId: string; toCode: string }) =>
      moveExam(trx, move, clock.now()),
    setSurvivor,
    setRelations,
    /** Sets what a series is, in the caller's transaction. */
    setClassification: updateClass,
    setConversionState: updateConversionState,
    /** Brings a series and its exam up to date with a header that was made anew, in the caller's transaction. */
    updateSeriesFacts: updateFacts,
  };
}

export type Catalogue = ReturnType<typeof createCatalogue>;
