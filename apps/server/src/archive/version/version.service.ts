import { firstText } from '@pesscara/dicom';
import type { Audit } from '../../audit/index.ts';
import type { Catalogue } from '../../catalogue/index.ts';
import type { BlobStore } from '../../kernel/blobs/index.ts';
import type { Clock } from '../../kernel/clock/index.ts';
import type { Context } from '../../kernel/context/index.ts';
import { type Database, type Trx, transact } from '../../kernel/db/index.ts';
import type { Events } from '../../kernel/events/index.ts';
import type { Jobs } from '../../kernel/jobs/index.ts';
import { problem, stale } from '../../kernel/problems/index.ts';
import { seriesReplaced } from '../archive.events.ts';
import { batchNotOpen } from '../archive.problems.ts';
import { integerOf, seriesAttributes } from '../ingest/header-facts.ts';
import type { InstanceReader } from '../instance/instance.reader.ts';
import type { StoredInstance } from '../instance/instance.repository.ts';
import type { Intakes } from '../intake/intake.service.ts';
import { createDiscardedBlobs } from './discarded-blobs.ts';
import { discardKeptBefore } from './discarded-versions.ts';
import { assertSameObject, hashPixels, openCurrent, uidsOf, writeVersion } from './rewriting.ts';
import {
  type BatchRow,
  deleteStaged,
  endBatch,
  findBatch,
  findOpenBatch,
  findStagedBasis,
  findVersionable,
  insertStaged,
  type LockedBatch,
  lockStaged,
  openBatch,
  promoteStaged,
  retireCurrent,
  retireFiles,
  selectLineage,
  selectVersion,
  seriesFactsOf,
} from './version.repository.ts';
import type { Lineage, NewBatch, NewVersion, Rewrite, Staging, VersionCause } from './version.schema.ts';

export interface VersionDeps {
  db: Database;
  clock: Clock;
  blobs: BlobStore;
  audit: Audit;
  events: Events;
  jobs: Jobs;
  reader: InstanceReader;
  intakes: Intakes;
  catalogue: Pick<Catalogue, 'updateSeriesFacts'>;
  keepReports(items: readonly { reportSha256: Buffer; report: unknown }[]): Promise<void>;
}

/**
 * New versions of stored instances. They are made one by one, durable but unseen, and take the place of the old ones in one
 * transaction: whoever reads sees all old or all new. A process that is killed before that leaves the old ones, and the
 * batch to go on with.
 */
export function createVersions(deps: VersionDeps) {
  const { db, clock, blobs, audit, events, reader, intakes, catalogue } = deps;
  const discardedBlobs = createDiscardedBlobs(deps);

  async function openOne(batchId: string, lock: boolean, trx: Database | Trx = db): Promise<BatchRow> {
    const batch = await findBatch(trx, batchId, { lock });
    if (batch === undefined || batch.state === 'abandoned') throw problem(batchNotOpen);
    return batch;
  }

  async function keepStaged(
    batch: BatchRow,
    current: NonNullable<Awaited<ReturnType<typeof findVersionable>>>,
    version: NewVersion,
    replacedPixelsSha256: Buffer | null,
    written: Awaited<ReturnType<typeof writeVersion>>,
  ): Promise<void> {
    const { header, report } = version;
    if (report !== undefined) await deps.keepReports([{ reportSha256: report.sha256, report: report.body }]);
    const { sop: _sop, ...uids } = uidsOf(header);
    const facts = {
      series: seriesAttributes(header, { ...uids, sopClass: current.sopClassUid }),
      instanceNumber: integerOf(header, 'InstanceNumber'),
      frameCount: Math.max(1, integerOf(header, 'NumberOfFrames') ?? 1),
      rows: integerOf(header, 'Rows'),
      columns: integerOf(header, 'Columns'),
    };
    await transact(db, async (trx) => {
      // Nothing is staged into a batch that was ended meanwhile.
      if ((await openOne(batch.id, true, trx)).state !== 'open') throw problem(batchNotOpen);
      const madeAt = clock.now();
      await insertStaged(trx, {
        batchId: batch.id,
        current,
        version,
        written,
        facts,
        replacedPixelsSha256,
        madeAt,
      });
    });
  }

  /**
   * Makes the new version of one instance: its bytes are durable and its row is there when this resolves. Repeatable: what
   * is staged already is not made again, unless the instance changed since.
   * @throws archive/version-batch-not-open; RangeError when the rewritten object is another, or its pixels are cut
   */
  async function stage(batchId: string, instanceId: string, rewrite: Rewrite): Promise<Staging> {
    const batch = await openOne(batchId, false);
    if (batch.state !== 'open') throw problem(batchNotOpen);
    const instance = await findVersionable(db, batch.seriesId, instanceId);
    if (instance === undefined) return 'gone';
    const basis = await findStagedBasis(db, batchId, instanceId);
    if (basis?.equals(instance.blobSha256) === true) return 'already-staged';
    const current = await openCurrent(reader, instance);
    const before = uidsOf(current.header);
    const version = await rewrite(current);
    if (version === 'unchanged') return 'unchanged';
    assertSameObject(before, version.header, batch.cause.kind);
    if (firstText(version.header, 'SOPClassUID') !== instance.sopClassUid)
      throw new RangeError('A new version has another SOP class than the instance');
    const replacedPixels = version.pixelData === 'same' ? null : await hashPixels(current);
    const written = await writeVersion(blobs, current, version);
    if (written.sha256.equals(instance.blobSha256)) return 'unchanged';
    await keepStaged(batch, instance, version, replacedPixels, written);
    return 'staged';
  }

  async function announce(trx: Trx, ctx: Context, batch: BatchRow, locked: LockedBatch, discarded: boolean) {
    const { id: batchId, projectId, seriesId, cause } = batch;
    const instanceCount = locked.instanceIds.length;
    const subject = { kind: 'series', id: seriesId };
    await audit.record(trx, ctx, {
      action: 'U',
      type: 'archive.series.replaced',
      projectId,
      object: subject,
      related: [{ kind: cause.kind, id: cause.id }],
      after: { cause: cause.kind, instances: instanceCount, previous: discarded ? 'discarded' : 'kept' },
    });
    const undecided = locked.intakes.find(({ state }) => state === 'receiving' || state === 'quarantined');
    await events.publish(trx, seriesReplaced, {
      ctx,
      projectId,
      subject,
      data: {
        seriesId,
        batchId,
        cause,
        instanceCount,
        released: locked.isReleased,
        intakeId: undecided?.id ?? null,
        discarded,
      },
    });
  }

  /**
   * Makes every staged version of the batch the current one, in the caller's transaction. 'discard' has the old bytes
   * removed, with everything that was derived from them; 'keep' leaves them to be read by version. A batch that was
   * committed already stays as it is.
   * @throws kernel/stale when instances changed since they were staged: stage them again
   */
  async function commit(
    trx: Trx,
    ctx: Context,
    batchId: string,
    { previous }: { previous: 'keep' | 'discard' },
  ): Promise<void> {
    const batch = await openOne(batchId, true, trx);
    if (batch.state === 'committed') return;
    const locked = await lockStaged(trx, batchId);
    if (locked.isStale)
      throw problem(stale, { detail: 'Instances of this series were replaced meanwhile. Try it again.' });
    const now = clock.now();
    await endBatch(trx, batchId, 'committed', now);
    if (locked.instanceIds.length === 0) return;
    const discards = previous === 'discard';
    const retired = await retireCurrent(trx, locked.instanceIds, discards ? 'discarded' : 'kept');
    await promoteStaged(trx, batchId);
    for (const { id, state } of locked.intakes) await intakes.sumUpAgain(trx, id, state);
    if (locked.isReleased) await intakes.recount(trx, batch.seriesId);
    const facts = await seriesFactsOf(trx, batchId);
    if (facts !== undefined) await catalogue.updateSeriesFacts(trx, batch.seriesId, facts);
    const files = await retireFiles(trx, batch.seriesId, discards, now);
    if (discards) await discardedBlobs.discard(trx, [...retired, ...files]);
    await announce(trx, ctx, batch, locked, discards);
  }

  /** Gives up what was staged. A batch that has ended stays as it is. */
  async function abandon(batchId: string): Promise<void> {
    await transact(db, async (trx) => {
      const batch = await findBatch(trx, batchId, { lock: true });
      if (batch?.state !== 'open') return;
      await deleteStaged(trx, batchId);
      await endBatch(trx, batchId, 'abandoned', clock.now());
    });
  }

  return {
    stage,
    commit,
    /** Has blobs removed at once that nothing names any more, in the caller's transaction, with what they left where they landed. */
    eraseBlobs: discardedBlobs.erase,

    /** Begins new versions of a series; the open batch of the same cause when there is one. */
    begin: (ctx: Context, batch: NewBatch): Promise<string> => openBatch(db, ctx, batch, clock.now()),

    /** Gives up what a killed process left staged for this cause, if it did. */
    async abandonOpen(batch: Pick<NewBatch, 'seriesId' | 'cause'>): Promise<void> {
      const left = await findOpenBatch(db, batch);
      if (left !== undefined) await abandon(left);
    },

    abandon,

    /** Has the kept versions of an arrival removed that came before its last change of this kind: what was changed is meant to be gone. */
    async discardBefore(trx: Trx, intakeId: string, kind: VersionCause['kind']): Promise<void> {
      await discardedBlobs.discard(trx, await discardKeptBefore(trx, intakeId, kind));
    },

    /** Every version that an instance had, oldest first. */
    lineage: (instanceId: string): Promise<Lineage[]> => selectLineage(db, instanceId),

    /** An earlier version, for the readers of instances; undefined when there is none or its bytes are removed. */
    find: (instanceId: string, version: number): Promise<StoredInstance | undefined> =>
      selectVersion(db, instanceId, { version }),

    /** What is staged of an instance, for the readers of instances: a look at what is not current yet. */
    findStaged: (batchId: string, instanceId: string): Promise<StoredInstance | undefined> =>
      selectVersion(db, instanceId, { stagedIn: batchId }),
  };
}

export type Versions = ReturnType<typeof createVersions>;
