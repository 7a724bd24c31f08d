export { curationSettings } from './curation.config.ts';
export { curationRoutes } from './curation.routes.ts';
export { type Curation, createCuration } from './curation.service.ts';
