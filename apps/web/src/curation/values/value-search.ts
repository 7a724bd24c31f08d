import { oneOf, textOf } from '../../shared/search-params.ts';

export const valueFlags = [
  'leak',
  'private',
  'free-text',
  'name-like',
  'date-like',
  'phone-like',
  'id-like',
] as const;
export const valueStates = ['undecided', 'decided', 'all'] as const;
/** What a batch can be narrowed to; the whole quarantine of the project without any. */
export const batchKeys = ['case', 'upload', 'association', 'subject', 'profile'] as const;
export type BatchKey = (typeof batchKeys)[number];
export type ValueSearch = { [K in BatchKey]?: string } & {
  flag?: (typeof valueFlags)[number];
  vr?: string;
  q?: string;
  state?: (typeof valueStates)[number];
};

const textKeys = [...batchKeys, 'vr', 'q'] as const;

/** Reads batch and filters of the values page from its URL. */
export function readValueSearch(raw: Record<string, unknown>): ValueSearch {
  const flag = oneOf(raw, 'flag', valueFlags);
  const state = oneOf(raw, 'state', valueStates);
  const texts = textKeys.map((key) => [key, textOf(raw, key)] as const);
  return {
    ...Object.fromEntries(texts.filter(([, value]) => value !== undefined)),
    ...(flag === undefined ? {} : { flag }),
    ...(state === undefined ? {} : { state }),
  };
}
