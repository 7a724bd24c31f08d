import { keywordOf, type Tag, tagOf } from '@pesscara/dicom';
import { lackingKeywords, ownNames } from './keywords.generated.ts';

interface Names {
  readonly tagByName: ReadonlyMap<string, Tag>;
  readonly nameByTag: ReadonlyMap<Tag, string>;
  readonly lacking: ReadonlySet<string>;
}

let loaded: Names | undefined;

/** Parsed once, on first use (about 1 ms). */
function names(): Names {
  if (loaded !== undefined) return loaded;
  const tagByName = new Map<string, Tag>();
  const nameByTag = new Map<Tag, string>();
  for (const cell of ownNames.split(/[\n;]/)) {
    const [name = '', tag = ''] = cell.split(' ');
    tagByName.set(name, Number.parseInt(tag, 16));
    nameByTag.set(Number.parseInt(tag, 16), name);
  }
  loaded = { tagByName, nameByTag, lacking: new Set(lackingKeywords.split(/[\n;]/)) };
  return loaded;
}

/** The tag that CTP scripts mean by a name, upper and lower case told apart; undefined for a name that CTP does not know. */
export function tagOfCtpName(name: string): Tag | undefined {
  const { tagByName, lacking } = names();
  return tagByName.get(name) ?? (lacking.has(name) ? undefined : tagOf(name));
}

/** What CTP calls an element; undefined when it has no name for it. */
export function ctpNameOf(tag: Tag): string | undefined {
  const { nameByTag, lacking } = names();
  const own = nameByTag.get(tag);
  if (own !== undefined) return own;
  const keyword = keywordOf(tag);
  return keyword === undefined || lacking.has(keyword) ? undefined : keyword;
}
