import type { CaseState, Frame, QuarantinePage, Severity } from '../api/types.ts';

interface Queued {
  id: string;
  state: CaseState;
}

const gravity: Record<Severity, number> = { high: 0, medium: 1, low: 2 };

/** Findings in the order in which a reviewer must know of them: the list shows few at once. */
export function gravestFirst<T extends { severity: Severity; stopsRelease: boolean }>(
  findings: readonly T[],
): T[] {
  const rank = ({ severity, stopsRelease }: T) => (stopsRelease ? -1 : gravity[severity]);
  return [...findings].sort((a, b) => rank(a) - rank(b));
}

const undecided: readonly CaseState[] = ['open', 'first-approved'];

export function isUndecided(one: Queued): boolean {
  return undecided.includes(one.state);
}

/** The case to look at after a decision: the next undecided one below, else the first above; null when all are decided. */
export function nextUndecided<T extends Queued>(
  queue: readonly T[],
  current: string,
  decided: ReadonlySet<string>,
): T | null {
  const at = queue.findIndex((one) => one.id === current);
  const open = (one: T) => one.id !== current && isUndecided(one) && !decided.has(one.id);
  return queue.slice(at + 1).find(open) ?? queue.slice(0, Math.max(0, at)).find(open) ?? null;
}

/** The case `by` places from the current one, kept inside the queue; the first when there is no current one. */
export function neighbour<T extends Queued>(
  queue: readonly T[],
  current: string | undefined,
  by: number,
): T | null {
  const at = queue.findIndex((one) => one.id === current);
  if (at < 0) return queue[0] ?? null;
  return queue[Math.max(0, Math.min(queue.length - 1, at + by))] ?? null;
}

/** So many frames are shown of a longer series until all are asked for. */
export const montageFrames = 20;

/** The frames of a montage: what is flagged first, then an even sample of the rest, `most` in all. Positions index the full list. */
export function montageOf(frames: readonly Frame[], most: number): number[] {
  if (frames.length <= most) {
    const all = frames.map((_, at) => at);
    return [...all.filter((at) => frames[at]?.flagged), ...all.filter((at) => !frames[at]?.flagged)];
  }
  const flagged = frames.flatMap((frame, at) => (frame.flagged ? [at] : [])).slice(0, most);
  const room = most - flagged.length;
  const rest = frames.flatMap((frame, at) => (frame.flagged ? [] : [at]));
  const take = Math.min(room, rest.length);
  const sample = Array.from({ length: take }, (_, index) =>
    take === 1 ? rest[rest.length >> 1] : rest[Math.round((index * (rest.length - 1)) / (take - 1))],
  ).filter((at) => at !== undefined);
  return [...flagged, ...sample];
}

/** The middle of the given durations; null for none. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1] ?? null;
}

type Counts = QuarantinePage['counts'];
const countOf: Partial<Record<CaseState, keyof Counts>> = {
  open: 'open',
  'first-approved': 'firstApproved',
  approved: 'approved',
  rejected: 'rejected',
};

/** The counts of a queue after one of its cases went from one state to another. */
export function countsAfter(counts: Counts, from: CaseState, to: CaseState): Counts {
  const next = { ...counts };
  const left = countOf[from];
  const entered = countOf[to];
  if (left !== undefined) next[left] = Math.max(0, next[left] - 1);
  if (entered !== undefined) next[entered] += 1;
  return next;
}
