/** Findings in what is released already, pure: what is new in them, and what a decision makes of them. */

import { stopsRelease } from '../../leaks/index.ts';
import type { StoredFinding } from '../curation.repository.ts';

export type ReleasedState = 'open' | 'first-acknowledged' | 'acknowledged' | 'withdrawn' | 'gone';

/** acknowledge: it may stay released. withdraw: it goes back to quarantine. reopen: an acknowledgement is taken back. */
export const releasedVerdicts = ['acknowledge', 'withdraw', 'reopen'] as const;
export type ReleasedVerdict = (typeof releasedVerdicts)[number];

const rank = { low: 0, medium: 1, high: 2 } as const;

/** Findings of the leak check differ by place and identifier; those of the engine by their code. */
function keyOf({ code, path = '', valueHash }: StoredFinding & { valueHash?: string | null }): string {
  return valueHash === undefined ? code : `${code} ${path.replaceAll(/\[\d+\]/g, '[]')} ${valueHash}`;
}

/** What is found now and was not there, or was less severe, when a person decided on the release. Low ones stop nobody. */
export function unreviewed<F extends StoredFinding>(
  reviewed: readonly StoredFinding[],
  found: readonly F[],
): F[] {
  const known = new Map<string, number>();
  for (const finding of reviewed)
    known.set(keyOf(finding), Math.max(known.get(keyOf(finding)) ?? 0, rank[finding.severity]));
  return found.filter(
    (finding) => finding.severity !== 'low' && (known.get(keyOf(finding)) ?? -1) < rank[finding.severity],
  );
}

export interface ReleasedFacts {
  state: ReleasedState;
  findings: readonly StoredFinding[];
  /** Who acknowledged first, where two persons must. */
  firstBy: string | null;
  importerId: string | null;
}

export const isUndecided = ({ state }: Pick<ReleasedFacts, 'state'>): boolean =>
  state === 'open' || state === 'first-acknowledged';

/** An identifier of the patient stays released only when two persons say so, as for a release itself. */
export const takesTwo = ({ findings }: Pick<ReleasedFacts, 'findings'>): boolean =>
  findings.some(stopsRelease);

/** Why this person may not acknowledge, in words for the page; null: may. */
export function whyNotAcknowledge(
  facts: ReleasedFacts,
  { reviewerMayBeImporter }: { reviewerMayBeImporter: boolean },
  reviewerId: string,
): string | null {
  if (!isUndecided(facts)) return 'It is decided.';
  if (!reviewerMayBeImporter && facts.importerId === reviewerId)
    return 'You sent these images; this project wants another person to review them.';
  if (facts.state === 'first-acknowledged' && facts.firstBy === reviewerId)
    return 'You acknowledged it already; a second person must agree.';
  return null;
}

export const whyMoreUndecided = {
  /** There is a case to decide on. */
  waiting: 'More of this series waits for review, and a series has one case at a time. Decide on that first.',
  /** There is none yet. */
  arriving:
    'More of this series is arriving, and a series has one case at a time. Decide on that first, once it can be reviewed.',
} as const;

/** Why what is released cannot be sent back now, in words for the page; null: it can. */
export function whyNotWithdraw(facts: {
  isMoreUndecided: boolean;
  waitingCaseId: string | null;
}): string | null {
  if (!facts.isMoreUndecided) return null;
  return facts.waitingCaseId === null ? whyMoreUndecided.arriving : whyMoreUndecided.waiting;
}

/** What a verdict makes of the findings; undefined: it cannot be given now. */
export function afterVerdict(facts: ReleasedFacts, verdict: ReleasedVerdict): ReleasedState | undefined {
  const { state } = facts;
  if (verdict === 'withdraw') return isUndecided(facts) || state === 'acknowledged' ? 'withdrawn' : undefined;
  if (verdict === 'reopen')
    return state === 'acknowledged' || state === 'first-acknowledged' ? 'open' : undefined;
  if (!isUndecided(facts)) return undefined;
  return takesTwo(facts) && state === 'open' ? 'first-acknowledged' : 'acknowledged';
}
