import { Readable } from 'node:stream';
import type { Clock } from '../kernel/clock/index.ts';
import type { Context } from '../kernel/context/index.ts';
import type { Database, Trx } from '../kernel/db/index.ts';
import { decodeCursor, encodeCursor } from '../kernel/http/index.ts';
import { newId } from '../kernel/ids/index.ts';
import type { Logger } from '../kernel/log/index.ts';
import {
  type EntryFilter,
  type EntryRow,
  insertEntries,
  selectCheckpoints,
  selectEntries,
  selectHead,
  selectHistory,
} from './audit.repository.ts';
import type { AuditEntry } from './audit.schema.ts';
import { canonicalJson } from './canonical-json.ts';
import { createChain, readChain } from './chain.ts';
import type { Signer } from './checkpoint.ts';

export interface AuditObject {
  kind: string;
  id: string;
}

/** What is recorded. Never a patient's identity, a password or a token: ids, codes and settings only. */
export interface AuditRecord {
  /** PS3.15 A.5.1 EventActionCode: create, read, update, delete, execute. */
  action: 'C' | 'R' | 'U' | 'D' | 'E';
  /** `<slice>.<noun>.<past tense>` */
  type: string;
  /** PS3.15 A.5.1 EventOutcomeIndicator: 0 success (default), 4 minor, 8 serious, 12 major failure. */
  outcome?: 0 | 4 | 8 | 12;
  object: AuditObject;
  /** Other objects in whose history it belongs: a decision on a case belongs to its series. */
  related?: readonly AuditObject[];
  projectId?: string | null;
  before?: unknown;
  after?: unknown;
  reason?: string | null;
}

export interface AuditOptions {
  db: Database;
  clock: Clock;
  log: Logger;
  signer: Signer;
  checkpointEntries: number;
  checkpointIntervalMs: number;
}

interface PageRequest {
  cursor?: string | undefined;
  limit: number;
}

function entryOf(row: { sequence: number | null; bytes: Buffer }): AuditEntry {
  return {
    reason: null,
    sequence: row.sequence,
    ...(JSON.parse(row.bytes.toString('utf8')) as object),
  } as AuditEntry;
}

function rowOf(ctx: Context, clock: Clock, entry: AuditRecord): EntryRow {
  const { actor, correlationId } = ctx;
  const id = newId();
  const occurredAt = clock.now();
  const outcome = entry.outcome ?? 0;
  const projectId = entry.projectId ?? null;
  const text = canonicalJson({
    id,
    occurredAt,
    action: entry.action,
    type: entry.type,
    outcome,
    actor: {
      id: actor.id,
      name: actor.name,
      kind: actor.kind,
      address: actor.address,
      session: actor.sessionId?.slice(0, 16),
    },
    projectId,
    object: { kind: entry.object.kind, id: entry.object.id },
    related: entry.related,
    before: entry.before,
    after: entry.after,
    reason: entry.reason ?? undefined,
    correlationId,
  });
  return {
    id,
    occurred_at: occurredAt,
    action: entry.action,
    type: entry.type,
    outcome,
    actor_id: actor.id,
    actor_name: actor.name,
    actor_kind: actor.kind,
    project_id: projectId,
    object_kind: entry.object.kind,
    object_id: entry.object.id,
    related: (entry.related ?? []).map((object) => `${object.kind}:${object.id}`),
    correlation_id: correlationId,
    bytes: Buffer.from(text),
  };
}

/** The audit trail: written with every change, chained within a second, signed, readable, exportable. */
export function createAudit({
  db,
  clock,
  log,
  signer,
  checkpointEntries,
  checkpointIntervalMs,
}: AuditOptions) {
  const chain = createChain({ db, clock, log, signer, checkpointEntries, checkpointIntervalMs });

  /** Records several things that one transaction did. */
  async function recordMany(trx: Trx, ctx: Context, entries: readonly AuditRecord[]): Promise<void> {
    if (entries.length > 0)
      await insertEntries(
        trx,
        entries.map((entry) => rowOf(ctx, clock, entry)),
      );
  }

  /** Records, in the transaction of the change; reads and exports of identified data before their bytes leave. */
  async function record(trx: Trx, ctx: Context, entry: AuditRecord): Promise<void> {
    await recordMany(trx, ctx, [entry]);
  }

  /** A page of entries, newest first. */
  async function listEntries(filter: EntryFilter, { cursor, limit }: PageRequest) {
    const [before] = cursor === undefined ? [] : decodeCursor(cursor, 1);
    const rows = await selectEntries(
      db,
      filter,
      limit + 1,
      before === undefined ? undefined : String(before),
    );
    const items = rows.slice(0, limit).map(entryOf);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor([last.id]) : null };
  }

  /** The newest entries about objects of a project. */
  async function historyOf(
    projectId: string,
    objects: readonly AuditObject[],
    limit = 200,
  ): Promise<AuditEntry[]> {
    return (await selectHistory(db, projectId, objects, limit)).map(entryOf);
  }

  async function listCheckpoints() {
    const items = await selectCheckpoints(db);
    return {
      items: items.map((row) => ({
        size: row.size,
        root: row.root.toString('hex'),
        note: row.note,
        madeAt: row.made_at.toISOString(),
      })),
      publicKey: signer.verifierKey,
    };
  }

  async function* exportLines(notes: readonly string[], upTo: number): AsyncGenerator<string> {
    for (const checkpoint of notes) yield `${JSON.stringify({ checkpoint })}\n`;
    for await (const { sequence, leaf, chained, bytes } of readChain(db, 0, upTo))
      yield `${JSON.stringify({ sequence, leaf: leaf.toString('hex'), chained: chained.toString('hex'), bytes: bytes.toString('base64') })}\n`;
  }

  /** Everything that is chained by now as JSON lines, checkpoints first: what tools/verify-audit.mjs reads. */
  async function exportChain(): Promise<Readable> {
    // In this order: every entry that a checkpoint covers is committed with it, so one beyond the head means that the tail is gone.
    const checkpoints = await selectCheckpoints(db);
    const head = await selectHead(db);
    return Readable.from(
      exportLines(
        checkpoints.map((checkpoint) => checkpoint.note),
        head?.sequence ?? 0,
      ),
    );
  }

  return {
    record,
    recordMany,
    listEntries,
    historyOf,
    listCheckpoints,
    exportChain,
    /** For the kernel's sequencer: gives entries their places in the chain. */
    sequencerTask: { name: 'audit', run: chain.placePending },
    /** Chains everything and signs the head: at shutdown. */
    seal: chain.seal,
    verifierKey: signer.verifierKey,
  };
}

export type Audit = ReturnType<typeof createAudit>;
