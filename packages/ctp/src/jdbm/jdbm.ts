import { createJavaReader, isJavaObject, type JavaObject, type JavaValue } from './java-objects.ts';

/** The files of a database of JDBM 1.0. The log holds what a program that was killed had not yet written to the other. */
export interface JdbmFiles {
  /** `integers.db` */
  readonly database: Uint8Array;
  /** `integers.lg` */
  readonly log?: Uint8Array;
}

const blockBytes = 8192;
/** A page of records begins with its kind, the next and the previous of its kind, and where its first record begins. */
const recordsFrom = 20;
const recordHeaderBytes = 8;
const fileHeader = 0x1350;
const usedPage = 0x1352;
const translationPage = 0x1353;
const logHeader = 0x1360;
/** In the first block, behind the ends of five lists of pages. */
const rootsFrom = 82;
const nameDirectoryRoot = 0;

const broken = (why: string) => new RangeError(why);

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Whether these bytes are a database of JDBM, or its log. */
export function jdbmFileKind(bytes: Uint8Array): 'database' | 'log' | undefined {
  if (bytes.length < 8) return undefined;
  if (viewOf(bytes).getUint16(0) === fileHeader) return 'database';
  return viewOf(bytes).getUint32(0) === 0xaced0005 ? 'log' : undefined;
}

/** Blocks of one transaction of the log; undefined where the last one was not written to its end. */
function transactionOf(reader: ReturnType<typeof createJavaReader>): JavaObject[] | undefined {
  try {
    const list = reader.value();
    if (isJavaObject(list, 'java.util.ArrayList'))
      return list.written.filter((one) => isJavaObject(one, 'jdbm.recman.BlockIo'));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // It was never acknowledged: JDBM forgets it as well.
    return undefined;
  }
  throw broken('the log holds something else than transactions');
}

/** Blocks as the transactions of a log leave them. */
function blocksOfLog(log: Uint8Array): Map<number, Uint8Array> {
  const blocks = new Map<number, Uint8Array>();
  const reader = createJavaReader(log);
  reader.header();
  const magic = reader.value();
  if (!(magic instanceof Uint8Array) || viewOf(magic).getUint16(0) !== logHeader)
    throw broken('the log is none of JDBM');
  while (!reader.isAtEnd()) {
    const transaction = transactionOf(reader);
    if (transaction === undefined) break;
    for (const { written } of transaction) {
      const bytes = Buffer.concat(written.filter((one) => one instanceof Uint8Array));
      blocks.set(Number(viewOf(bytes).getBigInt64(0)), bytes.subarray(12));
    }
    // Each transaction begins a stream of its own.
    if (!reader.isAtEnd()) reader.header();
  }
  return blocks;
}

/** Records by their logical ids: a page of translations says in which block each begins, and it goes on in the next. */
function createRecords({ database, log }: JdbmFiles) {
  const changed = log === undefined ? new Map<number, Uint8Array>() : blocksOfLog(log);

  function block(id: number, kind: number): DataView {
    const bytes = changed.get(id) ?? database.subarray(id * blockBytes, (id + 1) * blockBytes);
    if (bytes.length !== blockBytes) throw broken('a block lies outside of the file');
    const view = viewOf(bytes);
    if (view.getUint16(0) !== kind) throw broken('a block is of another kind than it should be');
    return view;
  }

  const placeOf = (id: number) => [Math.floor(id / 0x1_0000), id % 0x1_0000] as const;

  function record(id: number): Uint8Array {
    const [translationBlock, slot] = placeOf(id);
    const translation = block(translationBlock, translationPage);
    let page = block(Number(translation.getBigInt64(slot)), usedPage);
    const headerAt = translation.getUint16(slot + 8);
    const length = page.getInt32(headerAt);
    if (length < 0 || length > database.length + changed.size * blockBytes)
      throw broken('a record is longer than the file');
    const parts: Uint8Array[] = [];
    let from = headerAt + recordHeaderBytes;
    for (let left = length; left > 0; ) {
      const part = new Uint8Array(page.buffer, page.byteOffset + from, Math.min(left, blockBytes - from));
      parts.push(part);
      left -= part.length;
      if (left > 0) page = block(Number(page.getBigInt64(2)), usedPage);
      from = recordsFrom;
    }
    return Buffer.concat(parts);
  }

  return {
    root: (index: number) => Number(block(0, fileHeader).getBigInt64(rootsFrom + 8 * index)),

    object(id: number): JavaValue {
      const reader = createJavaReader(record(id));
      reader.header();
      return reader.value();
    },
  };
}

/** Where the tree of this name begins. The names are a map of Java: raw bytes, then keys and values in turn. */
function rootOfTree(records: ReturnType<typeof createRecords>, name: string): number {
  const directory = records.object(records.root(nameDirectoryRoot));
  const named =
    isJavaObject(directory, 'java.util.HashMap') || isJavaObject(directory, 'java.util.Hashtable');
  const at = named ? directory.written.indexOf(name) : -1;
  const id = named && at > 0 ? directory.written[at + 1] : undefined;
  if (!isJavaObject(id, 'java.lang.Long')) throw broken(`it has no table of the name ${name}`);
  return Number(id.fields.get('value'));
}

/** Keys, then values, behind the depth and the count. */
function* pairsOf({ written }: JavaObject): Generator<[string, number]> {
  const items = written.filter((one) => !(one instanceof Uint8Array));
  const half = items.length / 2;
  for (const [at, key] of items.slice(0, half).entries()) {
    const value = items[half + at];
    if (typeof key !== 'string' || !isJavaObject(value, 'java.lang.Integer'))
      throw broken('it holds something else than texts and integers');
    yield [key, Number(value.fields.get('value'))];
  }
}

/**
 * The entries of the hash tree `name` in a database of JDBM 1.0, which CTP keeps its tables in: text to integer.
 * @throws RangeError where the files are not what they should be
 */
export function* jdbmEntries(files: JdbmFiles, name: string): Generator<[string, number]> {
  const records = createRecords(files);
  const seen = new Set<number>();
  const waiting = [rootOfTree(records, name)];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id)) throw broken('its tree is a circle');
    seen.add(id);
    const node = records.object(id);
    if (isJavaObject(node, 'jdbm.htree.HashBucket')) yield* pairsOf(node);
    else if (isJavaObject(node, 'jdbm.htree.HashDirectory')) {
      const children = node.written.find((one) => Array.isArray(one)) ?? [];
      waiting.push(...children.map(Number).filter((child) => child !== 0));
    } else throw broken('its tree holds something else than directories and buckets');
  }
}
