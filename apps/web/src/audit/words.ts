import type { AuditEntry } from '../api/types.ts';

const actions: Record<string, string> = {
  C: 'created',
  R: 'read',
  U: 'changed',
  D: 'removed',
  E: 'carried out',
};
const outcomes: Record<number, string> = { 0: 'done', 4: 'refused', 8: 'failed', 12: 'failed badly' };

/** The words of an action code (PS3.15 A.5.1): C, R, U, D, E. */
export function actionWord(action: string): string {
  return actions[action] ?? action;
}

export function outcomeWord(outcome: number): string {
  return outcomes[outcome] ?? String(outcome);
}

/** `curation.case.approved` → "curation: case approved". */
export function typeWords(type: string): string {
  const [slice, ...rest] = type.split('.');
  return rest.length === 0 ? type : `${slice}: ${rest.join(' ').replaceAll('-', ' ')}`;
}

export interface ChangeLine {
  field: string;
  before: string | null;
  after: string | null;
}

function text(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What differs between the before and after of an entry, field by field. */
export function changeLines(entry: Pick<AuditEntry, 'before' | 'after'>): ChangeLine[] {
  const record = (value: unknown): Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : value === undefined || value === null
        ? {}
        : { value };
  const before = record(entry.before);
  const after = record(entry.after);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((field) => ({ field, before: text(before[field]), after: text(after[field]) }))
    .filter((line) => line.before !== line.after);
}
