/** Search parameters as plain, hand-writable URLs: a repeated key is a list, everything is text. */
export type RawSearch = Record<string, string | string[]>;

/** Reads `?a=1&a=2&b=x` as {a: ['1','2'], b: 'x'}. */
export function parseSearch(search: string): RawSearch {
  const result: RawSearch = {};
  for (const [key, value] of new URLSearchParams(search)) {
    const before = result[key];
    if (before === undefined) result[key] = value;
    else if (Array.isArray(before)) before.push(value);
    else result[key] = [before, value];
  }
  return result;
}

/** Writes search parameters with `?`, leaving out what is empty. */
export function stringifySearch(search: Record<string, unknown>): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    if (value === undefined || value === null || value === '') continue;
    for (const one of Array.isArray(value) ? value : [value]) parameters.append(key, String(one));
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

/** The text of one parameter, or undefined. */
export function textOf(raw: Record<string, unknown>, key: string): string | undefined {
  const value = raw[key];
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' && first !== '' ? first : undefined;
}

/** All values of one parameter; empty texts are left out. */
export function listOf(raw: Record<string, unknown>, key: string): string[] {
  const value = raw[key];
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map(String).filter((one) => one !== '');
}

/** One of the allowed words, or undefined. */
export function oneOf<T extends string>(
  raw: Record<string, unknown>,
  key: string,
  allowed: readonly T[],
): T | undefined {
  const value = textOf(raw, key);
  return allowed.find((word) => word === value);
}
