import { Copyable } from '../shared/ui/copy.tsx';
import { ProblemNotice } from '../shared/ui/notice.tsx';
import { overrideOf } from './profile-document.ts';
import type { Judgement, LintFinding } from './queries.ts';

const severityWords: Record<LintFinding['severity'], string> = {
  error: 'Error',
  basis: 'Needs a basis',
  warning: 'Warning',
  note: 'Note',
};

/** Takes the person to the field that a finding is about. */
function focusField(pointer: string): void {
  const index = overrideOf(pointer);
  const id = index === undefined ? `field-${pointer.split('/')[1] ?? ''}` : `override-${index}`;
  const element = document.getElementById(id);
  element?.scrollIntoView({ block: 'center' });
  element?.querySelector<HTMLElement>('input, button, select, textarea')?.focus();
}

/** Where in the form a finding is: what the basis lets stay is answered at the basis. */
function focusFinding({ pointer, severity }: LintFinding): void {
  focusField(severity === 'basis' ? '/basis' : pointer);
}

/** A pointer into the document, as people see the place: an option by its code, an override by its number. */
function placeOf(pointer: string, options: readonly string[]): string {
  const [, member = '', at] = pointer.split('/');
  const index = overrideOf(pointer);
  if (index !== undefined) return `override ${index + 1}`;
  const option = member === 'options' && at !== undefined ? options[Number(at)] : undefined;
  return option === undefined ? member : `option ${option}`;
}

function Finding({ finding, options }: { finding: LintFinding; options: readonly string[] }) {
  return (
    <button
      type="button"
      className="finding"
      data-severity={finding.severity}
      onClick={() => focusFinding(finding)}
    >
      <strong>{severityWords[finding.severity]}</strong>{' '}
      <span className="mono dim">{placeOf(finding.pointer, options) || finding.code}</span>
      <div>{finding.detail}</div>
    </button>
  );
}

function summaryOf(findings: readonly LintFinding[]): string {
  const obstacles = findings.filter(({ severity }) => severity === 'error' || severity === 'basis').length;
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  if (obstacles > 0) return `${obstacles} in the way of saving`;
  return warnings === 0 ? 'Nothing in the way' : `${warnings} to think about`;
}

/** What speaks against the document as it stands, while it is edited. */
export function LintPanel(props: {
  judgement: Judgement | undefined;
  options: readonly string[];
  error: unknown;
}) {
  const { judgement } = props;
  const findings = judgement?.findings ?? [];
  return (
    <aside className="panel stack profile-judgement" aria-label="Lint">
      <h2>Lint</h2>
      {props.error ? <ProblemNotice error={props.error} /> : null}
      <p role="status">
        <strong>{judgement === undefined ? 'Reading…' : summaryOf(findings)}</strong>
      </p>
      <div>
        {findings.map((finding) => (
          <Finding
            key={finding.code + finding.pointer + finding.detail}
            finding={finding}
            options={props.options}
          />
        ))}
      </div>
      {judgement?.sha256 ? (
        <div>
          <span className="dim">SHA-256 as the next version</span>
          <Copyable text={judgement.sha256} label="Copy the SHA-256" />
        </div>
      ) : null}
    </aside>
  );
}
