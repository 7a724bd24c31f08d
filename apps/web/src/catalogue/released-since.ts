import { useSyncExternalStore } from 'react';

let released: Readonly<Record<string, number>> = {};
const listeners = new Set<() => void>();

function publish(next: Readonly<Record<string, number>>): void {
  released = next;
  for (const listener of listeners) listener();
}

/** How many series were released into a project since its lists were loaded: shown as "n new, load". */
export function useReleasedSince(projectId: string): number {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => released[projectId] ?? 0,
  );
}

export function clearReleasedSince(projectId: string): void {
  publish({ ...released, [projectId]: 0 });
}

export function addReleased(counts: Record<string, number>): void {
  const next = { ...released };
  for (const [projectId, count] of Object.entries(counts)) next[projectId] = (next[projectId] ?? 0) + count;
  publish(next);
}
