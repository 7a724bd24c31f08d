import type { Trx } from '../../kernel/db/index.ts';
import { problem } from '../../kernel/problems/index.ts';
import { valuesPending, valuesUndecided } from '../curation.problems.ts';
import type { CaseRow } from '../curation.repository.ts';
import { contentDigestOf, countValues, isInventoryCurrent } from './inventory.repository.ts';
import { waitsForDecisions } from './value-decisions.repository.ts';

/** A decision on a value is to be carried out in it, or it was not looked through for such values since it changed. */
export function holdsUpRelease(trx: Trx, { projectId, intakeId }: CaseRow): Promise<boolean> {
  return waitsForDecisions(trx, { projectId, intakeId }, () => contentDigestOf(trx, intakeId));
}

/** The project wants a decision on every flagged value first. @throws valuesPending, valuesUndecided */
async function requireDecided(trx: Trx, { id, intakeId, projectId }: CaseRow): Promise<void> {
  if (!(await isInventoryCurrent(trx, intakeId)))
    throw problem(valuesPending, { detail: 'Its values are being gathered. Try it again in a moment.' });
  const { undecided } = await countValues(trx, { projectId, case: id, state: 'all', limit: 1 });
  if (undecided > 0)
    throw problem(valuesUndecided, {
      detail: `${undecided} flagged values of this series wait for a decision, on the page Values.`,
    });
}

/** Nothing is approved that decisions on values will change. @throws valuesPending, valuesUndecided */
export async function requireValues(trx: Trx, row: CaseRow, mustBeDecided: boolean): Promise<void> {
  if (mustBeDecided) await requireDecided(trx, row);
  if (await holdsUpRelease(trx, row))
    throw problem(valuesPending, {
      detail: 'Decisions on values are being carried out in it. Try it again in a moment.',
    });
}
