/** A change that was not saved, kept in this browser under the state that it was made to. Never of a patient or an image. */
export interface Unsaved<Value> {
  /** The saved state that it changes: a version, an instant. */
  readonly base: string;
  readonly at: string;
  readonly value: Value;
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const prefixOf = (place: string) => `pesscara.unsaved.${place}@`;

function parsed<Value>(text: string | null): Unsaved<Value> | null {
  if (text === null) return null;
  try {
    return JSON.parse(text) as Unsaved<Value>;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * What a person changed in one place and did not save. A change to an earlier state of what is saved is kept beside a
 * new one: neither overwrites the other.
 */
export function unsavedChanges<Value>(store: Store, place: string) {
  const prefix = prefixOf(place);
  return {
    of: (base: string): Unsaved<Value> | null => parsed(store.getItem(prefix + base)),

    /** The newest one that was made to another state. */
    ofOtherState(base: string): Unsaved<Value> | null {
      const keys = Array.from({ length: store.length }, (_, at) => store.key(at) ?? '');
      const others = keys
        .filter((key) => key.startsWith(prefix) && key !== prefix + base)
        .map((key) => parsed<Value>(store.getItem(key)))
        .filter((one) => one !== null);
      return others.sort((one, other) => other.at.localeCompare(one.at))[0] ?? null;
    },

    /** False: the browser keeps no more. */
    keep(change: Unsaved<Value>): boolean {
      try {
        store.setItem(prefix + change.base, JSON.stringify(change));
        return true;
      } catch (error) {
        if (error instanceof DOMException && error.name === 'QuotaExceededError') return false;
        throw error;
      }
    },

    forget: (base: string) => store.removeItem(prefix + base),
  };
}
