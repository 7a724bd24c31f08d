import { createHash } from 'node:crypto';

const leafPrefix = Buffer.of(0x00);
const nodePrefix = Buffer.of(0x01);

/** What the first entry is chained to: 32 zero bytes. */
export const chainStart: Buffer = Buffer.alloc(32);

/** RFC 6962 section 2.1: SHA-256(0x00 ‖ bytes). */
export function leafHash(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(leafPrefix).update(bytes).digest();
}

/** RFC 6962 section 2.1: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(nodePrefix).update(left).update(right).digest();
}

/** The chain's next value: SHA-256(previous ‖ leaf). */
export function chainHash(previous: Uint8Array, leaf: Uint8Array): Buffer {
  return createHash('sha256').update(previous).update(leaf).digest();
}

/**
 * An RFC 6962 tree of which only the roots of the complete subtrees are kept, largest first: one for each bit of `size`.
 * Appending costs one hash on average, the root at most log2(size).
 */
export interface MerkleTree {
  readonly size: number;
  append(leaf: Buffer): void;
  root(): Buffer;
  /** The subtree roots, 32 bytes each, largest first: enough to go on from here after a restart. */
  frontier(): Buffer;
}

function ones(size: number): number {
  let count = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}

/**
 * A tree to append to; goes on from `frontier` when given.
 * @throws RangeError when the frontier does not have one hash for each bit of `size`
 */
export function createMerkleTree(size = 0, frontier: Uint8Array = new Uint8Array()): MerkleTree {
  if (frontier.length !== ones(size) * 32)
    throw new RangeError(`A tree of ${size} leaves has ${ones(size)} subtrees`);
  const subtrees: Buffer[] = [];
  for (let at = 0; at < frontier.length; at += 32) subtrees.push(Buffer.from(frontier.subarray(at, at + 32)));
  let count = size;
  return {
    get size() {
      return count;
    },
    append(leaf) {
      let node = leaf;
      // A new leaf completes one subtree for each trailing one bit of the old size.
      for (let rest = count; rest % 2 === 1; rest = (rest - 1) / 2)
        node = nodeHash(subtrees.pop() ?? chainStart, node);
      subtrees.push(node);
      count++;
    },
    root() {
      const last = subtrees.at(-1);
      if (last === undefined) return createHash('sha256').digest();
      return subtrees.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
    },
    frontier: () => Buffer.concat(subtrees),
  };
}
