import { z } from 'zod';
import type { Http } from '../../kernel/http/index.ts';
import {
  caseNotFound,
  caseStale,
  notOpen,
  notWithdrawable,
  reasonNeeded,
  reviewerNotAllowed,
} from '../curation.problems.ts';
import { releasedBody, releasedFindings, releasedPage, releasedQuery } from './released.schema.ts';
import type { ReleasedFindings } from './released.service.ts';

const permission = { project: 'quarantine:review' } as const;
const tag = 'curation';
const url = '/projects/:project/released-findings';

/** Findings in released series over HTTP. */
export function releasedRoutes(http: Http, released: ReleasedFindings): void {
  http.route(
    {
      method: 'GET',
      url,
      operationId: 'listReleasedFindings',
      tag,
      summary: 'What was found in released series since their release',
      description:
        'A released series whose images are replaced (a profile applied again, an identity corrected) is searched again. What nobody saw at the release waits here for a decision.',
      permission,
      query: releasedQuery,
      response: releasedPage,
    },
    ({ ctx, project, query }) => released.list(ctx, project, query),
  );
  http.route(
    {
      method: 'POST',
      url: `${url}/:case/decisions`,
      operationId: 'decideReleasedFindings',
      tag,
      summary: 'Let a released series stay, or send it back to quarantine',
      description:
        '`acknowledge` and `withdraw` need a reason; where an identifier of the patient was found, two persons must acknowledge. `withdraw` takes effect at once: nobody sees the series until it is reviewed again. `reopen` takes an acknowledgement back. `version` is the one you looked at.',
      permission,
      params: z.object({ project: z.string(), case: z.uuid() }),
      body: releasedBody,
      response: releasedFindings,
      problems: [caseNotFound, caseStale, notOpen, notWithdrawable, reasonNeeded, reviewerNotAllowed],
    },
    ({ ctx, project, params, body }) => released.decide(ctx, project, params.case, body),
  );
}
