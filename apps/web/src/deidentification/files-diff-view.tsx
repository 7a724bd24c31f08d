import '../audit/audit.css';
import { fileWords } from './ctp-findings.tsx';
import type { CtpFilesDiff } from './queries.ts';

type Lines = NonNullable<CtpFilesDiff[number]['lines']>;

/** Equal lines that are shown beside a change; the others are counted. */
const linesAround = 3;

const linesOf = (text: string) => text.replace(/\r?\n$/, '').split(/\r?\n/);

function Kept({ lines, isFirst, isLast }: { lines: string[]; isFirst: boolean; isLast: boolean }) {
  const [head, tail] = [isFirst ? 0 : linesAround, isLast ? 0 : linesAround];
  const hidden = lines.length - head - tail;
  if (hidden <= 1) return <>{lines.map((line) => `  ${line}\n`).join('')}</>;
  return (
    <>
      {lines
        .slice(0, head)
        .map((line) => `  ${line}\n`)
        .join('')}
      <span className="dim">{`  … ${hidden} equal lines\n`}</span>
      {lines
        .slice(lines.length - tail)
        .map((line) => `  ${line}\n`)
        .join('')}
    </>
  );
}

function Runs({ runs, label }: { runs: Lines; label: string }) {
  return (
    <pre className="statement" tabIndex={0} aria-label={label}>
      {runs.map(({ change, text }, at) => {
        const lines = linesOf(text);
        const [isFirst, isLast] = [at === 0, at === runs.length - 1];
        if (change === 'kept')
          return <Kept key={`${at} kept`} lines={lines} isFirst={isFirst} isLast={isLast} />;
        const isAdded = change === 'added';
        const Changed = isAdded ? 'ins' : 'del';
        return (
          <Changed key={`${at} ${change}`} className={isAdded ? 'diff-after' : 'diff-before'}>
            {lines.map((line) => `${isAdded ? '+' : '-'} ${line}\n`).join('')}
          </Changed>
        );
      })}
    </pre>
  );
}

/** How the files of a CTP script differ from a version: line by line, what is sealed by that alone. */
export function FilesDiffView({ files, from }: { files: CtpFilesDiff; from: string }) {
  if (files.length === 0) return <p className="dim">Nothing changed against {from}.</p>;
  return (
    <div className="stack">
      {files.map(({ file, lines }) => (
        <section key={file} className="stack" style={{ gap: 4 }}>
          <h2>
            {fileWords[file]}, against {from}
          </h2>
          {lines === null ? (
            <p className="dim">Another one. It is sealed, so no more is told.</p>
          ) : (
            <Runs runs={lines} label={`${fileWords[file]}: changes`} />
          )}
        </section>
      ))}
    </div>
  );
}
