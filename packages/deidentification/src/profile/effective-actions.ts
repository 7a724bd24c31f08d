import { attributeOf, formatTag, keywordOf, tagOf } from '@pesscara/dicom';
import { effectiveAction } from '../actions/actions.ts';
import {
  type OptionCode,
  type ProfileRow,
  profileRows,
  type TableAction,
} from '../actions/confidentiality-profile.ts';
import { parseAttributePath } from '../attribute-path.ts';
import type { DeidentificationProfile } from './profile.ts';

/** What a profile does to one attribute wherever it occurs, before the attribute's Type decides a composite action. */
export interface EffectiveAction {
  /** `(0010,0020)`, or a pattern such as `(60XX,3000)`. */
  readonly attribute: string;
  readonly keyword: string | null;
  readonly vr: string | null;
  /** A letter, a composite, or `set` for an override that puts a text there. */
  readonly action: TableAction | 'set';
  /** What decides: the Basic Profile, an option's code, or `override:3`. */
  readonly by: string;
}

function displayOf(pattern: string): string {
  return pattern.length === 8 && pattern !== 'ODDGROUP'
    ? `(${pattern.slice(0, 4)},${pattern.slice(4)})`
    : '(odd group)';
}

/** The single attributes that overrides name, each with the first override that does. */
function overriddenTags({ overrides }: DeidentificationProfile): Map<number, number> {
  const byTag = new Map<number, number>();
  overrides.forEach(({ path }, index) => {
    const steps = parseAttributePath(path);
    const [step] = steps ?? [];
    if (steps?.length === 1 && step?.kind === 'standard' && !byTag.has(step.tag)) byTag.set(step.tag, index);
  });
  return byTag;
}

function byOverride(profile: DeidentificationProfile, index: number): Pick<EffectiveAction, 'action' | 'by'> {
  const action = profile.overrides[index]?.action ?? 'X';
  return { action: typeof action === 'string' ? action : 'set', by: `override:${index}` };
}

function byTable(row: ProfileRow, options: ReadonlySet<OptionCode>): Pick<EffectiveAction, 'action' | 'by'> {
  const action = effectiveAction(row, options);
  if (action === row.basic) return { action, by: '113100' };
  const decided = [...row.options].find(([code, letter]) => letter === action && options.has(code));
  return { action, by: decided?.[0] ?? '113100' };
}

/** All rows of Table E.1-1 under a profile, in the table's order, then the other attributes that it overrides. */
export function effectiveActionsOf(profile: DeidentificationProfile): EffectiveAction[] {
  const options: ReadonlySet<OptionCode> = new Set(profile.options);
  const overridden = overriddenTags(profile);
  const listed = profileRows.map((row) => {
    const tag = /^[0-9A-F]{8}$/.test(row.pattern) ? Number.parseInt(row.pattern, 16) : undefined;
    const index = tag === undefined ? undefined : overridden.get(tag);
    if (tag !== undefined) overridden.delete(tag);
    const decided = index === undefined ? byTable(row, options) : byOverride(profile, index);
    return { attribute: displayOf(row.pattern), keyword: row.keyword, vr: row.vr, ...decided };
  });
  const others = [...overridden].map(([tag, index]) => ({
    attribute: formatTag(tag),
    keyword: keywordOf(tag) ?? null,
    vr: attributeOf(tag)?.vrs[0] ?? null,
    ...byOverride(profile, index),
  }));
  return [...listed, ...others];
}

/**
 * The path that a person means by a keyword (`PatientID`), a tag in any of the usual spellings (`(0010,0020)`,
 * `00100020`) or a path, each step of which may be a keyword. Undefined when it is none.
 */
export function pathFromText(text: string): string | undefined {
  const steps = text.split(/[>/]/).map((step) => stepFromText(step.trim()));
  return steps.every((step) => step !== undefined) ? steps.join('>') : undefined;
}

function stepFromText(text: string): string | undefined {
  const digits = /^\(?([0-9A-Fa-f]{4}),?\s?([0-9A-Fa-f]{4})\)?(?:\[\d+\])?$/.exec(text);
  if (digits) return `${digits[1]},${digits[2]}`.toUpperCase();
  const tag = tagOf(text);
  if (tag !== undefined) return formatTag(tag).slice(1, -1);
  return parseAttributePath(text) === undefined ? undefined : text;
}

/** The keyword of a path's last step, for people; undefined for private attributes and unknown ones. */
export function keywordOfPath(path: string): string | undefined {
  const last = parseAttributePath(path)?.at(-1);
  return last?.kind === 'standard' ? keywordOf(last.tag) : undefined;
}
