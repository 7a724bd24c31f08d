/**
 * Remembers which images the server acknowledged, so that an upload goes on after the page was closed.
 * Only salted 53-bit hashes of UIDs are kept, in this browser, until the upload is finished.
 */
export interface TakenBefore {
  has: (instance: string) => boolean;
  count: () => number;
  add: (instances: readonly string[]) => void;
  save: () => void;
  /** Saves at once, or within a second after it did: what a page that dies in between forgets, the server calls duplicate. */
  saveSoon: () => void;
  /** Saves what waits to be saved. */
  flush: () => void;
  forget: () => void;
}

const saveWithinMs = 1000;

interface Stored {
  salt: number;
  hashes: number[];
}

/** A 53-bit hash of a text: two rounds of a 32-bit multiply-xor, seeded. Good against accident, not against attack. */
export function hashText(text: string, seed: number): number {
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ seed;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 0x9e3779b1);
    low = Math.imul(low ^ code, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return 4_294_967_296 * (0x1fffff & low) + (high >>> 0);
}

/** The memory of one project's unfinished upload in the given storage. */
export function openTakenBefore(storage: Storage, project: string): TakenBefore {
  const key = `pesscara.upload.${project}`;
  const text = storage.getItem(key);
  const stored = text === null ? null : (JSON.parse(text) as Stored);
  const salt = stored?.salt ?? crypto.getRandomValues(new Uint32Array(1))[0] ?? 1;
  let hashes = new Set(stored?.hashes ?? []);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let savedMs = Number.NEGATIVE_INFINITY;
  const save = () => {
    clearTimeout(timer);
    timer = undefined;
    savedMs = performance.now();
    storage.setItem(key, JSON.stringify({ salt, hashes: [...hashes] } satisfies Stored));
  };
  return {
    has: (instance) => hashes.has(hashText(instance, salt)),
    count: () => hashes.size,
    add: (instances) => {
      for (const instance of instances) hashes.add(hashText(instance, salt));
    },
    save,
    saveSoon: () => {
      if (performance.now() - savedMs > saveWithinMs) save();
      else timer ??= setTimeout(save, saveWithinMs);
    },
    flush: () => {
      if (timer !== undefined) save();
    },
    forget: () => {
      clearTimeout(timer);
      timer = undefined;
      hashes = new Set();
      storage.removeItem(key);
    },
  };
}
