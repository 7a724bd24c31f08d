import { Button } from '@mantine/core';
import { IconPhotoOff } from '@tabler/icons-react';
import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { ExamSummary, InstanceSummary, Page, SubjectSummary } from '../api/types.ts';
import { useKeyActions } from '../shared/keys.ts';
import type { GridColumn } from '../shared/ui/grid-props.ts';
import { KeyLegend } from '../shared/ui/key-legend.tsx';
import { ProblemNotice } from '../shared/ui/notice.tsx';
import { EmptyState, SkeletonRows } from '../shared/ui/page.tsx';
import { VirtualGrid } from '../shared/ui/virtual-grid.tsx';
import type { BrowseState } from './browse-state.ts';
import { BrowseToolbar } from './browse-toolbar.tsx';
import { examColumns, instanceColumns, subjectColumns } from './columns.tsx';
import { CountLine, useListSelection } from './list-frame.tsx';
import { examPages, instancePages, subjectPages } from './queries.ts';
import { useColumns } from './use-columns.ts';

interface PlainToolbarProps {
  state: BrowseState;
  columns?: ReturnType<typeof useColumns<never>>;
  all?: GridColumn<never>[];
}

/** The toolbar of a list without bulk actions. */
function PlainToolbar(props: PlainToolbarProps) {
  const { state, columns } = props;
  const { panels } = state;
  return (
    <BrowseToolbar
      columns={props.all ?? []}
      hidden={columns?.hidden ?? []}
      widths={columns?.widths ?? {}}
      onHidden={(hidden) => columns?.onHidden(hidden)}
      onResize={(column, width) => columns?.onResize(column, width)}
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
  );
}

interface PlainListProps<T> {
  state: BrowseState;
  label: string;
  pages: UseInfiniteQueryResult<InfiniteData<Page<T>>>;
  all: GridColumn<T>[];
  nameOf: (row: T) => string;
  onOpen: (row: T) => void;
  total: number | null;
  resetOn: string;
}
const noneHidden: string[] = [];

/** A list that is walked and opened: subjects, exams, images. */
function PlainList<T extends { id: string }>(props: PlainListProps<T>) {
  const { state, pages } = props;
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  const { selection, onStep } = useListSelection(rows, state.search.row, props.resetOn);
  const columns = useColumns(`${state.project.key}:${props.label}`, props.all, noneHidden);
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = pages;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  useKeyActions('Browse', [{ keys: '/', name: 'search', run: () => state.box.current?.focus() }]);
  const empty = (
    <EmptyState icon={<IconPhotoOff size={32} aria-hidden />} title={`No ${props.label.toLowerCase()} here`}>
      Change the filters, or release series from quarantine first.
    </EmptyState>
  );
  return (
    <div className="browse-centre">
      <PlainToolbar state={state} columns={columns as never} all={props.all as never} />
      <CountLine state={state} />
      {pages.isPending ? <SkeletonRows rows={14} height={24} /> : null}
      {pages.isError ? <ProblemNotice error={pages.error} retry={() => void pages.refetch()} /> : null}
      {pages.isSuccess && rows.length === 0 ? empty : null}
      {rows.length > 0 ? (
        <div className="browse-list">
          <VirtualGrid
            label={props.label}
            rows={rows}
            total={props.total}
            idOf={(row) => row.id}
            nameOf={props.nameOf}
            columns={columns.columns}
            widths={columns.widths}
            onResize={columns.onResize}
            selection={selection}
            onStep={onStep}
            onOpen={props.onOpen}
            onNeedMore={hasNextPage && !isFetchingNextPage ? more : null}
            choosable={false}
          />
        </div>
      ) : null}
      <KeyLegend
        keys={[
          ['ArrowUp|ArrowDown', 'move'],
          ['Enter', 'open'],
          ['/', 'search'],
          ['?', 'all keys'],
        ]}
      />
    </div>
  );
}

/** Level "subjects". */
export function SubjectList(props: { state: BrowseState }) {
  const { project, filters, totals } = props.state;
  const navigate = useNavigate();
  const all = useMemo(() => subjectColumns(project.key), [project.key]);
  const open = (row: SubjectSummary) =>
    void navigate({ to: '/p/$project/subjects/$id', params: { project: project.key, id: row.id } });
  return (
    <PlainList
      state={props.state}
      label="Subjects"
      pages={useInfiniteQuery(subjectPages(project.key, filters))}
      all={all}
      nameOf={(row) => row.code}
      onOpen={open}
      total={totals?.subjects ?? null}
      resetOn={JSON.stringify(filters)}
    />
  );
}

/** Level "exams". */
export function ExamList(props: { state: BrowseState }) {
  const { project, filters, totals } = props.state;
  const navigate = useNavigate();
  const all = useMemo(() => examColumns(project.key), [project.key]);
  const open = (row: ExamSummary) =>
    void navigate({ to: '/p/$project/exams/$id', params: { project: project.key, id: row.id } });
  return (
    <PlainList
      state={props.state}
      label="Exams"
      pages={useInfiniteQuery(examPages(project.key, filters))}
      all={all}
      nameOf={(row) => row.studyDescription ?? 'exam'}
      onOpen={open}
      total={totals?.exams ?? null}
      resetOn={JSON.stringify(filters)}
    />
  );
}

/** Level "images": the released instances, of one series or of all. */
export function ImageList(props: { state: BrowseState }) {
  const { series } = props.state.search;
  if (series !== undefined) return <ImagesOf state={props.state} series={series} />;
  return (
    <div className="browse-centre">
      <PlainToolbar state={props.state} />
      <CountLine state={props.state} />
      <EmptyState
        icon={<IconPhotoOff size={32} aria-hidden />}
        title="Choose a series first"
        action={<Button onClick={() => props.state.onLevel('series')}>Go to the series</Button>}
      >
        Images are listed per series: move to a series on level Series, then change to Images.
      </EmptyState>
    </div>
  );
}

function ImagesOf(props: { state: BrowseState; series: string }) {
  const { project } = props.state;
  const navigate = useNavigate();
  const all = useMemo(() => instanceColumns(project.key), [project.key]);
  const open = (row: InstanceSummary) =>
    void navigate({
      to: '/p/$project/series/$id',
      params: { project: project.key, id: row.seriesId },
      search: { tab: 'header', instance: row.id },
    });
  return (
    <PlainList
      state={props.state}
      label="Images"
      pages={useInfiniteQuery(instancePages(project.key, props.series))}
      all={all}
      nameOf={(row) => `image ${row.instanceNumber ?? ''}`}
      onOpen={open}
      total={null}
      resetOn={props.series}
    />
  );
}
