import { attributeOf, keywordOf, propertiesOfVr } from '@pesscara/dicom';
import { type OptionCode, option, profileRowOf } from '../actions/confidentiality-profile.ts';
import { type PathStep, parseAttributePath } from '../attribute-path.ts';
import { descriptorTerms as builtInTerms } from '../cleaning/descriptor-terms.ts';
import { safePrivateCreators } from '../cleaning/private-elements.ts';
import { effectiveActionsOf } from './effective-actions.ts';
import type { LintFinding, LintSeverity } from './lint-finding.ts';
import { isListedCreator } from './private-lists.ts';
import { type DeidentificationProfile, type ProfileOverride, validateProfile } from './profile.ts';
import { safeHarborFindings } from './safe-harbor.ts';

export interface LintKnowledge {
  /** Whether images with this private creator have been met. Without it, published lists alone are asked. */
  isSeenCreator?(creator: string): boolean;
}

/** The standard attribute or private creator at the end of an override's path, with the VR of the dictionary. */
interface Target {
  readonly pointer: string;
  readonly override: ProfileOverride;
  readonly steps: readonly PathStep[];
  readonly last: PathStep;
  readonly vr: string | undefined;
}

type Check = (target: Target, profile: DeidentificationProfile) => LintFinding | undefined;

function finding(severity: LintSeverity, code: string, pointer: string, detail: string): LintFinding {
  return { severity, code, pointer, detail };
}

function nameOf({ last, override }: Target): string {
  return (last.kind === 'standard' ? keywordOf(last.tag) : undefined) ?? override.path;
}

const checkKnown: Check = (target) => {
  const { last, pointer } = target;
  if (last.kind !== 'standard' || attributeOf(last.tag) !== undefined) return undefined;
  return finding(
    'warning',
    'override-unknown-attribute',
    `${pointer}/path`,
    `${target.override.path} is no attribute of the dictionary; such elements are removed unless an override keeps them unread.`,
  );
};

const checkUid: Check = (target, profile) => {
  const { override, pointer, vr } = target;
  if (vr !== 'UI' || override.action === 'U') return undefined;
  if (override.action === 'K' && profile.options.includes(option.retainUids)) return undefined;
  const why =
    override.action === 'K'
      ? 'an original UID leads back to the hospital’s archive'
      : 'objects that point to each other by it come apart';
  return finding(
    'warning',
    'override-uid',
    `${pointer}/action`,
    `${nameOf(target)} is a UID: ${why}. U keeps references whole.`,
  );
};

const checkActionOnVr: Check = (target) => {
  const { override, pointer, vr } = target;
  if (vr === undefined) return undefined;
  const isText = propertiesOfVr(vr as Parameters<typeof propertiesOfVr>[0]).text;
  if (override.action === 'U' && vr !== 'UI' && vr !== 'SQ') {
    return finding('warning', 'override-action', `${pointer}/action`, `${nameOf(target)} holds no UID.`);
  }
  if (typeof override.action === 'object' && !isText) {
    return finding(
      'warning',
      'override-action',
      `${pointer}/action`,
      `${nameOf(target)} (${vr}) takes no text; the attribute will be removed.`,
    );
  }
  if (override.action === 'C' && !isText && vr !== 'SQ') {
    return finding(
      'warning',
      'override-action',
      `${pointer}/action`,
      `${nameOf(target)} (${vr}) cannot be cleaned; the Basic Profile’s action is taken instead.`,
    );
  }
  return undefined;
};

const checkIdentity: Check = (target) => {
  const { last, override, pointer, vr } = target;
  if (last.kind !== 'standard' || override.action !== 'K') return undefined;
  const row = profileRowOf(last.tag);
  const isName = vr === 'PN';
  if (!isName && (row === undefined || row.basic === 'K' || row.basic === 'U')) return undefined;
  return finding(
    'warning',
    'override-keeps-identity',
    `${pointer}/action`,
    `${nameOf(target)} is kept as it arrives, which the Basic Profile does not do (${row?.basic ?? 'names are emptied'}).`,
  );
};

const checkNoEffect: Check = ({ override, pointer, steps, last }, profile) => {
  if (steps.length > 1 || last.kind !== 'standard') return undefined;
  const without = { ...profile, overrides: [] };
  const attribute = `(${override.path.toUpperCase()})`;
  const now = effectiveActionsOf(without).find((one) => one.attribute === attribute);
  if (now === undefined || now.action !== override.action) return undefined;
  return finding(
    'note',
    'override-no-effect',
    pointer,
    `Without it the action is ${now.action} (${now.by}) as well.`,
  );
};

function checkCreator(target: Target, isSeen: (creator: string) => boolean): LintFinding | undefined {
  const { last, pointer } = target;
  if (last.kind !== 'private') return undefined;
  const { creator } = last;
  if (isSeen(creator) || isListedCreator(creator) || safePrivateCreators.has(creator)) return undefined;
  return finding(
    'warning',
    'override-unseen-creator',
    `${pointer}/path`,
    `No image with the private creator "${creator}" has been received. Creators are compared letter by letter.`,
  );
}

function isSameStep(one: PathStep | undefined, other: PathStep | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** An override takes everything that a later one means when its path is the end of the later one's. */
function shadowFinding(targets: readonly Target[], index: number): LintFinding | undefined {
  const own = targets[index];
  if (own === undefined) return undefined;
  const earlier = targets
    .slice(0, index)
    .find(({ steps }) => steps.every((step, at) => isSameStep(step, own.steps.at(at - steps.length))));
  if (earlier === undefined) return undefined;
  return finding(
    'warning',
    'override-shadowed',
    own.pointer,
    `It never acts: ${earlier.override.path} comes first. Put the more exact path before it.`,
  );
}

function targetsOf({ overrides }: DeidentificationProfile): Target[] {
  return overrides.flatMap((override, index) => {
    const steps = parseAttributePath(override.path) ?? [];
    const last = steps.at(-1);
    if (last === undefined) return [];
    const vr = last.kind === 'standard' ? attributeOf(last.tag)?.vrs[0] : undefined;
    return [{ pointer: `/overrides/${index}`, override, steps, last, vr }];
  });
}

function overrideFindings(profile: DeidentificationProfile, knowledge: LintKnowledge): LintFinding[] {
  const targets = targetsOf(profile);
  const isSeen = (creator: string) => knowledge.isSeenCreator?.(creator) ?? false;
  return targets.flatMap((target, index) => {
    const found = [checkKnown, checkUid, checkActionOnVr, checkIdentity, checkNoEffect].map((check) =>
      check(target, profile),
    );
    return [...found, checkCreator(target, isSeen), shadowFinding(targets, index)].filter(
      (one) => one !== undefined,
    );
  });
}

interface Combination {
  readonly severity: LintSeverity;
  readonly code: string;
  readonly pointer: string;
  readonly detail: string;
  applies(has: (code: OptionCode) => boolean, profile: DeidentificationProfile): boolean;
}

function claimOf(code: OptionCode, what: string): Combination {
  return {
    severity: 'note',
    code: 'claim-needs-proof',
    pointer: '/options',
    detail: `${code} is written into an object only when ${what} and that was proven; the profile alone does not claim it.`,
    applies: (has) => has(code),
  };
}

/** Options and settings of which one takes the sense of the other. */
const combinations: readonly Combination[] = [
  {
    severity: 'warning',
    code: 'uids-hold-dates',
    pointer: '/options',
    detail:
      'Original UIDs are kept while dates are not: UIDs often have the date and time of acquisition in them.',
    applies: (has) => has(option.retainUids) && !has(option.retainFullDates),
  },
  {
    severity: 'note',
    code: 'clean-wins-over-keep',
    pointer: '/options',
    detail:
      'Eleven attributes are both device identity and a date (calibration, manufacture): their dates are shifted.',
    applies: (has) => has(option.retainDeviceIdentity) && has(option.retainModifiedDates),
  },
  {
    severity: 'note',
    code: 'structured-without-descriptors',
    pointer: '/options',
    detail:
      'Content items whose concept names a description are removed; Clean Descriptors (113105) would keep their known words.',
    applies: (has) => has(option.cleanStructuredContent) && !has(option.cleanDescriptors),
  },
  {
    severity: 'warning',
    code: 'private-list-unused',
    pointer: '/privateLists',
    detail: 'Private lists act with Retain Safe Private (113111) only.',
    applies: (has, { privateLists = [] }) => privateLists.length > 0 && !has(option.retainSafePrivate),
  },
  {
    severity: 'warning',
    code: 'terms-unused',
    pointer: '/descriptorTerms',
    detail: 'Words are kept in cleaned descriptions only: choose Clean Descriptors (113105).',
    applies: (has, { descriptorTerms }) =>
      descriptorTerms.length > 0 && !has(option.cleanDescriptors) && !has(option.cleanStructuredContent),
  },
  claimOf(option.cleanPixelData, 'text was removed from the pixels'),
  claimOf(option.cleanVisualFeatures, 'faces were removed from the images'),
];

function combinationFindings(profile: DeidentificationProfile): LintFinding[] {
  const has = (code: OptionCode): boolean => profile.options.includes(code);
  return combinations
    .filter(({ applies }) => applies(has, profile))
    .map(({ severity, code, pointer, detail }) => finding(severity, code, pointer, detail));
}

function termFindings({ descriptorTerms }: DeidentificationProfile): LintFinding[] {
  return descriptorTerms.flatMap((term, index) => {
    const pointer = `/descriptorTerms/${index}`;
    if (builtInTerms.has(term)) {
      return [finding('note', 'term-known', pointer, `${term} is in the built-in dictionary.`)];
    }
    if (descriptorTerms.indexOf(term) < index) {
      return [finding('note', 'term-twice', pointer, `${term} is in the list twice.`)];
    }
    return [];
  });
}

const severities: readonly LintSeverity[] = ['error', 'basis', 'warning', 'note'];

/** Everything that speaks against a profile document, the gravest first. Takes any JSON. */
export function lintProfile(document: unknown, knowledge: LintKnowledge = {}): LintFinding[] {
  const problems = validateProfile(document);
  if (problems.length > 0) {
    return problems.map(({ pointer, detail }) => finding('error', 'invalid', pointer, detail));
  }
  const profile = document as DeidentificationProfile;
  const found = [
    ...safeHarborFindings(profile),
    ...overrideFindings(profile, knowledge),
    ...combinationFindings(profile),
    ...termFindings(profile),
  ];
  return found.sort((one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity));
}

/** What stands in the way of saving the document as a version. */
export function lintObstacles(findings: readonly LintFinding[]): LintFinding[] {
  return findings.filter(({ severity }) => severity === 'error' || severity === 'basis');
}
