import { sql } from 'kysely';
import type { Audit } from '../../audit/index.ts';
import type { Clock } from '../../kernel/clock/index.ts';
import type { Context } from '../../kernel/context/index.ts';
import { type Database, transact } from '../../kernel/db/index.ts';
import { decodeCursor, encodeCursor } from '../../kernel/http/index.ts';
import type { ProjectId } from '../../kernel/ids/index.ts';
import type { Jobs } from '../../kernel/jobs/index.ts';
import { problem } from '../../kernel/problems/index.ts';
import type { Vault } from '../../kernel/vault/index.ts';
import { routeHeldJob } from '../archive.jobs.ts';
import { heldNotFound } from '../archive.problems.ts';
import type { Associations } from '../association/association.service.ts';
import type { Arrival } from '../ingest/arrival.ts';
import type { Announcement, ArrivalSource } from '../ingest/arrived-instance.ts';
import { createHeldOfPerson } from './held-of-person.ts';

export interface HeldRouting {
  projectId: ProjectId;
  profileId: string | null;
  tags: string[];
  centre: string | null;
}

export interface HeldOptions {
  db: Database;
  vault: Vault;
  clock: Clock;
  audit: Audit;
  jobs: Jobs;
  associations: Associations;
  open(source: ArrivalSource, announcement: Announcement): Arrival;
}

/** What waits outside every project: seen by count and reason, routed or discarded by an administrator. */
export function createHeld({ db, vault, clock, audit, jobs, associations, open }: HeldOptions) {
  /** Waiting objects, oldest first. Served by held_waiting. */
  async function list(filter: { reason?: string | undefined; cursor?: string | undefined; limit: number }) {
    let query = db
      .selectFrom('archive.held')
      .selectAll()
      .where('state', '=', 'held')
      .orderBy('held_at')
      .orderBy('id')
      .limit(filter.limit + 1);
    if (filter.reason !== undefined) query = query.where('reason', '=', filter.reason);
    if (filter.cursor !== undefined) {
      const [heldAt, id] = decodeCursor(filter.cursor, 2).map(String) as [string, string];
      const from = sql<Date>`${heldAt}::timestamptz`;
      query = query.where((where) =>
        where.or([
          where('held_at', '>', from),
          where.and([where('held_at', '=', from), where('id', '>', id)]),
        ]),
      );
    }
    const rows = await query.execute();
    const items = rows.slice(0, filter.limit);
    const last = items.at(-1);
    return {
      items,
      nextCursor:
        rows.length > filter.limit && last !== undefined
          ? encodeCursor([last.held_at.toISOString(), last.id])
          : null,
      counts: await countByReason(),
    };
  }

  async function countByReason(): Promise<{ reason: string; count: number }[]> {
    // How much waits, by reason? Served by held_waiting.
    return db
      .selectFrom('archive.held')
      .select(['reason', (select) => select.fn.countAll<number>().as('count')])
      .where('state', '=', 'held')
      .groupBy('reason')
      .orderBy('reason')
      .execute();
  }

  /** Sends held objects into a project, in the background. @throws heldNotFound when one does not wait (any more) */
  async function route(ctx: Context, ids: readonly string[], to: HeldRouting): Promise<void> {
    await transact(db, async (trx) => {
      for (const id of ids) {
        const row = await trx
          .updateTable('archive.held')
          .set({
            state: 'routing',
            project_id: to.projectId,
            decided_by: ctx.actor.id,
            decided_at: clock.now(),
          })
          .where('id', '=', id)
          .where('state', '=', 'held')
          .returning('id')
          .executeTakeFirst();
        if (row === undefined)
          throw problem(heldNotFound, { detail: `${id} is not waiting. Load the list again.` });
        await audit.record(trx, ctx, {
          action: 'U',
          type: 'archive.held.routed',
          projectId: to.projectId,
          object: { kind: 'held', id },
          after: to,
        });
        await jobs.add(trx, routeHeldJob, { heldId: id, ...to }, { jobKey: `route-held:${id}` });
      }
    });
  }

  /** Gives a held object up for good: its bytes leave the vault. */
  async function discard(ctx: Context, id: string, reason: string): Promise<void> {
    const vaultName = await transact(db, async (trx) => {
      const row = await trx
        .updateTable('archive.held')
        .set({ state: 'discarded', decided_by: ctx.actor.id, decided_at: clock.now() })
        .where('id', '=', id)
        .where('state', '=', 'held')
        .returning('vault_name')
        .executeTakeFirst();
      if (row === undefined)
        throw problem(heldNotFound, { detail: 'It is not waiting. Load the list again.' });
      await audit.record(trx, ctx, {
        action: 'D',
        type: 'archive.held.discarded',
        object: { kind: 'held', id },
        reason,
      });
      return row.vault_name;
    });
    await vault.removeFile(vaultName);
  }

  jobs.handle(routeHeldJob, async ({ heldId, projectId, profileId, tags, centre }, ctx) => {
    const row = await db
      .selectFrom('archive.held')
      .selectAll()
      .where('id', '=', heldId)
      .where('state', '=', 'routing')
      .executeTakeFirst();
    if (row === undefined) return;
    const association = await associations.begin(
      {
        channel: row.channel as ArrivalSource['channel'],
        callingAe: row.calling_ae ?? undefined,
        calledAe: row.called_ae ?? undefined,
      },
      { projectId: projectId as ProjectId, routed: { profileId, tags, centre } },
    );
    const arrival = open(association.source, { format: 'part10' });
    for await (const chunk of vault.openFile(row.vault_name)) await arrival.write(chunk as Buffer);
    const outcome = await arrival.end();
    association.count(outcome, row.size_bytes);
    await association.end(outcome.kind);
    const isPlaced = outcome.kind === 'stored' || outcome.kind === 'duplicate' || outcome.kind === 'conflict';
    const isWithdrawn = outcome.kind === 'refused' && outcome.reason === 'consent-withdrawn';
    const isGone = outcome.kind === 'held' || isWithdrawn;
    await transact(db, async (trx) => {
      // Held again (it is now another held object, with its own reason), or still unreadable: this one goes back to the list.
      const state = isPlaced ? 'routed' : isGone ? 'discarded' : 'held';
      await trx.updateTable('archive.held').set({ state }).where('id', '=', heldId).execute();
      await audit.record(trx, ctx, {
        action: 'E',
        type: 'archive.held.placed',
        projectId,
        object: { kind: 'held', id: heldId },
        outcome: isPlaced ? 0 : 4,
        after: { outcome: outcome.kind },
      });
    });
    if (isPlaced || isGone) await vault.removeFile(row.vault_name);
  });

  const discardOfPerson = createHeldOfPerson({ db, vault, clock, audit, jobs });
  return { list, countByReason, route, discard, discardOfPerson };
}

export type Held = ReturnType<typeof createHeld>;
