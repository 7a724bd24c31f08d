import { profileNotFound } from '../deidentification/index.ts';
import { type Http, pageQuery } from '../kernel/http/index.ts';
import { nothingToRun, runEnded, runGoing, runNotFound } from './rerun.problems.ts';
import {
  plan,
  planBody,
  resultQuery,
  run,
  runPage,
  runParams,
  runSeriesPage,
  startBody,
} from './rerun.schema.ts';
import type { Rerun } from './rerun.service.ts';

const tag = 'rerun';
const url = '/projects/:project/reruns';
const permission = { project: 'project:manage' } as const;

function beginningRoutes(http: Http, rerun: Rerun): void {
  http.route(
    {
      method: 'POST',
      url: '/projects/:project/rerun-plans',
      operationId: 'planRerun',
      tag,
      summary: 'What applying a profile again would be about',
      description:
        'Counts, and what the profile does differently from those that the images were made by. Nothing is changed.',
      permission,
      body: planBody,
      response: plan,
      problems: [profileNotFound],
    },
    ({ project, body }) => rerun.plan(project.id, body),
  );
  http.route(
    {
      method: 'POST',
      url,
      operationId: 'startRerun',
      tag,
      summary: 'Apply a profile again to archived series',
      description:
        'From the original values where the project keeps them, else from the archived version: what was removed from that cannot come back. Each series changes as a whole; one that the profile refuses, or in which it finds something new of high severity, stays as it is.',
      permission,
      body: startBody,
      response: run,
      status: 202,
      problems: [profileNotFound, nothingToRun, runGoing],
    },
    ({ ctx, project, body }) => rerun.start(ctx, project.id, body),
  );
  http.route(
    {
      method: 'POST',
      url: `${url}/:run/cancellation`,
      operationId: 'cancelRerun',
      tag,
      summary: 'Stop a run; series that are done stay done',
      permission,
      params: runParams,
      response: run,
      problems: [runNotFound, runEnded],
    },
    ({ ctx, project, params }) => rerun.cancel(ctx, project.id, params.run),
  );
  http.route(
    {
      method: 'POST',
      url: `${url}/:run/resumption`,
      operationId: 'resumeRerun',
      tag,
      summary: 'Go on with a run that was stopped',
      permission,
      params: runParams,
      response: run,
      problems: [runNotFound, runEnded, runGoing],
    },
    ({ ctx, project, params }) => rerun.resume(ctx, project.id, params.run),
  );
}

/** Runs over HTTP. */
export function rerunRoutes(http: Http, rerun: Rerun): void {
  beginningRoutes(http, rerun);
  http.route(
    {
      method: 'GET',
      url,
      operationId: 'listReruns',
      tag,
      summary: 'Runs of a project, newest first',
      permission,
      query: pageQuery,
      response: runPage,
    },
    ({ project, query }) => rerun.list(project.id, query),
  );
  http.route(
    {
      method: 'GET',
      url: `${url}/:run`,
      operationId: 'getRerun',
      tag,
      summary: 'How far a run is',
      permission,
      params: runParams,
      response: run,
      problems: [runNotFound],
    },
    ({ project, params }) => rerun.get(project.id, params.run),
  );
  http.route(
    {
      method: 'GET',
      url: `${url}/:run/series`,
      operationId: 'listRerunSeries',
      tag,
      summary: 'What became of each series of a run',
      permission,
      params: runParams,
      query: resultQuery,
      response: runSeriesPage,
      problems: [runNotFound],
    },
    async ({ project, params, query }) => {
      const { items, nextCursor } = await rerun.results(project.id, params.run, query);
      const wired = items.map((item) => ({
        ...item,
        state: item.state as 'waiting',
        endedAt: item.endedAt?.toISOString() ?? null,
      }));
      return { items: wired, nextCursor };
    },
  );
}
