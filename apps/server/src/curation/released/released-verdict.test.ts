import { describe, expect, it } from 'vitest';
import type { StoredFinding } from '../curation.repository.ts';
import { afterVerdict, type ReleasedFacts, unreviewed, whyNotAcknowledge } from './released-verdict.ts';

const leak = (path: string, valueHash: string, severity: StoredFinding['severity'] = 'high') => ({
  code: 'leak-patient-name',
  severity,
  count: 1,
  path,
  valueHash,
});
const engine = (code: string, severity: StoredFinding['severity']): StoredFinding => ({
  code,
  severity,
  count: 1,
});

describe('what is found after a release', () => {
  it('is new when it stands elsewhere, is another identifier, or is more severe', () => {
    const reviewed = [leak('(0040,A730)[3]/(0040,A160)', 'a'), engine('private-kept', 'medium')];
    expect(unreviewed(reviewed, [leak('(0040,A730)[9]/(0040,A160)', 'a')])).toEqual([]);
    expect(unreviewed(reviewed, [engine('private-kept', 'medium')])).toEqual([]);
    const elsewhere = leak('(0008,103E)', 'a');
    const another = leak('(0040,A730)[3]/(0040,A160)', 'b');
    const worse = engine('private-kept', 'high');
    expect(unreviewed(reviewed, [elsewhere, another, worse])).toEqual([elsewhere, another, worse]);
  });

  it('stops nobody when it is of low severity', () => {
    expect(unreviewed([], [engine('private-removed', 'low'), leak('(0008,103E)', 'a', 'low')])).toEqual([]);
  });
});

describe('a decision about it', () => {
  const facts = (
    state: ReleasedFacts['state'],
    findings: readonly StoredFinding[] = [engine('x', 'medium')],
  ) => ({
    state,
    findings,
    firstBy: 'anna',
    importerId: 'bert',
  });
  const identifier = [leak('(0008,103E)', 'a')];

  it('takes two persons where an identifier of the patient was found', () => {
    expect(afterVerdict(facts('open'), 'acknowledge')).toBe('acknowledged');
    expect(afterVerdict(facts('open', identifier), 'acknowledge')).toBe('first-acknowledged');
    expect(afterVerdict(facts('first-acknowledged', identifier), 'acknowledge')).toBe('acknowledged');
    const lax = { reviewerMayBeImporter: true };
    expect(whyNotAcknowledge(facts('first-acknowledged', identifier), lax, 'anna')).toContain('second');
    expect(whyNotAcknowledge(facts('first-acknowledged', identifier), lax, 'bert')).toBeNull();
    expect(whyNotAcknowledge(facts('open'), { reviewerMayBeImporter: false }, 'bert')).toContain('sent');
  });

  it('withdraws what is released, also after it was acknowledged, and takes an acknowledgement back', () => {
    for (const state of ['open', 'first-acknowledged', 'acknowledged'] as const)
      expect(afterVerdict(facts(state), 'withdraw')).toBe('withdrawn');
    expect(afterVerdict(facts('acknowledged'), 'reopen')).toBe('open');
    for (const state of ['withdrawn', 'gone'] as const)
      for (const verdict of ['acknowledge', 'withdraw', 'reopen'] as const)
        expect(afterVerdict(facts(state), verdict)).toBeUndefined();
  });
});
