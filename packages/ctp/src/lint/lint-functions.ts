/** What the linter knows of a function's arguments. */
interface FunctionShape {
  readonly least: number;
  /** Positions of arguments that name elements. */
  readonly elements: readonly number[];
  /** Positions of arguments that are whole numbers; the function fails without one where `fails` says so. */
  readonly numbers?: readonly number[];
  readonly fails?: boolean;
  /** Position of a regular expression. */
  readonly pattern?: number;
  /** Position of the key type in the lookup table. */
  readonly keyType?: number;
  /** Blocks in braces that belong to it. */
  readonly blocks?: number;
}

const ofElement: FunctionShape = { least: 1, elements: [0] };
const ofNothing: FunctionShape = { least: 0, elements: [] };

/** Every function of CTP by its name. */
export const functionShapes: Readonly<Record<string, FunctionShape>> = {
  always: ofNothing,
  append: { ...ofNothing, blocks: 1 },
  blank: { least: 1, elements: [], numbers: [0] },
  call: { least: 1, elements: [] },
  contents: { ...ofElement, pattern: 1 },
  date: ofNothing,
  dateinterval: { least: 3, elements: [0, 2], keyType: 1 },
  decrypt: { least: 2, elements: [0] },
  empty: ofNothing,
  encrypt: { least: 2, elements: [0] },
  hash: { ...ofElement, numbers: [1] },
  hashdate: { least: 2, elements: [0, 1] },
  hashname: { ...ofElement, numbers: [1, 2] },
  hashptid: { least: 2, elements: [1], numbers: [2] },
  hashuid: { least: 2, elements: [1, 2] },
  if: { least: 2, elements: [0], blocks: 2 },
  incrementdate: { least: 2, elements: [0], numbers: [1], fails: true },
  initials: { ...ofElement, numbers: [1] },
  integer: { least: 2, elements: [0], numbers: [2] },
  keep: ofNothing,
  lookup: { least: 2, elements: [0], keyType: 1 },
  lowercase: ofElement,
  modifydate: { least: 4, elements: [0] },
  param: { least: 1, elements: [] },
  pathelement: { least: 2, elements: [0], numbers: [1] },
  process: ofNothing,
  quarantine: ofNothing,
  remove: ofNothing,
  require: { least: 0, elements: [0] },
  round: { least: 2, elements: [0], numbers: [1], fails: true },
  select: { ...ofNothing, blocks: 2 },
  skip: ofNothing,
  time: ofNothing,
  truncate: { least: 2, elements: [0], numbers: [1] },
  uppercase: ofElement,
  value: ofElement,
};

/** The second form of incrementdate takes its days from the lookup table. */
export function shapeOf(name: string, argumentCount: number): FunctionShape | undefined {
  if (name === 'incrementdate' && argumentCount >= 3) return { least: 3, elements: [0, 1], keyType: 2 };
  return Object.hasOwn(functionShapes, name) ? functionShapes[name] : undefined;
}

/** What @if can ask. */
export const ifOperators: ReadonlySet<string> = new Set(
  'isblank exists equals contains matches greaterthan'.split(' '),
);

/** What @lookup can do when there is no entry. */
export const lookupActions: ReadonlySet<string> = new Set('keep remove empty default ignore UC'.split(' '));
