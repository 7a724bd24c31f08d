export { type Classification, classifySeries, type Evidence } from './classify.ts';
export { collectAttributes, createAttributeCollector } from './collect-attributes.ts';
export { type SeriesAttributes, textOf } from './series-attributes.ts';
