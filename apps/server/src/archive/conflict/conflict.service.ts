import type { Audit } from '../../audit/index.ts';
import type { Context } from '../../kernel/context/index.ts';
import { type Database, transact } from '../../kernel/db/index.ts';
import { problem } from '../../kernel/problems/index.ts';
import { conflictNotFound } from '../archive.problems.ts';
import type { Intakes } from '../intake/intake.service.ts';

/** Two contents under one SOP Instance UID: both are kept until a person chose. */
export function createConflicts({ db, audit, intakes }: { db: Database; audit: Audit; intakes: Intakes }) {
  return {
    /** Undecided conflicts of a project, oldest first. Served by instance_conflict_unique. */
    async list(projectId: string) {
      return db
        .selectFrom('archive.instance as later')
        .innerJoin('archive.instance as first', 'first.id', 'later.conflict_of')
        .select([
          'later.id as instanceId',
          'first.id as conflictOfId',
          'later.series_id as seriesId',
          'later.sop_instance_uid as sopInstanceUid',
          'later.instance_number as instanceNumber',
          'later.received_at as receivedAt',
          'first.received_at as firstReceivedAt',
          'first.state as firstState',
          'later.size_bytes as sizeBytes',
          'first.size_bytes as firstSizeBytes',
        ])
        .where('later.project_id', '=', projectId)
        .where('later.conflict_of', 'is not', null)
        .where('later.state', '=', 'quarantined')
        .orderBy('later.received_at')
        .orderBy('later.id')
        .limit(1000)
        .execute();
    },

    /** Settles a conflict: the one that is not kept is rejected; the later one, when it is kept, goes through review. */
    async resolve(
      ctx: Context,
      projectId: string,
      id: string,
      keep: 'first' | 'later',
      reason: string,
    ): Promise<void> {
      await transact(db, async (trx) => {
        const later = await trx
          .selectFrom('archive.instance')
          .select(['id', 'conflict_of', 'series_id'])
          .where('id', '=', id)
          .where('project_id', '=', projectId)
          .where('conflict_of', 'is not', null)
          .where('state', '=', 'quarantined')
          .forUpdate()
          .executeTakeFirst();
        const firstId = later?.conflict_of;
        if (later === undefined || firstId === null || firstId === undefined)
          throw problem(conflictNotFound, { detail: 'It was settled already. Load the list again.' });
        if (keep === 'first')
          await trx.updateTable('archive.instance').set({ state: 'rejected' }).where('id', '=', id).execute();
        else {
          await trx
            .updateTable('archive.instance')
            .set({ state: 'rejected', conflict_of: id })
            .where('id', '=', firstId)
            .execute();
          // Nobody reviewed it as an image of its series yet, whatever became of the first.
          await intakes.admitAgain(trx, id);
          await intakes.recount(trx, later.series_id);
        }
        await audit.record(trx, ctx, {
          action: 'U',
          type: 'archive.conflict.resolved',
          projectId,
          object: { kind: 'instance', id },
          related: [{ kind: 'series', id: later.series_id }],
          after: { kept: keep === 'first' ? firstId : id },
          reason,
        });
      });
    },
  };
}

export type Conflicts = ReturnType<typeof createConflicts>;
