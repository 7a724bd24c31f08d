import { builtInProfiles, type DeidentificationProfile, profileSha256 } from '@pesscara/deidentification';
import type { Audit } from '../audit/index.ts';
import { type Clock, later } from '../kernel/clock/index.ts';
import type { Context } from '../kernel/context/index.ts';
import { type Database, type Trx, transact } from '../kernel/db/index.ts';
import { newId } from '../kernel/ids/index.ts';
import { problem, stale } from '../kernel/problems/index.ts';
import { isCtpDocument } from './ctp/ctp-document.ts';
import { profileInvalid, profileIsScript, profileNotFound } from './deidentification.problems.ts';
import type { ProfileLint } from './profile-lint.service.ts';

export interface StoredProfile {
  id: string;
  name: string;
  version: number;
  document: DeidentificationProfile;
  sha256: string;
  createdAt: Date;
  createdBy: string;
}

export interface ProfilesOptions {
  db: Database;
  clock: Clock;
  audit: Audit;
  lint: Pick<ProfileLint, 'checked'>;
}

export interface NewVersion {
  name: string;
  document: Record<string, unknown>;
  /** Why; for the audit trail. */
  reason?: string | undefined;
  along?: Along | undefined;
}

/** Done in the transaction that saves a version; `id` is that of the version. */
type Along = (trx: Trx, id: string) => Promise<void>;

const keptMs = 1000;

/** Profiles by version: made, never changed. */
export function createProfiles({ db, clock, audit, lint }: ProfilesOptions) {
  const byId = new Map<string, StoredProfile>();
  let chosen: { id: string; until: Date } | undefined;

  function stored(row: {
    id: string;
    name: string;
    version: number;
    document: unknown;
    sha256: Buffer;
    created_at: Date;
    created_by: string;
  }): StoredProfile {
    return {
      id: row.id,
      name: row.name,
      version: row.version,
      document: row.document as DeidentificationProfile,
      sha256: row.sha256.toString('hex'),
      createdAt: row.created_at,
      createdBy: row.created_by,
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

  /** Undefined when the name has that version already. `along` is done in the same transaction. */
  async function insert(
    ctx: Context,
    document: DeidentificationProfile,
    { reason, along }: Pick<NewVersion, 'reason' | 'along'> = {},
  ): Promise<string | undefined> {
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
      if (row === undefined) return undefined;
      await along?.(trx, id);
      await audit.record(trx, ctx, {
        action: 'C',
        type: 'deidentification.profile.added',
        object: { kind: 'profile', id },
        after: document,
        ...(reason === undefined ? {} : { reason }),
      });
      return id;
    });
  }

  /** A profile by its id. Kept in memory: a version never changes. */
  async function findIfThere(id: string): Promise<StoredProfile | undefined> {
    const known = byId.get(id);
    if (known !== undefined) return known;
    const row = await db
      .selectFrom('deidentification.profile')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const profile = stored(row);
    byId.set(id, profile);
    return profile;
  }

  async function find(id: string): Promise<StoredProfile> {
    const profile = await findIfThere(id);
    if (profile === undefined) throw problem(profileNotFound);
    return profile;
  }

  /** A version that is rules of PS3.15: what can be judged against another. @throws profileIsScript */
  async function findRules(id: string): Promise<StoredProfile> {
    const found = await find(id);
    if (isCtpDocument(found.document))
      throw problem(profileIsScript, { detail: 'A document of rules is compared with rules only.' });
    return found;
  }

  /** The version that a name has last; undefined when there is none. Served by profile_name_version_unique. */
  async function newest(name: string): Promise<StoredProfile | undefined> {
    const row = await db
      .selectFrom('deidentification.profile')
      .selectAll()
      .where('name', '=', name)
      .orderBy('version', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? undefined : stored(row);
  }

  /** The id of the newest version of a name. */
  async function findProfileId(name: string): Promise<string | undefined> {
    return (await newest(name))?.id;
  }

  /** The version before this one of the same name; undefined for the first. Served by profile_name_version_unique. */
  async function previous({ name, version }: StoredProfile): Promise<StoredProfile | undefined> {
    const row = await db
      .selectFrom('deidentification.profile')
      .selectAll()
      .where('name', '=', name)
      .where('version', '<', version)
      .orderBy('version', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? undefined : stored(row);
  }

  /**
   * Adds the next version of a profile; `along` happens in the same transaction.
   * @throws profileInvalid with a pointer to each mistake, stale
   */
  async function add(
    ctx: Context,
    { name, document: draft, reason, along }: NewVersion,
  ): Promise<StoredProfile> {
    const before = await newest(name);
    if (isCtpDocument(before?.document))
      throw problem(profileInvalid, {
        detail: 'A profile of this name exists, and is a CTP script. Take another name.',
        errors: [{ pointer: '/body/name', detail: 'The name of a script' }],
      });
    const version = (before?.version ?? 0) + 1;
    const document = await lint.checked({ ...draft, id: name, version });
    const id = await insert(ctx, document, { reason, along });
    if (id === undefined)
      throw problem(stale, { detail: 'Someone saved a version of this profile just now. Load it again.' });
    return find(id);
  }

  return {
    list,
    find,
    findIfThere,
    isThere: async (id: string): Promise<boolean> => (await findIfThere(id)) !== undefined,
    findRules,
    findProfileId,
    newest,
    previous,
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
