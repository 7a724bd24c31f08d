export { defacingSettings } from './defacing.config.ts';
export { notDecidable, nothingToSee } from './defacing.problems.ts';
export { createDefacing, type Defacing, type DefacingDeps, type FaceStanding } from './defacing.service.ts';
export { moments } from './pictures.ts';
export { decisions, states } from './standing.ts';
