import type { Random } from './random.ts';

/** Byte strings that mean something in DICOM: lengths at the edges, delimiters, VRs, tags the reader treats apart. */
const tokens: readonly (readonly number[])[] = [
  [0xff, 0xff, 0xff, 0xff],
  [0xfe, 0xff, 0xff, 0xff],
  [0xff, 0xff, 0xff, 0x7f],
  [0x00, 0x00, 0x00, 0x00],
  [0xff, 0xff],
  [0xfe, 0xff, 0x00, 0xe0],
  [0xfe, 0xff, 0x0d, 0xe0, 0, 0, 0, 0],
  [0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0],
  [0xe0, 0x7f, 0x10, 0x00],
  [0x28, 0x00, 0x03, 0x01],
  [0x08, 0x00, 0x05, 0x00],
  ...['SQ', 'UN', 'OB', 'OW', 'UT', 'US', 'ZZ', '\0\0'].map((vr) => [...Buffer.from(vr)]),
];

type Mutation = (random: Random, bytes: Uint8Array, others: readonly Uint8Array[]) => Uint8Array;

const flipByte: Mutation = (random, bytes) => {
  bytes[random.below(bytes.length)] = random.below(256);
  return bytes;
};

const overwriteToken: Mutation = (random, bytes) => {
  const token = random.pick(tokens);
  bytes.set(token, random.below(Math.max(1, bytes.length - token.length)));
  return bytes;
};

const insertToken: Mutation = (random, bytes) =>
  splice(bytes, random.below(bytes.length), 0, random.pick(tokens));

const removeRange: Mutation = (random, bytes) =>
  splice(bytes, random.below(bytes.length), 1 + random.below(24), []);

const repeatRange: Mutation = (random, bytes) => {
  const start = random.below(bytes.length);
  return splice(bytes, start, 0, bytes.slice(start, start + 1 + random.below(200)));
};

const cut: Mutation = (random, bytes) => bytes.slice(0, 1 + random.below(bytes.length));

const cross: Mutation = (random, bytes, others) => {
  const other = random.pick(others);
  return splice(bytes, random.below(bytes.length), bytes.length, other.subarray(random.below(other.length)));
};

const mutations: readonly Mutation[] = [
  flipByte,
  flipByte,
  overwriteToken,
  overwriteToken,
  insertToken,
  removeRange,
  repeatRange,
  cut,
  cross,
];

function splice(
  bytes: Uint8Array,
  start: number,
  removed: number,
  added: Uint8Array | readonly number[],
): Uint8Array {
  return new Uint8Array(
    Buffer.concat([bytes.subarray(0, start), Uint8Array.from(added), bytes.subarray(start + removed)]),
  );
}

/** One to six changes to a copy of a file. */
export function mutate(random: Random, file: Uint8Array, others: readonly Uint8Array[]): Uint8Array {
  let bytes: Uint8Array = new Uint8Array(file);
  for (let count = 1 + random.below(random.chance(0.7) ? 2 : 6); count > 0 && bytes.length > 16; count--) {
    bytes = random.pick(mutations)(random, bytes, others);
  }
  return bytes;
}
