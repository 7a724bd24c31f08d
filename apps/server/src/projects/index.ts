export { projectRoutes } from './projects.routes.ts';
export { type Project, type ProjectSettings, projectSettings } from './projects.schema.ts';
export { createProjects, type KnownProject, type Projects } from './projects.service.ts';
