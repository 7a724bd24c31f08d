import type { CaseDetail, Finding, FrameList, Severity } from '../api/types.ts';
import { formatCount } from '../shared/format.ts';
import { Notice, type Tone } from '../shared/ui/notice.tsx';
import { Status } from '../shared/ui/status.tsx';
import { When } from '../shared/ui/when.tsx';
import { gravestFirst, isUndecided } from './queue.ts';

const tones: Record<Severity, Tone> = { high: 'bad', medium: 'warn', low: 'info' };
/** Of a finding that says that nobody looked, not that something was found. */
const unsearchedCode = 'leak-unsearched';

/** True when a detail says no more than the title. */
export function sameWords(title: string, detail: string): boolean {
  const plain = (text: string) => text.trim().replace(/\.$/, '').toLowerCase();
  return plain(title) === plain(detail);
}

interface FindingLineProps {
  finding: Finding;
  list: FrameList | undefined;
  onOpen: (at: number) => void;
  onAttribute: (path: string, instance: string | undefined) => void;
}

/** The place of a finding; of an attribute, a way to its row. */
function AttributeJump(props: FindingLineProps & { path: string }) {
  const { finding, path } = props;
  if (!path.startsWith('(')) return <span className="mono"> {path}</span>;
  return (
    <button
      type="button"
      className="text-button mono"
      title="Show it among the attributes"
      onClick={() => props.onAttribute(path, finding.instanceIds[0])}
    >
      {path}
    </button>
  );
}

function FindingLine(props: FindingLineProps) {
  const { finding, list } = props;
  const first = finding.instanceIds[0];
  const at = first === undefined ? -1 : (list?.frames.findIndex((frame) => frame.instanceId === first) ?? -1);
  return (
    <li>
      {finding.stopsRelease ? <Status value="stopped" /> : null}{' '}
      <strong>
        {finding.title}
        {finding.count > 1 ? ` × ${formatCount(finding.count)}` : ''}
      </strong>
      {sameWords(finding.title, finding.detail) ? null : finding.detail}
      {finding.path === null || finding.path === '' ? null : <AttributeJump {...props} path={finding.path} />}{' '}
      {at >= 0 ? (
        <button type="button" className="text-button" onClick={() => props.onOpen(at)}>
          look at it
        </button>
      ) : null}
      {finding.answer === null ? null : (
        <div className="dim">
          <Status value="done" label="answered" /> {finding.answer}
        </div>
      )}
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
  onAttribute: (path: string, instance: string | undefined) => void;
}

/** What a found identifier asks of the reviewers. */
function Stopped(props: { one: CaseDetail }) {
  const { one } = props;
  if (!one.policy.isStopped || !isUndecided(one)) return null;
  const isUnsearched = one.findings.every(
    ({ stopsRelease, code }) => !stopsRelease || code === unsearchedCode,
  );
  const title = isUnsearched
    ? 'Not all of it could be searched for identifiers'
    : 'An identifier of the patient was found';
  return (
    <Notice tone="bad" title={title}>
      {one.policy.reasonNeeded
        ? 'One person approved it nevertheless. A second one, with a reason, can release it; or reject it.'
        : isUnsearched
          ? 'Look at all of it, or reject it. A release takes two persons, the second with a reason.'
          : 'Mask it where it stands in the pixels, mend the profile, or reject it. A release takes two persons, the second with a reason.'}
    </Notice>
  );
}

/** What is suspicious about a case, what was decided, and why it cannot be approved where it cannot. */
export function CaseNotices(props: CaseNoticesProps) {
  const { one, list } = props;
  const findings = gravestFirst(one.findings);
  const worst = findings[0]?.severity;
  const policyLock = isUndecided(one) && !one.policy.mayApprove;
  return (
    <>
      <Decided one={one} />
      <Stopped one={one} />
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
                onAttribute={props.onAttribute}
              />
            ))}
          </ul>
          {props.lock !== null && !policyLock && isUndecided(one) ? <p>{props.lock}</p> : null}
        </Notice>
      )}
    </>
  );
}
