import type { Trx } from '../../kernel/db/index.ts';

/** `gone`: it is not released. `newer`: another arrival of the series waits for review; a series has one at a time. */
export type Withdrawal = { kind: 'withdrawn'; seriesId: string } | { kind: 'gone' } | { kind: 'newer' };

/**
 * Takes a released arrival back into quarantine: its instances are seen no more. Served by instance_intake and
 * intake_undecided_series_unique.
 */
export async function withdrawReleased(trx: Trx, intakeId: string): Promise<Withdrawal> {
  const intake = await trx
    .selectFrom('archive.intake')
    .select('series_id as seriesId')
    .where('id', '=', intakeId)
    .where('state', '=', 'released')
    .forUpdate()
    .executeTakeFirst();
  if (intake === undefined) return { kind: 'gone' };
  const { seriesId } = intake;
  const undecided = await trx
    .selectFrom('archive.intake')
    .select('id')
    .where('series_id', '=', seriesId)
    .where('state', 'in', ['receiving', 'quarantined'])
    .executeTakeFirst();
  if (undecided !== undefined) return { kind: 'newer' };
  await trx
    .updateTable('archive.instance')
    .set({ state: 'quarantined' })
    .where('intake_id', '=', intakeId)
    .where('state', '=', 'released')
    .execute();
  await trx
    .updateTable('archive.intake')
    .set({ state: 'quarantined', decided_at: null })
    .where('id', '=', intakeId)
    .execute();
  return { kind: 'withdrawn', seriesId };
}
