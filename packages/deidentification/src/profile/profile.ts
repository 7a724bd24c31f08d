import { type Action, methodMeanings, type OptionCode, option } from '../actions/confidentiality-profile.ts';
import { parseAttributePath } from '../attribute-path.ts';
import { canonicalSha256, type JsonValue } from './canonical-json.ts';
import { type PrivateListName, privateListTitles } from './private-lists.ts';

/** What an override does: an action letter, or a text that replaces the value. */
export type OverrideAction = Action | { readonly set: string };

/** A project's exception from the table. */
export interface ProfileOverride {
  /**
   * `gggg,eeee`, `gggg[Creator]ee`, or a chain of them with `>`. It matches the end of an element's path: a single
   * attribute is meant at every depth, `0040,0275>0040,0007` only in items of that sequence.
   */
  readonly path: string;
  readonly action: OverrideAction;
  /** Why; printed in the conformance statement. */
  readonly why: string;
}

/** A de-identification profile: plain JSON, immutable once used; a change is a new version. */
export interface DeidentificationProfile {
  /** A short name in lower case, digits and hyphens. */
  readonly id: string;
  readonly version: number;
  readonly title: string;
  /** The edition of PS3.15 whose Table E.1-1 is applied. */
  readonly edition: '2024e';
  /** Options of CID 7050 on top of the Basic Profile, ascending. */
  readonly options: readonly OptionCode[];
  readonly overrides: readonly ProfileOverride[];
  /** Ages above it become it plus one year; null keeps every age. Matters when patient characteristics are kept. */
  readonly ageCapYears: number | null;
  /** Words, besides the built-in dictionary, that cleaned descriptions may keep. Upper case. */
  readonly descriptorTerms: readonly string[];
  /** Published lists of private elements that 113111 keeps besides Table E.3.10-1. */
  readonly privateLists?: readonly PrivateListName[];
  /**
   * True: what Table E.1-1 does not name is removed unless it belongs to the IOD of the object's SOP Class, or an
   * override names it. Left out: it stays, as PS3.15 has it.
   */
  readonly allowlist?: true;
  /** True: everything that does not belong to the IOD is removed (PS3.15 E.1.1 allows it), unless an override names it. */
  readonly strictIod?: true;
  /**
   * On what the use of data that Safe Harbor would not allow rests (45 CFR 164.514). Whoever saves a profile that
   * needs one states it; the built-in profiles state none, because the product cannot know.
   */
  readonly basis?: ProfileBasis;
}

/** What the use of data rests on that still has shifted dates, device identity or a face in it. */
export const profileBases = {
  'expert-determination': 'An expert found the risk very small and wrote down why (45 CFR 164.514(b)(1)).',
  'limited-data-set': 'A limited data set under a data use agreement (45 CFR 164.514(e)).',
  authorization: 'The subjects authorized this use (45 CFR 164.508).',
} as const;

export type ProfileBasis = keyof typeof profileBases;

/** What is wrong with a profile document, with an RFC 6901 pointer to the place. */
export interface ProfileProblem {
  readonly pointer: string;
  readonly detail: string;
}

/** How dates leave: emptied or removed, moved by the subject's shift, or as they are. */
export type TemporalMode = 'remove' | 'shift' | 'keep';

/** The temporal mode that a profile's options stand for (PS3.15 E.3.6). */
export function temporalModeOf(profile: DeidentificationProfile): TemporalMode {
  if (profile.options.includes(option.retainModifiedDates)) return 'shift';
  return profile.options.includes(option.retainFullDates) ? 'keep' : 'remove';
}

/** SHA-256 of the profile's canonical JSON (RFC 8785). */
export function profileSha256(profile: DeidentificationProfile): string {
  return canonicalSha256(profile as unknown as JsonValue);
}

/** `research-1@3f9a0c44d1e2`: what outputs carry in (0012,0063) and action logs refer to. */
export function profileReference(profile: DeidentificationProfile): string {
  return `${profile.id}-${profile.version}@${profileSha256(profile).slice(0, 12)}`;
}

const temporalOption: Record<TemporalMode, readonly OptionCode[]> = {
  remove: [],
  shift: [option.retainModifiedDates],
  keep: [option.retainFullDates],
};

/** The Basic Profile with no option but the temporal one asked for: descriptions, ages and private data go. */
export function basicProfile(choices: { dates?: TemporalMode } = {}): DeidentificationProfile {
  const dates = choices.dates ?? 'remove';
  return {
    id: dates === 'remove' ? 'basic' : `basic-dates-${dates}`,
    version: 1,
    title: 'PS3.15 Basic Application Level Confidentiality Profile',
    edition: '2024e',
    options: temporalOption[dates],
    overrides: [],
    ageCapYears: 89,
    descriptorTerms: [],
  };
}

/** Private numbers without which slices of mosaics and Philips perfusion cannot be put together with certainty. */
const geometryNumbers: readonly ProfileOverride[] = [
  { path: '0019[SIEMENS MR HEADER]0A', action: 'K', why: 'Number of images in a mosaic; a count.' },
  {
    path: '2001[Philips Imaging DD 001]08',
    action: 'K',
    why: 'Phase number of a perfusion series; a count.',
  },
  { path: '2005[Philips MR Imaging DD 001]0E', action: 'K', why: 'Scale slope; in PS3.15 Table E.3.10-1.' },
  { path: '2005[Philips MR Imaging DD 005]29', action: 'K', why: 'ASL label type; a code.' },
];

/**
 * The default: the Basic Profile with dates shifted per subject, cleaned descriptions (the series classifier reads
 * them) and patient characteristics.
 */
export function researchProfile(): DeidentificationProfile {
  return {
    ...basicProfile(),
    id: 'research',
    title: 'Research: dates shifted, descriptions cleaned, patient characteristics kept',
    options: [option.cleanDescriptors, option.retainModifiedDates, option.retainPatientCharacteristics],
    overrides: geometryNumbers,
  };
}

/** The profiles every installation starts with; the first is the default. */
export const builtInProfiles: readonly DeidentificationProfile[] = [
  researchProfile(),
  basicProfile(),
  basicProfile({ dates: 'shift' }),
];

/** Attributes that the engine itself writes, or that must never be let through: an override of them is refused. */
export const engineOwnedTags: ReadonlySet<number> = new Set([
  0x00080005, 0x00080016, 0x00080018, 0x0020000d, 0x0020000e, 0x00100010, 0x00100020, 0x00100030, 0x00120062,
  0x00120063, 0x00120064, 0x00280301, 0x00280302, 0x00280303, 0x7fe00010,
]);

type Report = (pointer: string, detail: string) => void;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkOptions(options: unknown, report: Report): void {
  if (!Array.isArray(options)) return report('/options', 'must be a list of option codes such as "113107".');
  options.forEach((code, index) => {
    if (typeof code !== 'string' || code === '113100' || !methodMeanings.has(code)) {
      report(`/options/${index}`, 'is no option code of CID 7050; they run from "113101" to "113112".');
    } else if (index > 0 && !(String(options[index - 1]) < code)) {
      report(`/options/${index}`, 'breaks the order: codes ascend and none occurs twice.');
    }
  });
  if (options.includes(option.retainFullDates) && options.includes(option.retainModifiedDates)) {
    report('/options', 'holds 113106 (full dates) and 113107 (modified dates), which exclude each other.');
  }
}

function checkOverrideAction(action: unknown, at: string, report: Report): void {
  if (typeof action === 'string') {
    if (!/^[XZDKCU]$/.test(action)) report(`${at}/action`, 'must be X, Z, D, K, C, U or {"set": "text"}.');
  } else if (!isRecord(action) || typeof action['set'] !== 'string') {
    report(`${at}/action`, 'must be X, Z, D, K, C, U or {"set": "text"}.');
  } else if (!/^[\x20-\x7e]{0,64}$/.test(action['set'])) {
    report(
      `${at}/action/set`,
      'must be at most 64 printable ASCII characters, which every character set holds.',
    );
  }
}

function checkOverride(override: unknown, at: string, report: Report): void {
  if (!isRecord(override)) return report(at, 'must be an object with path, action and why.');
  const path = typeof override['path'] === 'string' ? parseAttributePath(override['path']) : undefined;
  const last = path?.at(-1);
  if (path === undefined) {
    report(`${at}/path`, 'must be "gggg,eeee" or "gggg[Creator]ee", with ">" between levels.');
  } else if (last?.kind === 'standard' && engineOwnedTags.has(last.tag)) {
    report(`${at}/path`, 'names an attribute that the engine itself sets; it cannot be overridden.');
  }
  checkOverrideAction(override['action'], at, report);
  if (typeof override['why'] !== 'string' || override['why'].trim() === '') {
    report(`${at}/why`, 'must say why, for the conformance statement.');
  }
}

function checkHead(document: Record<string, unknown>, report: Report): void {
  const { id, version, title, edition, ageCapYears } = document;
  if (typeof id !== 'string' || !/^[a-z][a-z0-9-]{0,31}$/.test(id)) {
    report('/id', 'must be 1 to 32 lower-case letters, digits and hyphens, starting with a letter.');
  }
  if (!Number.isInteger(version) || Number(version) < 1 || Number(version) > 999_999) {
    report('/version', 'must be a whole number from 1 to 999999.');
  }
  if (typeof title !== 'string' || title.trim() === '') report('/title', 'must be a text.');
  if (edition !== '2024e') report('/edition', 'must be "2024e", the only edition of Table E.1-1 installed.');
  if (
    ageCapYears !== null &&
    (!Number.isInteger(ageCapYears) || Number(ageCapYears) < 1 || Number(ageCapYears) > 998)
  ) {
    report('/ageCapYears', 'must be null or a whole number of years from 1 to 998.');
  }
}

const memberNames = new Set([
  ...Object.keys(basicProfile()),
  'privateLists',
  'basis',
  'allowlist',
  'strictIod',
]);

function checkOptionalMembers(document: Record<string, unknown>, report: Report): void {
  const { privateLists, basis } = document;
  for (const member of ['allowlist', 'strictIod']) {
    if (document[member] !== undefined && document[member] !== true)
      report(`/${member}`, 'must be true, or be left out.');
  }
  if (basis !== undefined && !(typeof basis === 'string' && basis in profileBases)) {
    report('/basis', `must be one of ${Object.keys(profileBases).join(', ')}, or be left out.`);
  }
  if (privateLists === undefined) return;
  if (!Array.isArray(privateLists)) return report('/privateLists', 'must be a list of names.');
  privateLists.forEach((name, index) => {
    if (typeof name !== 'string' || !(name in privateListTitles)) {
      report(
        `/privateLists/${index}`,
        `is no list that is installed; there is ${Object.keys(privateListTitles).join(', ')}.`,
      );
    }
  });
}

function checkDescriptorTerms(descriptorTerms: unknown, report: Report): void {
  if (!Array.isArray(descriptorTerms)) return report('/descriptorTerms', 'must be a list of words.');
  descriptorTerms.forEach((term, index) => {
    if (typeof term !== 'string' || !/^[A-Z][A-Z0-9]{0,31}$/.test(term)) {
      report(
        `/descriptorTerms/${index}`,
        'must be one word of capital letters and digits, starting with a letter.',
      );
    }
  });
}

/** Everything that is wrong with a profile document; an empty list means that it is a DeidentificationProfile. */
export function validateProfile(document: unknown): ProfileProblem[] {
  const problems: ProfileProblem[] = [];
  const report: Report = (pointer, detail) => void problems.push({ pointer, detail });
  if (!isRecord(document)) return [{ pointer: '', detail: 'must be an object.' }];
  for (const name of Object.keys(document)) {
    if (!memberNames.has(name)) {
      report(`/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, 'is not part of a profile.');
    }
  }
  checkHead(document, report);
  checkOptions(document['options'], report);
  const { overrides, descriptorTerms } = document;
  if (!Array.isArray(overrides)) report('/overrides', 'must be a list.');
  else overrides.forEach((override, index) => checkOverride(override, `/overrides/${index}`, report));
  checkDescriptorTerms(descriptorTerms, report);
  checkOptionalMembers(document, report);
  return problems;
}
