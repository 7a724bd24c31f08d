/** `Integer.parseInt` of Java: 32 bits, no blanks; undefined where that throws. */
export function javaInteger(text: string | undefined): number | undefined {
  if (text === undefined || !/^[+-]?\d{1,19}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= -(2 ** 31) && value < 2 ** 31 ? value : undefined;
}

/** The digits of a text as a 32-bit number; 0 when there are none or too many. */
export function digitsAsInteger(text: string): number {
  return javaInteger(text.replace(/\D/g, '')) ?? 0;
}

/** `Math.round(float)` of Java: halves go up, and what is too great stops at the greatest 32-bit number. */
export function javaRound(value: number): number {
  if (Number.isNaN(value)) return 0;
  return Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Math.floor(value + 0.5)));
}
