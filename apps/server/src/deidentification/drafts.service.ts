import type { Audit } from '../audit/index.ts';
import type { Clock } from '../kernel/clock/index.ts';
import type { Context } from '../kernel/context/index.ts';
import { type Database, pgErrorConstraint, type Trx, transact } from '../kernel/db/index.ts';
import { problem, stale } from '../kernel/problems/index.ts';
import { draftNotFound } from './deidentification.problems.ts';
import type { Profiles, StoredProfile } from './profiles.service.ts';

/** A profile that is being edited; it may be wrong, and nothing uses it. */
export interface ProfileDraft {
  name: string;
  basedOn: string | null;
  document: Record<string, unknown>;
  version: number;
  updatedAt: Date;
  updatedBy: string;
}

export interface DraftChange {
  basedOn: string | null;
  document: Record<string, unknown>;
  /** The one that the editor saw; 0: there was none. */
  version: number;
}

interface DraftRow {
  name: string;
  based_on: string | null;
  document: unknown;
  version: number;
  updated_at: Date;
  updated_by: string;
}

function draftOf(row: DraftRow): ProfileDraft {
  return {
    name: row.name,
    basedOn: row.based_on,
    document: row.document as Record<string, unknown>,
    version: row.version,
    updatedAt: row.updated_at,
    updatedBy: row.updated_by,
  };
}

function staleDraft() {
  return problem(stale, { detail: 'Someone saved this draft after you opened it. Load it again.' });
}

export interface DraftsOptions {
  db: Database;
  clock: Clock;
  audit: Audit;
  profiles: Pick<Profiles, 'add' | 'find'>;
}

/** Drafts of profiles: one a name, saved as often as one likes, then made a version. */
export function createDrafts({ db, clock, audit, profiles }: DraftsOptions) {
  async function find(name: string): Promise<ProfileDraft> {
    const row = await db
      .selectFrom('deidentification.profile_draft')
      .selectAll()
      .where('name', '=', name)
      .executeTakeFirst();
    if (row === undefined) throw problem(draftNotFound);
    return draftOf(row);
  }

  async function insertDraft(trx: Trx, ctx: Context, name: string, change: DraftChange): Promise<void> {
    await trx
      .insertInto('deidentification.profile_draft')
      .values({
        name,
        based_on: change.basedOn,
        document: JSON.stringify(change.document),
        version: 1,
        updated_at: clock.now(),
        updated_by: ctx.actor.id,
      })
      .execute();
  }

  async function updateDraft(trx: Trx, ctx: Context, name: string, change: DraftChange): Promise<void> {
    const updated = await trx
      .updateTable('deidentification.profile_draft')
      .set({
        based_on: change.basedOn,
        document: JSON.stringify(change.document),
        version: change.version + 1,
        updated_at: clock.now(),
        updated_by: ctx.actor.id,
      })
      .where('name', '=', name)
      .where('version', '=', change.version)
      .executeTakeFirst();
    if (updated.numUpdatedRows === 0n) throw staleDraft();
  }

  /** Saves a draft; the first saving, with version 0, makes it. @throws stale, profileNotFound */
  async function save(ctx: Context, name: string, change: DraftChange): Promise<ProfileDraft> {
    if (change.basedOn !== null) await profiles.find(change.basedOn);
    try {
      await transact(db, async (trx) => {
        if (change.version === 0) await insertDraft(trx, ctx, name, change);
        else await updateDraft(trx, ctx, name, change);
        await audit.record(trx, ctx, {
          action: change.version === 0 ? 'C' : 'U',
          type: 'deidentification.draft.saved',
          object: { kind: 'profile-draft', id: name },
          after: change.document,
        });
      });
    } catch (error) {
      if (pgErrorConstraint(error) === 'profile_draft_pkey') throw staleDraft();
      throw error;
    }
    return find(name);
  }

  async function removeRow(trx: Trx, name: string, version: number): Promise<void> {
    const removed = await trx
      .deleteFrom('deidentification.profile_draft')
      .where('name', '=', name)
      .where('version', '=', version)
      .executeTakeFirst();
    if (removed.numDeletedRows === 0n) throw staleDraft();
  }

  return {
    find,
    save,

    async list(): Promise<ProfileDraft[]> {
      const rows = await db
        .selectFrom('deidentification.profile_draft')
        .selectAll()
        .orderBy('name')
        .execute();
      return rows.map(draftOf);
    },

    async discard(ctx: Context, name: string): Promise<void> {
      const { version, document } = await find(name);
      await transact(db, async (trx) => {
        await removeRow(trx, name, version);
        await audit.record(trx, ctx, {
          action: 'D',
          type: 'deidentification.draft.discarded',
          object: { kind: 'profile-draft', id: name },
          before: document,
        });
      });
    },

    /** Makes the draft the next version of its name; from then on it cannot be changed. @throws profileInvalid, stale */
    async publish(
      ctx: Context,
      name: string,
      { version, reason }: { version: number; reason: string },
    ): Promise<StoredProfile> {
      const { document } = await find(name);
      return profiles.add(ctx, { name, document, reason, along: (trx) => removeRow(trx, name, version) });
    },
  };
}

export type Drafts = ReturnType<typeof createDrafts>;
