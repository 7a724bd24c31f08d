export { overviewRoutes } from './overview.routes.ts';
export { createOverview, type Overview } from './overview.service.ts';
