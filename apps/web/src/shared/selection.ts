/** One selection model for every list: a cursor, an anchor for ranges, and the chosen ids. Positions index the list in its shown order. */
export interface Selection {
  readonly chosen: ReadonlySet<string>;
  readonly cursor: number;
  readonly anchor: number;
}

export type SelectionStep =
  | { kind: 'move'; to: number; extend?: boolean }
  | { kind: 'toggle'; at: number }
  | { kind: 'range'; to: number }
  | { kind: 'all' }
  | { kind: 'these'; ids: readonly string[] }
  | { kind: 'none' };

export const nothingSelected: Selection = { chosen: new Set(), cursor: 0, anchor: 0 };

function withRange(
  chosen: ReadonlySet<string>,
  from: number,
  to: number,
  order: readonly string[],
): Set<string> {
  const next = new Set(chosen);
  for (let at = Math.min(from, to); at <= Math.max(from, to); at += 1) {
    const id = order[at];
    if (id !== undefined) next.add(id);
  }
  return next;
}

/** The selection after one step; `order` is the ids as listed. Positions outside the list are brought inside. */
export function selectionAfter(state: Selection, step: SelectionStep, order: readonly string[]): Selection {
  const inside = (at: number) => Math.max(0, Math.min(order.length - 1, at));
  switch (step.kind) {
    case 'move': {
      const cursor = inside(step.to);
      if (!step.extend) return { ...state, cursor, anchor: cursor };
      return { ...state, cursor, chosen: withRange(state.chosen, state.anchor, cursor, order) };
    }
    case 'toggle': {
      const cursor = inside(step.at);
      const id = order[cursor];
      const chosen = new Set(state.chosen);
      if (id !== undefined && !chosen.delete(id)) chosen.add(id);
      return { chosen, cursor, anchor: cursor };
    }
    case 'range': {
      const cursor = inside(step.to);
      return { ...state, cursor, chosen: withRange(state.chosen, state.anchor, cursor, order) };
    }
    case 'all':
      return { ...state, chosen: new Set(order) };
    case 'these':
      return { ...state, chosen: new Set(step.ids) };
    case 'none':
      return { ...state, chosen: new Set() };
  }
}
