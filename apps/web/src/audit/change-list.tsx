import './audit.css';
import type { AuditEntry } from '../api/types.ts';
import { changeLines } from './words.ts';

/** What an entry changed: old values struck, new ones marked, with words for screen readers. */
export function ChangeList(props: { entry: AuditEntry }) {
  const lines = changeLines(props.entry);
  if (lines.length === 0) return null;
  return (
    <ul className="change-list">
      {lines.map((line) => (
        <li key={line.field}>
          <span className="dim">{line.field}</span>{' '}
          {line.before === null ? null : (
            <del className="mono">
              <span className="visually-hidden">before: </span>
              {line.before}
            </del>
          )}{' '}
          {line.after === null ? null : (
            <ins className="mono">
              <span className="visually-hidden">after: </span>
              {line.after}
            </ins>
          )}
        </li>
      ))}
    </ul>
  );
}
