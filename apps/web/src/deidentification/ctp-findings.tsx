import type { CtpFileKind, CtpFinding } from './ctp-queries.ts';

export const fileWords: Record<CtpFileKind, string> = {
  script: 'Script',
  lookupTable: 'Lookup table',
  filter: 'Filter',
  pixelScript: 'Pixel script',
};

const lineId = (line: number) => `script-line-${line}`;

function showLine(line: number): void {
  const element = document.getElementById(lineId(line));
  element?.scrollIntoView({ block: 'center' });
  element?.focus();
}

function FindingText({ finding }: { finding: CtpFinding }) {
  const { severity, line, element, message } = finding;
  return (
    <>
      <strong>{severity === 'error' ? 'Error' : 'Warning'}</strong>{' '}
      <span className="mono dim">
        {line === undefined ? '' : `line ${line} `}
        {element ?? ''}
      </span>
      <div>{message}</div>
    </>
  );
}

/** Leads to its line; what is about a whole file, or one that is not shown, is text. */
function Finding({ finding }: { finding: CtpFinding }) {
  const { file, line, severity } = finding;
  if (file !== 'script' || line === undefined)
    return (
      <div className="finding" data-severity={severity}>
        <FindingText finding={finding} />
      </div>
    );
  return (
    <button type="button" className="finding" data-severity={severity} onClick={() => showLine(line)}>
      <FindingText finding={finding} />
    </button>
  );
}

function summaryOf(findings: readonly CtpFinding[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  if (errors > 0) return errors === 1 ? '1 error: it cannot be used' : `${errors} errors: it cannot be used`;
  return findings.length === 0 ? 'Nothing to say' : `No error, ${findings.length} to think about`;
}

interface FindingsProps {
  /** Undefined: nothing was read yet. */
  findings: readonly CtpFinding[] | undefined;
  isReading?: boolean;
}

/** What the linter says of files of CTP, file by file; a line leads to it in the script. */
export function CtpFindings({ findings, isReading = false }: FindingsProps) {
  const files = [...new Set((findings ?? []).map(({ file }) => file))];
  return (
    <aside className="panel stack profile-judgement" aria-label="Lint" tabIndex={0}>
      <h2>Lint</h2>
      <p role="status">
        <strong>
          {isReading
            ? 'Reading the files …'
            : findings === undefined
              ? 'Choose a script'
              : summaryOf(findings)}
        </strong>
      </p>
      {files.map((file) => (
        <section key={file}>
          <h3>{fileWords[file]}</h3>
          {(findings ?? [])
            .filter((one) => one.file === file)
            .map((one) => (
              <Finding
                key={`${one.code} ${one.line ?? ''} ${one.element ?? ''} ${one.message}`}
                finding={one}
              />
            ))}
        </section>
      ))}
    </aside>
  );
}

/** Lines that are drawn; a script that is longer is cut, and says so. */
const mostLines = 5000;

/** A script with the numbers of its lines; those with findings are marked in words too. */
export function CtpScriptLines(props: { text: string; findings: readonly CtpFinding[] }) {
  const lines = props.text.split(/\r\n|\n|\r/);
  const worst = new Map<number, CtpFinding['severity']>();
  for (const { file, line, severity } of props.findings)
    if (file === 'script' && line !== undefined && worst.get(line) !== 'error') worst.set(line, severity);
  return (
    <div
      className="command"
      style={{ maxHeight: '60vh', overflow: 'auto' }}
      role="region"
      aria-label="Script"
      tabIndex={0}
    >
      <table className="mono">
        <tbody>
          {lines.slice(0, mostLines).map((text, index) => {
            const severity = worst.get(index + 1);
            return (
              <tr key={index} id={lineId(index + 1)} tabIndex={-1}>
                <th scope="row" className="dim">
                  {index + 1}
                </th>
                <td>{severity === undefined ? '' : severity === 'error' ? 'error' : 'warning'}</td>
                <td style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{text}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {lines.length > mostLines ? <p className="dim">{lines.length - mostLines} more lines</p> : null}
    </div>
  );
}
