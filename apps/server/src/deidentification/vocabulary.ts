import {
  keywordOfPath,
  methodMeanings,
  type OptionCode,
  optionDescriptions,
  pathFromText,
  privateListTitles,
  profileBases,
  profileRows,
} from '@pesscara/deidentification';
import { attributeOf, tagOf } from '@pesscara/dicom';
import type { z } from 'zod';
import type { attributeName, profileVocabulary } from './deidentification.schema.ts';

/** What each letter does (PS3.15 E.1.1), for people who write an override. */
const actionMeanings = {
  X: 'Remove',
  Z: 'Empty',
  D: 'Replace by a value that says nothing',
  K: 'Keep as it arrives',
  C: 'Clean: words of the dictionary stay, dates move',
  U: 'Replace by a UID of the project',
} as const;

/** What a profile can be made of, in words. */
export function vocabulary(): z.input<typeof profileVocabulary> {
  return {
    options: Object.entries(optionDescriptions).map(([code, effect]) => ({
      code,
      meaning: methodMeanings.get(code as OptionCode) ?? code,
      effect,
    })),
    bases: Object.entries(profileBases).map(([name, meaning]) => ({ name, meaning })),
    privateLists: Object.entries(privateListTitles).map(([name, title]) => ({ name, title })),
    actions: Object.entries(actionMeanings).map(([action, meaning]) => ({ action, meaning })),
  };
}

const mostSuggestions = 20;

interface Named {
  path: string;
  keyword: string;
  vr: string | null;
}

const listedAttributes: readonly Named[] = profileRows.flatMap(({ pattern, keyword, vr }) =>
  keyword === null || !/^[0-9A-F]{8}$/.test(pattern)
    ? []
    : [{ path: `${pattern.slice(0, 4)},${pattern.slice(4)}`, keyword, vr }],
);

function vrOfPath(path: string): string | null {
  const digits = /([0-9A-F]{4}),([0-9A-F]{4})$/.exec(path);
  return digits === null
    ? null
    : (attributeOf(Number.parseInt(`${digits[1]}${digits[2]}`, 16))?.vrs[0] ?? null);
}

/** The attribute that a text means (keyword, tag or path), then those of Table E.1-1 whose keyword holds it. */
export function attributesFor(text: string): z.input<typeof attributeName>[] {
  const path = pathFromText(text);
  const meant =
    path === undefined ? [] : [{ path, keyword: keywordOfPath(path) ?? null, vr: vrOfPath(path) }];
  if (tagOf(text) === undefined && meant.length > 0) return meant;
  const sought = text.trim().toLowerCase();
  const others = listedAttributes.filter(
    (one) => sought !== '' && one.path !== path && one.keyword.toLowerCase().includes(sought),
  );
  return [...meant, ...others].slice(0, mostSuggestions);
}
