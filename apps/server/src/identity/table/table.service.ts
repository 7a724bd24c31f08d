import type { Readable } from 'node:stream';
import type { TableRow } from '../../deidentification/index.ts';
import type { Context } from '../../kernel/context/index.ts';
import { pgErrorConstraint, transact } from '../../kernel/db/index.ts';
import type { RouteProject } from '../../kernel/http/index.ts';
import { newId } from '../../kernel/ids/index.ts';
import { problem, tooLarge } from '../../kernel/problems/index.ts';
import { matchRowsJob } from '../identity.jobs.ts';
import { tableNameTaken, tableNotFound, tableUnusable } from '../identity.problems.ts';
import { csvStream, readTable } from './csv.ts';
import type { TablesDeps } from './table.deps.ts';
import {
  countRows,
  eachRow,
  insertRows,
  type ResearchRow,
  selectTable,
  selectTables,
  type TableRecord,
} from './table.repository.ts';
import { findersOf, matchWaitingRows, publishAttached } from './table-matching.ts';
import {
  columnFacts,
  identifierFinder,
  isRounded,
  type KeptColumn,
  keptColumns,
  planMistake,
  researchCells,
  splitRow,
  type TablePlan,
  unshiftedDateColumns,
} from './table-plan.ts';

const maxColumns = 2000;
const matchedAtOnce = 500;
const shownRows = 5;

interface Prepared {
  columns: KeptColumn[];
  matched: ResearchRow[];
  waiting: (TableRow & { issuer: string; patientId: string })[];
  withoutIdentifier: number;
  /** Whose number a spreadsheet rounded: left out as well. */
  rounded: number;
  removedDates: number;
  removedIdentifiers: number;
}

type UploadedTable = Extract<Awaited<ReturnType<typeof readTable>>, { kind: 'table' }>;

async function bytesOf(body: Readable, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes)
      throw problem(tooLarge, {
        detail: `The table is larger than PESSCARA_TABLE_MAX_BYTES (${maxBytes}). Attach it in parts.`,
      });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Clinical tables: uploaded with identifiers of patients, kept by research ID. An identifier is never kept, shown or told. */
export function createTables(deps: TablesDeps) {
  const { db, clock, audit, events, jobs, crosswalk, config } = deps;
  const matching = matchWaitingRows(deps);

  async function read(body: Readable): Promise<UploadedTable> {
    const bytes = await bytesOf(body, config.tableMaxBytes);
    const table = await readTable(bytes, { maxRows: config.tableMaxRows, maxColumns });
    if (table.kind === 'unusable') throw problem(tableUnusable, { detail: table.reason });
    return table;
  }

  function checkPlan({ header }: UploadedTable, plan: TablePlan): void {
    const mistake = planMistake(header.length, plan);
    if (mistake !== undefined) throw problem(tableUnusable, { detail: mistake });
  }

  async function prepareSome(
    projectId: string,
    plan: TablePlan,
    some: readonly { row: readonly string[]; rowNumber: number }[],
    into: Prepared,
  ): Promise<void> {
    const split = some.map(({ row, rowNumber }) => ({ ...splitRow(row, plan), rowNumber }));
    const named = split.filter(({ patientId }) => patientId !== '' && !isRounded(patientId));
    const rounded = split.filter(({ patientId }) => isRounded(patientId)).length;
    into.rounded += rounded;
    into.withoutIdentifier += split.length - named.length - rounded;
    const subjects = await crosswalk.findMany(projectId, named);
    const finders = await findersOf(
      crosswalk,
      projectId,
      subjects.flatMap((subject) => subject?.code ?? []),
    );
    for (const [at, { issuer, patientId, cells, rowNumber }] of named.entries()) {
      const subject = subjects[at];
      // Of somebody who withdrew consent nothing is kept, sealed neither.
      if (subject?.isVoid === true) {
        into.withoutIdentifier++;
        continue;
      }
      const isOwn = identifierFinder([{ patientId, patientName: '', birthDate: '' }]);
      const isOfSubject = subject === undefined ? undefined : finders.get(subject.code);
      const isIdentifying = (text: string) => isOwn(text) || isOfSubject?.(text) === true;
      if (subject === undefined) {
        const kept = cells.map((cell) => (isOwn(cell) ? null : cell));
        into.removedIdentifiers += kept.filter((cell) => cell === null).length;
        into.waiting.push({ rowNumber, cells: kept, issuer, patientId });
        continue;
      }
      const research = researchCells(cells, into.columns, subject.dateShiftDays, isIdentifying);
      into.removedDates += research.removedDates;
      into.removedIdentifiers += research.removedIdentifiers;
      const { code, originCode } = subject;
      into.matched.push({ id: newId(), code, originCode, rowNumber, cells: research.cells });
    }
  }

  async function prepare(projectId: string, table: UploadedTable, plan: TablePlan): Promise<Prepared> {
    const prepared: Prepared = {
      columns: keptColumns(table.header, plan),
      matched: [],
      waiting: [],
      withoutIdentifier: 0,
      rounded: 0,
      removedDates: 0,
      removedIdentifiers: 0,
    };
    const numbered = table.rows.map((row, at) => ({ row, rowNumber: at + 1 }));
    for (let at = 0; at < numbered.length; at += matchedAtOnce)
      await prepareSome(projectId, plan, numbered.slice(at, at + matchedAtOnce), prepared);
    return prepared;
  }

  function countsOf({ matched, waiting, ...prepared }: Prepared) {
    const { withoutIdentifier, rounded, removedDates, removedIdentifiers } = prepared;
    return {
      matched: matched.length,
      unmatched: waiting.length,
      withoutIdentifier,
      rounded,
      removedDates,
      removedIdentifiers,
    };
  }

  /** What a file is, and with a plan what would become of it. Nothing is kept. @throws tableUnusable, tooLarge */
  async function preview(ctx: Context, project: RouteProject, body: Readable, plan: TablePlan | undefined) {
    const table = await read(body);
    const { header, rows, delimiter, encoding } = table;
    const facts = await columnFacts(header, rows);
    const file = { rowCount: rows.length, delimiter, encoding, columns: facts };
    if (plan === undefined) return { ...file, outcome: null };
    checkPlan(table, plan);
    const prepared = await prepare(project.id, table, plan);
    // Whom a file names is answered here: it is asked about in the open.
    await transact(db, (trx) =>
      audit.record(trx, ctx, {
        action: 'R',
        type: 'identity.table.previewed',
        projectId: project.id,
        object: { kind: 'project', id: project.id },
        after: countsOf(prepared),
      }),
    );
    return {
      ...file,
      outcome: {
        counts: countsOf(prepared),
        columns: prepared.columns,
        unshiftedDateColumns: unshiftedDateColumns(facts, plan),
        sample: prepared.matched.slice(0, shownRows).map(({ code, cells }) => ({ code, cells })),
      },
    };
  }

  async function writeTable(ctx: Context, record: TableRecord, prepared: Prepared): Promise<void> {
    await transact(db, async (trx) => {
      await trx
        .insertInto('identity.subject_table')
        .values({
          id: record.id,
          project_id: record.projectId,
          name: record.name,
          columns: JSON.stringify(record.columns),
          row_count: record.rowCount,
          created_at: record.createdAt,
          created_by: record.createdBy,
        })
        .execute();
      await insertRows(trx, record, prepared.matched);
      await audit.record(trx, ctx, {
        action: 'C',
        type: 'identity.table.attached',
        projectId: record.projectId,
        object: { kind: 'table', id: record.id },
        after: { name: record.name, rows: record.rowCount, ...countsOf(prepared) },
      });
      await publishAttached(trx, ctx, events, record, prepared.matched.length);
      // A patient may have arrived since the rows were compared.
      await jobs.add(trx, matchRowsJob, { projectId: record.projectId });
    });
  }

  /**
   * Attaches a table: rows of known patients by research ID, the others sealed until their patients come. The sealed ones are written
   * first; a crash in between leaves sealed rows without a table, which are purged.
   * @throws tableUnusable, tableNameTaken, tooLarge
   */
  async function attach(
    ctx: Context,
    project: RouteProject,
    body: Readable,
    { name, plan, acceptsUnshifted }: { name: string; plan: TablePlan; acceptsUnshifted: boolean },
  ) {
    const table = await read(body);
    checkPlan(table, plan);
    const unshifted = unshiftedDateColumns(await columnFacts(table.header, table.rows), plan);
    if (unshifted.length > 0 && !acceptsUnshifted)
      throw problem(tableUnusable, {
        detail: `Dates stand in column ${unshifted.join(', ')} (from 0): name their format, drop it, or accept that they pass as they are.`,
      });
    const prepared = await prepare(project.id, table, plan);
    const record: TableRecord = {
      id: newId(),
      projectId: project.id,
      name,
      columns: prepared.columns,
      rowCount: table.rows.length,
      createdAt: clock.now(),
      createdBy: ctx.actor.id,
    };
    await crosswalk.unmatchedRows.keep(project.id, record.id, prepared.waiting);
    try {
      await writeTable(ctx, record, prepared);
    } catch (error) {
      await crosswalk.unmatchedRows.removeTable(record.id);
      if (pgErrorConstraint(error) === 'subject_table_name_unique') throw problem(tableNameTaken);
      throw error;
    }
    return { ...record, counts: countsOf(prepared) };
  }

  async function list(projectId: string) {
    const tables = await selectTables(db, projectId);
    const ids = tables.map(({ id }) => id);
    const [matched, waiting] = await Promise.all([
      countRows(db, ids),
      crosswalk.unmatchedRows.countByTable(ids),
    ]);
    return tables.map((table) => ({
      ...table,
      matchedCount: matched.get(table.id) ?? 0,
      unmatchedCount: waiting.get(table.id) ?? 0,
    }));
  }

  /** A table as CSV, `subject` first; recorded before its first byte. @throws tableNotFound */
  async function download(ctx: Context, projectId: string, id: string) {
    const table = await selectTable(db, projectId, id);
    if (table === undefined) throw problem(tableNotFound);
    await transact(db, (trx) =>
      audit.record(trx, ctx, {
        action: 'R',
        type: 'identity.table.downloaded',
        projectId,
        object: { kind: 'table', id },
      }),
    );
    async function* lines() {
      yield [['subject', ...(table?.columns.map(({ name }) => name) ?? [])]];
      for await (const rows of eachRow(db, id)) yield rows.map(({ code, cells }) => [code, ...cells]);
    }
    return { name: table.name, body: csvStream(lines()) };
  }

  /** Removes a table with its rows, sealed ones as well. @throws tableNotFound */
  async function remove(ctx: Context, projectId: string, id: string, reason: string): Promise<void> {
    await transact(db, async (trx) => {
      const table = await selectTable(trx, projectId, id);
      if (table === undefined) throw problem(tableNotFound);
      await trx
        .updateTable('identity.subject_table')
        .set({ deleted_at: clock.now() })
        .where('id', '=', id)
        .execute();
      await trx.deleteFrom('identity.subject_table_row').where('table_id', '=', id).execute();
      await audit.record(trx, ctx, {
        action: 'D',
        type: 'identity.table.removed',
        projectId,
        object: { kind: 'table', id },
        before: { name: table.name, rows: table.rowCount },
        reason,
      });
    });
    await crosswalk.unmatchedRows.removeTable(id);
  }

  return {
    preview,
    attach,
    list,
    download,
    remove,
    start: matching.start,
  };
}

export type Tables = ReturnType<typeof createTables>;
