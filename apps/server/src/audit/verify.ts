import { isSignedBy, readCheckpoint } from './checkpoint.ts';
import { chainHash, chainStart, createMerkleTree, leafHash, type MerkleTree } from './tree.ts';

/** One place of the chain with the bytes that it seals. */
export interface ChainedEntry {
  sequence: number;
  leaf: Buffer;
  chained: Buffer;
  bytes: Buffer;
}

export type DefectKind =
  | 'leaf.mismatch'
  | 'prev.mismatch'
  | 'seq.gap'
  | 'root.mismatch'
  | 'sig.bad'
  | 'truncated';

export interface Defect {
  kind: DefectKind;
  /** The first sequence that cannot be trusted. */
  sequence: number;
  detail: string;
}

export interface Verification {
  ok: boolean;
  /** The defect with the lowest sequence; null when there is none. */
  defect: Defect | null;
  /** Entries read before the end or the defect. */
  size: number;
  /** RFC 6962 root over them. */
  root: Buffer;
  /** Checkpoints whose signature and root held. */
  checkpointsVerified: number;
}

export interface VerifyOptions {
  /** Signed notes: the stored ones, and any that a witness kept. */
  checkpoints: readonly string[];
  verifierKeys: readonly string[];
  /** Where to go on from; the beginning when left out. */
  from?: { chained: Buffer; tree: MerkleTree };
}

function entryDefect(entry: ChainedEntry, previous: Buffer, expected: number): Defect | undefined {
  const { sequence } = entry;
  if (sequence !== expected)
    return {
      kind: 'seq.gap',
      sequence: Math.min(sequence, expected),
      detail: `expected ${expected}, found ${sequence}`,
    };
  if (!leafHash(entry.bytes).equals(entry.leaf))
    return { kind: 'leaf.mismatch', sequence, detail: 'the bytes are not those that were sealed' };
  if (!chainHash(previous, entry.leaf).equals(entry.chained))
    return { kind: 'prev.mismatch', sequence, detail: 'the entry is not linked to the one before it' };
  return undefined;
}

type Heads = Map<number, { root: Buffer; count: number }[]>;

function readHeads(options: VerifyOptions): { heads: Heads; defect: Defect | undefined } {
  const heads: Heads = new Map();
  let defect: Defect | undefined;
  for (const note of options.checkpoints) {
    const head = readCheckpoint(note);
    const size = head?.size ?? 0;
    if (head === undefined || !isSignedBy(note, options.verifierKeys)) {
      if (defect === undefined || size < defect.sequence)
        defect = {
          kind: 'sig.bad',
          sequence: size,
          detail: `the checkpoint at ${size} is not signed by a known key`,
        };
      continue;
    }
    const known = heads.get(size) ?? [];
    const same = known.find((other) => other.root.equals(head.root));
    if (same === undefined) known.push({ root: head.root, count: 1 });
    else same.count++;
    heads.set(size, known);
  }
  return { heads, defect };
}

/**
 * Recomputes leaves, links, contiguity and every checkpoint's root and signature over a stream of entries, in constant memory.
 * Stops at the first defect. What was removed after the last checkpoint that the caller has cannot be seen: keep checkpoints elsewhere.
 */
export async function verifyChain(
  entries: AsyncIterable<ChainedEntry> | Iterable<ChainedEntry>,
  options: VerifyOptions,
): Promise<Verification> {
  const { heads, defect: badSignature } = readHeads(options);
  const tree = options.from?.tree ?? createMerkleTree();
  let previous = options.from?.chained ?? chainStart;
  let checkpointsVerified = 0;
  const answer = (defect: Defect | undefined): Verification => {
    const first =
      badSignature !== undefined && (defect === undefined || badSignature.sequence <= defect.sequence)
        ? badSignature
        : defect;
    return {
      ok: first === undefined,
      defect: first ?? null,
      size: tree.size,
      root: tree.root(),
      checkpointsVerified,
    };
  };
  const rootDefect = (): Defect | undefined => {
    for (const head of heads.get(tree.size) ?? []) {
      if (!tree.root().equals(head.root))
        return {
          kind: 'root.mismatch',
          sequence: tree.size,
          detail: `not the entries that the checkpoint at ${tree.size} signed`,
        };
      checkpointsVerified += head.count;
    }
    return undefined;
  };
  if (tree.size === 0) {
    const defect = rootDefect();
    if (defect !== undefined) return answer(defect);
  }
  for await (const entry of entries) {
    const broken = entryDefect(entry, previous, tree.size + 1);
    if (broken !== undefined) return answer(broken);
    tree.append(entry.leaf);
    previous = entry.chained;
    const defect = rootDefect();
    if (defect !== undefined) return answer(defect);
  }
  const signedSize = Math.max(0, ...heads.keys());
  if (signedSize > tree.size)
    return answer({
      kind: 'truncated',
      sequence: tree.size + 1,
      detail: `a checkpoint covers ${signedSize} entries, ${tree.size} are here`,
    });
  return answer(undefined);
}
