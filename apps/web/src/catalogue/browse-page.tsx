import './browse.css';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useProject } from '../projects/queries.ts';
import { useKeyList } from '../shared/keys.ts';
import { usePageTitle } from '../shared/ui/page.tsx';
import type { BrowseState } from './browse-state.ts';
import { FacetPanel } from './facet-panel.tsx';
import { type BrowseSearch, filtersOf, type Level } from './filters.ts';
import { ExamList, ImageList, SubjectList } from './other-lists.tsx';
import { facetsQuery } from './queries.ts';
import { SeriesList } from './series-list.tsx';

const route = getRouteApi('/signed-in/p/$project/browse');

/** The side panels are open where there is room for them, and as the reader left them. */
function usePanels() {
  const roomForFacets = useMediaQuery('(min-width: 761px)', true) ?? true;
  const roomForInspector = useMediaQuery('(min-width: 1400px)', true) ?? true;
  const [facets, setFacets] = useState<boolean | null>(null);
  const [inspector, setInspector] = useState<boolean | null>(null);
  const facetsShown = facets ?? roomForFacets;
  const inspectorShown = inspector ?? roomForInspector;
  return {
    facetsShown,
    inspectorShown,
    toggleFacets: () => setFacets(!facetsShown),
    toggleInspector: () => setInspector(!inspectorShown),
  };
}

/** The state when another level is shown: images are those of the series under the cursor. */
function searchOfLevel(search: BrowseSearch, next: Level): BrowseSearch {
  const filters = filtersOf(search);
  if (next === 'series') return search.series === undefined ? filters : { ...filters, row: search.series };
  const series = search.level === undefined ? search.row : search.series;
  return { ...filters, level: next, ...(next === 'images' && series !== undefined ? { series } : {}) };
}

/** Everything released in the project: filters left, list, particulars right. All state is in the URL. */
export function BrowsePage() {
  const project = useProject();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { history } = useRouter();
  const panels = usePanels();
  const box = useRef<HTMLInputElement>(null);
  usePageTitle(`Browse ${project.key}`);
  useKeyList('List', [
    { keys: 'ArrowDown|J', name: 'next row' },
    { keys: 'ArrowUp|K', name: 'previous row' },
    { keys: 'Shift+ArrowDown', name: 'choose a range' },
    { keys: 'Space|X', name: 'choose the row' },
    { keys: 'Mod+A', name: 'choose all loaded rows' },
    { keys: 'Enter', name: 'open' },
  ]);
  const level: Level = search.level ?? 'series';
  const filters = filtersOf(search);
  const facets = useQuery(facetsQuery(project.key, filters));
  const change = (next: BrowseSearch) => void navigate({ search: next });
  const state: BrowseState = {
    project,
    search,
    level,
    filters,
    totals: facets.data?.totals ?? null,
    panels,
    box,
    onFilters: (next) =>
      change({
        ...next,
        ...(search.level ? { level: search.level } : {}),
        ...(search.sort ? { sort: search.sort } : {}),
      }),
    onLevel: (next) => change(searchOfLevel(search, next)),
    onSort: (sort) => change({ ...search, sort }),
    // Said a moment after the cursor moved: whoever went on to another page meanwhile is not fetched back.
    onRow: (row) => {
      if (history.location.pathname.endsWith('/browse'))
        void navigate({ search: { ...search, row }, replace: true });
    },
  };
  return (
    <div
      className="browse"
      data-facets={panels.facetsShown}
      data-inspector={panels.inspectorShown && level === 'series'}
    >
      <h1 className="visually-hidden">Browse {project.name}</h1>
      {panels.facetsShown ? (
        <section className="browse-side browse-facets" aria-label="Filters">
          <FacetPanel
            facets={facets.data}
            stale={facets.isPlaceholderData}
            filters={filters}
            onChange={state.onFilters}
          />
        </section>
      ) : null}
      {level === 'subjects' ? <SubjectList state={state} /> : null}
      {level === 'exams' ? <ExamList state={state} /> : null}
      {level === 'series' ? <SeriesList state={state} /> : null}
      {level === 'images' ? <ImageList state={state} /> : null}
    </div>
  );
}
