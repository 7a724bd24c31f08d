import { resolveComposite } from '../actions/actions.ts';
import {
  type Action,
  methodMeanings,
  type OptionCode,
  option,
  type TableAction,
} from '../actions/confidentiality-profile.ts';
import { parseAttributePath } from '../attribute-path.ts';
import { dummyTexts } from '../element-values.ts';
import { type EffectiveAction, effectiveActionsOf, keywordOfPath } from '../profile/effective-actions.ts';
import { optionDescriptions } from '../profile/option-descriptions.ts';
import { type PrivateListName, privateListTitles } from '../profile/private-lists.ts';
import {
  type DeidentificationProfile,
  type OverrideAction,
  profileBases,
  profileReference,
  profileSha256,
  type TemporalMode,
  temporalModeOf,
} from '../profile/profile.ts';

/** An attribute for which the table leaves a choice, and what is chosen by its Type in the IOD. */
export interface StatedChoice {
  readonly attribute: string;
  readonly keyword: string | null;
  readonly tableAction: TableAction;
  readonly type1: Action;
  readonly type2: Action;
  readonly type3: Action;
  readonly unknownSopClass: Action;
}

/** A chosen option of CID 7050 and what it does here. */
export interface StatedOption {
  readonly code: string;
  readonly meaning: string;
  readonly effect: string;
}

export interface StatedOverride {
  readonly path: string;
  readonly keyword: string | null;
  readonly action: OverrideAction;
  readonly why: string;
}

/** What PS3.15 E.1 asks a conformance statement to say of a profile, made from the profile itself. */
export interface ConformanceStatement {
  readonly profile: { id: string; version: number; title: string; reference: string; sha256: string };
  readonly edition: string;
  readonly basis: { name: string; meaning: string } | null;
  readonly options: readonly StatedOption[];
  readonly optionActions: readonly EffectiveAction[];
  readonly choices: readonly StatedChoice[];
  readonly overrides: readonly StatedOverride[];
  readonly privateAttributes: readonly string[];
  readonly pixels: readonly string[];
  readonly temporal: { mode: TemporalMode; method: string; ageCapYears: number | null };
  readonly uids: string;
  readonly encryptedAttributes: string;
  readonly notListed: readonly string[];
  readonly dummyValues: Readonly<Record<string, string>>;
  readonly descriptorTerms: readonly string[];
}

const temporalMethods: Record<TemporalMode, string> = {
  remove:
    'Dates and times are removed, emptied or replaced as the Basic Profile says. Longitudinal Temporal Information Modified is REMOVED.',
  shift:
    'Every date of a subject moves by the same number of whole days, derived by a key of the project and the subject code and sealed in the crosswalk. Times, fractions and zones stay, so every interval stays. What cannot be read as a date is not kept. Longitudinal Temporal Information Modified is MODIFIED.',
  keep: 'Dates and times stay. Longitudinal Temporal Information Modified is UNMODIFIED, unless an earlier tool had written otherwise.',
};

const pixelMethods: readonly string[] = [
  'The engine of the header changes no pixel. 113101 and 113102, with (0028,0301) and (0028,0302), are written only for an object whose pixels were treated with proof.',
  'With 113102 the server removes the face from stacks of MR (slices up to 3 mm apart) and CT (up to 5 mm) that show a head, before review: voxels beyond a plane in front of and below the brain become air. At least 80 % of the skin of the face must be gone and no voxel of the brain changed. What fails is not released before a reviewer decided, with a reason. Other objects keep (0028,0302) as it is.',
  'Objects that may carry text in their pixels or show a face get a finding and are not released before a person has looked.',
];

const iodSource =
  'The IOD is that of PS3.3 by the SOP Class; items are judged by their sequence. Of a SOP Class that is not known, every attribute of PS3.3 counts. Overrides go before.';

/** What a profile does to attributes that are not of the IOD. */
function iodRuleOf({ allowlist, strictIod }: DeidentificationProfile): string[] {
  if (strictIod === true)
    return [
      `Attributes that are not in the IOD of the object are removed, listed or not. ${iodSource}`,
      'What the mandatory modules of the IOD demand without a condition at the top level (Type 1 with a value, Type 2) is looked for in the output; what it lacks is named in a finding.',
    ];
  return allowlist === true
    ? [`Attributes that Table E.1-1 does not list are removed where they are not in the IOD. ${iodSource}`]
    : [];
}

const notListedOf = ({ options }: DeidentificationProfile): string[] => [
  'Person names (PN) are emptied, instance UIDs (UI) mapped, dates (DA, DT) treated as the temporal option says.',
  'Attributes outside the dictionary, odd groups, group lengths, digital signatures, encrypted and original attributes and curves are removed.',
  options.includes(option.cleanGraphics)
    ? 'Overlays with a bitmap of their own that lies inside the image stay with their size, place and cleaned texts, until a reviewer keeps or removes them; 113103 is written where none is left to look at. Other overlays are removed.'
    : 'Overlays are removed.',
  'Rules act at every depth of sequences, in kept private sequences, and in sequences sent as UN.',
];

function choiceOf({ attribute, keyword, action }: EffectiveAction): StatedChoice[] {
  if (action === 'set' || !action.includes('/')) return [];
  return [
    {
      attribute,
      keyword,
      tableAction: action,
      type1: resolveComposite(action, 1),
      type2: resolveComposite(action, 2),
      type3: resolveComposite(action, 3),
      unknownSopClass: resolveComposite(action, undefined),
    },
  ];
}

function optionsOf({ options }: DeidentificationProfile): StatedOption[] {
  const basic = {
    code: '113100',
    meaning: methodMeanings.get('113100') ?? '',
    effect: 'Table E.1-1 for every attribute that no option below treats otherwise.',
  };
  const chosen = options.map((code: OptionCode) => ({
    code,
    meaning: methodMeanings.get(code) ?? '',
    effect: optionDescriptions[code],
  }));
  return [basic, ...chosen];
}

function privateAttributesOf(profile: DeidentificationProfile): string[] {
  const isSafe = profile.options.includes(option.retainSafePrivate);
  const lists = isSafe ? (profile.privateLists ?? []) : [];
  const overridden = profile.overrides.filter(
    ({ path, action }) => parseAttributePath(path)?.at(-1)?.kind === 'private' && action !== 'X',
  );
  if (!isSafe && overridden.length === 0) return ['All private elements are removed.'];
  return [
    ...(isSafe ? ['Table E.3.10-1 (2020b), by group, creator, element and VR, is kept.'] : []),
    ...lists.map((name: PrivateListName) => `${privateListTitles[name]}: what it keeps is kept.`),
    ...overridden.map(({ path, why }) => `${path}: ${why}`),
    'All other private elements are removed; a creator stays where an element of its block stays.',
  ];
}

/** The statement of a profile: plain JSON, the same for the same profile. */
export function conformanceStatement(profile: DeidentificationProfile): ConformanceStatement {
  const actions = effectiveActionsOf(profile);
  const mode = temporalModeOf(profile);
  const keepsUids = profile.options.includes(option.retainUids);
  const { id, version, title, basis } = profile;
  return {
    profile: {
      id,
      version,
      title,
      reference: profileReference(profile),
      sha256: profileSha256(profile),
    },
    edition: `PS3.15 ${profile.edition}, Table E.1-1; Tables E.3.4-1 and E.3.10-1 of 2020b`,
    basis: basis === undefined ? null : { name: basis, meaning: profileBases[basis] },
    options: optionsOf(profile),
    optionActions: actions.filter(({ by }) => by !== '113100' && !by.startsWith('override')),
    choices: actions.flatMap(choiceOf),
    overrides: profile.overrides.map((override) => ({
      ...override,
      keyword: keywordOfPath(override.path) ?? null,
    })),
    privateAttributes: privateAttributesOf(profile),
    pixels: pixelMethods,
    temporal: {
      mode,
      method: temporalMethods[mode],
      ageCapYears: profile.options.includes(option.retainPatientCharacteristics) ? profile.ageCapYears : null,
    },
    uids: keepsUids
      ? 'UIDs are retained.'
      : 'UIDs are replaced by a keyed map of the project, the same at every time and for every instance, so references stay whole. UIDs of the standard stay.',
    encryptedAttributes: 'None: Encrypted Attributes Sequence is not written, and removed where it arrives.',
    notListed: [
      profile.allowlist === true || profile.strictIod === true
        ? 'Attributes of the IOD that Table E.1-1 does not list stay, with these exceptions.'
        : 'Attributes that Table E.1-1 does not list stay, with these exceptions.',
      ...iodRuleOf(profile),
      ...notListedOf(profile),
    ],
    dummyValues: dummyTexts,
    descriptorTerms: profile.descriptorTerms,
  };
}
