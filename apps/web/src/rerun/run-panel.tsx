import { Button, Progress, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { formatCount, formatNoun } from '../shared/format.ts';
import { ProblemNotice, toastProblem } from '../shared/ui/notice.tsx';
import { SkeletonRows } from '../shared/ui/page.tsx';
import { Status } from '../shared/ui/status.tsx';
import { TableFrame } from '../shared/ui/table-frame.tsx';
import { When } from '../shared/ui/when.tsx';
import {
  cancelRun,
  type Run,
  type RunSeries,
  resultPages,
  resumeRun,
  type SeriesState,
  seriesStates,
} from './queries.ts';

const route = getRouteApi('/signed-in/p/$project/reruns');

function SeriesRow(props: { project: string; one: RunSeries }) {
  const { project, one } = props;
  const number = one.seriesNumber === null ? '' : ` ${one.seriesNumber}`;
  return (
    <tr>
      <th scope="row">
        <Link to="/p/$project/series/$id" params={{ project, id: one.seriesId }} search={{ tab: 'history' }}>
          {one.subjectCode} · {one.modality ?? 'series'}
          {number}
        </Link>
      </th>
      <td>
        <Status value={one.state} />
      </td>
      <td>{formatCount(one.replacedCount)}</td>
      <td>{formatCount(one.fromOriginalsCount)}</td>
      <td>{one.reason}</td>
    </tr>
  );
}

function Results(props: { project: string; run: Run; shown: SeriesState | undefined }) {
  const { project, run, shown } = props;
  const navigate = route.useNavigate();
  // As long as nobody chose, what became of series is shown as soon as something did.
  const state = shown ?? seriesStates.find((one) => run.series[one] > 0) ?? 'replaced';
  const pages = useInfiniteQuery(resultPages(project, run.id, state));
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="stack">
      <SegmentedControl
        aria-label="Series that are shown"
        data={seriesStates.map((one) => ({ value: one, label: `${one} ${formatCount(run.series[one])}` }))}
        value={state}
        onChange={(next) =>
          void navigate({
            search: (before) => ({ ...before, run: run.id, state: next as SeriesState }),
            replace: true,
            resetScroll: false,
          })
        }
      />
      {pages.isPending ? <SkeletonRows rows={3} /> : null}
      {pages.isError ? <ProblemNotice error={pages.error} retry={() => void pages.refetch()} /> : null}
      {pages.isSuccess && items.length === 0 ? <p className="dim">No series is {state}.</p> : null}
      {items.length === 0 ? null : (
        <TableFrame label={`Series that are ${state}`}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Series</th>
                <th scope="col">State</th>
                <th scope="col">New images</th>
                <th scope="col">From originals</th>
                <th scope="col">Reason</th>
              </tr>
            </thead>
            <tbody>
              {items.map((one) => (
                <SeriesRow key={one.seriesId} project={project} one={one} />
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
      {pages.hasNextPage ? (
        <div>
          <Button variant="default" onClick={() => void pages.fetchNextPage()}>
            Show more
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function RunButtons(props: { project: string; run: Run }) {
  const { project, run } = props;
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (what: typeof cancelRun) => what(project, run.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['reruns', project] }),
    onError: toastProblem,
  });
  const name = `${run.profile.name} version ${run.profile.version}`;
  if (run.state === 'finished') return null;
  return run.state === 'running' ? (
    <Button variant="default" aria-label={`Stop: ${name}`} onClick={() => change.mutate(cancelRun)}>
      Stop
    </Button>
  ) : (
    <Button variant="default" aria-label={`Go on: ${name}`} onClick={() => change.mutate(resumeRun)}>
      Go on
    </Button>
  );
}

/** A run: how far it is, and what became of each series. */
export function RunPanel(props: {
  project: string;
  run: Run;
  isOpen: boolean;
  /** Of which state series are shown; undefined: as it goes. */
  shown: SeriesState | undefined;
}) {
  const { project, run, isOpen, shown } = props;
  const navigate = route.useNavigate();
  const { total, waiting } = run.series;
  const name = `${run.profile.name} version ${run.profile.version}`;
  return (
    <section className="panel stack" aria-label={`Run of ${name}`}>
      <div className="row">
        <h2 className="grow">
          {name} <Status value={run.state} />
        </h2>
        <RunButtons project={project} run={run} />
        <Button
          variant="light"
          aria-expanded={isOpen}
          onClick={() =>
            void navigate({
              search: ({ state: _shown, ...before }) => ({ ...before, run: isOpen ? 'none' : run.id }),
              replace: true,
              resetScroll: false,
            })
          }
        >
          {isOpen ? 'Hide series' : 'Show series'}
          <span className="visually-hidden"> of {name}</span>
        </Button>
      </div>
      <div className="dim">
        {run.startedBy}, <When iso={run.startedAt} /> · “{run.reason}”
      </div>
      <Progress.Root>
        <Progress.Section
          value={((total - waiting) / Math.max(1, total)) * 100}
          aria-label={`Done: ${name}`}
        />
      </Progress.Root>
      <div>
        {formatCount(total - waiting)} of {formatNoun(total, 'series')}: {formatCount(run.series.replaced)}{' '}
        replaced, {formatCount(run.series.unchanged)} unchanged, {formatCount(run.series.kept)} kept as they
        were. {formatNoun(run.instances.replaced, 'new image')},{' '}
        {formatCount(run.instances.replaced - run.instances.fromOriginals)} from the archived version.
      </div>
      {isOpen ? <Results project={project} run={run} shown={shown} /> : null}
    </section>
  );
}
