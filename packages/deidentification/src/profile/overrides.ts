import { type DataSet, privateCreatorOf } from '@pesscara/dicom';
import { type PathStep, parseAttributePath } from '../attribute-path.ts';
import type { DeidentificationProfile, OverrideAction } from './profile.ts';
import type { Scope } from './scope.ts';

/** An override that applies to an element. */
export interface AppliedOverride {
  readonly action: OverrideAction;
  /** Its position in the profile. */
  readonly index: number;
}

/** The overrides of a profile, ready to be asked for each element. */
export interface OverrideTable {
  readonly hasPrivate: boolean;
  /** The first override in the profile's order whose path ends at the element; undefined when there is none. */
  overrideOf(dataSet: DataSet, scope: Scope, tag: number): AppliedOverride | undefined;
}

interface CompiledOverride extends AppliedOverride {
  /** From the element outwards. */
  readonly steps: readonly PathStep[];
}

function matchesStep(step: PathStep, tag: number, creator: string | undefined): boolean {
  if (step.kind === 'standard') return step.tag === tag;
  return step.group === tag >>> 16 && step.elementByte === (tag & 0xff) && step.creator === creator;
}

function matchesPath(
  steps: readonly PathStep[],
  scope: Scope,
  tag: number,
  creator: string | undefined,
): boolean {
  const [last, ...outer] = steps;
  if (last === undefined || !matchesStep(last, tag, creator)) return false;
  let at: Scope | undefined = scope;
  for (const step of outer) {
    if (at?.parent === undefined || !matchesStep(step, at.sequenceTag, at.creator)) return false;
    at = at.parent;
  }
  return true;
}

/** Steps that name a private element by creator are looked up by group and low byte, which no standard tag shares. */
function lookupKey(step: PathStep): number {
  return step.kind === 'standard' ? step.tag : step.group * 0x10000 + step.elementByte;
}

export function compileOverrides(profile: DeidentificationProfile): OverrideTable {
  const byKey = new Map<number, CompiledOverride[]>();
  let hasPrivate = false;
  profile.overrides.forEach(({ path, action }, index) => {
    const steps = [...(parseAttributePath(path) ?? [])].reverse();
    const [last] = steps;
    if (last === undefined) return;
    hasPrivate ||= last.kind === 'private';
    const key = lookupKey(last);
    byKey.set(key, [...(byKey.get(key) ?? []), { steps, action, index }]);
  });

  function overrideOf(dataSet: DataSet, scope: Scope, tag: number): AppliedOverride | undefined {
    if (byKey.size === 0) return undefined;
    const isPrivate = ((tag >>> 16) & 1) === 1;
    const key = isPrivate ? (tag >>> 16) * 0x10000 + (tag & 0xff) : tag;
    const candidates = byKey.get(key) ?? (isPrivate ? byKey.get(tag) : undefined);
    if (candidates === undefined) return undefined;
    const creator = isPrivate ? privateCreatorOf(dataSet, tag) : undefined;
    return candidates.find(({ steps }) => matchesPath(steps, scope, tag, creator));
  }

  return { hasPrivate, overrideOf };
}
