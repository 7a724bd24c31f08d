/** A day that stands at the start of a text, and how it was written. */
interface WrittenDate {
  readonly dayNumber: number;
  readonly separator: string;
  readonly rest: string;
}

const msPerDay = 86_400_000;

function dayNumberOf(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.floor(date.getTime() / msPerDay);
}

function readDate(text: string): WrittenDate | undefined {
  const match = /^(\d{4})(-?)(\d{2})\2(\d{2})([\s\S]*)$/.exec(text);
  if (match === null) return undefined;
  const [, year = '', separator = '', month = '', day = '', rest = ''] = match;
  const fullYear = Number(year) < 100 ? Number(year) + 1900 : Number(year);
  return { dayNumber: dayNumberOf(fullYear, Number(month), Number(day)), separator, rest };
}

function partsOf(dayNumber: number): { year: number; month: number; day: number } {
  const date = new Date(dayNumber * msPerDay);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function writeDate({ dayNumber, separator, rest }: WrittenDate): string | undefined {
  const { year, month, day } = partsOf(dayNumber);
  if (!(year >= 0 && year <= 9999)) return undefined;
  const cells = [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')];
  return cells.join(separator) + rest;
}

/** The date moved by days; what stands behind it stays. Undefined when the text starts with no date. */
export function addDays(text: string, days: number): string | undefined {
  const date = readDate(text);
  return date && writeDate({ ...date, dayNumber: date.dayNumber + days });
}

/** The date with parts replaced; undefined keeps one. Days and months past the end roll over, as in Java. */
export function replaceDateParts(
  text: string,
  parts: readonly [number | undefined, number | undefined, number | undefined],
): string | undefined {
  const date = readDate(text);
  if (date === undefined) return undefined;
  const { year, month, day } = partsOf(date.dayNumber);
  const [newYear = year, newMonth = month, newDay = day] = parts;
  return writeDate({ ...date, dayNumber: dayNumberOf(newYear, newMonth, newDay) });
}

/** Whole days from a date `M/d/yyyy` to one at the start of a text; undefined when either is none. */
export function daysSince(base: string, text: string): number | undefined {
  const start = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(base.trim());
  const end = readDate(text);
  if (start === null || end === undefined) return undefined;
  return end.dayNumber - dayNumberOf(Number(start[3]), Number(start[1]), Number(start[2]));
}
