import { createHmac } from 'node:crypto';
import {
  type CtpConformanceStatement,
  type CtpFileKind,
  type CtpFiles,
  ctpConformanceStatement,
  type FileFinding,
  lintCtpFiles,
} from '@pesscara/ctp';
import { canonicalSha256, type JsonValue } from '@pesscara/deidentification';
import type { Audit } from '../../audit/index.ts';
import type { Clock } from '../../kernel/clock/index.ts';
import type { Context } from '../../kernel/context/index.ts';
import { type Database, transact } from '../../kernel/db/index.ts';
import { newId } from '../../kernel/ids/index.ts';
import { problem, stale } from '../../kernel/problems/index.ts';
import type { Vault } from '../../kernel/vault/index.ts';
import { profileInvalid, profileNotFound } from '../deidentification.problems.ts';
import { ctpReference } from './ctp-deidentifier.ts';
import { type CtpDocument, isCtpDocument } from './ctp-document.ts';

export interface CtpProfile {
  id: string;
  document: CtpDocument;
  sha256: string;
  createdAt: Date;
}

export interface CtpProfilesOptions {
  db: Database;
  clock: Clock;
  audit: Audit;
  vault: Vault;
}

/** Files as they are uploaded. */
export interface NewCtpProfile {
  name: string;
  files: CtpFiles & { script: string };
  reason?: string | undefined;
}

const purpose = 'ctp-lookup-table';

/** Bound into what is sealed: a table that was moved to another profile does not open. */
function placeOf(profileId: string): string {
  return `deidentification.ctp_lookup_table|${profileId}|sealed`;
}

function pointerOf(file: CtpFileKind): string {
  return `/body/${file}`;
}

function errorsIn(findings: readonly FileFinding[]) {
  return findings
    .filter(({ severity }) => severity === 'error')
    .map(({ file, line, element, message }) => ({
      pointer: pointerOf(file),
      detail: `${line === undefined ? '' : `Line ${line}: `}${element === undefined ? '' : `${element} `}${message}`,
    }));
}

/** Profiles that are files of CTP: uploaded unchanged, judged first, never changed after. */
export function createCtpProfiles({ db, clock, audit, vault }: CtpProfilesOptions) {
  const tableKey = vault.deriveKey(purpose);

  function profileOf(row: {
    id: string;
    document: unknown;
    sha256: Buffer;
    created_at: Date;
  }): CtpProfile | undefined {
    if (!isCtpDocument(row.document)) return undefined;
    return {
      id: row.id,
      document: row.document,
      sha256: row.sha256.toString('hex'),
      createdAt: row.created_at,
    };
  }

  function documentOf({ name, files }: NewCtpProfile, version: number): CtpDocument {
    const { script, filter, pixelScript, lookupTable } = files;
    const hmac =
      lookupTable === undefined
        ? undefined
        : createHmac('sha256', tableKey).update(lookupTable).digest('hex');
    return {
      kind: 'ctp',
      id: name,
      version,
      script,
      ...(filter === undefined ? {} : { filter }),
      ...(pixelScript === undefined ? {} : { pixelScript }),
      ...(hmac === undefined ? {} : { lookupTableHmac: hmac }),
    };
  }

  /** The version after the newest of a name, which must be of this kind. Served by profile_name_version_unique. */
  async function nextVersion(name: string): Promise<number> {
    const newest = await db
      .selectFrom('deidentification.profile')
      .select(['version', 'document'])
      .where('name', '=', name)
      .orderBy('version', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (newest !== undefined && !isCtpDocument(newest.document))
      throw problem(profileInvalid, {
        detail: 'A profile of this name exists, and is no CTP script. Take another name.',
        errors: [{ pointer: '/body/name', detail: 'The name of a profile that is no CTP script' }],
      });
    return (newest?.version ?? 0) + 1;
  }

  async function insert(ctx: Context, order: NewCtpProfile, document: CtpDocument): Promise<string> {
    const id = newId();
    const { lookupTable } = order.files;
    await transact(db, async (trx) => {
      const row = await trx
        .insertInto('deidentification.profile')
        .values({
          id,
          name: document.id,
          version: document.version,
          document: JSON.stringify(document),
          sha256: Buffer.from(canonicalSha256(document as unknown as JsonValue), 'hex'),
          created_at: clock.now(),
          created_by: ctx.actor.id,
        })
        .onConflict((conflict) => conflict.constraint('profile_name_version_unique').doNothing())
        .returning('id')
        .executeTakeFirst();
      if (row === undefined)
        throw problem(stale, { detail: 'Someone saved a version of this profile just now. Send it again.' });
      if (lookupTable !== undefined)
        await trx
          .insertInto('deidentification.ctp_lookup_table')
          .values({
            profile_id: id,
            sealed: vault.seal(purpose, placeOf(id), Buffer.from(lookupTable, 'utf8')),
          })
          .execute();
      await audit.record(trx, ctx, {
        action: 'C',
        type: 'deidentification.profile.added',
        object: { kind: 'profile', id },
        after: document,
        ...(order.reason === undefined ? {} : { reason: order.reason }),
      });
    });
    return id;
  }

  async function find(id: string): Promise<CtpProfile> {
    const row = await db
      .selectFrom('deidentification.profile')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    const profile = row && profileOf(row);
    if (profile === undefined) throw problem(profileNotFound);
    return profile;
  }

  /** The lookup table of a version; undefined when it has none. It identifies. */
  async function lookupTableOf(profileId: string): Promise<string | undefined> {
    const row = await db
      .selectFrom('deidentification.ctp_lookup_table')
      .select('sealed')
      .where('profile_id', '=', profileId)
      .executeTakeFirst();
    return row && vault.unseal(purpose, placeOf(profileId), row.sealed).toString('utf8');
  }

  return {
    lookupTableOf,

    /** What PS3.15 asks to be said of a profile, told of a script. @throws profileNotFound */
    async statementOf(id: string): Promise<CtpConformanceStatement> {
      const { document, sha256 } = await find(id);
      const { script, filter, pixelScript } = document;
      const profile = {
        id: document.id,
        version: document.version,
        reference: ctpReference(document),
        sha256,
      };
      const lookupTable = await lookupTableOf(id);
      return ctpConformanceStatement({ profile, script, filter, pixelScript, lookupTable });
    },

    lint: (files: CtpFiles): FileFinding[] => lintCtpFiles(files),
    find,

    /** Keeps files as the next version of a name. @throws profileInvalid with every error of the linter, stale */
    async add(ctx: Context, order: NewCtpProfile): Promise<CtpProfile> {
      const errors = errorsIn(lintCtpFiles(order.files));
      if (errors.length > 0)
        throw problem(profileInvalid, {
          detail: `The files have ${errors.length} ${errors.length === 1 ? 'error' : 'errors'}; they are not kept.`,
          errors,
        });
      return find(await insert(ctx, order, documentOf(order, await nextVersion(order.name))));
    },
  };
}

export type CtpProfiles = ReturnType<typeof createCtpProfiles>;
