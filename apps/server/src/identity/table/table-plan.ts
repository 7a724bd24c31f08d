import { setImmediate as nextTurn } from 'node:timers/promises';
import { type DateFormat, dateCounter, dateIn, shiftDateText } from './table-dates.ts';

/** What each column of an uploaded table is; columns by their number from 0. */
export interface TablePlan {
  idColumn: number;
  /** Who gives the identifiers, as the images say it; a column's text wins. */
  issuer: string;
  issuerColumn: number | null;
  dateColumns: readonly { column: number; format: DateFormat }[];
  dropColumns: readonly number[];
}

export interface KeptColumn {
  name: string;
  kind: 'text' | 'date';
  format?: DateFormat;
}

export interface SplitRow {
  issuer: string;
  patientId: string;
  /** What is kept, as it was written. */
  cells: string[];
}

/** What a patient is known by: such texts must not stand in a kept cell. */
export interface KnownIdentity {
  patientId: string;
  patientName: string;
  birthDate: string;
}

export interface ResearchCells {
  cells: (string | null)[];
  /** Dates that could not be read, and cells that repeated an identifier: both are removed. */
  removedDates: number;
  removedIdentifiers: number;
}

export interface ColumnFacts {
  column: number;
  name: string;
  looksLike: 'identifier' | 'date' | 'text';
  /** In which most of its cells are dates. */
  dateFormats: DateFormat[];
  /** Whether a date stands in it, be it among other text. */
  hasDates: boolean;
  filledCount: number;
  distinctCount: number;
}

const cellsAtOnce = 1000;
const identifierWords = /\b(mrn|medical.?record|patient.?id|pat.?id|pid|person.?nr|fallnummer|identifier)\b/i;

/** What is wrong with a plan for a table of so many columns; undefined: nothing. */
export function planMistake(columnCount: number, plan: TablePlan): string | undefined {
  const dates = plan.dateColumns.map(({ column }) => column);
  const issuers = plan.issuerColumn === null ? [] : [plan.issuerColumn];
  const used = [plan.idColumn, ...issuers, ...dates, ...plan.dropColumns];
  if (used.some((column) => column >= columnCount))
    return `The table has ${columnCount} columns, from 0 to ${columnCount - 1}; a number is beyond them.`;
  if (new Set(used).size < used.length) return 'A column was given two meanings.';
  if (columnCount - new Set([plan.idColumn, ...issuers, ...plan.dropColumns]).size < 1)
    return 'No column would be left.';
  return undefined;
}

function keptIndexes(columnCount: number, plan: TablePlan): number[] {
  const left = new Set([plan.idColumn, plan.issuerColumn, ...plan.dropColumns]);
  return Array.from({ length: columnCount }, (_, column) => column).filter((column) => !left.has(column));
}

/** The columns that stay, in order. */
export function keptColumns(header: readonly string[], plan: TablePlan): KeptColumn[] {
  const formats = new Map(plan.dateColumns.map(({ column, format }) => [column, format]));
  return keptIndexes(header.length, plan).map((column) => {
    const format = formats.get(column);
    const name = header[column] ?? '';
    return format === undefined ? { name, kind: 'text' } : { name, kind: 'date', format };
  });
}

/** What was meant by ="00123", which keeps a spreadsheet from making a number of it. */
const unquoted = (text: string) => /^="(.*)"$/.exec(text)?.[1] ?? text;

/** A long number as a spreadsheet shows and saves it, 1.23457E+11: nobody's identifier any more. */
const roundedNumber = /^\d(?:[.,]\d+)?E\+\d+$/i;
export const isRounded = (patientId: string): boolean => roundedNumber.test(patientId);

/** A row taken apart: the identifier away from the rest. */
export function splitRow(row: readonly string[], plan: TablePlan): SplitRow {
  const own = plan.issuerColumn === null ? '' : (row[plan.issuerColumn] ?? '');
  return {
    issuer: own.trim() === '' ? plan.issuer : own,
    patientId: unquoted((row[plan.idColumn] ?? '').trim()).trim(),
    cells: keptIndexes(row.length, plan).map((column) => row[column] ?? ''),
  };
}

const folded = (text: string) => text.normalize('NFKC').toUpperCase();
/** Shorter texts are found in half of all cells by chance. */
const shortestIdentifier = 4;
const shortestNamePart = 3;

function birthDateForms(birthDate: string): string[] {
  if (!/^\d{8}$/.test(birthDate)) return [];
  const [year, month, day] = [birthDate.slice(0, 4), birthDate.slice(4, 6), birthDate.slice(6)];
  const short = (text: string) => String(Number(text));
  const parts = [
    [month, day],
    [short(month), short(day)],
  ] as const;
  const written = parts.flatMap(([m, d]) =>
    ['-', '.', '/'].flatMap((between) =>
      [
        [year, m, d],
        [d, m, year],
        [m, d, year],
      ].map((one) => one.join(between)),
    ),
  );
  return [birthDate, ...written];
}

/** Finds what a patient is known by in a text, as whole words in any case. */
export function identifierFinder(identities: readonly KnownIdentity[]): (text: string) => boolean {
  const words = identities.flatMap(({ patientId, patientName, birthDate }) => [
    ...(patientId.trim().length >= shortestIdentifier ? [patientId.trim()] : []),
    ...patientName.split(/[\^=\s,]+/).filter((part) => part.length >= shortestNamePart),
    ...birthDateForms(birthDate.trim()),
  ]);
  const wanted = [...new Set(words.map(folded))];
  if (wanted.length === 0) return () => false;
  const escaped = wanted.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`(?:^|[^\\p{L}\\p{N}])(?:${escaped.join('|')})(?:$|[^\\p{L}\\p{N}])`, 'u');
  return (text) => pattern.test(folded(text));
}

/** The kept cells of a row as research may see them: dates moved by the subject's shift, nothing that repeats who it is. */
export function researchCells(
  cells: readonly (string | null)[],
  columns: readonly KeptColumn[],
  dateShiftDays: number,
  isIdentifying: (text: string) => boolean,
): ResearchCells {
  let [removedDates, removedIdentifiers] = [0, 0];
  const research = columns.map(({ format }, at) => {
    const cell = cells[at] ?? '';
    if (format !== undefined) {
      // However it is written: moved by the shift, a birth date tells the age of somebody who can be found.
      if (isIdentifying(dateIn(cell, format) ?? cell)) {
        removedIdentifiers++;
        return null;
      }
      const shifted = shiftDateText(cell, format, dateShiftDays);
      if (shifted === undefined) removedDates++;
      return shifted ?? null;
    }
    if (!isIdentifying(cell)) return cell;
    removedIdentifiers++;
    return null;
  });
  return { cells: research, removedDates, removedIdentifiers };
}

/** Cells of research whose subject changed: dates move by the difference of the shifts, everything else stays. */
export function movedCells(
  cells: readonly (string | null)[],
  columns: readonly KeptColumn[],
  days: number,
): (string | null)[] {
  return columns.map(({ format }, at) => {
    const cell = cells[at] ?? null;
    return format === undefined || cell === null ? cell : (shiftDateText(cell, format, days) ?? null);
  });
}

async function factsOfColumn(
  name: string,
  column: number,
  rows: readonly (readonly string[])[],
): Promise<ColumnFacts> {
  const dates = dateCounter(name);
  const distinct = new Set<string>();
  let filledCount = 0;
  for (const [at, row] of rows.entries()) {
    const text = row[column] ?? '';
    if (text !== '') {
      filledCount++;
      distinct.add(text);
    }
    dates.add(text);
    // Other requests wait for the same thread.
    if (at % cellsAtOnce === cellsAtOnce - 1) await nextTurn();
  }
  const { formats, hasDates } = dates.found();
  const looksLike = identifierWords.test(name) ? 'identifier' : formats.length > 0 ? 'date' : 'text';
  return {
    column,
    name,
    looksLike,
    dateFormats: formats,
    hasDates,
    filledCount,
    distinctCount: distinct.size,
  };
}

/** What each column looks like, for whoever decides what it is: all cells are read, as one date is enough to find somebody. */
export async function columnFacts(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): Promise<ColumnFacts[]> {
  const facts: ColumnFacts[] = [];
  for (const [column, name] of header.entries()) facts.push(await factsOfColumn(name, column, rows));
  return facts;
}

/** Columns in which dates would pass as they are. */
export function unshiftedDateColumns(facts: readonly ColumnFacts[], plan: TablePlan): number[] {
  const settled = new Set<number | null>([
    plan.idColumn,
    plan.issuerColumn,
    ...plan.dropColumns,
    ...plan.dateColumns.map(({ column }) => column),
  ]);
  return facts.filter(({ column, hasDates }) => hasDates && !settled.has(column)).map(({ column }) => column);
}
