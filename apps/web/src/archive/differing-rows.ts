import type { AttributeRow } from '../api/types.ts';

export interface DifferingRow {
  path: string;
  keyword: string | null;
  first: string | null;
  later: string | null;
}

type Compared = Pick<AttributeRow, 'path' | 'keyword' | 'after'>;

/** The attributes that are stored differently in two headers, in element order; null: absent or empty. */
export function differingRows(first: readonly Compared[], later: readonly Compared[]): DifferingRow[] {
  const byPath = new Map<string, DifferingRow>();
  for (const { path, keyword, after } of first)
    byPath.set(path, { path, keyword, first: after, later: null });
  for (const { path, keyword, after } of later)
    byPath.set(path, { path, keyword, first: byPath.get(path)?.first ?? null, later: after });
  return [...byPath.values()]
    .filter((row) => (row.first ?? '') !== (row.later ?? ''))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
