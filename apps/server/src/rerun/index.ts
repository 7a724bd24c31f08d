export { rerunRoutes } from './rerun.routes.ts';
export { createRerun } from './rerun.service.ts';
