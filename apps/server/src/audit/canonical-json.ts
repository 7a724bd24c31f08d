/**
 * RFC 8785 (JSON Canonicalization Scheme): one value, one sequence of bytes, so that a hash made here can be made again elsewhere.
 * ECMAScript's own number and string serialisation is the one that the RFC prescribes; only order and refusals are ours.
 * Members that are undefined are left out; objects with `toJSON` (dates, wrapped identities) are written as it says.
 * @throws TypeError for what JSON or I-JSON cannot hold: NaN, infinities, big integers, functions, lone surrogates
 */
export function canonicalJson(value: unknown): string {
  const text = serialise(value, '');
  if (text === undefined) throw new TypeError('Canonical JSON: the value is undefined');
  return text;
}

function serialise(value: unknown, key: string): string | undefined {
  const plain = hasToJson(value) ? value.toJSON(key) : value;
  if (plain === undefined) return undefined;
  if (plain === null || typeof plain === 'boolean') return String(plain);
  if (typeof plain === 'number') return serialiseNumber(plain);
  if (typeof plain === 'string') return serialiseString(plain);
  if (Array.isArray(plain))
    return `[${plain.map((item, index) => serialise(item, String(index)) ?? 'null').join(',')}]`;
  if (typeof plain === 'object') return serialiseObject(plain as Record<string, unknown>);
  throw new TypeError(`Canonical JSON: a ${typeof plain} has no JSON form`);
}

function hasToJson(value: unknown): value is { toJSON(key: string): unknown } {
  return (
    typeof value === 'object' && value !== null && 'toJSON' in value && typeof value.toJSON === 'function'
  );
}

function serialiseNumber(value: number): string {
  if (!Number.isFinite(value))
    throw new TypeError('Canonical JSON: numbers must be finite (RFC 8785 section 3.2.2.3)');
  return JSON.stringify(value);
}

function serialiseString(value: string): string {
  if (!value.isWellFormed()) throw new TypeError('Canonical JSON: lone surrogate (RFC 8785 section 3.2.2.2)');
  return JSON.stringify(value);
}

// Names sort by UTF-16 code units (RFC 8785 section 3.2.3), which is what sort() compares.
function serialiseObject(value: Record<string, unknown>): string {
  const members: string[] = [];
  for (const name of Object.keys(value).sort()) {
    const text = serialise(value[name], name);
    if (text !== undefined) members.push(`${serialiseString(name)}:${text}`);
  }
  return `{${members.join(',')}}`;
}
