/** Finds many byte strings in one pass, without regard to the case of ASCII letters. */
export interface ByteMatcher {
  /** Calls `onHit` for every occurrence of every pattern, overlapping ones included: the pattern's index and where it ends. */
  search(bytes: Uint8Array, onHit: (pattern: number, end: number) => void): void;
}

const foldOf = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte,
);

/** The bytes that occur in patterns, numbered from 1; all others are class 0, which no pattern has. */
function classesOf(patterns: readonly Uint8Array[]): { classOf: Uint8Array; count: number } {
  const classOf = new Uint8Array(256);
  let count = 1;
  for (const pattern of patterns)
    for (const byte of pattern) {
      const folded = foldOf[byte] as number;
      // 256 different folded bytes cannot be: 26 capitals have none of their own.
      if (classOf[folded] === 0) classOf[folded] = count++;
    }
  for (let byte = 0; byte < 256; byte++) classOf[byte] = classOf[foldOf[byte] as number] as number;
  return { classOf, count };
}

interface Trie {
  /** Of state × class: the state after it; 0: no pattern goes on so. */
  next: Int32Array;
  /** Patterns that end in a state. */
  ends: Map<number, number[]>;
}

function trieOf(patterns: readonly Uint8Array[], classOf: Uint8Array, width: number): Trie {
  let next = new Int32Array(1024 * width);
  let states = 1;
  const ends = new Map<number, number[]>();
  for (const [index, pattern] of patterns.entries()) {
    if (pattern.length === 0) continue;
    let state = 0;
    for (const byte of pattern) {
      const at = state * width + (classOf[byte] as number);
      if (next[at] === 0) {
        if ((states + 1) * width > next.length) {
          const grown = new Int32Array(next.length * 2);
          grown.set(next);
          next = grown;
        }
        next[at] = states++;
      }
      state = next[at] as number;
    }
    const list = ends.get(state);
    if (list === undefined) ends.set(state, [index]);
    else list.push(index);
  }
  return { next, ends };
}

/** How many bytes the filter looks at; what is shorter has to be looked for at every place. */
const filterBytes = 3;
const keyMask = (1 << (6 * filterBytes)) - 1;

/** Six bits of the class of each byte: what falls together by that is told apart by the trie. */
function keyAfter(key: number, letter: number): number {
  return ((key << 6) ^ letter) & keyMask;
}

/** A bit for the first bytes of every pattern: it fits the processor's nearest cache, and almost no place passes it. */
function filterOf(patterns: readonly Uint8Array[], classOf: Uint8Array): Uint32Array {
  const filter = new Uint32Array((keyMask + 1) >>> 5);
  if (patterns.some((pattern) => pattern.length > 0 && pattern.length < filterBytes))
    return filter.fill(0xffffffff);
  for (const pattern of patterns) {
    let key = 0;
    for (const byte of pattern.subarray(0, filterBytes)) key = keyAfter(key, classOf[byte] as number);
    const word = key >>> 5;
    if (pattern.length > 0) filter[word] = (filter[word] as number) | (1 << (key & 31));
  }
  return filter;
}

/**
 * A trie behind a filter: every place is tried, and at most places three bytes say that no pattern begins there. The time
 * does not depend on the number of patterns; 4 bytes × different bytes × length is what one costs that shares no beginning.
 */
export function createByteMatcher(patterns: readonly Uint8Array[]): ByteMatcher {
  const { classOf, count: width } = classesOf(patterns);
  const { next, ends } = trieOf(patterns, classOf, width);
  const filter = filterOf(patterns, classOf);
  const hasShort = filter[0] === 0xffffffff;

  function tryAt(bytes: Uint8Array, start: number, onHit: (pattern: number, end: number) => void): void {
    let state = 0;
    for (let at = start; at < bytes.length; at++) {
      state = next[state * width + (classOf[bytes[at] as number] as number)] as number;
      if (state === 0) return;
      const found = ends.get(state);
      if (found !== undefined) for (const pattern of found) onHit(pattern, at + 1);
    }
  }

  function search(bytes: Uint8Array, onHit: (pattern: number, end: number) => void): void {
    if (hasShort) {
      for (let at = 0; at < bytes.length; at++) tryAt(bytes, at, onHit);
      return;
    }
    let key = 0;
    for (let at = 0; at < bytes.length; at++) {
      // Written out: this line is where the time goes.
      key = ((key << 6) ^ (classOf[bytes[at] as number] as number)) & keyMask;
      if (((filter[key >>> 5] as number) & (1 << (key & 31))) === 0) continue;
      if (at >= filterBytes - 1) tryAt(bytes, at - filterBytes + 1, onHit);
    }
  }

  return { search };
}
