import {
  builtInProfiles,
  type DeidentificationProfile,
  profileSha256,
  validateProfile,
} from '@pesscara/deidentification';
import type { Audit } from '../audit/index.ts';
import { type Clock, later } from '../kernel/clock/index.ts';
import type { Context } from '../kernel/context/index.ts';
import { type Database, pgErrorConstraint, transact } from '../kernel/db/index.ts';
import { newId } from '../kernel/ids/index.ts';
import { problem, stale } from '../kernel/problems/index.ts';
import { profileInvalid, profileNotFound } from './deidentification.problems.ts';

export interface StoredProfile {
  id: string;
  name: string;
  version: number;
  document: DeidentificationProfile;
  sha256: string;
  createdAt: Date;
}

const keptMs = 1000;

/** Profiles by version: made, never changed. */
export function createProfiles({ db, clock, audit }: { db: Database; clock: Clock; audit: Audit }) {
  const byId = new Map<string, StoredProfile>();
  let chosen: { id: string; until: Date } | undefined;

  function stored(row: {
    id: string;
    name: string;
    version: number;
    document: unknown;
    sha256: Buffer;
    created_at: Date;
  }): StoredProfile {
    return {
      id: row.id,
      name: row.name,
      version: row.version,
      document: row.document as DeidentificationProfile,
      sha256: row.sha256.toString('hex'),
      createdAt: row.created_at,
    };
  }

  async function list(): Promise<StoredProfile[]> {
    const rows = await db
      .selectFrom('deidentification.profile')
      .selectAll()
      .orderBy('name')
      .orderBy('version', 'desc')
      .execute();
    return rows.map(stored);
  }

  async function insert(ctx: Context, document: DeidentificationProfile): Promise<string | undefined> {
    const id = newId();
    return transact(db, async (trx) => {
      const row = await trx
        .insertInto('deidentification.profile')
        .values({
          id,
          name: document.id,
          version: document.version,
          document: JSON.stringify(document),
          sha256: Buffer.from(profileSha256(document), 'hex'),
          created_at: clock.now(),
          created_by: ctx.actor.id,
        })
        .onConflict((conflict) => conflict.constraint('profile_name_version_unique').doNothing())
        .returning('id')
        .executeTakeFirst();
      if (row !== undefined)
        await audit.record(trx, ctx, {
          action: 'C',
          type: 'deidentification.profile.added',
          object: { kind: 'profile', id },
          after: document,
        });
      return row?.id;
    });
  }

  /** A profile by its id. Kept in memory: a version never changes. */
  async function find(id: string): Promise<StoredProfile> {
    const known = byId.get(id);
    if (known !== undefined) return known;
    const row = await db
      .selectFrom('deidentification.profile')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    if (row === undefined) throw problem(profileNotFound);
    const profile = stored(row);
    byId.set(id, profile);
    return profile;
  }

  /** The id of the newest version of a name. Served by profile_name_version_unique. */
  async function findProfileId(name: string): Promise<string | undefined> {
    const row = await db
      .selectFrom('deidentification.profile')
      .select('id')
      .where('name', '=', name)
      .orderBy('version', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row?.id;
  }

  /** Adds the next version of a profile. @throws profileInvalid with a pointer to each mistake, stale */
  async function add(ctx: Context, name: string, draft: Record<string, unknown>): Promise<StoredProfile> {
    const newest = (await list()).find((profile) => profile.name === name);
    const document = { ...draft, id: name, version: (newest?.version ?? 0) + 1 };
    const mistakes = validateProfile(document);
    if (mistakes.length > 0)
      throw problem(profileInvalid, {
        detail: mistakes.map(({ pointer, detail }) => `${pointer} ${detail}`).join(' '),
        errors: mistakes.map(({ pointer, detail }) => ({ pointer: `/body/document${pointer}`, detail })),
      });
    try {
      const id = await insert(ctx, document as unknown as DeidentificationProfile);
      if (id === undefined)
        throw problem(stale, { detail: 'Someone saved a version of this profile just now. Load it again.' });
      return await find(id);
    } catch (error) {
      if (pgErrorConstraint(error) !== undefined)
        throw problem(stale, { detail: 'Load the profiles again.' });
      throw error;
    }
  }

  return {
    list,
    find,
    findProfileId,
    add,
    /** At start: the profiles that come with the product. */
    async addBuiltIns(ctx: Context): Promise<void> {
      for (const document of builtInProfiles) await insert(ctx, document);
    },
    /** What a project uses that chose none. Asked for with every instance, so kept for a second. */
    async defaultProfileId(): Promise<string> {
      const now = clock.now();
      if (chosen !== undefined && chosen.until > now) return chosen.id;
      const id = await findProfileId(builtInProfiles[0]?.id ?? '');
      if (id === undefined) throw new Error('The built-in profiles are missing');
      chosen = { id, until: later(now, keptMs) };
      return id;
    },
  };
}

export type Profiles = ReturnType<typeof createProfiles>;
