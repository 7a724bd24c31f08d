import type { Database, Trx } from '../../kernel/db/index.ts';
import type { KeptColumn } from './table-plan.ts';

export interface TableRecord {
  id: string;
  projectId: string;
  name: string;
  columns: KeptColumn[];
  rowCount: number;
  createdAt: Date;
  createdBy: string;
}

export interface ResearchRow {
  id: string;
  code: string;
  /** The subject that the row came under, before another one stood for it. */
  originCode: string;
  rowNumber: number;
  cells: (string | null)[];
}

const insertedAtOnce = 500;
const readAtOnce = 1000;

const columns = [
  'id',
  'project_id as projectId',
  'name',
  'columns',
  'row_count as rowCount',
  'created_at as createdAt',
  'created_by as createdBy',
] as const;

/** A project's tables, newest first. Served by subject_table_project. */
export async function selectTables(db: Database, projectId: string): Promise<TableRecord[]> {
  const rows = await db
    .selectFrom('identity.subject_table')
    .select(columns)
    .where('project_id', '=', projectId)
    .where('deleted_at', 'is', null)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
  return rows as unknown as TableRecord[];
}

export async function selectTable(
  db: Database | Trx,
  projectId: string,
  id: string,
): Promise<TableRecord | undefined> {
  const row = await db
    .selectFrom('identity.subject_table')
    .select(columns)
    .where('id', '=', id)
    .where('project_id', '=', projectId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return row as unknown as TableRecord | undefined;
}

/** A table, also when it was removed. */
export async function selectTableEvenRemoved(
  trx: Trx,
  projectId: string,
  id: string,
): Promise<(TableRecord & { deletedAt: Date | null }) | undefined> {
  const row = await trx
    .selectFrom('identity.subject_table')
    .select([...columns, 'deleted_at as deletedAt'])
    .where('id', '=', id)
    .where('project_id', '=', projectId)
    .executeTakeFirst();
  return row as unknown as (TableRecord & { deletedAt: Date | null }) | undefined;
}

/** How many rows of each table stand under a subject. Served by subject_table_row_order. */
export async function countRows(db: Database, tableIds: readonly string[]): Promise<Map<string, number>> {
  if (tableIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('identity.subject_table_row')
    .select(['table_id as tableId', (select) => select.fn.countAll<number>().as('count')])
    .where('table_id', 'in', [...tableIds])
    .groupBy('table_id')
    .execute();
  return new Map(rows.map(({ tableId, count }) => [tableId, count]));
}

/** Writes rows; one that is there already is left as it is. */
export async function insertRows(
  trx: Trx,
  { id: tableId, projectId }: Pick<TableRecord, 'id' | 'projectId'>,
  rows: readonly ResearchRow[],
): Promise<void> {
  for (let at = 0; at < rows.length; at += insertedAtOnce)
    await trx
      .insertInto('identity.subject_table_row')
      .values(
        rows.slice(at, at + insertedAtOnce).map(({ id, code, originCode, rowNumber, cells }) => ({
          id,
          table_id: tableId,
          project_id: projectId,
          subject_code: code,
          origin_code: originCode,
          row_number: rowNumber,
          cells: JSON.stringify(cells),
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

/** All rows of a table in the order of its file, some at a time. Served by subject_table_row_order. */
export async function* eachRow(db: Database, tableId: string): AsyncGenerator<ResearchRow[]> {
  let after: ResearchRow | undefined;
  for (;;) {
    let query = db
      .selectFrom('identity.subject_table_row')
      .select(['id', 'subject_code as code', 'origin_code as originCode', 'row_number as rowNumber', 'cells'])
      .where('table_id', '=', tableId)
      .orderBy('row_number')
      .orderBy('id')
      .limit(readAtOnce);
    const last = after;
    if (last !== undefined)
      query = query.where((where) =>
        where.or([
          where('row_number', '>', last.rowNumber),
          where.and([where('row_number', '=', last.rowNumber), where('id', '>', last.id)]),
        ]),
      );
    const rows = (await query.execute()) as unknown as ResearchRow[];
    if (rows.length > 0) yield rows;
    if (rows.length < readAtOnce) return;
    after = rows.at(-1);
  }
}
