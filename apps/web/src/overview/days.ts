export interface Day {
  date: string;
  series: number;
  instances: number;
}

/** The last `count` days up to `today` (YYYY-MM-DD), with zeros where nothing came. */
export function fillDays(given: readonly Day[], today: string, count: number): Day[] {
  const known = new Map(given.map((day) => [day.date, day]));
  const last = Date.parse(`${today}T00:00:00Z`);
  return Array.from({ length: count }, (_, index) => {
    const date = new Date(last - (count - 1 - index) * 86_400_000).toISOString().slice(0, 10);
    return known.get(date) ?? { date, series: 0, instances: 0 };
  });
}

/** The next round number (1, 2 or 5 times a power of ten) that is not below the value; at least 2. */
export function niceTop(value: number): number {
  if (value <= 2) return 2;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 5, 10].map((step) => step * power).find((one) => one >= value) ?? value;
}
