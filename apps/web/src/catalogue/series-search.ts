import { oneOf, textOf } from '../shared/search-params.ts';

export const seriesTabs = [
  'viewer',
  'header',
  'files',
  'tags',
  'classification',
  'conversion',
  'history',
] as const;
export type SeriesTab = (typeof seriesTabs)[number];
export interface SeriesSearch {
  tab?: SeriesTab;
  /** The instance whose header is shown. */
  instance?: string;
}

/** Reads the state of a series' page from its URL. */
export function readSeriesSearch(raw: Record<string, unknown>): SeriesSearch {
  const tab = oneOf(raw, 'tab', seriesTabs);
  const instance = textOf(raw, 'instance');
  return { ...(tab === undefined ? {} : { tab }), ...(instance === undefined ? {} : { instance }) };
}
