import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parse } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';

export interface CsvLimits {
  maxRows: number;
  maxColumns: number;
}

/** A table that was read, or in plain words why it could not be. No text of the file is ever in a reason. */
export type ReadTable =
  | { kind: 'table'; header: string[]; rows: string[][]; delimiter: string; encoding: string }
  | { kind: 'unusable'; reason: string };

const delimiters = [',', ';', '\t', '|'];
const headBytes = 64 * 1024;
const chunkCharacters = 64 * 1024;
/** A cell is a value, not a document: beyond this a quote is probably not closed. */
const maxRecordCharacters = 1_000_000;

const marks: readonly [encoding: string, bytes: readonly number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** A ZIP archive, as .xlsx and .ods are. */
const workbookMark = [0x50, 0x4b, 0x03, 0x04];

/** The text of a file: by its byte order mark, else UTF-8, else the western code page that spreadsheets write. */
function decoded(bytes: Uint8Array): { text: string; encoding: string } {
  const mark = marks.find(([, first]) => first.every((byte, at) => bytes[at] === byte));
  if (mark !== undefined)
    return { text: new TextDecoder(mark[0]).decode(bytes.subarray(mark[1].length)), encoding: mark[0] };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' };
  }
}

/** A first line `sep=;`, by which spreadsheets are told the delimiter. */
function declared(text: string): { delimiter: string; rest: string } | undefined {
  const [line, delimiter] = /^sep=([,;\t|])\r?\n/i.exec(text) ?? [];
  return line === undefined || delimiter === undefined
    ? undefined
    : { delimiter, rest: text.slice(line.length) };
}

/** Without the empty cells that a spreadsheet writes behind the last column that has a name. */
function cut(record: readonly string[], length: number): string[] {
  return record.slice(length).every((cell) => cell === '') ? record.slice(0, length) : [...record];
}

function fileMistake(bytes: Uint8Array, text: string): string | undefined {
  if (workbookMark.every((byte, at) => bytes[at] === byte))
    return 'It is a workbook of a spreadsheet. Save the sheet as CSV UTF-8, and attach that.';
  if (text.includes('\0'))
    return 'It holds NUL characters: it is no text, or UTF-16 without a byte order mark. Save it as CSV UTF-8.';
  return undefined;
}

/** The delimiter that stands most often in the first line, outside quotes. */
function delimiterOf(text: string): string {
  const counts = new Map(delimiters.map((one) => [one, 0]));
  let isQuoted = false;
  for (const character of text.slice(0, headBytes)) {
    if (character === '"') isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (character === '\n' || character === '\r') break;
    const count = counts.get(character);
    if (count !== undefined) counts.set(character, count + 1);
  }
  const [best] = [...counts].sort(([, one], [, other]) => other - one);
  return best !== undefined && best[1] > 0 ? best[0] : ',';
}

// The library's messages may quote the file: only its code and the line are told.
const mistakes: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quotation mark is not closed',
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: 'text follows a closing quotation mark',
  CSV_INVALID_CLOSING_QUOTE: 'text follows a closing quotation mark',
  INVALID_OPENING_QUOTE: 'a quotation mark stands inside an unquoted cell',
  CSV_MAX_RECORD_SIZE: 'a row is far too long; a quotation mark is probably not closed',
};

function mistakeOf(error: unknown): string | undefined {
  const { code, lines } = error as { code?: string; lines?: number };
  if (code === undefined || !/^(CSV_|INVALID_)/.test(code)) return undefined;
  const words = mistakes[code] ?? 'it is not valid CSV';
  return lines === undefined ? `The file cannot be read: ${words}.` : `Line ${lines}: ${words}.`;
}

function* chunksOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += chunkCharacters) yield text.slice(at, at + chunkCharacters);
}

function shapeMistake(header: readonly string[], { maxColumns }: CsvLimits): string | undefined {
  if (header.length < 2) return 'The first line has one column only. Is it a CSV file with a header?';
  if (header.length > maxColumns) return `It has ${header.length} columns; ${maxColumns} is the most.`;
  const unnamed = header.indexOf('');
  if (unnamed >= 0) return `Column ${unnamed + 1} has no name in the first line.`;
  if (new Set(header).size < header.length) return 'Two columns have the same name in the first line.';
  return undefined;
}

/** Reads a CSV file with a header line: comma, semicolon, tab or bar; quotes as in RFC 4180; UTF-8, UTF-16 or Windows-1252. */
export async function readTable(bytes: Uint8Array, limits: CsvLimits): Promise<ReadTable> {
  const { text: whole, encoding } = decoded(bytes);
  const unfit = fileMistake(bytes, whole);
  if (unfit !== undefined) return { kind: 'unusable', reason: unfit };
  const told = declared(whole);
  const text = told?.rest ?? whole;
  const delimiter = told?.delimiter ?? delimiterOf(text);
  const parser = parse({
    delimiter,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    max_record_size: maxRecordCharacters,
  });
  const rows: string[][] = [];
  let header: string[] | undefined;
  const writing = (async () => {
    for (const chunk of chunksOf(text)) {
      if (!parser.write(chunk)) await new Promise((resolve) => parser.once('drain', resolve));
      // Other requests wait for the same thread; the parser alone would not let them in before the end.
      await nextTurn();
    }
    parser.end();
  })();
  // A parser that failed takes nothing more: its reader says why.
  writing.catch(() => undefined);
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      if (header === undefined) {
        header = cut(record, record.findLastIndex((name) => name !== '') + 1);
        const mistake = shapeMistake(header, limits);
        if (mistake !== undefined) return { kind: 'unusable', reason: mistake };
        continue;
      }
      if (rows.length >= limits.maxRows)
        return { kind: 'unusable', reason: `It has more than ${limits.maxRows} rows.` };
      const row = cut(record, header.length);
      if (row.length !== header.length)
        return {
          kind: 'unusable',
          reason: `Row ${rows.length + 1} has ${row.length} cells where the first line has ${header.length}.`,
        };
      if (row.some((cell) => cell !== '')) rows.push(row);
    }
  } catch (error) {
    const reason = mistakeOf(error);
    if (reason === undefined) throw error;
    return { kind: 'unusable', reason };
  }
  if (header === undefined || rows.length === 0)
    return { kind: 'unusable', reason: 'It has no row below its first line.' };
  return { kind: 'table', header, rows, delimiter, encoding };
}

const plainNumber = /^[+-]?\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?%?$/;

/** A cell that no spreadsheet takes for a formula: an apostrophe stands before = + - @ and control characters, unless it is a number. */
export function harmlessCell(text: string): string {
  return /^[\s]*[=+\-@\t\r]/.test(text) && !plainNumber.test(text.trim()) ? `'${text}` : text;
}

/** Rows as CSV (RFC 4180, UTF-8), as a stream. */
export function csvStream(rows: AsyncIterable<readonly (readonly (string | null)[])[]>): Readable {
  async function* texts(): AsyncGenerator<string> {
    for await (const some of rows)
      yield stringify(
        some.map((cells) => cells.map((cell) => harmlessCell(cell ?? ''))),
        { record_delimiter: '\r\n' },
      );
  }
  return Readable.from(texts(), { objectMode: false });
}
