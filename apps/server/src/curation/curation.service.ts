import { openCases } from './cases.service.ts';
import { createDecisions } from './decisions.service.ts';
import { followDecisions } from './inventory/following-decisions.ts';
import { createInventory, type InventoryDeps } from './inventory/inventory.service.ts';
import { createValueDecisions } from './inventory/value-decisions.service.ts';
import { createValueRules } from './inventory/value-rules.service.ts';
import { createCasePixels } from './pictures/case-pixels.service.ts';
import { createFaceReview } from './pictures/face.service.ts';
import { createProfilePreview } from './profile-preview/profile-preview.service.ts';
import { createQueue } from './queue.service.ts';
import { removeRejected } from './rejected.service.ts';
import { createReleasedFindings } from './released/released.service.ts';
import { createReview, type ReviewDeps } from './review.service.ts';

/** Quarantine: what waits for a person, what the person sees, and what the decision does. */
export function createCuration(deps: ReviewDeps & InventoryDeps) {
  openCases(deps);
  removeRejected(deps);
  followDecisions(deps);
  return {
    inventory: createInventory(deps),
    valueDecisions: createValueDecisions(deps),
    valueRules: createValueRules(deps),
    undoMs: deps.config.undoMs,
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
