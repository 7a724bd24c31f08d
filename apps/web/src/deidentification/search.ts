import { oneOf, textOf } from '../shared/search-params.ts';

export const profileTabs = ['rules', 'changes', 'preview', 'bench', 'statement'] as const;
export type ProfileTab = (typeof profileTabs)[number];

/** A version by its id, or a draft by its name. */
export interface ProfilesSearch {
  profile?: string;
  draft?: string;
  tab?: ProfileTab;
}

export function readProfilesSearch(raw: Record<string, unknown>): ProfilesSearch {
  const profile = textOf(raw, 'profile');
  const draft = textOf(raw, 'draft');
  const tab = oneOf(raw, 'tab', profileTabs);
  return {
    ...(profile === undefined ? {} : { profile }),
    ...(draft === undefined ? {} : { draft }),
    ...(tab === undefined ? {} : { tab }),
  };
}
