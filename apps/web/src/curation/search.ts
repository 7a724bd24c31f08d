import { oneOf, textOf } from '../shared/search-params.ts';

export const queueSorts = ['risk', 'opened', 'subject'] as const;
export const queueStates = ['open', 'decided', 'all'] as const;
export interface QueueSearch {
  case?: string;
  /** An image of the case and an attribute of it to stand at. */
  image?: string;
  at?: string;
  sort?: (typeof queueSorts)[number];
  state?: (typeof queueStates)[number];
}

/** Reads the state of the quarantine page from its URL. */
export function readQueueSearch(raw: Record<string, unknown>): QueueSearch {
  const id = textOf(raw, 'case');
  const image = textOf(raw, 'image');
  const at = textOf(raw, 'at');
  const sort = oneOf(raw, 'sort', queueSorts);
  const state = oneOf(raw, 'state', queueStates);
  return {
    ...(id === undefined ? {} : { case: id }),
    ...(image === undefined ? {} : { image }),
    ...(at === undefined ? {} : { at }),
    ...(sort === undefined ? {} : { sort }),
    ...(state === undefined ? {} : { state }),
  };
}
