import type { Route, RouteMatch } from '../api/types.ts';

/** A route as the form edits it: empty texts instead of absent fields. */
export interface RouteDraft {
  name: string;
  enabled: boolean;
  callingAe: string;
  calledAe: string;
  addresses: string[];
  /** `Keyword=glob`, one per entry. */
  attributes: string[];
  project: string;
  profile: string;
  tags: string[];
  centre: string;
}

export const emptyRoute: RouteDraft = {
  name: '',
  enabled: true,
  callingAe: '',
  calledAe: '',
  addresses: [],
  attributes: [],
  project: '',
  profile: '',
  tags: [],
  centre: '',
};

export function draftOfRoute(route: Route): RouteDraft {
  return {
    name: route.name,
    enabled: route.enabled,
    callingAe: route.match.callingAe ?? '',
    calledAe: route.match.calledAe ?? '',
    addresses: route.match.addresses ?? [],
    attributes: (route.match.attributes ?? []).map((one) => `${one.keyword}=${one.matches}`),
    project: route.project,
    profile: route.profile ?? '',
    tags: route.tags,
    centre: route.centre ?? '',
  };
}

/** `Modality=MR*` as keyword and glob; null when there is no `=`, or nothing on one side of it. */
export function attributeTest(text: string): { keyword: string; matches: string } | null {
  const at = text.indexOf('=');
  const keyword = text.slice(0, at).trim();
  const matches = text.slice(at + 1).trim();
  return at < 1 || keyword === '' || matches === '' ? null : { keyword, matches };
}

export function routeOfDraft(draft: RouteDraft): Route {
  const attributes = draft.attributes.map(attributeTest).filter((one) => one !== null);
  const match: RouteMatch = {
    ...(draft.callingAe.trim() === '' ? {} : { callingAe: draft.callingAe.trim() }),
    ...(draft.calledAe.trim() === '' ? {} : { calledAe: draft.calledAe.trim() }),
    ...(draft.addresses.length === 0 ? {} : { addresses: draft.addresses }),
    ...(attributes.length === 0 ? {} : { attributes }),
  };
  return {
    name: draft.name.trim(),
    enabled: draft.enabled,
    match,
    project: draft.project,
    profile: draft.profile === '' ? null : draft.profile,
    tags: draft.tags,
    centre: draft.centre.trim() === '' ? null : draft.centre.trim(),
  };
}

/** What keeps a table of routes from being saved, in words, by the position of the route. */
export function routeMistakes(drafts: readonly RouteDraft[]): Map<number, string[]> {
  const mistakes = new Map<number, string[]>();
  const seen = new Set<string>();
  drafts.forEach((draft, at) => {
    const wrong: string[] = [];
    const name = draft.name.trim();
    if (name === '') wrong.push('Give the route a name.');
    else if (seen.has(name)) wrong.push(`Another route is called ${name} already.`);
    seen.add(name);
    if (draft.project === '') wrong.push('Choose the project that it leads to.');
    for (const text of draft.attributes)
      if (attributeTest(text) === null) wrong.push(`“${text}” is not of the form Keyword=pattern.`);
    if (wrong.length > 0) mistakes.set(at, wrong);
  });
  return mistakes;
}

/** The list with the item at `from` moved by `by` places, kept inside. */
export function moved<T>(items: readonly T[], from: number, by: number): T[] {
  const to = Math.max(0, Math.min(items.length - 1, from + by));
  const next = [...items];
  const [item] = next.splice(from, 1);
  if (item !== undefined) next.splice(to, 0, item);
  return next;
}
