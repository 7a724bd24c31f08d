export { classificationRoutes } from './classification.routes.ts';
export { createClassification } from './classification.service.ts';
export { type SeriesAttributes, textOf } from './series-attributes.ts';
export { readSeriesHeaders } from './series-headers.ts';
