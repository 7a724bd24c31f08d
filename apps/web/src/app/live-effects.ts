import type { LiveEvent } from '../api/types.ts';

export interface Effects {
  /** Query keys whose answers are out of date. */
  invalidate: string[][];
  /** Series whose particulars changed: their rows are patched in place. */
  series: string[];
  /** Newly released series by project id: lists offer them instead of moving under the cursor. */
  released: Record<string, number>;
}

const byPrefix: [string, string[][]][] = [
  ['curation.', [['quarantine'], ['overview'], ['home']]],
  ['curation.series.released', [['exam'], ['subject']]],
  ['defacing.', [['quarantine']]],
  ['leaks.', [['quarantine']]],
  ['pixels.', [['quarantine']]],
  ['archive.', [['associations'], ['receivers'], ['held'], ['conflicts'], ['overview']]],
  ['archive.series.replaced', [['imaging'], ['conversion'], ['quarantine'], ['series-versions']]],
  ['identity.', [['identities'], ['crosswalk'], ['tables'], ['exam'], ['subject']]],
  ['rerun.', [['reruns']]],
  ['classification.', [['overview'], ['exam']]],
  ['conversion.', [['conversion'], ['imaging'], ['overview']]],
  ['catalogue.', [['overview'], ['exam']]],
  ['projects.', [['projects'], ['project']]],
  ['accounts.', [['users']]],
];

/** What a burst of events makes out of date. Series lists are never reloaded by an event, only patched and counted. */
export function effectsOf(events: readonly LiveEvent[]): Effects {
  const invalidate = new Map<string, string[]>();
  const series = new Set<string>();
  const released: Record<string, number> = {};
  for (const event of events) {
    for (const [prefix, keys] of byPrefix)
      if (event.type.startsWith(prefix)) for (const key of keys) invalidate.set(key.join(), key);
    if (event.type === 'curation.series.released') {
      if (event.projectId !== null) released[event.projectId] = (released[event.projectId] ?? 0) + 1;
    } else if (event.subject.kind === 'series') series.add(event.subject.id);
  }
  return { invalidate: [...invalidate.values()], series: [...series], released };
}
