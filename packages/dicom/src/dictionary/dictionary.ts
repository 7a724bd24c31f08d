import { attributeLines } from './dictionary.generated.ts';
import type { Keyword } from './keywords.generated.ts';
import { isGroupLengthTag, isPrivateCreatorTag, isPrivateTag, type Tag } from './tags.ts';
import type { Vr } from './value-representations.ts';

export type { Keyword } from './keywords.generated.ts';

/** One row of PS3.6 (or of the command dictionary, PS3.7 Annex E). */
export type Attribute = {
  readonly tag: Tag;
  readonly keyword: Keyword | undefined;
  /** The VRs allowed; several for rows such as 'US or SS'. */
  readonly vrs: readonly [Vr, ...Vr[]];
  /** Value multiplicity as printed: '1', '1-n', '2-2n'. */
  readonly vm: string;
  readonly retired: boolean;
};

/** A tag, or the keyword of a public attribute. */
export type AttributeRef = Tag | Keyword;

type RepeatingAttribute = { readonly mask: number; readonly bits: number; readonly attribute: Attribute };

type Dictionary = {
  readonly byTag: ReadonlyMap<Tag, Attribute>;
  readonly byKeyword: ReadonlyMap<string, Attribute>;
  readonly repeating: readonly RepeatingAttribute[];
};

let loaded: Dictionary | undefined;

/** 5,100 lines parsed once, on first use (about 2 ms), so that importing the package costs nothing. */
function dictionary(): Dictionary {
  loaded ??= loadDictionary();
  return loaded;
}

function loadDictionary(): Dictionary {
  const byTag = new Map<Tag, Attribute>();
  const byKeyword = new Map<string, Attribute>();
  const repeating: RepeatingAttribute[] = [];
  for (const line of attributeLines.split('\n')) {
    const [pattern = '', keyword = '-', vrs = 'UN', vm = '1', retired] = line.split(' ');
    const attribute: Attribute = {
      tag: Number.parseInt(pattern.replaceAll('x', '0'), 16),
      keyword: keyword === '-' ? undefined : (keyword as Keyword),
      vrs: vrs.split('/') as [Vr, ...Vr[]],
      vm,
      retired: retired === 'R',
    };
    if (attribute.keyword) byKeyword.set(attribute.keyword, attribute);
    if (!pattern.includes('x')) byTag.set(attribute.tag, attribute);
    else repeating.push({ mask: maskOf(pattern), bits: attribute.tag, attribute });
  }
  return { byTag, byKeyword, repeating };
}

function maskOf(pattern: string): number {
  return Number.parseInt([...pattern].map((digit) => (digit === 'x' ? '0' : 'F')).join(''), 16);
}

/** The dictionary row of a tag, repeating groups (50xx, 60xx, …) included; undefined for private and unknown tags. */
export function attributeOf(tag: Tag): Attribute | undefined {
  const { byTag, repeating } = dictionary();
  const exact = byTag.get(tag);
  if (exact) return exact;
  if ((tag & 0x00010000) !== 0) return undefined;
  return repeating.find(({ mask, bits }) => (tag & mask) >>> 0 === bits)?.attribute;
}

/** 'PatientName' for 0x00100010; undefined for private and unknown tags. */
export function keywordOf(tag: Tag): Keyword | undefined {
  return attributeOf(tag)?.keyword;
}

/** The tag of a keyword; for repeating groups the first group (6000). */
export function tagOf(keyword: Keyword): Tag;
export function tagOf(keyword: string): Tag | undefined;
export function tagOf(keyword: string): Tag | undefined {
  return dictionary().byKeyword.get(keyword)?.tag;
}

/** The tag an attribute reference stands for. */
export function resolveTag(attribute: AttributeRef): Tag {
  return typeof attribute === 'number' ? attribute : tagOf(attribute);
}

/**
 * The VR to read an element with when the encoding does not state it (PS3.5 7.1.3, A.1): the dictionary's, LO for
 * private creators, UL for group lengths, otherwise UN. Rows with alternatives give OW before OB, and US before SS;
 * `signedPixels` (Pixel Representation 1) chooses SS.
 */
export function vrOf(tag: Tag, signedPixels = false): Vr {
  const attribute = dictionary().byTag.get(tag) ?? attributeOf(tag);
  if (!attribute) return isGroupLengthTag(tag) ? 'UL' : isPrivateCreatorTag(tag) ? 'LO' : 'UN';
  const { vrs } = attribute;
  if (vrs.length === 1) return vrs[0];
  if (vrs.includes('SS')) return signedPixels ? 'SS' : 'US';
  return vrs.includes('OW') ? 'OW' : vrs[0];
}

/** True when the tag is public and in the dictionary. */
export function isKnownTag(tag: Tag): boolean {
  return !isPrivateTag(tag) && attributeOf(tag) !== undefined;
}

/** Every tag of the dictionary that stands for one attribute; repeating groups (50xx, 60xx, …) are not among them. */
export function knownTags(): Iterable<Tag> {
  return dictionary().byTag.keys();
}
