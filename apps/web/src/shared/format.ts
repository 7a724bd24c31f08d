const counts = new Intl.NumberFormat('en-US');
const decimals = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** 1234 → "1,234". */
export function formatCount(value: number): string {
  return counts.format(value);
}

/** A count with its noun: (1, 'exam') → "1 exam", (2, 'exam') → "2 exams"; series stays series. */
export function formatNoun(value: number, noun: string): string {
  const plural = noun === 'series' ? noun : `${noun}s`;
  return `${formatCount(value)} ${value === 1 ? noun : plural}`;
}

/** Bytes in decimal units: 207300000 → "207.3 MB". */
export function formatBytes(sizeBytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let value = sizeBytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : decimals.format(value)} ${units[unit]}`;
}

/** An instant as "2026-11-22 14:31" in the reader's time zone. */
export function formatInstant(iso: string): string {
  const at = new Date(iso);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** How long ago: "12 minutes ago", "yesterday". */
export function formatAgo(iso: string, now: Date = new Date()): string {
  const seconds = (new Date(iso).getTime() - now.getTime()) / 1000;
  const steps: [number, Intl.RelativeTimeFormatUnit][] = [
    [60, 'second'],
    [3600, 'minute'],
    [86_400, 'hour'],
    [7 * 86_400, 'day'],
    [30 * 86_400, 'week'],
    [365 * 86_400, 'month'],
  ];
  const lengths = {
    second: 1,
    minute: 60,
    hour: 3600,
    day: 86_400,
    week: 604_800,
    month: 2_592_000,
  } as const;
  for (const [below, unit] of steps)
    if (Math.abs(seconds) < below)
      return relative.format(Math.round(seconds / lengths[unit as keyof typeof lengths]), unit);
  return relative.format(Math.round(seconds / 31_536_000), 'year');
}

/** Seconds as "45 s", "3 min 20 s", "2 h 5 min". */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** A share as a whole percentage, "–" when there is nothing to divide by. */
export function formatShare(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round((part / whole) * 100)}%`;
}
