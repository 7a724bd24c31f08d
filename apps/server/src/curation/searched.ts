import type { Database, Trx } from '../kernel/db/index.ts';
import type { Leaks } from '../leaks/index.ts';
import type { CaseRow, StoredFinding } from './curation.repository.ts';

/** One text for one finding, whatever order PostgreSQL gave its keys. */
const canonical = ({ code, severity, path, count }: StoredFinding): string =>
  JSON.stringify([code, severity, path ?? '', count]);

/** Equal texts for equal findings, whatever their order. */
export const canonicalFindings = (findings: readonly StoredFinding[]): string =>
  findings.map(canonical).sort().join('\n');

/**
 * Whether all that is there was searched for identifiers, and the case says what was found: a search that ended a moment ago
 * is told to the case by an event, and until then the reviewer sees what the search before it found.
 */
export async function isSearched(
  leaks: Pick<Leaks, 'standing'>,
  db: Database | Trx,
  { intakeId, findings }: Pick<CaseRow, 'intakeId' | 'findings'>,
): Promise<boolean> {
  const standing = await leaks.standing(db, intakeId);
  const told = new Set(findings.map(canonical));
  return standing.isCurrent && standing.findings.every((finding) => told.has(canonical(finding)));
}
