import { oneOf, textOf } from '../shared/search-params.ts';
import { type RuleAction, ruleActions } from './rule-link.ts';

export const profileTabs = ['rules', 'changes', 'preview', 'bench', 'statement'] as const;
export type ProfileTab = (typeof profileTabs)[number];

/** A version by its id, or a draft by its name. */
export interface ProfilesSearch {
  profile?: string;
  draft?: string;
  tab?: ProfileTab;
  /** A rule that somebody asks for: an attribute, what to do with it, and the profile that it is for. */
  rule?: string;
  as?: RuleAction;
  saveAs?: string;
}

export function readProfilesSearch(raw: Record<string, unknown>): ProfilesSearch {
  const profile = textOf(raw, 'profile');
  const draft = textOf(raw, 'draft');
  const tab = oneOf(raw, 'tab', profileTabs);
  const rule = textOf(raw, 'rule');
  const as = oneOf(raw, 'as', ruleActions);
  const saveAs = textOf(raw, 'saveAs');
  return {
    ...(profile === undefined ? {} : { profile }),
    ...(draft === undefined ? {} : { draft }),
    ...(tab === undefined ? {} : { tab }),
    ...(rule === undefined ? {} : { rule }),
    ...(as === undefined ? {} : { as }),
    ...(saveAs === undefined ? {} : { saveAs }),
  };
}
