import type { Clock } from '../../kernel/clock/index.ts';
import { type Database, transact } from '../../kernel/db/index.ts';
import { newId } from '../../kernel/ids/index.ts';
import type { Envelope } from './envelope.ts';

/** A row of a clinical table, still with its own dates; the identifier is no part of it. */
export interface TableRow {
  rowNumber: number;
  cells: (string | null)[];
}

export interface MatchedRow extends TableRow {
  id: string;
  tableId: string;
  createdAt: Date;
  /** Of the patient who is known now. */
  code: string;
  /** The subject that the identifier led to first. */
  originCode: string;
}

export interface UnmatchedRowsDeps {
  crosswalkDb: Database;
  clock: Clock;
  envelope: Envelope;
  blindIndex(projectId: string, issuer: string, patientId: string): Buffer;
}

const insertedAtOnce = 500;

/** Rows of clinical tables that wait, sealed, for a patient who is not known yet. */
export function createUnmatchedRows({ crosswalkDb, clock, envelope, blindIndex }: UnmatchedRowsDeps) {
  const place = (projectId: string, rowId: string) =>
    ({ table: 'unmatched_row', projectId, rowId, field: 'sealed' }) as const;

  /** Data keys of tables that have no row any more open nothing: away with them. Served by unmatched_row_table. */
  async function removeRows(condition: { tableId: string } | { ids: readonly string[] } | { before: Date }) {
    return transact(crosswalkDb, async (trx) => {
      let query = trx.deleteFrom('crosswalk.unmatched_row').returning(['table_id', 'data_key_id']);
      if ('tableId' in condition) query = query.where('table_id', '=', condition.tableId);
      else if ('ids' in condition) query = query.where('id', 'in', [...condition.ids]);
      else query = query.where('created_at', '<', condition.before);
      const rows = await query.execute();
      const dataKeys = new Map(rows.map((row) => [row.data_key_id, row.table_id]));
      for (const [dataKeyId, tableId] of dataKeys)
        await trx
          .deleteFrom('crosswalk.data_key as d')
          .where('d.id', '=', dataKeyId)
          .where((where) =>
            where.not(
              where.exists(
                where
                  .selectFrom('crosswalk.unmatched_row as u')
                  .select('u.id')
                  .where('u.table_id', '=', tableId)
                  .whereRef('u.data_key_id', '=', 'd.id'),
              ),
            ),
          )
          .execute();
      return rows.length;
    });
  }

  return {
    /** Seals rows of one table, in one transaction under one data key. */
    async keep(
      projectId: string,
      tableId: string,
      rows: readonly (TableRow & { issuer: string; patientId: string })[],
    ): Promise<void> {
      if (rows.length === 0) return;
      await transact(crosswalkDb, async (trx) => {
        const dataKey = await envelope.make(trx, projectId);
        for (let at = 0; at < rows.length; at += insertedAtOnce)
          await trx
            .insertInto('crosswalk.unmatched_row')
            .values(
              rows.slice(at, at + insertedAtOnce).map(({ rowNumber, cells, issuer, patientId }) => {
                const id = newId();
                const bytes = Buffer.from(JSON.stringify({ cells }));
                return {
                  id,
                  project_id: projectId,
                  table_id: tableId,
                  row_number: rowNumber,
                  blind_index: blindIndex(projectId, issuer, patientId),
                  data_key_id: dataKey.id,
                  sealed: envelope.seal(dataKey, place(projectId, id), bytes),
                  created_at: clock.now(),
                };
              }),
            )
            .execute();
      });
    },

    /** Opens some rows whose patient is known now. Served by unmatched_row_patient, alias_project_blind_index_unique. @throws VaultError */
    async openMatched(projectId: string, limit: number): Promise<MatchedRow[]> {
      const rows = await crosswalkDb
        .selectFrom('crosswalk.unmatched_row as u')
        .innerJoin('crosswalk.alias as a', (join) =>
          join.onRef('a.project_id', '=', 'u.project_id').onRef('a.blind_index', '=', 'u.blind_index'),
        )
        .innerJoin('crosswalk.subject as n', (join) =>
          join.onRef('n.person_id', '=', 'a.person_id').onRef('n.project_id', '=', 'a.project_id'),
        )
        .innerJoin('crosswalk.subject as s', (join) =>
          join.on((on) => on('s.id', '=', on.fn.coalesce('n.survivor_id', 'n.id'))),
        )
        .select([
          'u.id',
          'u.table_id as tableId',
          'u.row_number as rowNumber',
          'u.created_at as createdAt',
          'u.data_key_id as dataKeyId',
          'u.sealed',
          's.code',
          'n.code as originCode',
        ])
        .where('u.project_id', '=', projectId)
        .where('s.state', '=', 'active')
        .limit(limit)
        .execute();
      const found: MatchedRow[] = [];
      for (const { dataKeyId, sealed, ...row } of rows) {
        const dataKey = await envelope.find(crosswalkDb, dataKeyId);
        if (dataKey === undefined) continue;
        const text = envelope.unseal(dataKey, place(projectId, row.id), sealed).toString();
        found.push({ ...row, ...(JSON.parse(text) as Pick<TableRow, 'cells'>) });
      }
      return found;
    },

    /** How many rows of each table wait. Served by unmatched_row_table. */
    async countByTable(tableIds: readonly string[]): Promise<Map<string, number>> {
      if (tableIds.length === 0) return new Map();
      const rows = await crosswalkDb
        .selectFrom('crosswalk.unmatched_row')
        .select(['table_id as tableId', (select) => select.fn.countAll<number>().as('count')])
        .where('table_id', 'in', [...tableIds])
        .groupBy('table_id')
        .execute();
      return new Map(rows.map(({ tableId, count }) => [tableId, count]));
    },

    remove: (ids: readonly string[]) => (ids.length === 0 ? Promise.resolve(0) : removeRows({ ids })),
    removeTable: (tableId: string) => removeRows({ tableId }),
    /** Rows that waited since before this time. Served by unmatched_row_created. */
    purge: (before: Date) => removeRows({ before }),
  };
}
