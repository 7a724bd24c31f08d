import { auditHistory } from '../audit/index.ts';
import type { Http } from '../kernel/http/index.ts';
import { invalidRequest } from '../kernel/problems/index.ts';
import {
  examNotFound,
  seriesNotFound,
  subjectMerged,
  subjectNotFound,
  tooManyTags,
} from './catalogue.problems.ts';
import {
  changedTags,
  changeTagsBody,
  examDetail,
  examPage,
  facets,
  filterQuery,
  itemParams,
  listQuery,
  searchQuery,
  searchResult,
  seriesDetail,
  seriesPage,
  seriesQuery,
  setTagsBody,
  subjectDetail,
  subjectPage,
  tagList,
} from './catalogue.schema.ts';
import type { Catalogue } from './catalogue.service.ts';
import { readFilter } from './series-filter.ts';

interface CatalogueRouteOptions {
  http: Http;
  catalogue: Catalogue;
}

const tag = 'catalogue';
const permission = { project: 'archive:read' } as const;

function seriesRoutes({ http, catalogue }: CatalogueRouteOptions): void {
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/series',
      operationId: 'listSeries',
      tag,
      summary: 'Released series that meet a filter',
      permission,
      query: seriesQuery,
      response: seriesPage,
      problems: [invalidRequest],
    },
    ({ project, query }) => catalogue.listSeries(project.id, readFilter(query), query),
  );
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/series/facets',
      operationId: 'countFacets',
      tag,
      summary: 'How many series each value of each facet would leave',
      permission,
      query: filterQuery,
      response: facets,
    },
    ({ project, query }) => catalogue.countFacets(project.id, readFilter(query)),
  );
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/series/:id',
      operationId: 'getSeries',
      tag,
      summary: 'A series',
      permission,
      params: itemParams,
      response: seriesDetail,
      problems: [seriesNotFound],
    },
    ({ project, params }) => catalogue.getSeries(project.id, params.id),
  );
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/series/:id/history',
      operationId: 'getSeriesHistory',
      tag,
      summary: 'What was done to a series, newest first',
      permission,
      params: itemParams,
      response: auditHistory,
      problems: [seriesNotFound],
    },
    async ({ project, params }) => ({ items: await catalogue.seriesHistory(project.id, params.id) }),
  );
}

function groupRoutes({ http, catalogue }: CatalogueRouteOptions): void {
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/subjects',
      operationId: 'listSubjects',
      tag,
      summary: 'Subjects with a released series that meets a filter, by code',
      permission,
      query: listQuery,
      response: subjectPage,
      problems: [invalidRequest],
    },
    ({ project, query }) => catalogue.listSubjects(project.id, readFilter(query), query),
  );
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/subjects/:id',
      operationId: 'getSubject',
      tag,
      summary: 'A subject with its exams',
      permission,
      params: itemParams,
      response: subjectDetail,
      problems: [subjectNotFound, subjectMerged],
    },
    ({ project, params }) => catalogue.getSubject(project, params.id),
  );
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/subjects/:id/history',
      operationId: 'getSubjectHistory',
      tag,
      summary: 'What was done to a subject and its images, newest first',
      permission,
      params: itemParams,
      response: auditHistory,
      problems: [subjectNotFound],
    },
    async ({ project, params }) => ({ items: await catalogue.subjectHistory(project.id, params.id) }),
  );
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/exams',
      operationId: 'listExams',
      tag,
      summary: 'Exams with a released series that meets a filter, newest first',
      permission,
      query: listQuery,
      response: examPage,
      problems: [invalidRequest],
    },
    ({ project, query }) => catalogue.listExams(project.id, readFilter(query), query),
  );
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/exams/:id',
      operationId: 'getExam',
      tag,
      summary: 'An exam with its series',
      permission,
      params: itemParams,
      response: examDetail,
      problems: [examNotFound],
    },
    ({ project, params }) => catalogue.getExam(project.id, params.id),
  );
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/exams/:id/history',
      operationId: 'getExamHistory',
      tag,
      summary: 'What was done to an exam and its series, newest first',
      permission,
      params: itemParams,
      response: auditHistory,
      problems: [examNotFound],
    },
    async ({ project, params }) => ({ items: await catalogue.examHistory(project.id, params.id) }),
  );
}

function tagRoutes({ http, catalogue }: CatalogueRouteOptions): void {
  const mayEdit = { project: 'catalogue:edit' } as const;
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/tags',
      operationId: 'listTags',
      tag,
      summary: 'Tags of the project, by name',
      permission,
      response: tagList,
    },
    async ({ project }) => ({ items: await catalogue.listTags(project.id) }),
  );
  http.route(
    {
      method: 'PUT',
      url: '/projects/:project/series/:id/tags',
      operationId: 'setSeriesTags',
      tag,
      summary: 'Set the tags of a series',
      permission: mayEdit,
      params: itemParams,
      body: setTagsBody,
      response: seriesDetail,
      problems: [seriesNotFound, tooManyTags],
    },
    async ({ ctx, project, params, body }) => {
      await catalogue.setTags(ctx, project.id, params.id, body.tags);
      return catalogue.getSeries(project.id, params.id);
    },
  );
  http.route(
    {
      method: 'POST',
      url: '/projects/:project/tags/changes',
      operationId: 'changeTags',
      tag,
      summary: 'Add and remove tags of many series at once',
      permission: mayEdit,
      body: changeTagsBody,
      response: changedTags,
      problems: [tooManyTags],
    },
    async ({ ctx, project, body }) => ({ changed: await catalogue.changeTags(ctx, project.id, body) }),
  );
}

/** Browse, facets, tags, history, search. */
export function catalogueRoutes(options: CatalogueRouteOptions): void {
  seriesRoutes(options);
  groupRoutes(options);
  tagRoutes(options);
  const { http, catalogue } = options;
  http.route(
    {
      method: 'GET',
      url: '/search',
      operationId: 'search',
      tag,
      summary: 'Find projects, subjects and series in all projects that I may read',
      permission: 'signed-in',
      query: searchQuery,
      response: searchResult,
    },
    ({ ctx, query }) => catalogue.search(ctx, query.q, query.limit),
  );
}
