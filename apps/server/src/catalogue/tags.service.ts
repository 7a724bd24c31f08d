import type { Audit } from '../audit/index.ts';
import type { Clock } from '../kernel/clock/index.ts';
import type { Context } from '../kernel/context/index.ts';
import { type Database, pgErrorConstraint, type Trx, transact } from '../kernel/db/index.ts';
import type { Events } from '../kernel/events/index.ts';
import { problem } from '../kernel/problems/index.ts';
import { seriesTagged } from './catalogue.events.ts';
import { seriesNotFound, tooManyTags } from './catalogue.problems.ts';
import { insertTags, lockTags, selectTags, type TagChange, updateTags } from './tags.repository.ts';
import { maximumTags } from './tags.ts';

export interface TagOptions {
  db: Database;
  clock: Clock;
  audit: Audit;
  events: Events;
}

function refuseTooMany(changes: readonly TagChange[]): void {
  if (changes.some((change) => change.after.length > maximumTags))
    throw problem(tooManyTags, { detail: `A series has ${maximumTags} tags at most.` });
}

/** Tags: free words on series, by which they are found and gathered. */
export function createTags({ db, clock, audit, events }: TagOptions) {
  async function change(
    trx: Trx,
    ctx: Context,
    projectId: string,
    seriesIds: readonly string[],
    { add, remove }: { add: readonly string[]; remove: readonly string[] },
  ): Promise<number> {
    const changes = await updateTags(trx, projectId, seriesIds, add, remove);
    refuseTooMany(changes);
    if (changes.length === 0) return 0;
    await insertTags(trx, projectId, [...new Set(add)], ctx.actor.id, clock.now());
    await audit.recordMany(
      trx,
      ctx,
      changes.map(({ id, before, after }) => ({
        action: 'U' as const,
        type: 'catalogue.series.tagged',
        projectId,
        object: { kind: 'series', id },
        before: { tags: before },
        after: { tags: after },
      })),
    );
    await events.publish(trx, seriesTagged, {
      ctx,
      projectId,
      subject: { kind: 'project', id: projectId },
      data: { seriesCount: changes.length, seriesIds: changes.slice(0, 100).map(({ id }) => id) },
    });
    return changes.length;
  }

  async function transactTags<T>(work: (trx: Trx) => Promise<T>): Promise<T> {
    try {
      return await transact(db, work);
    } catch (error) {
      if (pgErrorConstraint(error) !== 'series_tags_bytes') throw error;
      throw problem(tooManyTags, {
        detail: 'The tags of a series may have 1,000 bytes together. Take fewer or shorter ones.',
      });
    }
  }

  return {
    listTags: (projectId: string) => selectTags(db, projectId),
    /** Replaces a series' tags. @throws catalogue/series-not-found, catalogue/too-many-tags */
    async setTags(ctx: Context, projectId: string, seriesId: string, tags: readonly string[]): Promise<void> {
      await transactTags(async (trx) => {
        const before = await lockTags(trx, projectId, seriesId);
        if (before === undefined) throw problem(seriesNotFound);
        await change(trx, ctx, projectId, [seriesId], { add: tags, remove: before });
      });
    },
    /** Adds and removes tags of visible series; ids that are none are passed over. Returns how many series changed. */
    async changeTags(
      ctx: Context,
      projectId: string,
      input: { seriesIds: readonly string[]; add: readonly string[]; remove: readonly string[] },
    ): Promise<number> {
      return transactTags((trx) => change(trx, ctx, projectId, input.seriesIds, input));
    },
  };
}
