export { catalogueRoutes } from './catalogue.routes.ts';
export { filterQuery } from './catalogue.schema.ts';
export { type Catalogue, createCatalogue } from './catalogue.service.ts';
export type { SeriesRegistration } from './registration.repository.ts';
export { readFilter } from './series-filter.ts';
