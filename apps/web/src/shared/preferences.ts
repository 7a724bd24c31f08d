import { useSyncExternalStore } from 'react';

/** What a person set for this browser. Nothing of a patient or an image is ever kept here. */
export interface Preferences {
  singleKeys: boolean;
  density: 'dense' | 'comfortable';
  navigation: 'wide' | 'icons';
  columns: Record<string, ColumnPreference>;
}
export interface ColumnPreference {
  hidden: string[];
  widths: Record<string, number>;
}

const storageKey = 'pesscara.preferences';
const defaults: Preferences = { singleKeys: true, density: 'dense', navigation: 'wide', columns: {} };
const listeners = new Set<() => void>();
let current: Preferences = load();

function load(): Preferences {
  const text = globalThis.localStorage?.getItem(storageKey);
  if (!text) return defaults;
  try {
    return { ...defaults, ...(JSON.parse(text) as Partial<Preferences>) };
  } catch (error) {
    if (error instanceof SyntaxError) return defaults;
    throw error;
  }
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  globalThis.localStorage?.setItem(storageKey, JSON.stringify(current));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, () => current);
}

export function preferences(): Preferences {
  return current;
}
