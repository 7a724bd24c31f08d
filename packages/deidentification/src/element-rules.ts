import { attributeOf, isGroupLengthTag, type Vr } from '@pesscara/dicom';
import { effectiveAction, resolveComposite } from './actions/actions.ts';
import {
  type Action,
  type OptionCode,
  option,
  type ProfileRow,
  profileRowOf,
  tableRuleName,
} from './actions/confidentiality-profile.ts';
import { type IodMembership, membershipOf } from './iod/iod-contents.ts';
import { type AttributeType, type TypeLookup, typesOfSopClass } from './iod/iod-types.ts';
import {
  type DeidentificationProfile,
  engineOwnedTags,
  type TemporalMode,
  temporalModeOf,
} from './profile/profile.ts';

/** What is done to one attribute in one place of one SOP Class. */
export interface ElementRule {
  readonly action: Action;
  /** The Basic Profile's action: for values that cannot be cleaned. */
  readonly fallback: 'X' | 'Z' | 'D';
  /** Where it comes from, e.g. `E.1-1:2024e:C:113107`. */
  readonly rule: string;
  /** How strictly the IOD demands the attribute; undefined when the IOD is not known. */
  readonly type: AttributeType | undefined;
  /** Kept because nothing asks for anything else: not worth an entry in the report. */
  readonly isSilent: boolean;
  /** The VR of the dictionary; undefined for attributes it does not know. */
  readonly vr: Vr | undefined;
}

/** The rule of an attribute, in one place. */
export type RuleLookup = (tag: number) => ElementRule;

/** The rules of one profile for one SOP Class. */
export interface RuleTable {
  /** The rules in items of the sequence `parentTag`, or at the top level (0). */
  rulesIn(parentTag: number): RuleLookup;
}

/** Combinations remembered; hostile tags must not make the table grow without end. */
const rememberedRules = 50_000;

/** Sequences in which a temporal, UID or other rule could hide behind a signature or an encryption. */
const removedAlways: ReadonlyMap<number, string> = new Map([
  [0x4ffe0001, 'digital-signature'],
  [0x04000500, 'encrypted-attributes'],
  [0xfffcfffc, 'trailing-padding'],
  // The length of a document that is replaced (it is Type 3).
  [0x00420015, 'document-replaced'],
]);

/** UI attributes that name a kind of thing, not an instance: mapping them would break the object. */
const classUidTags: ReadonlySet<number> = new Set([
  0x00080016, 0x0008001a, 0x0008001b, 0x00080062, 0x0008010c, 0x0008010d, 0x00080117, 0x00080118, 0x00081150,
  0x0008115a, 0x00083002, 0x00089123, 0x00340003, 0x04000010, 0x04000510,
]);

function fallbackOf(row: ProfileRow | undefined, type: AttributeType | undefined): 'X' | 'Z' | 'D' {
  const action = row === undefined ? 'Z' : resolveComposite(row.basic, type);
  return action === 'X' || action === 'D' ? action : 'Z';
}

/** Zero length is not valid where the IOD demands a value (PS3.15 E.1.1, action Z). */
function filledIfRequired(action: Action, type: AttributeType | undefined): Action {
  return action === 'Z' && type === 1 ? 'D' : action;
}

function decidingOption(row: ProfileRow, letter: string, options: ReadonlySet<OptionCode>): string {
  for (const [code, action] of row.options) if (action === letter && options.has(code)) return `:${code}`;
  return '';
}

function ruleFromTable(
  tag: number,
  row: ProfileRow,
  type: AttributeType | undefined,
  options: ReadonlySet<OptionCode>,
): ElementRule {
  const effective = effectiveAction(row, options);
  const byOption = effective === 'C' || effective === 'K' ? decidingOption(row, effective, options) : '';
  return {
    action: filledIfRequired(resolveComposite(effective, type), type),
    fallback: filledIfRequired(fallbackOf(row, type), type) as 'X' | 'Z' | 'D',
    rule: `${tableRuleName}:${effective}${byOption}`,
    type,
    isSilent: false,
    vr: attributeOf(tag)?.vrs[0],
  };
}

/** A rule that neither the table nor the IOD has a part in. */
export function fixedRule(action: Action, rule: string, vr?: Vr): ElementRule {
  return { action, fallback: action === 'X' ? 'X' : 'Z', rule, type: undefined, isSilent: false, vr };
}

const datesByMode: Record<TemporalMode, Action> = { remove: 'Z', shift: 'C', keep: 'K' };

/** Attributes that the table does not list: the profile keeps them, except where their VR alone says "identity". */
function ruleByVr(tag: number, options: ReadonlySet<OptionCode>, mode: TemporalMode): ElementRule {
  const vr = attributeOf(tag)?.vrs[0];
  const silent: ElementRule = { ...fixedRule('K', 'not-in-table', vr), isSilent: true };
  switch (vr) {
    case undefined:
      return fixedRule('X', 'not-in-dictionary');
    case 'UI':
      if (classUidTags.has(tag) || options.has(option.retainUids)) return silent;
      return fixedRule('U', 'not-in-table:uid', vr);
    case 'PN':
      return fixedRule('Z', 'not-in-table:name', vr);
    case 'DA':
    case 'DT':
      return fixedRule(datesByMode[mode], 'not-in-table:date', vr);
    case 'LT':
    case 'ST':
    case 'UT':
    case 'UC':
      return fixedRule('K', 'not-in-table:free-text', vr);
    default:
      return silent;
  }
}

function isCommandOrDirectoryTag(tag: number): boolean {
  const group = tag >>> 16;
  return group === 0x0000 || group === 0x0002 || group === 0x0004;
}

/** Overlay and curve groups go as a whole: rows and columns without their bitmap are no valid module. */
function isOverlayTag(tag: number): boolean {
  return tag >>> 24 === 0x60 && ((tag >>> 16) & 1) === 0;
}

/** How rules name an overlay whose bitmap decides, together with the image it lies over. */
export const overlayByBitmap = 'overlay-by-bitmap';

function ruleOfOverlay({ options, isMember }: Compilation, parentTag: number): ElementRule {
  const isAllowed = isMember === undefined || isMember(0, 0x60003000);
  const isLookedAt = parentTag === 0 && options.has(option.cleanGraphics) && isAllowed;
  return isLookedAt ? fixedRule('C', overlayByBitmap) : fixedRule('X', 'overlay');
}

/** What all rules of a profile for one SOP Class share. */
interface Compilation {
  readonly profile: DeidentificationProfile;
  readonly options: ReadonlySet<OptionCode>;
  readonly types: TypeLookup | undefined;
  /** Undefined where the profile does not ask what belongs to the IOD. */
  readonly isMember: IodMembership | undefined;
}

function compileRule(compilation: Compilation, parentTag: number, tag: number): ElementRule {
  const { profile, options, types, isMember } = compilation;
  if (isGroupLengthTag(tag)) return fixedRule('X', 'group-length');
  if (isCommandOrDirectoryTag(tag)) return fixedRule('X', 'not-part-of-instance');
  const always = removedAlways.get(tag);
  if (always !== undefined) return fixedRule('X', always);
  if (isOverlayTag(tag)) return ruleOfOverlay(compilation, parentTag);
  const row = profileRowOf(tag);
  const isAsked = profile.strictIod === true || row === undefined;
  if (isAsked && isMember !== undefined && !engineOwnedTags.has(tag) && !isMember(parentTag, tag))
    return fixedRule('X', 'not-in-iod', attributeOf(tag)?.vrs[0]);
  if (row === undefined) return ruleByVr(tag, options, temporalModeOf(profile));
  return ruleFromTable(tag, row, types?.(parentTag, tag), options);
}

/**
 * Resolves table, options and attribute types once per profile and SOP Class; instances then only look up. Private
 * attributes and overrides are not its business.
 */
export function compileRules(profile: DeidentificationProfile, sopClassUid: string): RuleTable {
  const options: ReadonlySet<OptionCode> = new Set(profile.options);
  const asksForIod = profile.allowlist === true || profile.strictIod === true;
  const compilation: Compilation = {
    profile,
    options,
    types: typesOfSopClass(sopClassUid),
    isMember: asksForIod ? membershipOf(sopClassUid) : undefined,
  };
  const lookups = new Map<number, RuleLookup>();
  let remembered = 0;

  function createLookup(parentTag: number): RuleLookup {
    const rules = new Map<number, ElementRule>();
    return (tag) => {
      const known = rules.get(tag);
      if (known !== undefined) return known;
      const rule = compileRule(compilation, parentTag, tag);
      remembered += 1;
      if (remembered <= rememberedRules) rules.set(tag, rule);
      return rule;
    };
  }

  function rulesIn(parentTag: number): RuleLookup {
    const known = lookups.get(parentTag);
    if (known !== undefined) return known;
    if (remembered > rememberedRules || lookups.size >= rememberedRules) {
      lookups.clear();
      remembered = 0;
    }
    const lookup = createLookup(parentTag);
    lookups.set(parentTag, lookup);
    return lookup;
  }

  return { rulesIn };
}
