import type { components } from '@pesscara/api-client';

type Order = components['schemas']['CtpIntegerImport'];
/** A table as text, or the files of CTP’s database. */
export type IntegerSource = Pick<Order, 'table' | 'database'>;

const startsWith = (head: Uint8Array, ...bytes: number[]) => bytes.every((byte, at) => head[at] === byte);

/** What the first bytes say: a database of JDBM, its log, or else a text. */
async function kindOf(file: File): Promise<'db' | 'lg' | 'text'> {
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  if (startsWith(head, 0x13, 0x50)) return 'db';
  return startsWith(head, 0xac, 0xed, 0, 5) ? 'lg' : 'text';
}

/** Gzip, in base64: a database is mostly empty. */
async function packed(file: File): Promise<string> {
  const gzip = await new Response(file.stream().pipeThrough(new CompressionStream('gzip'))).blob();
  const url = await new Promise<string>((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result as string);
    reader.onerror = () => failed(reader.error ?? new Error('The file cannot be read.'));
    reader.readAsDataURL(gzip);
  });
  return url.slice(url.indexOf(',') + 1);
}

/** The files of an import: a text, or a database with or without its log. A sentence when they are something else. */
export async function integerSourceOf(files: readonly File[]): Promise<IntegerSource | string> {
  const kinds = await Promise.all(files.map(kindOf));
  const only = (kind: 'db' | 'lg' | 'text') => files.filter((_, at) => kinds[at] === kind);
  const [texts, databases, logs] = [only('text'), only('db'), only('lg')];
  const [text, database, log] = [texts[0], databases[0], logs[0]];
  if (text !== undefined && files.length === 1) return { table: await text.text() };
  if (database === undefined && log !== undefined) return 'This is the log. Choose integers.db as well.';
  if (database === undefined || texts.length > 0 || databases.length > 1 || logs.length > 1)
    return 'Choose one table, or integers.db with its integers.lg.';
  return {
    database: { db: await packed(database), ...(log === undefined ? {} : { lg: await packed(log) }) },
  };
}
