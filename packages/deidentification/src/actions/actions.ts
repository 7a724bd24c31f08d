import type { AttributeType } from '../iod/iod-types.ts';
import {
  type Action,
  type OptionActions,
  type OptionCode,
  profileRowOf,
  type TableAction,
} from './confidentiality-profile.ts';

/**
 * The action of a table row under a set of options (PS3.15 E.1.1). An option overrides the Basic Profile. Where one
 * option in force says "keep" and another "clean", clean wins: the standard is silent, and it matters for the
 * eleven rows that are both device identity and a date.
 */
export function effectiveAction(
  row: { readonly basic: TableAction; readonly options: OptionActions },
  options: ReadonlySet<OptionCode>,
): TableAction {
  let action: TableAction = row.basic;
  for (const [code, optionAction] of row.options) {
    if (!options.has(code)) continue;
    if (optionAction === 'C') return 'C';
    action = 'K';
  }
  return action;
}

/** The effective action of a tag; undefined when Table E.1-1 does not list it. */
export function effectiveActionOf(tag: number, options: ReadonlySet<OptionCode>): TableAction | undefined {
  const row = profileRowOf(tag);
  return row === undefined ? undefined : effectiveAction(row, options);
}

/**
 * Decides a composite action by how strictly the IOD demands the attribute: the first letter that leaves a valid
 * object. `type` undefined means that the IOD is not known; the last, least destructive letter is then the only one
 * that is valid whatever the Type. X/Z/U* always maps: dropping references breaks the provenance of derived images.
 */
export function resolveComposite(action: TableAction, type: AttributeType | undefined): Action {
  switch (action) {
    case 'X/Z/U*':
      return 'U';
    case 'X/Z':
      return type === 3 ? 'X' : 'Z';
    case 'X/D':
      return type === 3 ? 'X' : 'D';
    case 'Z/D':
      return type === 1 || type === undefined ? 'D' : 'Z';
    case 'X/Z/D':
      return type === 3 ? 'X' : type === 2 ? 'Z' : 'D';
    default:
      return action;
  }
}
