import { sql } from 'kysely';
import type { Clock } from '../../kernel/clock/index.ts';
import type { Database } from '../../kernel/db/index.ts';
import { decodeCursor, encodeCursor } from '../../kernel/http/index.ts';
import { newId } from '../../kernel/ids/index.ts';
import type { ArrivalOutcome, ArrivalSource } from '../ingest/arrived-instance.ts';

export type AssociationFacts = Omit<ArrivalSource, 'associationId' | 'projectId' | 'routed'> & {
  tls?: boolean;
};

export interface AssociationCounts {
  received: number;
  duplicate: number;
  conflict: number;
  held: number;
  refused: number;
  ignored: number;
  sizeBytes: number;
}

/** A running connection: counts what came of its objects. */
export interface RunningAssociation {
  readonly source: ArrivalSource;
  readonly counts: Readonly<AssociationCounts>;
  count(outcome: ArrivalOutcome, sizeBytes: number): void;
  /** Writes the counts down, so that they outlive this process. */
  save(): Promise<void>;
  end(outcome: string): Promise<void>;
}

const counter: Record<ArrivalOutcome['kind'], keyof AssociationCounts> = {
  stored: 'received',
  duplicate: 'duplicate',
  conflict: 'conflict',
  held: 'held',
  ignored: 'ignored',
  refused: 'refused',
};

function noCounts(): AssociationCounts {
  return { received: 0, duplicate: 0, conflict: 0, held: 0, refused: 0, ignored: 0, sizeBytes: 0 };
}

/** Connections of senders: associations, uploads, STOW requests; running and past. */
export function createAssociations({ db, clock }: { db: Database; clock: Clock }) {
  async function begin(
    facts: AssociationFacts,
    more: Pick<ArrivalSource, 'projectId' | 'routed' | 'expectedStudyInstanceUid'> = {},
  ): Promise<RunningAssociation> {
    const id = newId();
    await db
      .insertInto('archive.association')
      .values({
        id,
        channel: facts.channel,
        calling_ae: facts.callingAe ?? null,
        called_ae: facts.calledAe ?? null,
        address: facts.address ?? null,
        account_id: facts.accountId ?? null,
        tls: facts.tls ?? false,
        started_at: clock.now(),
      })
      .execute();
    const { tls: _tls, ...rest } = facts;
    return running({ ...rest, ...more, associationId: id }, noCounts());
  }

  function running(source: ArrivalSource, counts: AssociationCounts): RunningAssociation {
    const write = (more: { ended_at?: Date; outcome?: string }) =>
      db
        .updateTable('archive.association')
        .set({
          ...more,
          received_count: counts.received,
          duplicate_count: counts.duplicate,
          conflict_count: counts.conflict,
          held_count: counts.held,
          refused_count: counts.refused,
          size_bytes: counts.sizeBytes,
        })
        .where('id', '=', source.associationId)
        .execute();
    return {
      source,
      counts,
      count(outcome, sizeBytes) {
        counts[counter[outcome.kind]]++;
        counts.sizeBytes += sizeBytes;
      },
      async save() {
        await write({});
      },
      async end(outcome) {
        await write({ ended_at: clock.now(), outcome });
      },
    };
  }

  /** Takes an upload up again that this process does not know. */
  async function resume(id: string, more: Pick<ArrivalSource, 'projectId'>): Promise<RunningAssociation> {
    const row = await db
      .selectFrom('archive.association')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const source: ArrivalSource = {
      associationId: id,
      channel: row.channel as ArrivalSource['channel'],
      address: row.address ?? undefined,
      accountId: row.account_id ?? undefined,
      ...more,
    };
    return running(source, {
      received: row.received_count,
      duplicate: row.duplicate_count,
      conflict: row.conflict_count,
      held: row.held_count,
      refused: row.refused_count,
      ignored: 0,
      sizeBytes: row.size_bytes,
    });
  }

  return {
    begin,
    resume,
    /** After a start: connections that the last run of this server did not see end. */
    async endInterrupted(channels: readonly string[]): Promise<void> {
      await db
        .updateTable('archive.association')
        .set({ ended_at: clock.now(), outcome: 'interrupted' })
        .where('ended_at', 'is', null)
        .where('channel', 'in', [...channels])
        .execute();
    },
    /** Newest first. Served by association_started. */
    async list(page: { cursor?: string | undefined; limit: number }) {
      let query = db
        .selectFrom('archive.association')
        .selectAll()
        .orderBy('started_at', 'desc')
        .orderBy('id', 'desc')
        .limit(page.limit + 1);
      if (page.cursor !== undefined) {
        const [startedAt, id] = decodeCursor(page.cursor, 2).map(String) as [string, string];
        const from = sql<Date>`${startedAt}::timestamptz`;
        query = query.where((where) =>
          where.or([
            where('started_at', '<', from),
            where.and([where('started_at', '=', from), where('id', '<', id)]),
          ]),
        );
      }
      const rows = await query.execute();
      const items = rows.slice(0, page.limit);
      const last = items.at(-1);
      const nextCursor =
        rows.length > page.limit && last !== undefined
          ? encodeCursor([last.started_at.toISOString(), last.id])
          : null;
      return { items, nextCursor };
    },
  };
}

export type Associations = ReturnType<typeof createAssociations>;
