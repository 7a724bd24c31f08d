import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useProject } from '../projects/queries.ts';
import { ProblemNotice } from '../shared/ui/notice.tsx';
import { PageHead, SkeletonRows } from '../shared/ui/page.tsx';
import { runsQuery } from './queries.ts';
import { RunPanel } from './run-panel.tsx';
import { StartPanel } from './start-panel.tsx';

const route = getRouteApi('/signed-in/p/$project/reruns');

/** Profiles applied again to what is archived: plan, start, follow, and read what became of each series. */
export function RerunPage() {
  const project = useProject();
  const runs = useQuery(runsQuery(project.key));
  const items = runs.data?.items ?? [];
  const { run: opened = items[0]?.id, state } = route.useSearch();
  const busy = items.some(({ state }) => state === 'running');
  return (
    <div className="page">
      <PageHead
        title="Re-run"
        under="A changed profile is applied to series that are released already: from the originals where they are kept, else from the archived version. Each series changes as a whole or stays."
      />
      <StartPanel project={project.key} busy={busy} />
      {runs.isPending ? <SkeletonRows /> : null}
      {runs.isError ? <ProblemNotice error={runs.error} retry={() => void runs.refetch()} /> : null}
      {runs.isSuccess && items.length === 0 ? (
        <p className="dim">No profile was applied again in this project yet.</p>
      ) : null}
      {items.map((run) => (
        <RunPanel key={run.id} project={project.key} run={run} isOpen={run.id === opened} shown={state} />
      ))}
    </div>
  );
}
