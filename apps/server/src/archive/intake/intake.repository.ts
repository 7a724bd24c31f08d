import type { Trx } from '../../kernel/db/index.ts';

/** Whether an arrival is there, and stays until the transaction ends: consent may have been withdrawn since. By its key. */
export async function holdIntake(trx: Trx, intakeId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('archive.intake')
    .select('id')
    .where('id', '=', intakeId)
    .forKeyShare()
    .executeTakeFirst();
  return row !== undefined;
}
