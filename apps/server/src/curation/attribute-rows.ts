import { type ReportEntry, reportedPath } from '@pesscara/deidentification';
import type { HeaderLine } from '../archive/index.ts';

export type AttributeChange =
  | 'replaced'
  | 'removed'
  | 'emptied'
  | 'shifted'
  | 'remapped'
  | 'cleaned'
  | 'added'
  | 'kept';

/** A line of the review's table: what an attribute became and by which rule. */
export interface AttributeRow {
  path: string;
  tag: string;
  keyword: string | null;
  vr: string;
  change: AttributeChange;
  after: string | null;
  rule: string;
  /** Kept, but a person should look. */
  toCheck: boolean;
}

/** What happened, in the words of the page: by outcome, then by the action and the VR. */
export function changeOf({ outcome, action, vr }: ReportEntry): AttributeChange {
  if (outcome === 'replaced') {
    if (action === 'U' || vr === 'UI') return 'remapped';
    if (action === 'C') return ['DA', 'DT', 'TM'].includes(vr) ? 'shifted' : 'cleaned';
    return 'replaced';
  }
  return outcome === 'entered' ? 'kept' : outcome;
}

const lastTag = /\([0-9A-Fa-f]{4},[0-9A-Fa-f]{4}\)(?=[^(]*$)/;

/** Joins the report with the header that is stored: changed first in element order, then what was kept. */
export function attributeRows(
  entries: readonly ReportEntry[],
  header: readonly HeaderLine[],
): AttributeRow[] {
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  const seen = new Set<string>();
  const rows: AttributeRow[] = header.map((line) => {
    const entry = byPath.get(line.path) ?? byPath.get(reportedPath(line.path));
    if (entry !== undefined) seen.add(entry.path);
    const change = entry === undefined ? 'kept' : changeOf(entry);
    return {
      path: line.path,
      tag: line.tag,
      keyword: line.keyword,
      vr: line.vr,
      change,
      after: line.value,
      rule: entry?.rule ?? 'not in table',
      toCheck: change === 'kept' && entry !== undefined && entry.outcome === 'kept',
    };
  });
  for (const entry of entries)
    if (!seen.has(entry.path))
      rows.push({
        path: entry.path,
        tag: lastTag.exec(entry.path)?.[0] ?? entry.path,
        keyword: entry.keyword ?? null,
        vr: entry.vr,
        change: changeOf(entry) === 'kept' ? 'removed' : changeOf(entry),
        after: null,
        rule: entry.rule,
        toCheck: false,
      });
  return rows.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

export type AttributeView = 'changed' | 'kept' | 'all';

/** The rows of a view. `kept`: those a person should look at come first. */
export function rowsOfView(rows: readonly AttributeRow[], view: AttributeView): AttributeRow[] {
  if (view === 'all') return [...rows];
  const chosen = rows.filter((row) => (row.change === 'kept') === (view === 'kept'));
  return view === 'kept' ? chosen.sort((a, b) => Number(b.toCheck) - Number(a.toCheck)) : chosen;
}
