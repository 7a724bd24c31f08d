import { type RegisterableHotkey, useHotkeySequences, useHotkeys } from '@tanstack/react-hotkeys';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { usePreferences } from './preferences.ts';

export interface KeyAction {
  /** 'A', 'ArrowDown', 'Mod+K', or a sequence 'G H'. */
  keys: string;
  name: string;
  run: () => void;
  enabled?: boolean;
}
export interface KeyScope {
  name: string;
  actions: { keys: string; name: string }[];
}

let scopes: KeyScope[] = [];
const listeners = new Set<() => void>();

function publish(next: KeyScope[]): void {
  scopes = next;
  for (const listener of listeners) listener();
}

/** Every set of keys that works on the page right now, for the list behind `?`. */
export function useKeyScopes(): KeyScope[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => scopes,
  );
}

/** Adds keys to the list behind `?` while the caller is shown, for keys that an element listens to by itself. */
export function useKeyList(scope: string, actions: { keys: string; name: string }[]): void {
  const text = JSON.stringify(actions);
  useEffect(() => {
    const entry: KeyScope = { name: scope, actions: JSON.parse(text) as KeyScope['actions'] };
    publish([...scopes, entry]);
    return () => publish(scopes.filter((other) => other !== entry));
  }, [scope, text]);
}

/** A dialog is on top: the page's own keys rest. */
function dialogOpen(): boolean {
  return document.querySelector('[aria-modal="true"]') !== null;
}

/** Binds keys while the caller is shown. Single letters obey the reader's switch (WCAG 2.1.4) and never fire while typing. */
export function useKeyActions(scope: string, actions: KeyAction[]): void {
  const { singleKeys } = usePreferences();
  const wrap = (action: KeyAction) => (event: KeyboardEvent) => {
    if (dialogOpen()) return;
    event.preventDefault();
    action.run();
  };
  const works = (action: KeyAction) =>
    action.enabled !== false && (singleKeys || action.keys.includes('Mod+') || action.keys === 'Escape');
  const single = actions.filter((action) => !action.keys.includes(' '));
  const sequences = actions.filter((action) => action.keys.includes(' '));
  const rest = { preventDefault: false, stopPropagation: false, conflictBehavior: 'allow' } as const;
  useHotkeys(
    single.map((action) => ({
      hotkey: action.keys as RegisterableHotkey,
      callback: wrap(action),
      options: { enabled: works(action), ignoreInputs: !action.keys.startsWith('Mod+') },
    })),
    rest,
  );
  useHotkeySequences(
    sequences.map((action) => ({
      sequence: action.keys.split(' ') as never,
      callback: wrap(action),
      options: { enabled: works(action), ignoreInputs: true },
    })),
    rest,
  );
  useKeyList(
    scope,
    actions.filter((action) => action.enabled !== false).map(({ keys, name }) => ({ keys, name })),
  );
}

/** Keys that work inside an open dialog, whatever has the focus there or is about to get it; not while typing. */
export function useDialogKeys(keys: Record<string, () => void>): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    // The key that opened the dialog may still be on its way up to the window.
    const openedMs = performance.now();
    const press = (event: KeyboardEvent) => {
      if (event.timeStamp < openedMs || event.defaultPrevented) return;
      const target = event.target as HTMLElement | null;
      const typing = target?.matches('input:not([type=radio]), textarea, select');
      // Enter presses the dialog's button that has the focus.
      if (event.key === 'Enter' && target?.closest('[aria-modal] button') != null) return;
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      const run = latest.current[event.key.toLowerCase()];
      if (run === undefined) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
