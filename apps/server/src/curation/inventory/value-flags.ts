import { isPrivatePath } from './value-paths.ts';

/** Why a person should look at a value. */
export const valueFlags = [
  'leak',
  'private',
  'free-text',
  'name-like',
  'date-like',
  'phone-like',
  'id-like',
] as const;
export type ValueFlag = (typeof valueFlags)[number];

const freeTextVrs: ReadonlySet<string> = new Set(['LT', 'ST', 'UT', 'UC']);
const longText = 64;
/** Written by the engine itself: the research code, and how it was made. */
const ownPath = /^\((0010,00[12]0|0012,006[0-9])\)/;

const looksLike: readonly (readonly [ValueFlag, RegExp])[] = [
  ['name-like', /\p{L}\^\p{L}|\b\p{Lu}\p{Ll}{2,},? \p{Lu}\p{Ll}{2,}|\b(?:Dr|Prof|Mr|Mrs|Ms)\.? \p{Lu}/u],
  [
    'date-like',
    /(?<!\d)(?:19|20)\d\d[-/.]?(?:0[1-9]|1[0-2])[-/.]?(?:0[1-9]|[12]\d|3[01])(?!\d)|(?<!\d)\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d(?!\d)/,
  ],
  ['phone-like', /(?<![\d.])\+?\(?\d{2,5}\)?[ /-]\d{2,4}[ /-]?\d{3,6}(?![\d.])/],
  ['id-like', /(?<![\d.])[A-Za-z]{0,4}-?\d{5,}(?![\d.])/],
];

/** The flags of a value; `text` is null where values of an attribute stand together. */
export function flagsOf({
  path,
  vr,
  text,
  isLeak,
}: {
  path: string;
  vr: string;
  text: string | null;
  isLeak: boolean;
}): ValueFlag[] {
  const flags: ValueFlag[] = isLeak ? ['leak'] : [];
  if (ownPath.test(path)) return flags;
  if (isPrivatePath(path)) flags.push('private');
  if (text === null || text === '') return flags;
  if (freeTextVrs.has(vr) || text.length > longText) flags.push('free-text');
  if (vr === 'PN') flags.push('name-like');
  for (const [flag, pattern] of looksLike) if (!flags.includes(flag) && pattern.test(text)) flags.push(flag);
  return flags;
}
