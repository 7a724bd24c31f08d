import { oneOf } from '../shared/search-params.ts';

export const meTabs = ['profile', 'password', 'tokens', 'appearance', 'keys'] as const;
export type MeTab = (typeof meTabs)[number];

/** Reads which part of "My account" a URL shows. */
export function readMeSearch(raw: Record<string, unknown>): { tab?: MeTab } {
  const tab = oneOf(raw, 'tab', meTabs);
  return tab === undefined ? {} : { tab };
}
