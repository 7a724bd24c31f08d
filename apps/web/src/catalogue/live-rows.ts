import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { call } from '../api/request.ts';
import type { Page, SeriesSummary } from '../api/types.ts';

type Loaded = InfiniteData<Page<SeriesSummary>>;
const mostAtOnce = 20;

function patched(loaded: Loaded, fresh: SeriesSummary): Loaded {
  const pages = loaded.pages.map((page) =>
    page.items.some((item) => item.id === fresh.id)
      ? { ...page, items: page.items.map((item) => (item.id === fresh.id ? { ...item, ...fresh } : item)) }
      : page,
  );
  return { ...loaded, pages };
}

/** Reloads the changed series that some list shows, and puts them where they stand: nothing moves under the cursor. */
export async function patchSeriesRows(client: QueryClient, ids: readonly string[]): Promise<void> {
  const changed = new Set(ids);
  await client.invalidateQueries({
    predicate: ({ queryKey }) => queryKey[0] === 'catalogue' && changed.has(String(queryKey[3])),
  });
  for (const [queryKey, loaded] of client.getQueriesData<Loaded>({
    predicate: (query) =>
      query.queryKey[0] === 'catalogue' && query.queryKey[2] === 'series' && query.isActive(),
  })) {
    // What changed may match now; where nothing is shown, nothing moves.
    if (loaded?.pages.every((page) => page.items.length === 0) === true)
      await client.invalidateQueries({ queryKey, exact: true });
    const shown = loaded?.pages.flatMap((page) => page.items.filter((item) => changed.has(item.id))) ?? [];
    const project = String(queryKey[1]);
    const fresh = await Promise.all(
      shown
        .slice(0, mostAtOnce)
        .map(({ id }) => call('get', '/api/v1/projects/{project}/series/{id}', { path: { project, id } })),
    );
    for (const one of fresh)
      client.setQueryData<Loaded>(queryKey, (before) =>
        before === undefined ? before : patched(before, one),
      );
  }
}
