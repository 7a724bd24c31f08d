import { keywordOf, parseTag, type Tag, tagOf } from '@pesscara/dicom';

export interface QidoQuery {
  /** Attribute tag → value to match. */
  matches: Map<Tag, string>;
  includeAll: boolean;
  includeTags: Tag[];
  limit: number | undefined;
  offset: number;
  /** Parameters that we do not know: told in a Warning header (PS3.18 8.3.4.1). */
  ignored: string[];
}

/** A mistake in a query, in words for the 400 answer; never with what was asked for, which may name a patient. */
export class QidoQueryError extends Error {}

/** An attribute as PS3.18 8.3.4.1.1 names it: keyword or eight hexadecimal digits. */
export function attributeTag(name: string): Tag | undefined {
  return /^[0-9a-f]{8}$/i.test(name) ? parseTag(name) : tagOf(name);
}

function wholeNumberOf(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new QidoQueryError(`${name} takes a whole number`);
  return Number(text);
}

/** Reads the query of a search (PS3.18 10.6.1.2). @throws QidoQueryError */
export function parseQidoQuery(query: Record<string, string | string[] | undefined>): QidoQuery {
  const parsed: QidoQuery = {
    matches: new Map(),
    includeAll: false,
    includeTags: [],
    limit: undefined,
    offset: 0,
    ignored: [],
  };
  for (const [name, given] of Object.entries(query)) {
    const values = (Array.isArray(given) ? given : [given ?? '']).map(String);
    const first = values[0] ?? '';
    if (name === 'limit') parsed.limit = wholeNumberOf(name, first);
    else if (name === 'offset') parsed.offset = wholeNumberOf(name, first);
    else if (name === 'includefield' || name === 'includeField') includeFields(parsed, values);
    else if (name === 'fuzzymatching') {
      if (first === 'true') parsed.ignored.push('fuzzymatching');
    } else if (name !== 'accept') {
      const tag = attributeTag(name);
      if (tag === undefined || keywordOf(tag) === undefined) parsed.ignored.push(name);
      else parsed.matches.set(tag, values.join(','));
    }
  }
  return parsed;
}

function includeFields(parsed: QidoQuery, values: readonly string[]): void {
  for (const field of values.flatMap((value) => value.split(','))) {
    if (field === 'all') parsed.includeAll = true;
    else {
      const tag = attributeTag(field);
      if (tag === undefined) throw new QidoQueryError('includefield takes keywords, tags or all');
      parsed.includeTags.push(tag);
    }
  }
}

/** A wildcard value (`*`, `?`) as an SQL LIKE pattern; everything else is literal. */
export function likePattern(value: string): string {
  return value
    .replaceAll(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%')
    .replaceAll('?', '_');
}

/** A date match: one day, or a range open at either end (PS3.4 C.2.2.2.5), as calendar dates. @throws QidoQueryError */
export function dateRange(value: string): { from: string | null; to: string | null } {
  const match = /^(\d{8})?(-)?(\d{8})?$/.exec(value.trim());
  if (match === null || (match[1] === undefined && match[3] === undefined))
    throw new QidoQueryError('A date is YYYYMMDD, a range YYYYMMDD-YYYYMMDD');
  const iso = (da: string | undefined) =>
    da === undefined ? null : `${da.slice(0, 4)}-${da.slice(4, 6)}-${da.slice(6)}`;
  return match[2] === undefined
    ? { from: iso(match[1]), to: iso(match[1]) }
    : { from: iso(match[1]), to: iso(match[3]) };
}

/** A list of UIDs: comma or backslash between them (PS3.4 C.2.2.2.2). */
export function uidList(value: string): string[] {
  return value
    .split(/[,\\]/)
    .map((uid) => uid.trim())
    .filter((uid) => uid !== '');
}
