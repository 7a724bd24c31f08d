/** A profile document as the editor holds it: what the API gives, with what is missing filled in. */
export interface ProfileDocument {
  id: string;
  version: number;
  title: string;
  edition: string;
  options: string[];
  overrides: Override[];
  ageCapYears: number | null;
  descriptorTerms: string[];
  privateLists?: string[];
  basis?: string;
  allowlist?: true;
  strictIod?: true;
}

export interface Override {
  path: string;
  action: string | { set: string };
  why: string;
}

/** True for a profile that is files of CTP, not rules. */
export function isScript(raw: Readonly<Record<string, unknown>>): boolean {
  return raw['kind'] === 'ctp';
}

function listOf<T>(value: unknown): T[] {
  return Array.isArray(value) ? (value as T[]) : [];
}

/** Reads any JSON as a document; what cannot be shown becomes its default and is judged by the server. */
export function documentFrom(raw: Readonly<Record<string, unknown>>): ProfileDocument {
  const { id, version, title, edition, ageCapYears, privateLists, basis } = raw;
  return {
    id: typeof id === 'string' ? id : '',
    version: typeof version === 'number' ? version : 1,
    title: typeof title === 'string' ? title : '',
    edition: typeof edition === 'string' ? edition : '2024e',
    options: listOf<string>(raw['options']),
    // Members in one order, so that equal documents are equal texts.
    overrides: listOf<Override>(raw['overrides']).map(({ path, action, why }) => ({ path, action, why })),
    ageCapYears: typeof ageCapYears === 'number' ? ageCapYears : null,
    descriptorTerms: listOf<string>(raw['descriptorTerms']),
    ...(Array.isArray(privateLists) ? { privateLists: privateLists as string[] } : {}),
    ...(typeof basis === 'string' ? { basis } : {}),
    ...(raw['allowlist'] === true ? { allowlist: true } : {}),
    ...(raw['strictIod'] === true ? { strictIod: true } : {}),
  };
}

/** True when two documents say the same, in whatever order their members were set. */
export function isSameDocument(one: ProfileDocument, other: ProfileDocument): boolean {
  return JSON.stringify(documentFrom({ ...one })) === JSON.stringify(documentFrom({ ...other }));
}

/** Options that exclude each other: full and modified dates. */
const excluding: Record<string, string> = { '113106': '113107', '113107': '113106' };

/** Chooses or drops an option; the one that it excludes goes, and the order stays ascending. */
export function withOption(document: ProfileDocument, code: string, chosen: boolean): ProfileDocument {
  const others = document.options.filter((one) => one !== code && !(chosen && one === excluding[code]));
  return { ...document, options: chosen ? [...others, code].sort() : others };
}

/** Words as the profile writes them: capital letters and digits, each once. */
export function termsFrom(words: readonly string[]): string[] {
  const terms = words.flatMap((word) => word.toUpperCase().split(/[^A-Z0-9]+/)).filter((term) => term !== '');
  return [...new Set(terms)];
}

export function withBasis(document: ProfileDocument, basis: string | null): ProfileDocument {
  const { basis: _before, ...rest } = document;
  return basis === null ? rest : { ...rest, basis };
}

/** Limits what stays to the IOD: of attributes that no rule names, or of all. Not chosen is left out. */
export function withIodRule(
  document: ProfileDocument,
  member: 'allowlist' | 'strictIod',
  chosen: boolean,
): ProfileDocument {
  const { [member]: _before, ...rest } = document;
  return chosen ? { ...rest, [member]: true } : rest;
}

export function withPrivateList(document: ProfileDocument, name: string, chosen: boolean): ProfileDocument {
  const { privateLists = [], ...rest } = document;
  const others = privateLists.filter((one) => one !== name);
  const next = chosen ? [...others, name] : others;
  return next.length === 0 ? rest : { ...rest, privateLists: next };
}

/** The action of an override as the table shows it. */
export function actionText(action: Override['action']): string {
  return typeof action === 'string' ? action : `“${action.set}”`;
}

const actionWords: Record<string, string> = {
  X: 'remove',
  Z: 'empty',
  D: 'replace',
  K: 'keep',
  C: 'clean',
  U: 'remap UID',
};

/** The letter of Table E.1-1 with what it means: `X/D remove or replace`. */
export function actionInWords(action: Override['action']): string {
  if (typeof action !== 'string') return `set ${actionText(action)}`;
  const words = action.split('/').map((letter) => actionWords[letter.replace('*', '')]);
  return words.includes(undefined) ? action : `${action} ${words.join(' or ')}`;
}

/** The override that a finding's pointer leads to; undefined when it leads elsewhere. */
export function overrideOf(pointer: string): number | undefined {
  const match = /^\/overrides\/(\d+)/.exec(pointer);
  return match === null ? undefined : Number(match[1]);
}
