import { type RawBuilder, sql } from 'kysely';
import type { Trx } from './transact.ts';

interface Reference {
  table: string;
  column: string;
  parentTable: string;
  parentColumn: string;
  isRequired: boolean;
}

// Names come from the catalogue of the database, never from a request.
const name = (dotted: string) => sql.id(...dotted.split('.'));

/** Every foreign key of one column, as the migrated database says it. */
async function selectReferences(trx: Trx): Promise<Reference[]> {
  const { rows } = await sql<Reference>`
    select n.nspname || '.' || c.relname as table, a.attname as column, pn.nspname || '.' || p.relname as "parentTable",
      pa.attname as "parentColumn", a.attnotnull as "isRequired"
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_class p on p.oid = k.confrelid join pg_namespace pn on pn.oid = p.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
    join pg_attribute pa on pa.attrelid = p.oid and pa.attnum = k.confkey[1]
    where k.contype = 'f' and cardinality(k.conkey) = 1
    order by 1, 2`.execute(trx);
  return rows;
}

/**
 * Deletes rows with everything that refers to them, however far down, by the foreign keys that the database has: a table that
 * is added later is not forgotten. Where a reference may be null the row stays and forgets it. A table's references to itself
 * must be among the rows that go. Costs a statement for each way from the table down; for what happens rarely.
 */
export async function deleteReferenced(trx: Trx, table: string, ids: readonly string[]): Promise<void> {
  const references = await selectReferences(trx);

  async function remove(
    from: string,
    condition: RawBuilder<unknown>,
    above: readonly string[],
  ): Promise<void> {
    for (const { table: child, column, parentTable, parentColumn, isRequired } of references) {
      if (parentTable !== from || child === from || above.includes(child)) continue;
      const refers = sql`${sql.id(column)} in (select ${sql.id(parentColumn)} from ${name(from)} where ${condition})`;
      if (isRequired) await remove(child, refers, [...above, from]);
      else await sql`update ${name(child)} set ${sql.id(column)} = null where ${refers}`.execute(trx);
    }
    await sql`delete from ${name(from)} where ${condition}`.execute(trx);
  }

  await remove(table, sql`id = any(${[...ids]}::uuid[])`, []);
}
