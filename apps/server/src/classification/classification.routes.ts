import type { Http } from '../kernel/http/index.ts';
import { notCorrected, seriesNotFound } from './classification.problems.ts';
import type { StoredClassification } from './classification.repository.ts';
import { classification, correctionBody, rules, seriesParams } from './classification.schema.ts';
import type { Classifier } from './classification.service.ts';
import { ruleSets, rulesVersion } from './rules.ts';

const tag = 'classification';
const url = '/projects/:project/series/:id/classification';

function wire({ createdAt, evidence, ...result }: StoredClassification) {
  return { ...result, evidence: [...evidence], createdAt: createdAt.toISOString() };
}

/** What series are, over HTTP. */
export function classificationRoutes({ http, classifier }: { http: Http; classifier: Classifier }): void {
  const answer = async (projectId: string, seriesId: string) => {
    const { current, history } = await classifier.get(projectId, seriesId);
    return { current: current && wire(current), history: history.map(wire) };
  };
  http.route(
    {
      method: 'GET',
      url,
      operationId: 'getClassification',
      tag,
      summary: 'What a series is, by which evidence, and what it was before',
      permission: { project: 'archive:read' },
      params: seriesParams,
      response: classification,
      problems: [seriesNotFound],
    },
    ({ project, params }) => answer(project.id, params.id),
  );
  http.route(
    {
      method: 'PUT',
      url,
      operationId: 'correctClassification',
      tag,
      summary: 'Say what a series is; the rules do not overwrite it',
      permission: { project: 'catalogue:edit' },
      params: seriesParams,
      body: correctionBody,
      response: classification,
      problems: [seriesNotFound],
    },
    async ({ ctx, project, params, body }) => {
      await classifier.correct(ctx, project.id, params.id, body);
      return answer(project.id, params.id);
    },
  );
  http.route(
    {
      method: 'DELETE',
      url: `${url}/correction`,
      operationId: 'withdrawCorrection',
      tag,
      summary: 'Take a correction back: the rules’ result counts again',
      permission: { project: 'catalogue:edit' },
      params: seriesParams,
      response: classification,
      problems: [seriesNotFound, notCorrected],
    },
    async ({ ctx, project, params }) => {
      await classifier.withdrawCorrection(ctx, project.id, params.id);
      return answer(project.id, params.id);
    },
  );
  http.route(
    {
      method: 'GET',
      url: '/classification/rules',
      operationId: 'getClassificationRules',
      tag,
      summary: 'The rules that series are classified by',
      permission: 'signed-in',
      response: rules,
    },
    () => Promise.resolve({ version: rulesVersion, ruleSets: structuredClone(ruleSets) as never }),
  );
}
