import { shiftDate } from '@pesscara/deidentification';

/**
 * How a column writes its dates; a time of day may follow and stays. `month-name`: 31-Mar-2024, March 31, 2024, 31. März 2024. `serial`: days
 * since 1899-12-30, as spreadsheets count them.
 */
export const dateFormats = [
  'iso',
  'basic',
  'day-month-year',
  'month-day-year',
  'month-name',
  'serial',
] as const;
export type DateFormat = (typeof dateFormats)[number];

interface DateParts {
  year: string;
  month: string;
  day: string;
}

interface WrittenDate extends DateParts {
  /** Writes another date in the same way. */
  write(date: DateParts): string;
}

const timeOfDay = String.raw`(,?[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AP]M)?(?:Z|[+-]\d{2}:?\d{2})?)?`;
const isoPattern = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})${timeOfDay}$`, 'i');
const basicPattern = /^(\d{4})(\d{2})(\d{2})(\d{2}(?:\d{2}(?:\d{2}(?:\.\d+)?)?)?)?$/;
const localPattern = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})${timeOfDay}$`, 'i');
const dayFirstPattern = new RegExp(
  String.raw`^(\d{1,2})(\.? |[-/.])(\p{L}{3,9})(\.? |[-/.])(\d{4}|\d{2})${timeOfDay}$`,
  'iu',
);
const monthFirstPattern = new RegExp(
  String.raw`^(\p{L}{3,9})(\.? |-)(\d{1,2})(,? |-)(\d{4})${timeOfDay}$`,
  'iu',
);
const serialPattern = /^(\d{4,5})(\.\d+)?$/;

const padded = (text: string, like: string) =>
  like.length === 1 && text.startsWith('0') ? text.slice(1) : text.padStart(2, '0');

/** Years of two digits up to this one are of 2000, as spreadsheets read them. */
const lastYearOf2000 = 29;

function wholeYear(year: string): string {
  if (year.length === 4) return year;
  return `${Number(year) <= lastYearOf2000 ? '20' : '19'}${year}`;
}

/** A year as it was written; whole when two digits would be read as another one. */
function yearLike(year: string, like: string): string {
  const short = year.slice(-like.length);
  return wholeYear(short) === year ? short : year;
}

function readIso(text: string): WrittenDate | undefined {
  const match = isoPattern.exec(text);
  if (match === null) return undefined;
  const [, year = '', separator = '', month = '', day = '', time = ''] = match;
  return {
    year,
    month,
    day,
    write: (date) =>
      `${date.year}${separator}${padded(date.month, month)}${separator}${padded(date.day, day)}${time}`,
  };
}

function readBasic(text: string): WrittenDate | undefined {
  const match = basicPattern.exec(text);
  if (match === null) return undefined;
  const [, year = '', month = '', day = '', time = ''] = match;
  return { year, month, day, write: (date) => `${date.year}${date.month}${date.day}${time}` };
}

function readLocal(text: string, isDayFirst: boolean): WrittenDate | undefined {
  const match = localPattern.exec(text);
  if (match === null) return undefined;
  const [, first = '', separator = '', second = '', year = '', time = ''] = match;
  const [day, month] = isDayFirst ? [first, second] : [second, first];
  return {
    year: wholeYear(year),
    month,
    day,
    write: (date) => {
      const [one, two] = isDayFirst ? [date.day, date.month] : [date.month, date.day];
      const moved = `${padded(one, first)}${separator}${padded(two, second)}${separator}`;
      return `${moved}${yearLike(date.year, year)}${time}`;
    },
  };
}

const monthNames = [
  'jan feb mar apr may jun jul aug sep oct nov dec',
  'january february march april may june july august september october november december',
  'jan feb mär apr mai jun jul aug sep okt nov dez',
  'januar februar märz april mai juni juli august september oktober november dezember',
].map((names) => names.split(' '));

function inCaseOf(name: string, like: string): string {
  if (like === like.toLowerCase()) return name;
  return like === like.toUpperCase()
    ? name.toUpperCase()
    : `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
}

function readMonthName(text: string): WrittenDate | undefined {
  const isDayFirst = /^\d/.test(text);
  const match = (isDayFirst ? dayFirstPattern : monthFirstPattern).exec(text);
  if (match === null) return undefined;
  const [, one = '', between = '', other = '', after = '', year = '', time = ''] = match;
  const [day, name] = isDayFirst ? [one, other] : [other, one];
  const names = monthNames.find((list) => list.includes(name.toLowerCase()));
  if (names === undefined) return undefined;
  return {
    year: wholeYear(year),
    month: String(names.indexOf(name.toLowerCase()) + 1),
    day,
    write: (date) => {
      const month = inCaseOf(names[Number(date.month) - 1] ?? '', name);
      const [first, second] = isDayFirst ? [padded(date.day, day), month] : [month, padded(date.day, day)];
      return `${first}${between}${second}${after}${yearLike(date.year, year)}${time}`;
    },
  };
}

const dayMs = 86_400_000;
const serialZeroMs = Date.UTC(1899, 11, 30);
/** To 2119: greater numbers are no dates of patients. */
const lastSerial = 80_000;

function readSerial(text: string): WrittenDate | undefined {
  const [, days = '', time = ''] = serialPattern.exec(text) ?? [];
  if (days === '' || Number(days) > lastSerial) return undefined;
  const [year = '', month = '', day = ''] = new Date(serialZeroMs + Number(days) * dayMs)
    .toISOString()
    .slice(0, 10)
    .split('-');
  return {
    year,
    month,
    day,
    write: (date) => {
      const ms = Date.UTC(Number(date.year), Number(date.month) - 1, Number(date.day));
      return `${(ms - serialZeroMs) / dayMs}${time}`;
    },
  };
}

const readers: Readonly<Record<DateFormat, (text: string) => WrittenDate | undefined>> = {
  iso: readIso,
  basic: readBasic,
  'day-month-year': (text) => readLocal(text, true),
  'month-day-year': (text) => readLocal(text, false),
  'month-name': readMonthName,
  serial: readSerial,
};

/** What a cell says as YYYYMMDD, moved by whole days. */
function movedDate({ year, month, day }: DateParts, days: number): string | undefined {
  const moved = shiftDate(`${year}${month.padStart(2, '0')}${day.padStart(2, '0')}`, days);
  return moved === '' ? undefined : moved;
}

/** The date of a cell as YYYYMMDD; undefined: it is no such date. */
export function dateIn(text: string, format: DateFormat): string | undefined {
  const written = readers[format](text.trim());
  return written === undefined ? undefined : movedDate(written, 0);
}

/** A date moved by whole days and written as it was; empty stays empty. Undefined: it is no such date, and must not pass. */
export function shiftDateText(text: string, format: DateFormat, days: number): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  const written = readers[format](trimmed);
  const moved = written === undefined ? undefined : movedDate(written, days);
  if (written === undefined || moved === undefined) return undefined;
  return written.write({ year: moved.slice(0, 4), month: moved.slice(4, 6), day: moved.slice(6, 8) });
}

const longestDate = 40;

const embeddedForms = [
  String.raw`\d{4}[-/.]\d{1,2}[-/.]\d{1,2}`,
  String.raw`\d{1,2}[-/.]\d{1,2}[-/.]\d{4}`,
  String.raw`\d{1,2}(?:[-/.]|\.? )\p{L}{3,9}(?:[-/.]|\.? )\d{4}`,
  String.raw`\p{L}{3,9}(?:\.? |-)\d{1,2}(?:,? |-)\d{4}`,
];
/** What may be a date in the midst of other text. Years have four digits: numbers of two may be anything. */
const embedded = new RegExp(
  String.raw`(?<![\p{L}\d]|\d[-/.])(?:${embeddedForms.join('|')})(?![-/.]?\d)`,
  'giu',
);

function hasEmbeddedDate(text: string): boolean {
  for (const [found] of text.matchAll(embedded))
    if (dateFormats.some((format) => dateIn(found, format) !== undefined)) return true;
  return false;
}

const dateWords = /date|datum|dob|birth|geburt|death|verstorben/i;
/** Digits alone, and years of two digits, may be anything: one such cell makes no column of dates. */
const plainDate = /^(?:\d+(?:\.\d+)?|.*\D\d{2})$/;

export interface DatesFound {
  /** Formats in which most of the filled cells are dates; several when they can be read in several ways. */
  formats: DateFormat[];
  /** Whether there is a date that research would get as it is, when the column is kept as text. */
  hasDates: boolean;
}

/** Counts how a column writes dates, cell by cell. */
export function dateCounter(columnName: string) {
  const formats = dateFormats.filter((format) => format !== 'serial' || dateWords.test(columnName));
  const counts = new Map(formats.map((format) => [format, 0]));
  let [filled, sure] = [0, 0];
  return {
    add(cell: string): void {
      const text = cell.trim();
      if (text === '') return;
      filled++;
      if (!/\d/.test(text)) return;
      if (hasEmbeddedDate(text)) sure++;
      if (text.length > longestDate) return;
      const found = formats.filter((format) => dateIn(text, format) !== undefined);
      for (const format of found) counts.set(format, (counts.get(format) ?? 0) + 1);
      if (found.length > 0 && !plainDate.test(text)) sure++;
    },
    found(): DatesFound {
      const most = Math.max(...counts.values());
      const isMostly = most > 0 && most * 2 >= filled;
      return {
        formats: isMostly ? formats.filter((format) => counts.get(format) === most) : [],
        hasDates: isMostly || sure > 0,
      };
    },
  };
}
