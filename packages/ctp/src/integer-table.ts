import type { WantedInteger } from './evaluation.ts';
import { type JdbmFiles, jdbmEntries } from './jdbm/jdbm.ts';
import type { LintFinding } from './lint-finding.ts';
import { csvCells } from './lookup-table.ts';
import { parsePropertiesText } from './script/properties-text.ts';

/** A text with the number that stands for it. It identifies: the text is a name or a number of a patient. */
export interface IntegerEntry extends WantedInteger {
  readonly number: number;
  /** Of the file, from 1; of a database, which entry. */
  readonly line: number;
}

export interface ParsedIntegerTable {
  readonly entries: readonly IntegerEntry[];
  /** By key type, the last number that CTP says it handed out: it may be more than the highest that is there. */
  readonly counters: ReadonlyMap<string, number>;
  /** Lines that cannot be used. They quote nothing of the table. */
  readonly findings: readonly LintFinding[];
}

interface Row {
  readonly keyType: string;
  readonly text: string;
  readonly number: string;
  readonly line: number;
}

/** About four milliseconds' worth of a database. */
const rowsAtOnce = 64;
/** Java's int: what CTP counts in. */
const mostNumber = 2_147_483_647;

const wrong = (line: number, message: string): LintFinding => ({
  code: 'integerLine',
  severity: 'error',
  line,
  message,
});

/** The key of CTP's database: key type and text with a slash between, or `__keytype__` of the counter. */
function rowOfKey(key: string, number: string, line: number): Row {
  const slash = key.indexOf('/');
  const isCounter = slash < 0 || /^__.+__$/.test(key);
  return isCounter
    ? { keyType: key, text: '', number, line }
    : { keyType: key.slice(0, slash), text: key.slice(slash + 1), number, line };
}

function* csvRows(text: string): Generator<Row> {
  for (const [at, written] of text.split(/\r\n|\n|\r/).entries()) {
    const line = at + 1;
    if (written.trim() === '') continue;
    const cells = csvCells(written);
    const [keyType = '', value = '', number = '', ...rest] = cells;
    if (keyType.toLowerCase() === 'keytype' && at === 0) continue;
    if (rest.length > 0 || cells.length < 2) yield { keyType: '', text: '', number: '', line };
    else if (cells.length === 2) yield rowOfKey(keyType, value, line);
    else yield { keyType, text: value, number, line };
  }
}

function* propertyRows(text: string): Generator<Row> {
  for (const { key, value, line } of parsePropertiesText(text)) yield rowOfKey(key, value, line);
}

function* databaseRows(files: JdbmFiles): Generator<Row> {
  let line = 0;
  for (const [key, number] of jdbmEntries(files, 'index')) {
    line += 1;
    yield rowOfKey(key, String(number), line);
  }
}

const isCsv = (text: string): boolean => /^[^=\r\n]*,/.test(text.trimStart());

/** Puts rows where they belong, or says what is wrong with them. */
function createCollector() {
  const entries: IntegerEntry[] = [];
  const counters = new Map<string, number>();
  const findings: LintFinding[] = [];
  const texts = new Map<string, number>();
  const numbers = new Map<string, number>();

  function add({ keyType, text, number: digits, line }: Row): void {
    const number = /^\d{1,10}$/.test(digits.trim()) ? Number(digits) : 0;
    const type = keyType.trim();
    if (type === '')
      return void findings.push(wrong(line, 'A line needs three cells: key type, text, integer.'));
    if (number < 1 || number > mostNumber)
      return void findings.push(wrong(line, 'The last cell is no integer from 1 to 2147483647.'));
    const counter = /^__(.+)__$/.exec(type)?.[1];
    if (counter !== undefined && text.trim() === '') return void counters.set(counter, number);
    // CTP takes the blanks off a text before it looks it up.
    const entry: IntegerEntry = { keyType: type, text: text.trim(), number, line };
    const place = JSON.stringify([type, entry.text]);
    const taken = `${number} ${type}`;
    const [sameText, sameNumber] = [texts.get(place), numbers.get(taken)];
    if (sameText !== undefined)
      return void findings.push(wrong(line, `The text stands in line ${sameText} before.`));
    if (sameNumber !== undefined)
      return void findings.push(
        wrong(line, `The integer stands in line ${sameNumber} before, for another text.`),
      );
    texts.set(place, line);
    numbers.set(taken, line);
    entries.push(entry);
  }

  return { add, result: (): ParsedIntegerTable => ({ entries, counters, findings }) };
}

function judged({ entries, findings, counters }: ParsedIntegerTable): ParsedIntegerTable {
  if (entries.length > 0 || findings.length > 0) return { entries, findings, counters };
  return { entries, counters, findings: [wrong(1, 'There is no integer in the file.')] };
}

/** Lets others have their turn: a table of a whole installation takes seconds. */
type Pause = () => Promise<void>;

async function collect(
  rows: Iterable<Row>,
  { add }: ReturnType<typeof createCollector>,
  pause: Pause,
): Promise<void> {
  let count = 0;
  for (const row of rows) {
    add(row);
    count += 1;
    if (count % rowsAtOnce === 0) await pause();
  }
}

/**
 * Reads what a CTP installation counted with `@integer`: CSV of key type, text, integer, or `keytype/text = integer` as
 * its database has it, where `__keytype__` is the last number handed out.
 */
export async function parseIntegerTable(text: string, pause: Pause): Promise<ParsedIntegerTable> {
  const collector = createCollector();
  if (text.includes('\0'))
    return {
      ...collector.result(),
      findings: [wrong(1, 'This is a database or another file of bytes, no text.')],
    };
  const plain = text.replace(/^\uFEFF/, '');
  await collect(isCsv(plain) ? csvRows(plain) : propertyRows(plain), collector, pause);
  return judged(collector.result());
}

/** Reads the database that CTP keeps its integers in, `integers.db` with its log `integers.lg`. */
export async function parseIntegerDatabase(files: JdbmFiles, pause: Pause): Promise<ParsedIntegerTable> {
  const collector = createCollector();
  try {
    await collect(databaseRows(files), collector, pause);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = `The database cannot be read: ${error.message}. Take both files when CTP is stopped, or export them to CSV.`;
    return { ...collector.result(), findings: [wrong(1, message)] };
  }
  return judged(collector.result());
}
