import type { OptionCode } from '../actions/confidentiality-profile.ts';
import { canonicalJson, type JsonValue } from './canonical-json.ts';
import { type EffectiveAction, effectiveActionsOf } from './effective-actions.ts';
import type { DeidentificationProfile, ProfileOverride } from './profile.ts';

interface Members<Value> {
  readonly added: readonly Value[];
  readonly removed: readonly Value[];
}

/** An attribute that two profiles treat differently; `before` or `after` is null when that one does not name it. */
export interface ActionChange {
  readonly attribute: string;
  readonly keyword: string | null;
  readonly before: Pick<EffectiveAction, 'action' | 'by'> | null;
  readonly after: Pick<EffectiveAction, 'action' | 'by'> | null;
}

/** How one profile differs from another: its document, and what that means for attributes. */
export interface ProfileDiff {
  readonly options: Members<OptionCode>;
  readonly overrides: Members<ProfileOverride> & {
    readonly changed: readonly { before: ProfileOverride; after: ProfileOverride }[];
  };
  readonly descriptorTerms: Members<string>;
  readonly privateLists: Members<string>;
  /** The other members of the document that changed. */
  readonly settings: readonly { member: string; before: string | null; after: string | null }[];
  readonly actions: readonly ActionChange[];
}

function membersOf<Value>(before: readonly Value[], after: readonly Value[]): Members<Value> {
  return {
    added: after.filter((one) => !before.includes(one)),
    removed: before.filter((one) => !after.includes(one)),
  };
}

function overrideText(override: ProfileOverride): string {
  return canonicalJson(override as unknown as JsonValue);
}

function overridesDiff(before: readonly ProfileOverride[], after: readonly ProfileOverride[]) {
  const earlier = new Map(before.map((override) => [override.path, override]));
  const later = new Map(after.map((override) => [override.path, override]));
  return {
    added: after.filter(({ path }) => !earlier.has(path)),
    removed: before.filter(({ path }) => !later.has(path)),
    changed: [...later.values()].flatMap((override) => {
      const known = earlier.get(override.path);
      if (known === undefined || overrideText(known) === overrideText(override)) return [];
      return [{ before: known, after: override }];
    }),
  };
}

function actionsDiff(before: DeidentificationProfile, after: DeidentificationProfile): ActionChange[] {
  const earlier = new Map(effectiveActionsOf(before).map((one) => [one.attribute, one]));
  const changes: ActionChange[] = [];
  for (const now of effectiveActionsOf(after)) {
    const known = earlier.get(now.attribute);
    earlier.delete(now.attribute);
    if (known?.action === now.action) continue;
    const { attribute, keyword } = now;
    changes.push({ attribute, keyword, before: known ?? null, after: now });
  }
  // What is left was named by an override alone, which is gone.
  for (const known of earlier.values())
    changes.push({ attribute: known.attribute, keyword: known.keyword, before: known, after: null });
  return changes.map((change) => ({
    ...change,
    before: change.before && { action: change.before.action, by: change.before.by },
    after: change.after && { action: change.after.action, by: change.after.by },
  }));
}

/** What changed from one profile to another. The version number is none of it. */
export function diffProfiles(before: DeidentificationProfile, after: DeidentificationProfile): ProfileDiff {
  const settings = (['title', 'ageCapYears', 'basis', 'edition', 'allowlist', 'strictIod'] as const).flatMap(
    (member) => {
      const [earlier, later] = [before[member], after[member]];
      if (earlier === later) return [];
      const text = (value: string | number | true | null | undefined): string | null =>
        value?.toString() ?? null;
      return [{ member, before: text(earlier), after: text(later) }];
    },
  );
  return {
    options: membersOf(before.options, after.options),
    overrides: overridesDiff(before.overrides, after.overrides),
    descriptorTerms: membersOf(before.descriptorTerms, after.descriptorTerms),
    privateLists: membersOf<string>(before.privateLists ?? [], after.privateLists ?? []),
    settings,
    actions: actionsDiff(before, after),
  };
}
