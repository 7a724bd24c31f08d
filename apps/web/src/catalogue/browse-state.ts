import type { RefObject } from 'react';
import type { Facets, Project } from '../api/types.ts';
import type { BrowseSearch, Filters, Level, Sort } from './filters.ts';

/** What the lists of every level need of the browse page. */
export interface BrowseState {
  project: Project;
  search: BrowseSearch;
  level: Level;
  filters: Filters;
  /** Counts of everything that matches; null while they are loaded. */
  totals: Facets['totals'] | null;
  panels: {
    facetsShown: boolean;
    inspectorShown: boolean;
    toggleFacets: () => void;
    toggleInspector: () => void;
  };
  box: RefObject<HTMLInputElement | null>;
  onFilters: (filters: Filters) => void;
  onLevel: (level: Level) => void;
  onSort: (sort: Sort) => void;
  onRow: (row: string) => void;
}
