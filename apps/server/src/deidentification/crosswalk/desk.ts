import { sql } from 'kysely';
import { type Clock, later } from '../../kernel/clock/index.ts';
import { type Database, transact } from '../../kernel/db/index.ts';
import { newId } from '../../kernel/ids/index.ts';
import { joinedDataKey, type PatientIdentity, type SealedValues } from './sealed-values.ts';

/** Why an identity may be looked at. */
export const revealPurposes = [
  'adverse-event',
  're-consent',
  'quality-assurance',
  'data-linkage',
  'legal',
] as const;
export type RevealPurpose = (typeof revealPurposes)[number];

/** A subject as the desk lists it: nothing here tells who it is. */
export interface DeskSubject {
  id: string;
  code: string;
  aliasCount: number;
  createdAt: Date;
  /** The subject that stands for it; null: itself. */
  survivorCode: string | null;
  /** `void`: consent was withdrawn, nothing is kept about who it is. */
  state: string;
}

export interface RevealClaim {
  accountId: string;
  subjectId: string;
  purpose: RevealPurpose;
  reason: string;
  /** Reveals of one account within an hour. */
  hourlyLimit: number;
}

export interface RevealedIdentity extends PatientIdentity {
  kind: string;
  /** When the platform first met it. */
  since: Date;
}

const hourMs = 3_600_000;

export interface DeskDeps {
  crosswalkDb: Database;
  clock: Clock;
  sealed: SealedValues;
  blindIndex(projectId: string, issuer: string, patientId: string): Buffer;
}

/** What an honest broker asks of the crosswalk. Callers check rights and write the audit trail; nothing here is shown by itself. */
export function createDesk({ crosswalkDb, clock, sealed, blindIndex }: DeskDeps) {
  const subjects = () =>
    crosswalkDb
      .selectFrom('crosswalk.subject as s')
      .leftJoin('crosswalk.subject as t', 't.id', 's.survivor_id')
      .select([
        's.id',
        's.code',
        's.created_at as createdAt',
        's.state',
        't.code as survivorCode',
        // Its own identifiers, and those of the subjects that it stands for. Served by subject_survivor, alias_person.
        (select) =>
          select
            .selectFrom('crosswalk.alias as a')
            .innerJoin('crosswalk.subject as n', (join) =>
              join.onRef('n.person_id', '=', 'a.person_id').onRef('n.project_id', '=', 'a.project_id'),
            )
            .select((count) => count.fn.countAll<number>().as('count'))
            .where((where) =>
              where.or([
                where('n.id', '=', where.ref('s.id')),
                where('n.survivor_id', '=', where.ref('s.id')),
              ]),
            )
            .as('aliasCount'),
      ]);

  function deskSubject(row: {
    id: string;
    code: string;
    createdAt: Date;
    survivorCode: string | null;
    state: string;
    aliasCount: number | null;
  }): DeskSubject {
    return { ...row, aliasCount: row.aliasCount ?? 0 };
  }

  /** Codes of mothers of these subjects, and of those that they stand for, by code. Served by subject_project_code_unique, subject_survivor. */
  async function mothersOf(projectId: string, codes: readonly string[]): Promise<Map<string, string[]>> {
    const { rows } = await sql<{ code: string; mother: string }>`
      select distinct s.code, m.code as mother from crosswalk.subject s
      join crosswalk.subject n on n.id = s.id or n.survivor_id = s.id
      join crosswalk.subject o on o.id = n.mother_id
      join crosswalk.subject m on m.id = coalesce(o.survivor_id, o.id) or m.id = o.id
      where s.project_id = ${projectId} and s.code = any(${[...codes]}::text[])`.execute(crosswalkDb);
    return new Map(
      [...Map.groupBy(rows, ({ code }) => code)].map(([code, own]) => [code, own.map((row) => row.mother)]),
    );
  }

  return {
    mothersOf,

    /** Subjects by code from `after` on, those that hold `text`. Served by subject_project_code_unique. */
    async list(
      projectId: string,
      { text, after, limit }: { text: string; after?: string | undefined; limit: number },
    ): Promise<DeskSubject[]> {
      const wanted = `%${text.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;
      let query = subjects()
        .where('s.project_id', '=', projectId)
        .where(sql<boolean>`lower(s.code) like ${wanted}`)
        .orderBy('s.code')
        .limit(limit);
      if (after !== undefined) query = query.where('s.code', '>', after);
      return (await query.execute()).map(deskSubject);
    },

    /** The subject with this code. Served by subject_project_code_unique. */
    async find(projectId: string, code: string): Promise<DeskSubject | undefined> {
      const row = await subjects()
        .where('s.project_id', '=', projectId)
        .where('s.code', '=', code)
        .executeTakeFirst();
      return row === undefined ? undefined : deskSubject(row);
    },

    /** The subject of an identifier. Served by alias_project_blind_index_unique, subject_project_person_unique. */
    async lookUp(projectId: string, issuer: string, patientId: string): Promise<DeskSubject | undefined> {
      const row = await subjects()
        .innerJoin('crosswalk.subject as m', (join) =>
          join.on((on) => on('s.id', '=', on.fn.coalesce('m.survivor_id', 'm.id'))),
        )
        .innerJoin('crosswalk.alias as known', (join) =>
          join.onRef('known.person_id', '=', 'm.person_id').onRef('known.project_id', '=', 'm.project_id'),
        )
        .where('known.project_id', '=', projectId)
        .where('known.blind_index', '=', blindIndex(projectId, issuer, patientId))
        .executeTakeFirst();
      return row === undefined ? undefined : deskSubject(row);
    },

    /**
     * Counts a reveal before it happens. `limited`: the account has had as many as it may within an hour. One of an account at a time,
     * so that twenty at once are twenty. Served by reveal_account.
     */
    async claimReveal(claim: RevealClaim): Promise<{ kind: 'claimed' } | { kind: 'limited'; until: Date }> {
      const { accountId, hourlyLimit } = claim;
      return transact(crosswalkDb, async (trx) => {
        await sql`select pg_advisory_xact_lock(hashtextextended(${`reveal ${accountId}`}, 0))`.execute(trx);
        const now = clock.now();
        const recent = await trx
          .selectFrom('crosswalk.reveal')
          .select('occurred_at as occurredAt')
          .where('account_id', '=', accountId)
          .where('occurred_at', '>', later(now, -hourMs))
          .orderBy('occurred_at', 'desc')
          .limit(hourlyLimit)
          .execute();
        const oldest = recent[hourlyLimit - 1];
        if (oldest !== undefined) return { kind: 'limited', until: later(oldest.occurredAt, hourMs) };
        await trx
          .insertInto('crosswalk.reveal')
          .values({
            id: newId(),
            occurred_at: now,
            account_id: accountId,
            subject_id: claim.subjectId,
            purpose: claim.purpose,
            reason: claim.reason,
          })
          .execute();
        return { kind: 'claimed' };
      });
    },

    /**
     * Who these subjects are, under every identifier, by code. The caller has recorded the reveal, or shows none of it.
     * Served by subject_project_code_unique, alias_person. @throws VaultError
     */
    async openIdentities(
      projectId: string,
      codes: readonly string[],
    ): Promise<Map<string, RevealedIdentity[]>> {
      const found = new Map<string, RevealedIdentity[]>(codes.map((code) => [code, []]));
      if (codes.length === 0) return found;
      const rows = await crosswalkDb
        .selectFrom('crosswalk.alias as a')
        .innerJoin('crosswalk.subject as n', (join) =>
          join.onRef('n.person_id', '=', 'a.person_id').onRef('n.project_id', '=', 'a.project_id'),
        )
        .innerJoin('crosswalk.subject as s', (join) =>
          join.on((on) => on.or([on('s.id', '=', on.ref('n.id')), on('s.id', '=', on.ref('n.survivor_id'))])),
        )
        .leftJoin('crosswalk.data_key as k', 'k.id', 'a.data_key_id')
        .select([
          'a.id',
          'a.project_id as projectId',
          'a.sealed',
          'a.kind',
          'a.created_at as since',
          's.code',
          'k.id as dataKeyId',
          'k.key_encryption_key_id as keyEncryptionKeyId',
          'k.wrapped',
        ])
        .where('s.project_id', '=', projectId)
        .where('s.code', 'in', [...codes])
        .orderBy('a.created_at')
        .orderBy('a.id')
        .execute();
      for (const row of rows) {
        const identity = sealed.openIdentity({ ...row, dataKey: joinedDataKey(row) });
        if (identity !== undefined)
          found.get(row.code)?.push({ ...identity, kind: row.kind, since: row.since });
      }
      return found;
    },
  };
}
