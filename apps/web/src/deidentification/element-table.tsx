import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import '../audit/audit.css';
import { formatCount } from '../shared/format.ts';
import { Notice } from '../shared/ui/notice.tsx';
import { Keyword } from './keyword.tsx';
import type { PreviewResult, PreviewRow } from './queries.ts';

type View = 'changed' | 'removed' | 'kept' | 'all';

const masked = '••••••';
/** Rows drawn at once; enhanced objects have tens of thousands. */
const pageRows = 400;

function isInView({ change }: PreviewRow, view: View): boolean {
  if (view === 'all') return true;
  if (view === 'kept') return change === 'kept';
  if (view === 'removed') return change === 'removed' || change === 'emptied';
  return change !== 'kept' && change !== 'removed' && change !== 'emptied';
}

function Before({ row }: { row: PreviewRow }) {
  if (row.masked) return <span aria-label="masked">{masked}</span>;
  if (row.before === null || row.before === '')
    return <em className="dim">{row.before === null ? 'absent' : 'empty'}</em>;
  return row.change === 'kept' ? row.before : <del className="diff-before">{row.before}</del>;
}

function After({ row }: { row: PreviewRow }) {
  if (row.change === 'removed') return <em className="dim">removed</em>;
  if (row.after === null) return row.masked ? <span aria-label="masked">{masked}</span> : null;
  if (row.after === '') return <em className="dim">empty</em>;
  return row.change === 'kept' ? row.after : <ins className="diff-after">{row.after}</ins>;
}

function ElementRow({ row }: { row: PreviewRow }) {
  return (
    <tr>
      <td style={{ paddingLeft: 8 + Math.min(row.depth, 5) * 12 }} title={row.path}>
        <span className="dim nowrap">{row.path.split('/').at(-1)}</span>{' '}
        {row.keyword === null ? <em className="dim">private or unknown</em> : <Keyword text={row.keyword} />}
      </td>
      <td>{row.vr}</td>
      <td>
        <Before row={row} />
      </td>
      <td>
        <After row={row} />
      </td>
      <td>
        <span className="change">{row.change}</span>
        {row.why === '' ? null : (
          <div className="dim" title={row.rule ?? ''}>
            {row.why}
          </div>
        )}
      </td>
    </tr>
  );
}

function Findings({ result }: { result: Extract<PreviewResult, { kind: 'previewed' }> }) {
  if (result.findings.length === 0) return null;
  const worst = result.findings.some((one) => one.severity === 'high') ? 'bad' : 'warn';
  return (
    <Notice
      tone={worst}
      title={`For the reviewer: ${result.findings.length} finding${result.findings.length === 1 ? '' : 's'}`}
    >
      <ul className="plain-list">
        {result.findings.map((one) => (
          <li key={one.code + (one.path ?? '')}>
            {one.severity}: {one.detail}{' '}
            {one.path === undefined ? null : <span className="mono">{one.path}</span>}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function RowTable(props: { rows: PreviewRow[] }) {
  const [shown, setShown] = useState(pageRows);
  return (
    <>
      <div className="elements" tabIndex={0} role="region" aria-label="Elements">
        <table>
          <colgroup>
            <col style={{ width: '27%' }} />
            <col style={{ width: 46 }} />
            <col style={{ width: '20%' }} />
            <col style={{ width: '20%' }} />
            <col />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">Element</th>
              <th scope="col">VR</th>
              <th scope="col">Before</th>
              <th scope="col">After</th>
              <th scope="col">Rule</th>
            </tr>
          </thead>
          <tbody>
            {props.rows.slice(0, shown).map((row) => (
              <ElementRow key={row.path} row={row} />
            ))}
          </tbody>
        </table>
      </div>
      {props.rows.length > shown ? (
        <Button variant="default" onClick={() => setShown(shown + pageRows)}>
          Show more of {formatCount(props.rows.length)}
        </Button>
      ) : null}
    </>
  );
}

/** What a profile makes of a header, element by element: filtered by what happened and by words. */
export function ElementTable({ result }: { result: PreviewResult }) {
  const [view, setView] = useState<View>('changed');
  const [wanted, setWanted] = useState('');
  const rows = useMemo(() => (result.kind === 'previewed' ? result.rows : []), [result]);
  if (result.kind === 'refused')
    return (
      <Notice tone="bad" role="status" title="It would be held, not stored">
        {result.reason} ({result.code})
      </Notice>
    );
  const word = wanted.trim().toLowerCase();
  const matching = rows.filter(
    (row) =>
      isInView(row, view) &&
      `${row.path} ${row.keyword ?? ''} ${row.before ?? ''} ${row.after ?? ''} ${row.why}`
        .toLowerCase()
        .includes(word),
  );
  const label = (one: View, name: string) => ({
    value: one,
    label: `${name} ${formatCount(rows.filter((row) => isInView(row, one)).length)}`,
  });
  return (
    <div className="stack">
      <Findings result={result} />
      <div className="row">
        <SegmentedControl
          aria-label="Which elements"
          value={view}
          onChange={(next) => setView(next as View)}
          data={[
            label('changed', 'Changed'),
            label('removed', 'Removed'),
            label('kept', 'Kept'),
            label('all', 'All'),
          ]}
        />
        <TextInput
          aria-label="Filter elements"
          placeholder="Filter elements"
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
          style={{ flex: '0 1 260px' }}
        />
        <span className="dim mono">{result.profile}</span>
      </div>
      <RowTable key={`${view} ${word}`} rows={matching} />
      {result.isComplete ? null : <p className="dim">There are more elements than are listed.</p>}
    </div>
  );
}
