import { shiftDate } from '@pesscara/deidentification';

/** How a column writes its dates. `iso` and `basic` may be followed by a time of day, which stays. */
export const dateFormats = ['iso', 'basic', 'day-month-year', 'month-day-year'] as const;
export type DateFormat = (typeof dateFormats)[number];

interface WrittenDate {
  year: string;
  month: string;
  day: string;
  /** Writes another date in the same way. */
  write(date: { year: string; month: string; day: string }): string;
}

const isoPattern =
  /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})([T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const basicPattern = /^(\d{4})(\d{2})(\d{2})(\d{2}(?:\d{2}(?:\d{2}(?:\.\d+)?)?)?)?$/;
const localPattern = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})( \d{1,2}:\d{2}(?::\d{2})?)?$/;

const padded = (text: string, like: string) =>
  like.length === 1 && text.startsWith('0') ? text.slice(1) : text.padStart(2, '0');

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
    year,
    month,
    day,
    write: (date) => {
      const [one, two] = isDayFirst ? [date.day, date.month] : [date.month, date.day];
      return `${padded(one, first)}${separator}${padded(two, second)}${separator}${date.year}${time}`;
    },
  };
}

const readers: Readonly<Record<DateFormat, (text: string) => WrittenDate | undefined>> = {
  iso: readIso,
  basic: readBasic,
  'day-month-year': (text) => readLocal(text, true),
  'month-day-year': (text) => readLocal(text, false),
};

/** A date moved by whole days and written as it was; empty stays empty. Undefined: it is no such date, and must not pass. */
export function shiftDateText(text: string, format: DateFormat, days: number): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  const written = readers[format](trimmed);
  if (written === undefined) return undefined;
  const { year, month, day } = written;
  const shifted = shiftDate(`${year}${month.padStart(2, '0')}${day.padStart(2, '0')}`, days);
  if (shifted === undefined || shifted === '') return undefined;
  return written.write({ year: shifted.slice(0, 4), month: shifted.slice(4, 6), day: shifted.slice(6, 8) });
}

/** The formats in which every one of these texts is a date; none when they are no dates. */
export function dateFormatsOf(texts: readonly string[]): DateFormat[] {
  const filled = texts.filter((text) => text.trim() !== '');
  if (filled.length === 0) return [];
  return dateFormats.filter((format) => filled.every((text) => shiftDateText(text, format, 0) !== undefined));
}
