import { hmacOfParts } from '../project-keys.ts';

/** Ten years of days: the range the shift of a subject is drawn from. */
const shiftRangeDays = 3652n;

/** Years of the Gregorian calendar before this one are taken for mistakes. */
const earliestYear = 1000;

/**
 * The whole days by which a subject's dates move, −1 to −3652: always into the past, so that no date lies in the
 * future. `dateKey` is `deriveSubkey(master, projectId, 'date')`; the same subject has the same shift at every site.
 */
export function dateShiftDaysOf(dateKey: Uint8Array, subjectId: string): number {
  const draw = hmacOfParts(dateKey, 'date', subjectId).readBigUInt64BE(0);
  return -Number(1n + (draw % shiftRangeDays));
}

/** Days since 1970-01-01 of a proleptic Gregorian date; years are counted from March so that leap days come last. */
function dayNumberOf(year: number, month: number, day: number): number {
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** YYYYMMDD of a day number; undefined outside the years 1000 to 9999. */
function dateOf(dayNumber: number): string | undefined {
  const shifted = dayNumber + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  if (year < earliestYear || year > 9999) return undefined;
  return `${year}${month < 10 ? '0' : ''}${month}${day < 10 ? '0' : ''}${day}`;
}

function digitsAt(text: string, at: number, count: number): number {
  let value = 0;
  for (let index = at; index < at + count; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isCalendarDate(year: number, month: number, day: number): boolean {
  if (year < earliestYear || month < 1 || month > 12 || day < 1) return false;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (month === 2 && isLeap ? 29 : (monthDays[month - 1] ?? 0));
}

function shiftedDate(year: number, month: number, day: number, days: number): string | undefined {
  if (!isCalendarDate(year, month, day)) return undefined;
  return dateOf(dayNumberOf(year, month, day) + days);
}

/**
 * One DA value moved by whole days: YYYYMMDD, or YYYY.MM.DD as ACR-NEMA wrote it. Empty stays empty; undefined when
 * the text is no date of the calendar, or leaves the years 1000 to 9999.
 */
export function shiftDate(value: string, days: number): string | undefined {
  const text = value.trim();
  if (text === '') return '';
  if (text.length === 8) {
    return shiftedDate(digitsAt(text, 0, 4), digitsAt(text, 4, 2), digitsAt(text, 6, 2), days);
  }
  if (text.length !== 10 || text[4] !== '.' || text[7] !== '.') return undefined;
  const shifted = shiftedDate(digitsAt(text, 0, 4), digitsAt(text, 5, 2), digitsAt(text, 8, 2), days);
  return shifted && `${shifted.slice(0, 4)}.${shifted.slice(4, 6)}.${shifted.slice(6)}`;
}

const dateTimePattern =
  /^(\d{4})(?:(\d\d)(?:(\d\d)((?:[01]\d|2[0-3])(?:[0-5]\d(?:(?:[0-5]\d|60)(?:\.\d{1,6})?)?)?)?)?)?([+-]\d{4})?$/;

/**
 * One DT value moved by whole days; time of day, fraction and zone stay (PS3.5 6.2). A value with a year or a month
 * only is moved from its middle and keeps its precision. Undefined when the text is no date and time.
 */
export function shiftDateTime(value: string, days: number): string | undefined {
  const text = value.trim();
  if (text === '') return '';
  const match = dateTimePattern.exec(text);
  if (!match) return undefined;
  const [, year = '', month, day, time = '', zone = ''] = match;
  const shifted = shiftedDate(Number(year), Number(month ?? 7), Number(day ?? 15), days);
  if (shifted === undefined) return undefined;
  const precision = day === undefined ? (month === undefined ? 4 : 6) : 8;
  return shifted.slice(0, precision) + time + zone;
}

/** True for a time of day as TM holds it, colons of ACR-NEMA included (PS3.5 6.2), and for the empty text. */
export function isTimeOfDay(value: string): boolean {
  const text = value.trim();
  return text === '' || /^([01]\d|2[0-3])(:?[0-5]\d(:?([0-5]\d|60)(\.\d{1,6})?)?)?$/.test(text);
}
