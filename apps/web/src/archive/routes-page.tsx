import './archive.css';
import { Button } from '@mantine/core';
import { IconPlus, IconRoute } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useUnsaved } from '../accounts/use-unsaved.tsx';
import type { Route, RouteSet } from '../api/types.ts';
import { ProblemNotice, toastDone } from '../shared/ui/notice.tsx';
import { EmptyState, PageHead, SkeletonRows } from '../shared/ui/page.tsx';
import { When } from '../shared/ui/when.tsx';
import { routesQuery, routeVersionsQuery, saveRoutes } from './queries.ts';
import { RouteBench } from './route-bench.tsx';
import { RouteCard } from './route-card.tsx';
import { draftOfRoute, emptyRoute, moved, type RouteDraft, routeMistakes, routeOfDraft } from './routing.ts';

interface Keyed {
  key: number;
  draft: RouteDraft;
}

const keyed = (routes: readonly Route[]): Keyed[] =>
  routes.map((route, key) => ({ key, draft: draftOfRoute(route) }));
const routesOf = (lines: readonly Keyed[]) => lines.map(({ draft }) => routeOfDraft(draft));

function Editor(props: { set: RouteSet }) {
  const client = useQueryClient();
  const {
    value: lines,
    change: setLines,
    dirty,
    settle,
    notice,
  } = useUnsaved<Keyed[]>({
    place: 'routes',
    base: String(props.set.version),
    saved: keyed(props.set.routes),
    isSame: (one, other) => JSON.stringify(routesOf(one)) === JSON.stringify(routesOf(other)),
  });
  const drafts = lines.map((line) => line.draft);
  const mistakes = routeMistakes(drafts);
  const save = useMutation({
    mutationFn: () => saveRoutes({ version: props.set.version, routes: routesOf(lines) }),
    onSuccess: async (saved) => {
      settle();
      toastDone(`Routes saved as version ${saved.version}.`);
      await client.invalidateQueries({ queryKey: ['routes'] });
    },
  });
  const add = () => {
    const key = Math.max(0, ...lines.map((line) => line.key)) + 1;
    setLines([...lines, { key, draft: emptyRoute }]);
  };
  return (
    <section className="stack">
      {notice}
      {save.isError ? <ProblemNotice error={save.error} /> : null}
      {lines.length === 0 ? (
        <EmptyState icon={<IconRoute size={32} aria-hidden />} title="There is no route yet">
          Without a route, everything that comes by DICOM is held. Add one that leads to a project.
        </EmptyState>
      ) : null}
      <ol className="plain-list stack">
        {lines.map((line, at) => (
          <RouteCard
            key={line.key}
            draft={line.draft}
            at={at}
            last={lines.length - 1}
            mistakes={mistakes.get(at) ?? []}
            onChange={(draft) => setLines(lines.map((one) => (one === line ? { ...one, draft } : one)))}
            onMove={(by) => setLines(moved(lines, at, by))}
            onRemove={() => setLines(lines.filter((one) => one !== line))}
          />
        ))}
      </ol>
      <div className="row">
        <Button variant="default" leftSection={<IconPlus size={16} />} onClick={add}>
          Add a route
        </Button>
        <Button onClick={() => save.mutate()} disabled={!dirty || mistakes.size > 0} loading={save.isPending}>
          Save the routes
        </Button>
        {dirty ? <span className="dim">Not saved yet.</span> : null}
      </div>
    </section>
  );
}

function Versions() {
  const versions = useQuery(routeVersionsQuery);
  const items = versions.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className="panel">
      <h2>Versions</h2>
      <ul className="plain-list">
        {items.map((version) => (
          <li key={version.version} className="row">
            <strong>v{version.version}</strong>
            <span className="grow ellipsis">
              {version.routes.map((route) => route.name).join(', ') || 'no routes'}
            </span>
            <span className="dim">
              {version.createdBy ?? 'set up'}, <When iso={version.createdAt} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The routing table: the first route that matches an arrival decides where it goes. */
export function RoutesPage() {
  const routes = useQuery(routesQuery);
  return (
    <div className="page">
      <PageHead
        title="Routes"
        under="From top to bottom, the first route that matches decides the project, the profile and the tags. Patterns may hold * and ?."
      />
      {routes.isPending ? <SkeletonRows /> : null}
      {routes.isError ? <ProblemNotice error={routes.error} retry={() => void routes.refetch()} /> : null}
      {routes.data === undefined ? null : (
        <>
          <Editor key={routes.data.version} set={routes.data} />
          <RouteBench />
        </>
      )}
      <Versions />
    </div>
  );
}
