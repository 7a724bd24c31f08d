/** A calendar date as DA has it: text of a calendar, not an instant. */
export type CalendarDate = { readonly year: number; readonly month: number; readonly day: number };

/** A time of day as TM has it; components left out are undefined (PS3.5 6.2). */
export type TimeOfDay = {
  readonly hours: number;
  readonly minutes: number | undefined;
  readonly seconds: number | undefined;
  /** Microseconds, 0 to 999,999. */
  readonly microseconds: number | undefined;
};

/** Reads DA, also in the form YYYY.MM.DD of ACR-NEMA; undefined when it names no day of the Gregorian calendar. */
export function parseDa(text: string): CalendarDate | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})$|^(\d{4})\.(\d{2})\.(\d{2})$/.exec(text.trim());
  if (!match) return undefined;
  const [year, month, day] = match.slice(match[1] === undefined ? 4 : 1).map(Number);
  const date = { year: year as number, month: month as number, day: day as number };
  return date.day >= 1 && date.day <= daysInMonth(date.year, date.month) ? date : undefined;
}

/** 0 for a month that does not exist. */
function daysInMonth(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

/** YYYYMMDD. */
export function formatDa({ year, month, day }: CalendarDate): string {
  return String(year).padStart(4, '0') + String(month).padStart(2, '0') + String(day).padStart(2, '0');
}

/** Reads TM, also with colons as ACR-NEMA had them; undefined when it names no time. Second 60 is a leap second. */
export function parseTm(text: string): TimeOfDay | undefined {
  const match = /^(\d{2})(?::?(\d{2})(?::?(\d{2})(?:\.(\d{1,6}))?)?)?$/.exec(text.trim());
  if (!match) return undefined;
  const [hours, minutes, seconds] = match
    .slice(1, 4)
    .map((part) => (part === undefined ? undefined : Number(part)));
  const microseconds = match[4] === undefined ? undefined : Number(match[4].padEnd(6, '0'));
  if ((hours as number) > 23 || (minutes ?? 0) > 59 || (seconds ?? 0) > 60) return undefined;
  return { hours: hours as number, minutes, seconds, microseconds };
}
