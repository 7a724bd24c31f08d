import { formatAttributePath } from '../attribute-path.ts';

/** Stands for every frame of a multi-frame object: they are treated alike, and reported as one. */
export type ItemIndex = number | '*';

/** A place in the nesting: the top level, or one item of a sequence. */
export interface Scope {
  /** '' at the top level, else `(0040,0275)[0]`. */
  readonly path: string;
  readonly parent: Scope | undefined;
  /** The sequence whose item this is; 0 at the top level. */
  readonly sequenceTag: number;
  /** Private creator of that sequence, when it is private. */
  readonly creator: string | undefined;
  /** The same place comes once a frame. */
  readonly isRepeated: boolean;
  pathOf(tag: number): string;
  itemOf(sequenceTag: number, index: ItemIndex, creator?: string): Scope;
}

/** The sequence with one item a frame (PS3.3 C.7.6.16). */
export const perFrameFunctionalGroups = 0x52009230;

/** The path under which a report lists an element: that of its place, with `[*]` for the number of the frame. */
export function reportedPath(path: string): string {
  return path.replace(/^\(5200,9230\)\[\d+\]/, '(5200,9230)[*]');
}

/** The path of an element of one frame. */
export function pathInFrame(path: string, frame: number): string {
  return path.replace('(5200,9230)[*]', `(5200,9230)[${frame}]`);
}

/** Scopes remembered by one tree; a deidentifier starts a new tree when it is full. */
const rememberedScopes = 20_000;

/** A tree of scopes, so that paths are put together once and not once an instance. */
export interface ScopeTree {
  readonly root: Scope;
  isFull(): boolean;
}

export function createScopeTree(): ScopeTree {
  let size = 0;

  function createScope(
    parent: Scope | undefined,
    sequenceTag: number,
    index: ItemIndex,
    creator: string | undefined,
  ): Scope {
    size += 1;
    const path = parent === undefined ? '' : `${parent.pathOf(sequenceTag)}[${index}]`;
    const isRepeated = index === '*' || parent?.isRepeated === true;
    const paths = new Map<number, string>();
    const items = new Map<number, Map<ItemIndex, Scope>>();

    function pathOf(tag: number): string {
      const known = paths.get(tag);
      if (known !== undefined) return known;
      const made = formatAttributePath(path, tag);
      paths.set(tag, made);
      return made;
    }

    function itemOf(itemSequenceTag: number, itemIndex: ItemIndex, itemCreator?: string): Scope {
      const ofSequence = items.get(itemSequenceTag) ?? new Map<ItemIndex, Scope>();
      items.set(itemSequenceTag, ofSequence);
      const known = ofSequence.get(itemIndex);
      if (known !== undefined && known.creator === itemCreator) return known;
      const made = createScope(scope, itemSequenceTag, itemIndex, itemCreator);
      ofSequence.set(itemIndex, made);
      return made;
    }

    const scope: Scope = { path, parent, sequenceTag, creator, isRepeated, pathOf, itemOf };
    return scope;
  }

  const root = createScope(undefined, 0, 0, undefined);
  return { root, isFull: () => size > rememberedScopes };
}
