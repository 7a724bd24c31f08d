/** Remembers the most recently used values up to a total of bytes; concurrent requests for one value share its making. */
export function createByteCache<Value>({
  maxBytes,
  sizeOf,
}: {
  maxBytes: number;
  sizeOf: (value: Value) => number;
}) {
  const kept = new Map<string, { value: Value; bytes: number }>();
  const making = new Map<string, Promise<Value>>();
  let total = 0;

  function keep(key: string, value: Value): void {
    const bytes = sizeOf(value);
    if (bytes > maxBytes) return;
    kept.set(key, { value, bytes });
    total += bytes;
    for (const [oldest, entry] of kept) {
      if (total <= maxBytes) return;
      kept.delete(oldest);
      total -= entry.bytes;
    }
  }

  /** The value of a key, made when it is not kept. Failures are not kept. */
  async function get(key: string, make: () => Promise<Value>): Promise<Value> {
    const found = kept.get(key);
    if (found !== undefined) {
      kept.delete(key);
      kept.set(key, found);
      return found.value;
    }
    const underway = making.get(key);
    if (underway !== undefined) return underway;
    const made = make();
    making.set(key, made);
    try {
      const value = await made;
      keep(key, value);
      return value;
    } finally {
      making.delete(key);
    }
  }

  return { get, sizeBytes: () => total };
}
