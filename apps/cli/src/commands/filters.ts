import type { operations } from '@pesscara/api-client';
import type { Command } from 'commander';
import { collect, wholeNumber } from '../command.ts';

type SeriesQuery = NonNullable<operations['listSeries']['parameters']['query']>;
type Filters = Omit<SeriesQuery, 'cursor' | 'limit' | 'sort'>;

export interface FilterOptions {
  query?: string;
  modality?: string[];
  weighting?: string[];
  plane?: string[];
  contrast?: string[];
  centre?: string[];
  manufacturer?: string[];
  conversion?: string[];
  tag?: string[];
  subject?: string[];
  exam?: string[];
}

export interface ListOptions extends FilterOptions {
  limit: number;
}

const repeatable = [
  ['modality', 'e.g. MR'],
  ['weighting', 'e.g. T1, FLAIR, DWI'],
  ['plane', 'axial, sagittal, coronal'],
  ['contrast', 'agent given or not'],
  ['centre', 'where it came from'],
  ['manufacturer', 'of the scanner'],
  ['conversion', 'state of the conversion to NIfTI'],
  ['tag', 'tag'],
  ['subject', 'subject code'],
  ['exam', 'exam id'],
] as const;

/** The filters of what is released. */
export function withFilters(command: Command): Command {
  command.option('--query <text>', 'words of description, name or code');
  for (const [name, meaning] of repeatable)
    command.option(`--${name} <value>`, `${meaning}; may be repeated`, collect);
  return command;
}

/** The filters of every list of released images, and how long it gets. */
export function withListOptions(command: Command): Command {
  return withFilters(command).option('--limit <number>', 'how many', wholeNumber, 100);
}

/** The filters as the query of a request. */
export function filterQuery(options: FilterOptions): Filters {
  const { query, ...lists } = options;
  const filters: Record<string, unknown> = query === undefined ? {} : { q: query };
  for (const [name] of repeatable) if (lists[name] !== undefined) filters[name] = lists[name];
  return filters;
}
