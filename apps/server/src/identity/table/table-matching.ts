import { intakeOpened } from '../../archive/archive.events.ts';
import type { Crosswalk, TableRow } from '../../deidentification/index.ts';
import { later } from '../../kernel/clock/index.ts';
import type { Context } from '../../kernel/context/index.ts';
import { type Trx, transact } from '../../kernel/db/index.ts';
import type { Events } from '../../kernel/events/index.ts';
import { tableAttached } from '../identity.events.ts';
import { matchRowsJob, purgeRowsJob } from '../identity.jobs.ts';
import type { TablesDeps } from './table.deps.ts';
import { insertRows, selectTableEvenRemoved } from './table.repository.ts';
import { identifierFinder, researchCells } from './table-plan.ts';

const matchedAtOnce = 500;
const dayMs = 86_400_000;
/** Sealed rows are written before their table: without one for this long, the upload was cut off. */
const tableAwaitedMs = 3_600_000;

type WaitedRow = TableRow & { id: string; code: string; originCode: string; createdAt: Date };

/** How to find, for each of these subjects, what it is known by: no kept cell may repeat it. */
export async function findersOf(
  { desk }: Pick<Crosswalk, 'desk'>,
  projectId: string,
  codes: readonly string[],
): Promise<Map<string, (text: string) => boolean>> {
  const identities = await desk.openIdentities(projectId, [...new Set(codes)]);
  return new Map([...identities].map(([code, known]) => [code, identifierFinder(known)]));
}

export function publishAttached(
  trx: Trx,
  ctx: Context,
  events: Events,
  { id, projectId }: { id: string; projectId: string },
  matchedCount: number,
): Promise<void> {
  return events.publish(trx, tableAttached, {
    ctx,
    projectId,
    subject: { kind: 'table', id },
    data: { tableId: id, matchedCount },
  });
}

/** Puts waiting rows under their patients as these arrive, and removes what waited too long. */
export function matchWaitingRows({ db, clock, audit, events, jobs, crosswalk, config }: TablesDeps) {
  /** Rows of one table whose patients came; the ids of those that need not wait any more. Written twice, they are there once. */
  async function placeRows(
    ctx: Context,
    projectId: string,
    tableId: string,
    rows: readonly WaitedRow[],
  ): Promise<string[]> {
    const codes = [...new Set(rows.map(({ code }) => code))];
    const finders = await findersOf(crosswalk, projectId, codes);
    const shifts = new Map<string, number>();
    for (const code of codes) {
      const subject = await crosswalk.subjectWithCode(projectId, code);
      if (subject?.isVoid === false) shifts.set(code, subject.dateShiftDays);
    }
    return transact(db, async (trx) => {
      const table = await selectTableEvenRemoved(trx, projectId, tableId);
      const patience = later(clock.now(), -tableAwaitedMs);
      if (table === undefined) return rows.filter((row) => row.createdAt < patience).map(({ id }) => id);
      if (table.deletedAt !== null) return rows.map(({ id }) => id);
      const placed = rows.flatMap(({ id, code, originCode, rowNumber, cells }) => {
        const days = shifts.get(code);
        if (days === undefined) return [];
        const isIdentifying = finders.get(code) ?? (() => false);
        const research = researchCells(cells, table.columns, days, isIdentifying);
        return [{ id, code, originCode, rowNumber, cells: research.cells }];
      });
      await insertRows(trx, table, placed);
      await publishAttached(trx, ctx, events, table, placed.length);
      await audit.record(trx, ctx, {
        action: 'U',
        type: 'identity.table.matched',
        projectId,
        object: { kind: 'table', id: tableId },
        after: { matched: placed.length },
      });
      return rows.map(({ id }) => id);
    });
  }

  jobs.handle(matchRowsJob, async ({ projectId }, ctx) => {
    for (;;) {
      const matched = await crosswalk.unmatchedRows.openMatched(projectId, matchedAtOnce);
      const settled: string[] = [];
      for (const [tableId, rows] of Map.groupBy(matched, (row) => row.tableId))
        settled.push(...(await placeRows(ctx, projectId, tableId, rows)));
      await crosswalk.unmatchedRows.remove(settled);
      if (settled.length === 0) return;
    }
  });

  jobs.handle(purgeRowsJob, async (_payload, ctx) => {
    const purged = await crosswalk.unmatchedRows.purge(later(clock.now(), -config.unmatchedRowKeptMs));
    await transact(db, async (trx) => {
      if (purged > 0)
        await audit.record(trx, ctx, {
          action: 'D',
          type: 'identity.table.rows-purged',
          object: { kind: 'job', id: purgeRowsJob.name },
          after: { rows: purged },
        });
      await jobs.add(trx, purgeRowsJob, {}, { runAt: later(clock.now(), dayMs), jobKey: purgeRowsJob.name });
    });
  });

  events.subscribe(intakeOpened, 'identity.match-rows', async (trx, event) => {
    const { projectId } = event;
    if (projectId !== null)
      await jobs.add(trx, matchRowsJob, { projectId }, { jobKey: `${matchRowsJob.name} ${projectId}` });
  });

  return {
    /** Has what waits too long removed, from now on. */
    start: () =>
      transact(db, (trx) =>
        jobs.add(trx, purgeRowsJob, {}, { jobKey: purgeRowsJob.name, keepsEarlier: true }),
      ),
  };
}
