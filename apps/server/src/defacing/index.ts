export { defacingSettings } from './defacing.config.ts';
export type { DefacingDeps } from './defacing.deps.ts';
export { notDecidable, nothingToSee } from './defacing.problems.ts';
export { createDefacing, type Defacing, type FaceStanding } from './defacing.service.ts';
export { moments } from './pictures.ts';
export { decisions, states } from './standing.ts';
