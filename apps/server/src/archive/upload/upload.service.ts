import type { Readable } from 'node:stream';
import type { Audit } from '../../audit/index.ts';
import type { Clock } from '../../kernel/clock/index.ts';
import type { Context } from '../../kernel/context/index.ts';
import { type Database, transact } from '../../kernel/db/index.ts';
import { newId, type ProjectId } from '../../kernel/ids/index.ts';
import { problem } from '../../kernel/problems/index.ts';
import { uploadNotFound } from '../archive.problems.ts';
import type {
  AssociationCounts,
  Associations,
  RunningAssociation,
} from '../association/association.service.ts';
import type { Arrival } from '../ingest/arrival.ts';
import type {
  Announcement,
  ArrivalOutcome,
  ArrivalSource,
  RefusalReason,
} from '../ingest/arrived-instance.ts';
import { multipartParts } from './multipart.ts';
import { readZip, ZipError, type ZipLimits } from './zip-entries.ts';

export interface FileResult {
  /** As the sender named it; only ever told back to the sender. */
  name: string | null;
  outcome: ArrivalOutcome['kind'];
  reason: string | null;
  refusal?: RefusalReason | undefined;
  sopClassUid?: string | undefined;
  sopInstanceUid?: string | undefined;
}

export interface UploadReceipt {
  id: string;
  counts: AssociationCounts;
  startedAt: Date;
  finishedAt: Date | null;
}

export interface UploadOptions {
  db: Database;
  clock: Clock;
  audit: Audit;
  associations: Associations;
  open(source: ArrivalSource, announcement: Announcement): Arrival;
  zipLimits: ZipLimits;
}

function reasonOf(outcome: ArrivalOutcome): string | null {
  if (outcome.kind === 'refused') return outcome.detail;
  return 'reason' in outcome ? outcome.reason : null;
}

function resultOf(name: string | null, outcome: ArrivalOutcome, arrival: Arrival): FileResult {
  const refusal = outcome.kind === 'refused' ? outcome.reason : undefined;
  return { name, outcome: outcome.kind, reason: reasonOf(outcome), refusal, ...arrival.sentUids() };
}

/** The file name of a part, when its sender gave one (Content-Location or Content-Disposition). */
function partName(headers: Readonly<Record<string, string>>): string | null {
  const disposition = /filename="?([^";]*)"?/.exec(headers['content-disposition'] ?? '')?.[1];
  return headers['content-location'] ?? disposition ?? null;
}

/** Uploads over HTTP: a session of many requests, counted as one connection. */
export function createUploads({ db, clock, audit, associations, open, zipLimits }: UploadOptions) {
  const running = new Map<string, RunningAssociation>();

  async function begin(ctx: Context, projectId: ProjectId): Promise<UploadReceipt> {
    const association = await associations.begin(
      { channel: 'upload', accountId: ctx.actor.id, address: ctx.actor.address },
      { projectId },
    );
    const id = newId();
    const startedAt = clock.now();
    await transact(db, async (trx) => {
      await trx
        .insertInto('archive.upload')
        .values({
          id,
          project_id: projectId,
          account_id: ctx.actor.id,
          association_id: association.source.associationId,
          started_at: startedAt,
        })
        .execute();
      await audit.record(trx, ctx, {
        action: 'C',
        type: 'archive.upload.begun',
        projectId,
        object: { kind: 'upload', id },
      });
    });
    running.set(id, association);
    return { id, counts: association.counts, startedAt, finishedAt: null };
  }

  /** The session, taken up again after a restart of the server. Another's is not found. */
  async function find(
    ctx: Context,
    projectId: ProjectId,
    id: string,
  ): Promise<{ association: RunningAssociation; receipt: UploadReceipt }> {
    const row = await db
      .selectFrom('archive.upload')
      .selectAll()
      .where('id', '=', id)
      .where('project_id', '=', projectId)
      .where('account_id', '=', ctx.actor.id)
      .executeTakeFirst();
    if (row === undefined)
      throw problem(uploadNotFound, {
        detail: 'Begin an upload of your own: POST /projects/{project}/uploads.',
      });
    let association = running.get(id);
    if (association === undefined) {
      association = await associations.resume(row.association_id, { projectId });
      running.set(id, association);
    }
    return {
      association,
      receipt: { id, counts: association.counts, startedAt: row.started_at, finishedAt: row.finished_at },
    };
  }

  async function receiveOne(
    association: RunningAssociation,
    name: string | null,
    body: AsyncIterable<unknown>,
  ): Promise<FileResult> {
    const arrival = open(association.source, { format: 'part10' });
    let sizeBytes = 0;
    try {
      for await (const chunk of body) {
        sizeBytes += (chunk as Buffer).length;
        await arrival.write(chunk as Buffer);
      }
      const outcome = await arrival.end();
      association.count(outcome, sizeBytes);
      return resultOf(name, outcome, arrival);
    } catch (error) {
      await arrival.abort();
      throw error;
    }
  }

  async function receiveZip(
    association: RunningAssociation,
    body: AsyncIterable<unknown>,
  ): Promise<FileResult[]> {
    const results: FileResult[] = [];
    const openArrivals = new Set<Arrival>();
    try {
      await readZip(body, zipLimits, (name) => {
        const arrival = open(association.source, { format: 'part10' });
        openArrivals.add(arrival);
        let sizeBytes = 0;
        return {
          write: (bytes) => {
            sizeBytes += bytes.length;
            return arrival.write(bytes);
          },
          end: async () => {
            openArrivals.delete(arrival);
            const outcome = await arrival.end();
            association.count(outcome, sizeBytes);
            results.push(resultOf(name, outcome, arrival));
          },
        };
      });
    } catch (error) {
      for (const arrival of openArrivals) await arrival.abort();
      if (!(error instanceof ZipError)) throw error;
      results.push({ name: null, outcome: 'refused', reason: error.message });
    }
    return results;
  }

  async function receiveFiles(
    association: RunningAssociation,
    body: AsyncIterable<unknown>,
    contentType: string,
  ): Promise<FileResult[]> {
    const type = contentType.split(';')[0]?.trim().toLowerCase();
    if (type === 'application/zip' || type === 'application/x-zip-compressed')
      return receiveZip(association, body);
    if (type === 'multipart/related' || type === 'multipart/form-data') {
      const results: FileResult[] = [];
      for await (const part of multipartParts(body, contentType))
        results.push(await receiveOne(association, partName(part.headers), part.body));
      return results;
    }
    return [await receiveOne(association, null, body)];
  }

  /** Takes the files of one request: a DICOM file, a zip, or multipart with a file in each part. */
  async function receive(
    association: RunningAssociation,
    body: Readable,
    contentType: string,
  ): Promise<FileResult[]> {
    try {
      return await receiveFiles(association, body.iterator({ destroyOnReturn: false }), contentType);
    } finally {
      // What was left unread is passed over: the answer has to go over the same connection, and the next request too.
      body.resume();
    }
  }

  return {
    begin,
    find,
    receive,
    async receiveInto(ctx: Context, projectId: ProjectId, id: string, body: Readable, contentType: string) {
      const { association } = await find(ctx, projectId, id);
      const results = await receive(association, body, contentType);
      await association.save();
      return { results, counts: association.counts };
    },
    async finish(ctx: Context, projectId: ProjectId, id: string): Promise<UploadReceipt> {
      const { association, receipt } = await find(ctx, projectId, id);
      const finishedAt = receipt.finishedAt ?? clock.now();
      await association.end('finished');
      await transact(db, async (trx) => {
        await trx
          .updateTable('archive.upload')
          .set({ finished_at: finishedAt })
          .where('id', '=', id)
          .execute();
        if (receipt.finishedAt === null)
          await audit.record(trx, ctx, {
            action: 'U',
            type: 'archive.upload.finished',
            projectId,
            object: { kind: 'upload', id },
            after: association.counts,
          });
      });
      running.delete(id);
      return { ...receipt, finishedAt };
    },
  };
}

export type Uploads = ReturnType<typeof createUploads>;
