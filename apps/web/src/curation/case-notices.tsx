import type { CaseDetail, Finding, FrameList, Severity } from '../api/types.ts';
import { formatCount } from '../shared/format.ts';
import { Notice, type Tone } from '../shared/ui/notice.tsx';
import { Status } from '../shared/ui/status.tsx';
import { When } from '../shared/ui/when.tsx';
import { isUndecided } from './queue.ts';

const tones: Record<Severity, Tone> = { high: 'bad', medium: 'warn', low: 'info' };
const order: readonly Severity[] = ['high', 'medium', 'low'];

/** True when a detail says no more than the title. */
function sameWords(title: string, detail: string): boolean {
  const plain = (text: string) => text.trim().replace(/\.$/, '').toLowerCase();
  return plain(title) === plain(detail);
}

function FindingLine(props: { finding: Finding; list: FrameList | undefined; onOpen: (at: number) => void }) {
  const { finding, list } = props;
  const first = finding.instanceIds[0];
  const at = first === undefined ? -1 : (list?.frames.findIndex((frame) => frame.instanceId === first) ?? -1);
  return (
    <li>
      <strong>
        {finding.title}
        {finding.count > 1 ? ` × ${formatCount(finding.count)}` : ''}
      </strong>
      {sameWords(finding.title, finding.detail) ? null : finding.detail}
      {finding.path === null ? null : <span className="mono"> {finding.path}</span>}{' '}
      {at >= 0 ? (
        <button type="button" className="text-button" onClick={() => props.onOpen(at)}>
          look at it
        </button>
      ) : null}
    </li>
  );
}

function Decided(props: { one: CaseDetail }) {
  const { one } = props;
  const last = one.decisions.at(-1);
  if (isUndecided(one) && one.state !== 'first-approved') return null;
  return (
    <Notice tone={one.state === 'rejected' || one.state === 'discarded' ? 'warn' : 'info'}>
      <Status value={one.state} />{' '}
      {last === undefined ? null : (
        <>
          by {last.byName}, <When iso={last.decidedAt} ago />
          {last.reason ? `: “${last.reason}”` : ''}
        </>
      )}
      {one.state === 'first-approved' ? ' A second reviewer, another person, must approve it too.' : null}
    </Notice>
  );
}

interface CaseNoticesProps {
  one: CaseDetail;
  lock: string | null;
  list: FrameList | undefined;
  onOpen: (at: number) => void;
}

/** What is suspicious about a case, what was decided, and why it cannot be approved where it cannot. */
export function CaseNotices(props: CaseNoticesProps) {
  const { one, list } = props;
  const findings = [...one.findings].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  const worst = findings[0]?.severity;
  const policyLock = isUndecided(one) && !one.policy.mayApprove;
  return (
    <>
      <Decided one={one} />
      {policyLock ? (
        <Notice tone="info" title="You cannot approve this series">
          {one.policy.why}
        </Notice>
      ) : null}
      {worst === undefined ? null : (
        <Notice tone={tones[worst]} role="status">
          <ul className="plain-findings">
            {findings.map((finding) => (
              <FindingLine
                key={finding.code + (finding.path ?? '')}
                finding={finding}
                list={list}
                onOpen={props.onOpen}
              />
            ))}
          </ul>
          {props.lock !== null && !policyLock && isUndecided(one) ? <p>{props.lock}</p> : null}
        </Notice>
      )}
    </>
  );
}
