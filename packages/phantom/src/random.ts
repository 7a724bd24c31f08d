/** Chance that repeats: the same seed gives the same numbers on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform between two bounds. */
  between(low: number, high: number): number;
  integer(below: number): number;
  /** A stream of its own, named, so that what is made here does not depend on what was made before. */
  fork(name: string): Random;
}

function hash(text: string, seed: number): number {
  let value = (seed ^ 0x811c9dc5) >>> 0;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return value;
}

/** The mulberry32 generator: 32 bits of state, ample for pictures. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    integer: (below) => Math.floor(next() * below),
    fork: (name) => createRandom(hash(name, seed)),
  };
}

/** Normal deviates (mean 0, deviation 1) to draw noise from; made once, because noise is most of the work of a picture. */
export function normalTable(random: Random, length: number): Float32Array {
  const table = new Float32Array(length);
  for (let at = 0; at < length; at += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
    const angle = 2 * Math.PI * random.next();
    table[at] = radius * Math.cos(angle);
    if (at + 1 < length) table[at + 1] = radius * Math.sin(angle);
  }
  return table;
}
