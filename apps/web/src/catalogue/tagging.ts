import type { SeriesSummary } from '../api/types.ts';
import type { TagChange } from './queries.ts';

/** How many of the chosen series carry each tag, most first. */
export function tagUse(series: readonly Pick<SeriesSummary, 'tags'>[]): { tag: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const one of series) for (const tag of one.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts]
    .map(([tag, count]) => ({ tag, count }))
    .sort((a, b) => b.count - a.count || (a.tag < b.tag ? -1 : 1));
}

/** The changes that take a bulk change back: only series that it really altered are altered again. */
export function undoOf(
  change: TagChange,
  before: readonly Pick<SeriesSummary, 'id' | 'tags'>[],
): TagChange[] {
  const touched = before.filter((one) => change.seriesIds.includes(one.id));
  const back = [
    ...change.add.map((tag) => ({
      seriesIds: touched.filter((one) => !one.tags.includes(tag)).map((one) => one.id),
      add: [],
      remove: [tag],
    })),
    ...change.remove.map((tag) => ({
      seriesIds: touched.filter((one) => one.tags.includes(tag)).map((one) => one.id),
      add: [tag],
      remove: [],
    })),
  ];
  return back.filter((one) => one.seriesIds.length > 0);
}
