import { Button } from '@mantine/core';
import { IconPhotoOff, IconRefresh } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { SeriesSummary } from '../api/types.ts';
import { formatCount } from '../shared/format.ts';
import { useKeyActions } from '../shared/keys.ts';
import { KeyLegend } from '../shared/ui/key-legend.tsx';
import { ProblemNotice } from '../shared/ui/notice.tsx';
import { EmptyState, SkeletonRows } from '../shared/ui/page.tsx';
import { VirtualGrid } from '../shared/ui/virtual-grid.tsx';
import type { BrowseState } from './browse-state.ts';
import { BrowseToolbar } from './browse-toolbar.tsx';
import { BulkBar, bulkLimit } from './bulk-bar.tsx';
import { seriesColumns, seriesHidden, seriesTitle } from './columns.tsx';
import type { Sort } from './filters.ts';
import { Inspector } from './inspector.tsx';
import { CountLine, useListSelection } from './list-frame.tsx';
import { allSeriesIds, seriesPages } from './queries.ts';
import { clearReleasedSince, useReleasedSince } from './released-since.ts';
import { TagDialog } from './tag-dialog.tsx';
import { useColumns } from './use-columns.ts';

const idOf = (row: SeriesSummary) => row.id;

function NewArrivals(props: { project: BrowseState['project']; isListEmpty: boolean }) {
  const { isListEmpty } = props;
  const { id: projectId, key: projectKey } = props.project;
  const count = useReleasedSince(projectId);
  const client = useQueryClient();
  const load = useCallback(() => {
    clearReleasedSince(projectId);
    void client.invalidateQueries({ queryKey: ['catalogue', projectKey] });
  }, [client, projectId, projectKey]);
  // Where nothing is shown nothing can move under the cursor.
  useEffect(() => {
    if (isListEmpty && count > 0) load();
  }, [isListEmpty, count, load]);
  if (count === 0) return null;
  return (
    <Button size="compact-xs" variant="light" leftSection={<IconRefresh size={14} />} onClick={load}>
      {formatCount(count)} new, load
    </Button>
  );
}

function Nothing(props: { state: BrowseState }) {
  const { state } = props;
  const filtered = Object.keys(state.filters).length > 0;
  const base = `/p/${state.project.key}`;
  if (filtered)
    return (
      <EmptyState
        icon={<IconPhotoOff size={32} aria-hidden />}
        title="No series matches these filters"
        action={<Button onClick={() => state.onFilters({})}>Clear all filters</Button>}
      >
        Take one filter away, or search for fewer words.
      </EmptyState>
    );
  return (
    <EmptyState
      icon={<IconPhotoOff size={32} aria-hidden />}
      title="Nothing is released yet"
      action={
        <div className="row">
          {state.project.permissions.includes('quarantine:review') ? (
            <Button component={Link} to={`${base}/quarantine`}>
              Review the quarantine
            </Button>
          ) : null}
          {state.project.permissions.includes('archive:import') ? (
            <Button component={Link} to={`${base}/upload`} variant="default">
              Upload
            </Button>
          ) : null}
        </div>
      }
    >
      Series appear here when a reviewer releases them from quarantine.
    </EmptyState>
  );
}

/** The state of the series list: pages, columns, choice, and what the keys do with them. */
function useSeriesList(state: BrowseState) {
  const { project, filters, search, onRow } = state;
  const query = useMemo(
    () => ({ ...filters, ...(search.sort === undefined ? {} : { sort: search.sort }) }),
    [filters, search.sort],
  );
  const pages = useInfiniteQuery(seriesPages(project.key, query));
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  const { selection, onStep } = useListSelection(rows, search.row, JSON.stringify(query));
  const current = rows[selection.cursor];
  const currentId = current?.id;
  useEffect(() => {
    if (currentId === undefined || currentId === search.row) return;
    const timer = setTimeout(() => onRow(currentId), 300);
    return () => clearTimeout(timer);
  }, [currentId, search.row, onRow]);
  const all = useMemo(() => seriesColumns(project.key), [project.key]);
  const columns = useColumns(`${project.key}:series`, all, seriesHidden);
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = pages;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const chosen = useMemo(() => [...selection.chosen], [selection.chosen]);
  const known = useMemo(() => rows.filter((row) => selection.chosen.has(row.id)), [rows, selection.chosen]);
  const chooseAll = async () =>
    onStep({ kind: 'these', ids: await allSeriesIds(project.key, query, bulkLimit) });
  const onNeedMore = hasNextPage && !isFetchingNextPage ? more : null;
  const isEmpty = pages.isSuccess && rows.length === 0;
  return {
    pages,
    rows,
    isEmpty,
    selection,
    onStep,
    current,
    all,
    columns,
    onNeedMore,
    chosen,
    known,
    chooseAll,
  };
}

/** Level "series": the table, the bulk bar and the inspector. */
export function SeriesList(props: { state: BrowseState }) {
  const { state } = props;
  const { project, panels } = state;
  const navigate = useNavigate();
  const list = useSeriesList(state);
  const [tagging, setTagging] = useState(false);
  const mayEdit = project.permissions.includes('catalogue:edit');
  const { current, chosen } = list;
  const open = useCallback(
    (row: SeriesSummary) =>
      void navigate({ to: '/p/$project/series/$id', params: { project: project.key, id: row.id } }),
    [navigate, project.key],
  );
  useKeyActions('Browse', [
    {
      keys: 'T',
      name: 'tag the chosen series',
      run: () => setTagging(true),
      enabled: mayEdit && current !== undefined,
    },
    { keys: '/', name: 'search', run: () => state.box.current?.focus() },
    { keys: 'E', name: 'show or hide the inspector', run: panels.toggleInspector },
    { keys: 'F', name: 'show or hide the filters', run: panels.toggleFacets },
    {
      keys: 'Escape',
      name: 'choose none',
      run: () => list.onStep({ kind: 'none' }),
      enabled: chosen.length > 0,
    },
  ]);
  const target = chosen.length > 0 ? { ids: chosen, known: list.known } : currentTarget(current);
  return (
    <>
      <div className="browse-centre">
        <BrowseToolbar
          {...list.columns}
          columns={list.all as never}
          level={state.level}
          onLevel={state.onLevel}
          filters={state.filters}
          onFilters={state.onFilters}
          box={state.box}
          facetsShown={panels.facetsShown}
          onFacets={panels.toggleFacets}
          inspectorShown={panels.inspectorShown}
          onInspector={panels.toggleInspector}
        />
        <CountLine state={state}>
          <NewArrivals project={project} isListEmpty={list.isEmpty} />
        </CountLine>
        <SeriesTable state={state} list={list} onOpen={open} />
        {chosen.length > 0 ? (
          <BulkBar
            project={project.key}
            chosen={chosen}
            known={list.known}
            total={state.totals?.series ?? null}
            mayEdit={mayEdit}
            onTag={() => setTagging(true)}
            onAll={list.chooseAll}
            onNone={() => list.onStep({ kind: 'none' })}
          />
        ) : (
          <KeyLegend
            keys={[
              ['ArrowUp|ArrowDown', 'move'],
              ['Space', 'select'],
              ['Enter', 'open in viewer'],
              ['T', 'tag'],
              ['/', 'search'],
              ['E', 'inspector'],
              ['?', 'all keys'],
            ]}
          />
        )}
      </div>
      {panels.inspectorShown ? (
        <aside className="browse-side browse-inspector" aria-label="Inspector">
          {current === undefined ? (
            <p className="dim">Choose a row to see its particulars here.</p>
          ) : (
            <Inspector
              key={current.id}
              project={project.key}
              series={current}
              mayEdit={mayEdit}
              onTag={() => setTagging(true)}
            />
          )}
        </aside>
      ) : null}
      {tagging && target !== null ? (
        <TagDialog
          project={project.key}
          seriesIds={target.ids}
          known={target.known}
          onClose={() => setTagging(false)}
        />
      ) : null}
    </>
  );
}

function currentTarget(current: SeriesSummary | undefined) {
  return current === undefined ? null : { ids: [current.id], known: [current] };
}

function SeriesTable(props: {
  state: BrowseState;
  list: ReturnType<typeof useSeriesList>;
  onOpen: (row: SeriesSummary) => void;
}) {
  const { state, list } = props;
  const { pages } = list;
  if (pages.isPending) return <SkeletonRows rows={14} height={24} />;
  if (pages.isError) return <ProblemNotice error={pages.error} retry={() => void pages.refetch()} />;
  if (list.rows.length === 0) return <Nothing state={state} />;
  return (
    <div className="browse-list">
      <VirtualGrid
        label="Series"
        rows={list.rows}
        total={state.totals?.series ?? null}
        idOf={idOf}
        nameOf={seriesTitle}
        columns={list.columns.columns}
        widths={list.columns.widths}
        onResize={list.columns.onResize}
        selection={list.selection}
        onStep={list.onStep}
        onOpen={props.onOpen}
        onNeedMore={list.onNeedMore}
        sort={state.search.sort ?? '-studyDate'}
        onSort={(sort) => state.onSort(sort as Sort)}
      />
    </div>
  );
}
