/** The decisions of review, pure: what may be decided by whom, and what the case becomes. */

export type CaseState = 'open' | 'first-approved' | 'approved' | 'rejected' | 'released' | 'discarded';
export type Verdict = 'approve' | 'reject';

export interface ReviewPolicy {
  reviewerMayBeImporter: boolean;
  secondReviewer: boolean;
}

export interface CaseFacts {
  state: CaseState;
  importerId: string | null;
  /** Who approved in the present round, oldest first. */
  approvers: readonly string[];
  /** The leak check found an identifier of the patient: one person cannot release it. */
  isStopped: boolean;
}

export interface PastDecision {
  verdict: string;
  accountId: string;
  /** The case's version that it was made on; each decision makes the next. */
  caseVersion: number;
}

/** Where a case stands after its decisions. */
export interface Standing {
  /** Who approved what is there now, oldest first. */
  approvers: readonly string[];
  /** What taking the last decision back makes of the case. */
  beforeLast: 'open' | 'first-approved';
}

/**
 * Replays a case's decisions, oldest first. A version between two decisions, or after the last, that no decision made
 * means that instances came: what was approved before is not what is there now, so those approvals are void.
 */
export function standingOf(decisions: readonly PastDecision[], version: number): Standing {
  let history: (readonly string[])[] = [[]];
  let next: number | undefined;
  for (const { verdict, accountId, caseVersion } of decisions) {
    if (next !== undefined && caseVersion !== next) history = [[]];
    const approvers = history.at(-1) ?? [];
    // Back from release: what was approved then is what a person objects to.
    if (verdict === 'withdraw') history = [[]];
    else if (verdict !== 'undo') history.push(verdict === 'approve' ? [...approvers, accountId] : approvers);
    else if (history.length > 1) history.pop();
    next = caseVersion + 1;
  }
  if (next !== undefined && version !== next) history = [[]];
  return {
    approvers: history.at(-1) ?? [],
    beforeLast: (history.at(-2) ?? []).length > 0 ? 'first-approved' : 'open',
  };
}

export const rejectReasons = [
  'identity-in-pixels',
  'identity-in-header',
  'wrong-patient',
  'wrong-project',
  'poor-quality',
  'not-needed',
  'other',
] as const;
export type RejectReason = (typeof rejectReasons)[number];

/** Why a reviewer may not decide, in words for the page; null: may. */
export function whyNot(facts: CaseFacts, policy: ReviewPolicy, reviewerId: string): string | null {
  if (facts.state !== 'open' && facts.state !== 'first-approved') return 'The case is decided.';
  if (!policy.reviewerMayBeImporter && facts.importerId === reviewerId)
    return 'You sent these images; this project wants another person to review them.';
  if (facts.state === 'first-approved' && facts.approvers.includes(reviewerId))
    return 'You approved already; a second person must decide.';
  return null;
}

/**
 * What a verdict makes of a case. Approval waits for a second person where the policy says so, and wherever an identifier
 * of the patient was found; a rejection never does.
 */
export function decideVerdict(facts: CaseFacts, policy: ReviewPolicy, verdict: Verdict): CaseState {
  if (verdict === 'reject') return 'rejected';
  return (policy.secondReviewer || facts.isStopped) && facts.state === 'open' ? 'first-approved' : 'approved';
}

/** Whether this approval releases something that an identifier was found in: whoever gives it must say why. */
export function needsReason(facts: CaseFacts): boolean {
  return facts.isStopped && facts.state === 'first-approved';
}

interface FindingWeight {
  severity: string;
}

/** 0 (nothing to see) to 100: what the queue is ordered by. One high finding outweighs any number of lower ones. */
export function riskOf(findings: readonly FindingWeight[]): number {
  const count = (severity: string) => findings.filter((finding) => finding.severity === severity).length;
  const high = count('high');
  if (high > 0) return Math.min(100, 80 + 5 * high);
  const medium = count('medium');
  if (medium > 0) return Math.min(79, 40 + 8 * medium);
  return Math.min(39, 5 * count('low'));
}

/** The worst severity among findings; null: none. */
export function worstSeverity(findings: readonly FindingWeight[]): 'high' | 'medium' | 'low' | null {
  return (
    (['high', 'medium', 'low'] as const).find((severity) =>
      findings.some((finding) => finding.severity === severity),
    ) ?? null
  );
}
