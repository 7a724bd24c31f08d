import { createCasePixels } from './case-pixels.service.ts';
import { openCases } from './cases.service.ts';
import { createDecisions } from './decisions.service.ts';
import { createFaceReview } from './face.service.ts';
import { createProfilePreview } from './profile-preview.service.ts';
import { createQueue } from './queue.service.ts';
import { removeRejected } from './rejected.service.ts';
import { createReleasedFindings } from './released/released.service.ts';
import { createReview, type ReviewDeps } from './review.service.ts';

export { curationSettings } from './curation.config.ts';
export { curationRoutes } from './curation.routes.ts';

/** Quarantine: what waits for a person, what the person sees, and what the decision does. */
export function createCuration(deps: ReviewDeps) {
  openCases(deps);
  removeRejected(deps);
  return {
    queue: createQueue(deps),
    review: createReview(deps),
    decisions: createDecisions(deps),
    face: createFaceReview(deps),
    pixels: createCasePixels(deps),
    released: createReleasedFindings(deps),
    previewProfile: createProfilePreview(deps),
  };
}

export type Curation = ReturnType<typeof createCuration>;
