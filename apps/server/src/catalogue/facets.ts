import type { FacetName, Facets } from './catalogue.schema.ts';
import { keyedFacets, type SeriesFilter } from './series-filter.ts';

type Facet = Facets['facets'][number];

function facetOf(name: FacetName, counts: ReadonlyMap<string, number>, selected: readonly string[]): Facet {
  const values = [...counts].map(([value, count]) => ({ value, count }));
  // What is selected stays visible, so that it can be unselected.
  for (const value of selected) if (!counts.has(value)) values.push({ value, count: 0 });
  values.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return { name, values };
}

/**
 * Counts of every facet's values, each without regard to the facet's own selection, from groups of equal `facet_key`:
 * a group that meets all selections counts everywhere, one that fails a single facet counts in that one, others nowhere.
 */
export function facetCounts(groups: Iterable<{ key: string; count: number }>, filter: SeriesFilter): Facet[] {
  const selections = keyedFacets.map(([name]) => filter.facets[name] ?? []);
  const wanted = selections.map((selected) => (selected.length === 0 ? undefined : new Set(selected)));
  const counts = keyedFacets.map(() => new Map<string, number>());
  for (const { key, count } of groups) {
    const values = key.split('\x1f');
    let failures = 0;
    let failed = -1;
    for (const [position, set] of wanted.entries()) {
      if (set === undefined || set.has(values[position] ?? '')) continue;
      failures++;
      failed = position;
    }
    if (failures > 1) continue;
    for (const [position, byValue] of counts.entries()) {
      if (failures === 1 && failed !== position) continue;
      const value = values[position] ?? '';
      byValue.set(value, (byValue.get(value) ?? 0) + count);
    }
  }
  return keyedFacets.map(([name], position) =>
    facetOf(name, counts[position] ?? new Map<string, number>(), selections[position] ?? []),
  );
}

/** The facet of tags from its counts. */
export function tagFacet(counts: readonly { value: string; count: number }[], filter: SeriesFilter): Facet {
  return facetOf('tag', new Map(counts.map(({ value, count }) => [value, count])), filter.facets.tag ?? []);
}
