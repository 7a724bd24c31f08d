export { projectRoutes } from './projects.routes.ts';
export type { Project } from './projects.schema.ts';
export { createProjects, type Projects } from './projects.service.ts';
