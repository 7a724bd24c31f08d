import type { Override, ProfileDocument } from './profile-document.ts';

/** What a rule may do with an attribute, as far as a link can say it: it carries no text. */
export const ruleActions = ['X', 'Z', 'C', 'K'] as const;
export type RuleAction = (typeof ruleActions)[number];

/** A document with this override in place of one of the same path. */
export function withOverride(document: ProfileDocument, override: Override): ProfileDocument {
  const others = document.overrides.filter(({ path }) => path !== override.path);
  return { ...document, overrides: [...others, override] };
}

/** The address at which somebody who may edit profiles finds a rule that a reviewer asks for: attribute and action, no value. */
export function ruleLink(base: string, saveAs: string, path: string, action: RuleAction): string {
  const query = new URLSearchParams({ profile: base, saveAs, rule: path, as: action });
  return `/admin/profiles?${query.toString()}`;
}
