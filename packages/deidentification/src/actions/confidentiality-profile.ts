import {
  confidentialityProfileEdition,
  confidentialityProfileRows,
} from '../tables/confidentiality-profile.generated.ts';
import { methodCodeRows } from '../tables/method-codes.generated.ts';

/** What to do with one attribute: a letter of PS3.15 E.1.1, or a composite that the attribute's Type decides. */
export type TableAction = 'X' | 'Z' | 'D' | 'K' | 'C' | 'U' | 'X/Z' | 'X/D' | 'X/Z/D' | 'Z/D' | 'X/Z/U*';

/** An action with nothing left to decide. */
export type Action = 'X' | 'Z' | 'D' | 'K' | 'C' | 'U';

/** A code value of CID 7050 De-identification Method other than the Basic Profile's 113100. */
export type OptionCode =
  | '113101'
  | '113102'
  | '113103'
  | '113104'
  | '113105'
  | '113106'
  | '113107'
  | '113108'
  | '113109'
  | '113110'
  | '113111'
  | '113112';

/** The options of PS3.15 Annex E by the name used in code. */
export const option = {
  cleanPixelData: '113101',
  cleanVisualFeatures: '113102',
  cleanGraphics: '113103',
  cleanStructuredContent: '113104',
  cleanDescriptors: '113105',
  retainFullDates: '113106',
  retainModifiedDates: '113107',
  retainPatientCharacteristics: '113108',
  retainDeviceIdentity: '113109',
  retainUids: '113110',
  retainSafePrivate: '113111',
  retainInstitutionIdentity: '113112',
} as const satisfies Record<string, OptionCode>;

/** CID 7050: code value → code meaning, exactly as PS3.16 spells it. */
export const methodMeanings: ReadonlyMap<string, string> = new Map(
  methodCodeRows.split('\n').map((row) => [row.slice(0, 6), row.slice(7)]),
);

const optionOfLetter: Record<string, OptionCode> = {
  g: option.cleanGraphics,
  s: option.cleanStructuredContent,
  d: option.cleanDescriptors,
  f: option.retainFullDates,
  m: option.retainModifiedDates,
  p: option.retainPatientCharacteristics,
  v: option.retainDeviceIdentity,
  u: option.retainUids,
  r: option.retainSafePrivate,
  i: option.retainInstitutionIdentity,
};

/** What an option column says: only "keep" and "clean" occur. */
export type OptionActions = ReadonlyMap<OptionCode, 'K' | 'C'>;

/** One row of Table E.1-1. `pattern` is the tag as printed there without punctuation, e.g. 00100010 or 60XX3000. */
export interface ProfileRow {
  readonly pattern: string;
  readonly keyword: string | null;
  readonly vr: string | null;
  readonly basic: TableAction;
  readonly options: OptionActions;
}

/** Reads the option letters of a generated table cell, e.g. "fKmC" ("-" for none). */
export function parseOptionActions(text: string): OptionActions {
  const actions = new Map<OptionCode, 'K' | 'C'>();
  for (let at = 0; at + 1 < text.length; at += 2) {
    const code = optionOfLetter[text.charAt(at)];
    if (code !== undefined) actions.set(code, text.charAt(at + 1) === 'K' ? 'K' : 'C');
  }
  return actions;
}

function parseRow(cell: string): ProfileRow {
  const [pattern = '', keyword = '-', vr = '-', basic = 'X', options = '-'] = cell.split(' ');
  return {
    pattern,
    keyword: keyword === '-' ? null : keyword,
    vr: vr === '-' ? null : vr,
    basic: basic as TableAction,
    options: parseOptionActions(options),
  };
}

/** Table E.1-1, one entry a row, in tag order. */
export const profileRows: readonly ProfileRow[] = confidentialityProfileRows.split(/[;\n]/).map(parseRow);

const rowOfTag = new Map<number, ProfileRow>();
const rowOfPattern = new Map<string, ProfileRow>();
for (const row of profileRows) {
  if (/^[0-9A-F]{8}$/.test(row.pattern)) rowOfTag.set(Number.parseInt(row.pattern, 16), row);
  else rowOfPattern.set(row.pattern, row);
}

/** How report entries name this table. */
export const tableRuleName = `E.1-1:${confidentialityProfileEdition}`;

/** Curves are the even groups 5000–50FF, overlays the even groups 6000–60FF (PS3.5 7.6). */
function repeatingGroupRow(tag: number): ProfileRow | undefined {
  const group = tag >>> 16;
  if (group % 2 === 1) return rowOfPattern.get('ODDGROUP');
  if (group >>> 8 === 0x50) return rowOfPattern.get('50XXXXXX');
  if (group >>> 8 !== 0x60) return undefined;
  const element = tag & 0xffff;
  if (element === 0x3000) return rowOfPattern.get('60XX3000');
  return element === 0x4000 ? rowOfPattern.get('60XX4000') : undefined;
}

/** The row of Table E.1-1 that covers a tag, patterns included; undefined when the table does not list it. */
export function profileRowOf(tag: number): ProfileRow | undefined {
  return rowOfTag.get(tag) ?? repeatingGroupRow(tag);
}
