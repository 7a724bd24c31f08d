import { describe, expect, it } from 'vitest';
import { auditQueryOf } from './audit-query.ts';

describe('the query of the audit page', () => {
  it('includes the whole last day', () => {
    const query = auditQueryOf({ from: '2026-11-01', to: '2026-11-01' });
    const hours = (Date.parse(String(query.to)) - Date.parse(String(query.from))) / 3_600_000;
    expect(hours).toBe(24);
  });
  it('drops days that are no days', () => {
    expect(auditQueryOf({ from: 'soon', type: 'x' })).toEqual({ type: 'x' });
  });
});
