export { catalogueRoutes } from './catalogue.routes.ts';
export {
  type Exam,
  exam,
  type SeriesSummary,
  type Subject,
  seriesSummary,
  subject,
} from './catalogue.schema.ts';
export { type Catalogue, createCatalogue } from './catalogue.service.ts';
export type {
  ConversionState,
  RegisteredSeries,
  Release,
  SeriesClass,
  SeriesRegistration,
} from './registration.repository.ts';
