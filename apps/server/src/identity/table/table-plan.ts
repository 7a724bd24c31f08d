import { type DateFormat, dateFormatsOf, shiftDateText } from './table-dates.ts';

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
  dateFormats: DateFormat[];
  filledCount: number;
  distinctCount: number;
}

const inspectedRows = 2000;
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

/** A row taken apart: the identifier away from the rest. */
export function splitRow(row: readonly string[], plan: TablePlan): SplitRow {
  const own = plan.issuerColumn === null ? '' : (row[plan.issuerColumn] ?? '');
  return {
    issuer: own.trim() === '' ? plan.issuer : own,
    patientId: (row[plan.idColumn] ?? '').trim(),
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
  return [
    birthDate,
    `${year}-${month}-${day}`,
    `${day}.${month}.${year}`,
    `${day}/${month}/${year}`,
    `${month}/${day}/${year}`,
  ];
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

/** What each column looks like, for whoever decides what it is. */
export function columnFacts(header: readonly string[], rows: readonly (readonly string[])[]): ColumnFacts[] {
  const inspected = rows.slice(0, inspectedRows);
  return header.map((name, column) => {
    const texts = inspected.map((row) => row[column] ?? '');
    const dateFormats = dateFormatsOf(texts);
    const looksLike = identifierWords.test(name) ? 'identifier' : dateFormats.length > 0 ? 'date' : 'text';
    return {
      column,
      name,
      looksLike,
      dateFormats,
      filledCount: texts.filter((text) => text !== '').length,
      distinctCount: new Set(texts).size,
    };
  });
}

/** Columns that would pass as they are though every value in them is a date. */
export function unshiftedDateColumns(facts: readonly ColumnFacts[], plan: TablePlan): number[] {
  const settled = new Set<number | null>([
    plan.idColumn,
    plan.issuerColumn,
    ...plan.dropColumns,
    ...plan.dateColumns.map(({ column }) => column),
  ]);
  return facts
    .filter(({ column, dateFormats }) => dateFormats.length > 0 && !settled.has(column))
    .map(({ column }) => column);
}
