import type { Clock } from '../kernel/clock/index.ts';
import { type Database, type Trx, transact } from '../kernel/db/index.ts';
import type { Logger } from '../kernel/log/index.ts';
import {
  hasPending,
  insertChained,
  insertCheckpoint,
  lockChain,
  selectChained,
  selectHead,
  selectLastCheckpoint,
  selectLeaves,
  selectPending,
} from './audit.repository.ts';
import { checkpointOrigin, type Signer, signCheckpoint } from './checkpoint.ts';
import { chainHash, chainStart, createMerkleTree, leafHash, type MerkleTree } from './tree.ts';
import { type ChainedEntry, verifyChain } from './verify.ts';

/** As the kernel's sequencer has it: a task that places this many rows is called again at once. */
const batchSize = 2000;

export interface ChainOptions {
  db: Database;
  clock: Clock;
  log: Logger;
  signer: Signer;
  checkpointEntries: number;
  checkpointIntervalMs: number;
}

/** Where the chain ends, as this process left it. */
interface Head {
  size: number;
  chained: Buffer;
  frontier: Buffer;
}

interface CheckpointMark {
  size: number;
  madeAt: Date | undefined;
}

/** Entries of the chain in order, a thousand at a time. */
export async function* readChain(
  db: Database | Trx,
  after: number,
  upTo: number,
): AsyncGenerator<ChainedEntry> {
  for (let sequence = after; sequence < upTo; ) {
    const rows = await selectChained(db, sequence, upTo, 1000);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    sequence = last.sequence;
  }
}

/**
 * Gives entries their places: hashes them into the chain and the tree, and signs checkpoints. One transaction a pass, under a lock,
 * so that it does not matter how many processes try.
 */
export function createChain({
  db,
  clock,
  log,
  signer,
  checkpointEntries,
  checkpointIntervalMs,
}: ChainOptions) {
  let known: Head | undefined;
  let mark: CheckpointMark | undefined;

  // After a start, or when another process wrote: from the last checkpoint's subtrees and the leaves after it.
  async function loadTree(trx: Trx, size: number): Promise<MerkleTree> {
    const checkpoint = await selectLastCheckpoint(trx);
    let tree = createMerkleTree();
    if (checkpoint !== undefined && checkpoint.size <= size) {
      const resumed = createMerkleTree(checkpoint.size, checkpoint.frontier);
      if (resumed.root().equals(checkpoint.root)) tree = resumed;
    }
    const start = { size: tree.size, frontier: tree.frontier() };
    while (tree.size < size) {
      const leaves = await selectLeaves(trx, tree.size, 10_000);
      if (leaves.length === 0) break;
      for (const { leaf } of leaves) tree.append(leaf);
    }
    await checkTail(trx, start, size, checkpoint?.note);
    return tree;
  }

  // What was written since the last checkpoint is not signed yet: see that it is whole before building on it.
  async function checkTail(
    trx: Trx,
    start: { size: number; frontier: Buffer },
    size: number,
    note?: string,
  ): Promise<void> {
    const [before] = start.size === 0 ? [] : await selectChained(trx, start.size - 1, start.size, 1);
    const result = await verifyChain(readChain(trx, start.size, size), {
      checkpoints: note === undefined ? [] : [note],
      verifierKeys: [signer.verifierKey],
      from: { chained: before?.chained ?? chainStart, tree: createMerkleTree(start.size, start.frontier) },
    });
    if (result.defect === null) return;
    const { kind, sequence } = result.defect;
    log.error(
      { event: 'audit.chain.broken', kind, sequence },
      'The audit trail is not intact; run pesscara audit verify',
    );
  }

  async function headOf(trx: Trx): Promise<{ tree: MerkleTree; chained: Buffer }> {
    const last = await selectHead(trx);
    const size = last?.sequence ?? 0;
    const chained = last?.chained ?? chainStart;
    if (known?.size === size && known.chained.equals(chained))
      return { tree: createMerkleTree(size, known.frontier), chained };
    return { tree: await loadTree(trx, size), chained };
  }

  async function markOf(trx: Database | Trx): Promise<CheckpointMark> {
    if (mark !== undefined) return mark;
    const last = await selectLastCheckpoint(trx);
    return { size: last?.size ?? 0, madeAt: last?.made_at };
  }

  function isDue(last: CheckpointMark, size: number, now: Date): boolean {
    if (size <= last.size) return false;
    const ageMs = last.madeAt === undefined ? 0 : now.getTime() - last.madeAt.getTime();
    return size - last.size >= checkpointEntries || ageMs >= checkpointIntervalMs;
  }

  interface Pass {
    placed: number;
    head: Head;
    mark: CheckpointMark;
  }

  async function pass(trx: Trx, mustSign: boolean): Promise<Pass> {
    await lockChain(trx);
    const { tree, chained: start } = await headOf(trx);
    const pending = await selectPending(trx, batchSize);
    let chained = start;
    const rows = pending.map(({ id, bytes }) => {
      const leaf = leafHash(bytes);
      chained = chainHash(chained, leaf);
      tree.append(leaf);
      return { sequence: tree.size, entryId: id, leaf, chained };
    });
    if (rows.length > 0) await insertChained(trx, rows);
    const head = { size: tree.size, chained, frontier: tree.frontier() };
    const now = clock.now();
    let last = await markOf(trx);
    if (isDue(last, tree.size, now) || (mustSign && tree.size > last.size)) {
      const root = tree.root();
      const note = signCheckpoint(signer, checkpointOrigin, { size: tree.size, root });
      await insertCheckpoint(trx, { size: tree.size, root, note, frontier: head.frontier, made_at: now });
      last = { size: tree.size, madeAt: now };
    }
    // The hour until the first checkpoint begins with the first pass.
    return { placed: rows.length, head, mark: { size: last.size, madeAt: last.madeAt ?? now } };
  }

  async function commitPass(mustSign: boolean): Promise<number> {
    const done = await transact(db, (trx) => pass(trx, mustSign));
    known = done.head;
    mark = done.mark;
    return done.placed;
  }

  return {
    /** Places what waits; returns how many entries. Cheap when nothing does. */
    async placePending(): Promise<number> {
      const signatureDue = known !== undefined && mark !== undefined && isDue(mark, known.size, clock.now());
      if (!signatureDue && !(await hasPending(db))) return 0;
      return commitPass(false);
    },
    /** Places everything and signs the head: at shutdown, before a backup. */
    async seal(): Promise<void> {
      let placed: number;
      do placed = await commitPass(true);
      while (placed === batchSize);
    },
  };
}
