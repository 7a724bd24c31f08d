import type { LintFinding } from './lint-finding.ts';
import { parsePropertiesText } from './script/properties-text.ts';

/** Values by `keytype/key`, as scripts ask for them. It identifies: its keys are numbers and names of patients. */
export type LookupTable = ReadonlyMap<string, string>;

export interface ParsedLookupTable {
  readonly table: LookupTable;
  /** Lines that cannot be used. They quote nothing of the table. */
  readonly findings: readonly LintFinding[];
}

function isCsv(text: string): boolean {
  const first = text.split(/\r\n|\n|\r/).find((line) => line.trim() !== '' && !/^\s*[#!]/.test(line));
  return first !== undefined && /^[^=:,]*,[^,]*,/.test(first);
}

/** The cells of a line of CSV (RFC 4180, without line breaks inside cells). */
export function csvCells(line: string): string[] {
  const cells: string[] = [];
  for (const [, quoted, plain] of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g))
    cells.push((quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"')).trim());
  return cells;
}

function problem(line: number, message: string, severity: 'error' | 'warning' = 'error'): LintFinding {
  return { code: 'lookupLine', severity, line, message };
}

function parseCsv(text: string): ParsedLookupTable {
  const table = new Map<string, string>();
  const findings: LintFinding[] = [];
  for (const [at, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    if (line.trim() === '' || /^\s*[#!]/.test(line)) continue;
    const [keyType = '', key = '', value, ...rest] = csvCells(line);
    if (keyType.toLowerCase() === 'keytype' && key.toLowerCase() === 'key') continue;
    if (value === undefined || rest.length > 0 || keyType === '')
      findings.push(problem(at + 1, 'A line needs three cells: key type, key, value.'));
    else table.set(`${keyType}/${key}`, value);
  }
  return { table, findings };
}

/**
 * Reads a lookup table: CTP's Java properties (`keytype/key = value`, blanks, `=` and `:` in keys behind a backslash),
 * or CSV of key type, key, value, which is an extension of ours.
 */
export function parseLookupTable(text: string): ParsedLookupTable {
  if (isCsv(text)) return parseCsv(text);
  const table = new Map<string, string>();
  const findings: LintFinding[] = [];
  for (const { key, value, line } of parsePropertiesText(text)) {
    if (!key.includes('/'))
      findings.push(problem(line, 'The key has no key type: it should read keytype/key = value.'));
    else if (table.has(key)) findings.push(problem(line, 'The key stands in the table before.', 'warning'));
    table.set(key, value.trim());
  }
  return { table, findings };
}

const maxReferences = 10;

/** The value of a key; a value `@keytype/key` leads to another, at most ten times. Undefined when there is none. */
export function lookUp(table: LookupTable, key: string): string | undefined {
  let value = table.get(key);
  for (let followed = 0; value?.startsWith('@') === true; followed += 1) {
    if (followed === maxReferences) return undefined;
    value = table.get(value.slice(1));
  }
  return value;
}
