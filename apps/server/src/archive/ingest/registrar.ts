import type { Clock } from '../../kernel/clock/index.ts';
import { type Database, type DeferredCommit, transact } from '../../kernel/db/index.ts';
import type { IntakeId } from '../../kernel/ids/index.ts';
import type { ArrivedInstance, Registration } from './arrived-instance.ts';
import {
  countResends,
  findInstances,
  insertConflict,
  insertInstances,
  type KnownInstance,
  type Placed,
} from './registrar.repository.ts';

export interface OpenIntake {
  readonly seriesId: string;
  readonly intakeId: IntakeId;
}

export interface RegistrarOptions {
  db: Database;
  deferredCommit: DeferredCommit;
  clock: Clock;
  /** Finds or makes subject, exam, series and the undecided intake of each instance, in transactions of its own. */
  openIntakes(instances: readonly ArrivedInstance[]): Promise<OpenIntake[]>;
  /** Makes sure that the reports of these instances are kept. */
  keepReports(instances: readonly ArrivedInstance[]): Promise<void>;
  /** True when two objects with equal original headers also have equal Pixel Data. */
  hasSamePixelData(known: KnownInstance, instance: ArrivedInstance): Promise<boolean>;
  maxBatch: number;
}

interface Waiting {
  instance: ArrivedInstance;
  /** Settles with what kept the bytes from becoming durable, or undefined. */
  durable: Promise<{ failure: unknown } | undefined>;
  resolve(registration: Registration): void;
  reject(error: unknown): void;
}

/** The series of an instance, as the cache of open intakes knows it. */
function seriesKey({ projectId, series, profileId, channel }: ArrivedInstance): string {
  return `${projectId} ${series.seriesInstanceUid} ${profileId} ${channel}`;
}

class BytesLost extends Error {}

async function allDurable(batch: readonly Waiting[]): Promise<void> {
  const settled = await Promise.all(batch.map((item) => item.durable));
  if (settled.some((one) => one !== undefined)) throw new BytesLost('Bytes of the batch are not durable');
}

/**
 * Turns durable bytes into committed rows. Group commit: what arrives while a batch is being written goes into the next,
 * so one association costs one small transaction an instance and many associations share them.
 */
export function createRegistrar({
  db,
  deferredCommit,
  clock,
  openIntakes,
  keepReports,
  hasSamePixelData,
  maxBatch,
}: RegistrarOptions) {
  const open = new Map<string, OpenIntake>();
  const waiting: Waiting[] = [];
  let isWriting = false;

  async function place(instances: readonly ArrivedInstance[]): Promise<Placed[]> {
    const unknown = instances.filter((instance) => !open.has(seriesKey(instance)));
    if (unknown.length > 0) {
      const firsts = [...new Map(unknown.map((instance) => [seriesKey(instance), instance])).values()];
      const opened = await openIntakes(firsts);
      if (open.size > 10_000) open.clear();
      firsts.forEach((instance, index) => open.set(seriesKey(instance), opened[index] as OpenIntake));
    }
    const receivedAt = clock.now();
    return instances.map((instance) => ({
      instance,
      receivedAt,
      ...(open.get(seriesKey(instance)) as OpenIntake),
    }));
  }

  /** A resend of the same content is counted; other content waits beside the first, in an arrival that is undecided. */
  async function resolveResend(known: readonly KnownInstance[], placed: Placed): Promise<Registration> {
    const { instance } = placed;
    const same = known.find((other) => other.blobSha256.equals(instance.blobSha256));
    const first = known[0] as KnownInstance;
    const isDuplicate =
      same !== undefined ||
      (first.originalHeaderHmac.equals(instance.originalHeaderHmac) &&
        (await hasSamePixelData(first, instance)));
    if (!isDuplicate) open.delete(seriesKey(instance));
    const [at = placed] = isDuplicate ? [] : await place([instance]);
    return transact(db, async (trx) => {
      const isKept = !isDuplicate && (await insertConflict(trx, at, first.id));
      await countResends(trx, at.intakeId, isKept ? 0 : 1, isKept ? 1 : 0);
      return isKept
        ? { kind: 'conflict', instanceId: instance.id, of: first.id }
        : { kind: 'duplicate', of: (same ?? first).id };
    });
  }

  /** What the one statement left out: resends, and instances whose intake was closed or decided since. */
  async function settleRest(rest: readonly Placed[]): Promise<Map<string, Registration>> {
    const settled = new Map<string, Registration>();
    const again: ArrivedInstance[] = [];
    for (const placed of rest) {
      const { instance } = placed;
      const known = await findInstances(db, instance.projectId, [instance.sopInstanceUid]);
      if (known.length > 0) settled.set(instance.id, await resolveResend(known, placed));
      else again.push(instance);
    }
    if (again.length === 0) return settled;
    for (const instance of again) open.delete(seriesKey(instance));
    const stored = await insertAll(again, () => Promise.resolve());
    for (const [id, registration] of stored) settled.set(id, registration);
    return settled;
  }

  /** Inserts while the bytes are written, commits when they are durable. */
  async function insertAll(
    instances: readonly ArrivedInstance[],
    durable: () => Promise<void>,
  ): Promise<Map<string, Registration>> {
    const placed = await place(instances);
    const inserted = await insertInstances(deferredCommit, placed, durable);
    const result = new Map<string, Registration>();
    for (const { instance, intakeId } of placed)
      if (inserted.has(instance.id))
        result.set(instance.id, { kind: 'stored', instanceId: instance.id, intakeId: intakeId as IntakeId });
    const rest = placed.filter(({ instance }) => !inserted.has(instance.id));
    if (rest.length > 0)
      for (const [id, registration] of await settleRest(rest)) result.set(id, registration);
    return result;
  }

  async function writeBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      const instances = batch.map((item) => item.instance);
      await keepReports(instances);
      const result = await insertAll(instances, () => allDurable(batch));
      for (const { instance, resolve, reject } of batch) {
        const registration = result.get(instance.id);
        if (registration === undefined) reject(new Error('An instance was neither stored nor known'));
        else resolve(registration);
      }
    } catch (error) {
      open.clear();
      if (error instanceof BytesLost) await dropLost(batch);
      else for (const { reject } of batch) reject(error);
    }
  }

  // One instance whose bytes could not be kept takes its transaction down; the others go into the next.
  async function dropLost(batch: readonly Waiting[]): Promise<void> {
    for (const item of [...batch].reverse()) {
      const lost = await item.durable;
      if (lost === undefined) waiting.unshift(item);
      else item.reject(lost.failure);
    }
  }

  // One instance of a UID in a batch: a resend on another association must see the first one's row.
  function takeBatch(): Waiting[] {
    const uids = new Set<string>();
    const batch: Waiting[] = [];
    for (let index = 0; index < waiting.length && batch.length < maxBatch; ) {
      const item = waiting[index] as Waiting;
      const uid = `${item.instance.projectId} ${item.instance.sopInstanceUid}`;
      if (uids.has(uid)) index++;
      else {
        uids.add(uid);
        batch.push(item);
        waiting.splice(index, 1);
      }
    }
    return batch;
  }

  async function drain(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) await writeBatch(takeBatch());
    isWriting = false;
  }

  return {
    /**
     * Resolves when the row is committed, which waits for `durable`: the row is inserted while the bytes are still being
     * written, so that one association does not pay for both in turn. Rejects with what `durable` rejected with.
     */
    register(instance: ArrivedInstance, durable: Promise<void>): Promise<Registration> {
      const settled = durable.then(
        () => undefined,
        (failure: unknown) => ({ failure }),
      );
      return new Promise((resolve, reject) => {
        waiting.push({ instance, durable: settled, resolve, reject });
        if (!isWriting) void drain();
      });
    },
    /** Forgets which intakes are open, e.g. when one was decided. */
    forget(): void {
      open.clear();
    },
  };
}

export type Registrar = ReturnType<typeof createRegistrar>;
