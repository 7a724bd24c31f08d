import './quarantine.css';
import { Button } from '@mantine/core';
import { IconChecks, IconShieldCheck } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo } from 'react';
import type { CaseSummary, Project } from '../api/types.ts';
import { useProject } from '../projects/queries.ts';
import { formatNoun } from '../shared/format.ts';
import { useKeyActions } from '../shared/keys.ts';
import { Notice, ProblemNotice } from '../shared/ui/notice.tsx';
import { EmptyState, SkeletonRows, usePageTitle } from '../shared/ui/page.tsx';
import { useBulk } from './bulk.tsx';
import { CaseView } from './case-view.tsx';
import { attributesQuery, caseFramesQuery, caseQuery, queuePages } from './queries.ts';
import { neighbour } from './queue.ts';
import { QueuePanel } from './queue-panel.tsx';
import type { QueueSearch } from './search.ts';
import { UndoBar } from './undo-bar.tsx';
import { useDecisions } from './use-decisions.ts';

const route = getRouteApi('/signed-in/p/$project/quarantine');

function useQueue(project: string, search: QueueSearch) {
  const pages = useInfiniteQuery(queuePages(project, search.state ?? 'open', search.sort ?? 'risk'));
  const cases = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  const counts = pages.data?.pages[0]?.counts;
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = pages;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  return { pages, cases, counts, onNeedMore: hasNextPage && !isFetchingNextPage ? more : null };
}

/** Loads the next case before it is asked for: a decision then shows it without waiting. */
function usePreload(project: string, cases: readonly CaseSummary[], current: string | undefined) {
  const client = useQueryClient();
  const next = neighbour(cases, current, 1)?.id;
  useEffect(() => {
    if (next === undefined || next === current) return;
    void client.prefetchQuery(caseQuery(project, next));
    void client.prefetchQuery(caseFramesQuery(project, next));
    void client.prefetchQuery(attributesQuery(project, next, undefined, 'changed'));
  }, [client, project, next, current]);
}

function AllDone(props: { project: Project; waiting: number; arrivals: number }) {
  const { project, waiting, arrivals } = props;
  const nothingYet = arrivals === 0;
  const mayImport = project.permissions.includes('archive:import');
  const done = nothingYet ? 'Nothing has arrived yet' : 'Everything is decided';
  return (
    <section className="case">
      <EmptyState
        icon={
          waiting > 0 || nothingYet ? (
            <IconShieldCheck size={36} aria-hidden />
          ) : (
            <IconChecks size={36} aria-hidden />
          )
        }
        title={waiting > 0 ? 'Choose a case on the left' : done}
        action={
          nothingYet && mayImport ? (
            <Button component={Link} to={`/p/${project.key}/upload`}>
              Upload a folder
            </Button>
          ) : (
            <Button component={Link} to={`/p/${project.key}/browse`} variant="default">
              Browse what is released
            </Button>
          )
        }
      >
        {waiting > 0
          ? `${formatNoun(waiting, 'series')} wait for a decision.`
          : 'New arrivals appear here by themselves, the riskiest first.'}
      </EmptyState>
    </section>
  );
}

function CurrentCase(props: {
  project: string;
  search: QueueSearch;
  id: string;
  decisions: ReturnType<typeof useDecisions>;
}) {
  const one = useQuery(caseQuery(props.project, props.id));
  if (one.isPending)
    return (
      <section className="case">
        <SkeletonRows rows={8} height={40} />
      </section>
    );
  if (one.isError)
    return (
      <section className="case">
        <ProblemNotice error={one.error} retry={() => void one.refetch()} />
      </section>
    );
  return (
    <CaseView
      key={one.data.id}
      one={one.data}
      start={{ image: props.search.image, at: props.search.at }}
      onDecide={(detail, verdict) => void props.decisions.take(detail, verdict)}
    />
  );
}

function NotAllowed() {
  return (
    <div className="page page-narrow">
      <h1>Quarantine</h1>
      <Notice tone="info" title="Only reviewers see what is in quarantine">
        Ask a project lead for the role reviewer.
      </Notice>
    </div>
  );
}

function Review() {
  const project = useProject();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { pages, cases, counts, onNeedMore } = useQueue(project.key, search);
  const current = search.case;
  const openCase = useCallback(
    (id: string | undefined) =>
      void navigate({
        search: ({ case: _case, image: _image, at: _at, ...rest }) =>
          id === undefined ? rest : { ...rest, case: id },
      }),
    [navigate],
  );
  const first = cases[0]?.id;
  const decisions = useDecisions({ project: project.key, cases, current, openCase });
  const bulk = useBulk(project.key, cases, decisions.mark);
  const nothingDecided = decisions.decided.size === 0;
  useEffect(() => {
    if (current === undefined && first !== undefined && nothingDecided)
      void navigate({ search: { ...search, case: first }, replace: true });
  }, [current, first, nothingDecided, navigate, search]);
  usePreload(project.key, cases, current);
  const step = (by: number) => openCase(neighbour(cases, current, by)?.id);
  useKeyActions('Queue', [
    { keys: 'J', name: 'next case', run: () => step(1) },
    { keys: 'K', name: 'previous case', run: () => step(-1) },
    {
      keys: 'U',
      name: 'undo the last decision',
      run: () => void decisions.undo(),
      enabled: decisions.taken.length > 0,
    },
  ]);
  const undecided = (counts?.open ?? 0) + (counts?.firstApproved ?? 0);
  const stillListed = cases.filter((one) => decisions.decided.has(one.id) && one.state === 'open').length;
  const waiting = Math.max(0, undecided - stillListed);
  const arrivals = Object.values(counts ?? { open: 1 }).reduce((sum, count) => sum + count, 0);
  return (
    <div className="quarantine">
      <QueuePanel
        project={project.key}
        search={search}
        cases={cases}
        pending={pages.isPending}
        current={current}
        chosen={bulk.chosen}
        progress={{ decided: decisions.decided.size, waiting, medianSeconds: decisions.medianSeconds }}
        onNeedMore={onNeedMore}
        onSearch={(next) => void navigate({ search: next })}
        onChoose={bulk.choose}
        onApproveChosen={() => void bulk.approveChosen()}
        onChooseNone={bulk.chooseNone}
      />
      {pages.isError ? (
        <section className="case">
          <ProblemNotice error={pages.error} retry={() => void pages.refetch()} />
        </section>
      ) : null}
      {!pages.isError && current === undefined ? (
        <AllDone project={project} waiting={waiting} arrivals={arrivals} />
      ) : null}
      {!pages.isError && current !== undefined ? (
        <CurrentCase project={project.key} search={search} id={current} decisions={decisions} />
      ) : null}
      <UndoBar taken={decisions.taken} nowMs={decisions.nowMs} onUndo={() => void decisions.undo()} />
    </div>
  );
}

/** The review of what arrived: queue left, the case right, all by keyboard. */
export function QuarantinePage() {
  const project = useProject();
  usePageTitle(`Quarantine ${project.key}`);
  return project.permissions.includes('quarantine:review') ? <Review /> : <NotAllowed />;
}
