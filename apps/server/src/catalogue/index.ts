export { catalogueRoutes } from './catalogue.routes.ts';
export { type Catalogue, createCatalogue } from './catalogue.service.ts';
export type { SeriesRegistration } from './registration.repository.ts';
