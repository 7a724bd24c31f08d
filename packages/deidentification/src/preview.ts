import { type DataSet, type Element, formatTag, keywordOf, textValues } from '@pesscara/dicom';
import type { ActionReport, ReportEntry } from './action-report.ts';
import { methodMeanings, type OptionCode } from './actions/confidentiality-profile.ts';
import type { Deidentified, Deidentifier, DeidentifyContext, Refused } from './deidentify.ts';
import type { Finding } from './findings.ts';
import { reportedPath } from './profile/scope.ts';

/** What became of an element, in the words of the pages. */
export type ElementChange =
  | 'removed'
  | 'emptied'
  | 'replaced'
  | 'shifted'
  | 'remapped'
  | 'cleaned'
  | 'added'
  | 'kept';

/** One element before and after. Values identify: whoever shows them decides to whom. */
export interface PreviewRow {
  /** `(0040,0275)[0]/(0040,0007)`, with the item numbers of the input. */
  readonly path: string;
  readonly depth: number;
  readonly keyword: string | null;
  readonly vr: string;
  readonly change: ElementChange;
  /** As the report names it; null for elements that no rule asks anything of. */
  readonly rule: string | null;
  /** Null where there was, or is, no element. Long values are cut, bytes are counted. */
  readonly before: string | null;
  readonly after: string | null;
}

export interface Previewed<F = Finding> {
  readonly kind: 'previewed';
  readonly rows: readonly PreviewRow[];
  readonly findings: readonly F[];
  readonly isComplete: boolean;
}

interface Line {
  readonly path: string;
  readonly depth: number;
  readonly tag: number;
  readonly vr: string;
  readonly value: string;
}

/** More elements than this are not listed; enhanced objects repeat themselves by frame. */
const mostRows = 20_000;
const longestValue = 256;

/** What happened, by outcome, then by action and VR. */
export function elementChangeOf({ outcome, action, vr }: ReportEntry): ElementChange {
  if (outcome === 'replaced') {
    if (action === 'U' || vr === 'UI') return 'remapped';
    if (action === 'C') return ['DA', 'DT', 'TM'].includes(vr) ? 'shifted' : 'cleaned';
    return 'replaced';
  }
  return outcome === 'entered' ? 'kept' : outcome;
}

function valueText(dataSet: DataSet, element: Element): string {
  if (element.kind === 'sequence')
    return `${element.items.length} item${element.items.length === 1 ? '' : 's'}`;
  if (element.kind === 'bulk')
    return element.byteLength === undefined ? 'pixel data' : `${element.byteLength} bytes`;
  if (element.kind === 'fragments') return `${Math.max(0, element.fragments.length - 1)} fragments`;
  if (element.vr.startsWith('O') || element.vr === 'UN') return `${element.bytes.length} bytes`;
  const text = textValues(dataSet, element.tag).join('\\');
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}

/** Every element with its path. Items keep the number under which `numberOf` first saw them. */
function listElements(header: DataSet, numberOf: WeakMap<DataSet, number>): Line[] {
  const lines: Line[] = [];
  const walk = (dataSet: DataSet, prefix: string, depth: number): void => {
    for (const element of dataSet.elements) {
      if (lines.length >= mostRows) return;
      const { tag, vr } = element;
      const path = `${prefix}${formatTag(tag)}`;
      lines.push({ path, depth, tag, vr, value: valueText(dataSet, element) });
      if (element.kind !== 'sequence') continue;
      element.items.forEach((item, index) => {
        const number = numberOf.get(item) ?? index;
        numberOf.set(item, number);
        walk(item, `${path}[${number}]/`, depth + 1);
      });
    }
  };
  walk(header, '', 0);
  return lines;
}

function changeWithoutEntry(before: Line | undefined, after: Line | undefined): ElementChange {
  if (before === undefined) return 'added';
  if (after === undefined) return 'removed';
  return before.value === after.value ? 'kept' : 'replaced';
}

function rowOf(
  path: string,
  before: Line | undefined,
  after: Line | undefined,
  entry: ReportEntry | undefined,
): PreviewRow {
  const line = before ?? after;
  const isSettled = entry !== undefined && (after === undefined) === (elementChangeOf(entry) === 'removed');
  return {
    path,
    depth: line?.depth ?? 0,
    keyword: line === undefined ? null : (keywordOf(line.tag) ?? null),
    vr: line?.vr ?? '',
    change: isSettled ? elementChangeOf(entry) : changeWithoutEntry(before, after),
    rule: entry?.rule ?? null,
    before: before?.value ?? null,
    after: after?.value ?? null,
  };
}

/** An element of a removed sequence has no entry of its own: the rule of the sequence took it. */
function entryAt(entries: ReadonlyMap<string, ReportEntry>, path: string, isGone: boolean) {
  const own = entries.get(path) ?? entries.get(reportedPath(path));
  if (own !== undefined || !isGone) return own;
  for (let at = path.lastIndexOf('['); at > 0; at = path.lastIndexOf('[', at - 1)) {
    const outer = path.slice(0, at);
    const found = entries.get(outer) ?? entries.get(reportedPath(outer));
    if (found?.outcome === 'removed' || found?.outcome === 'emptied') return found;
  }
  return undefined;
}

function joined(before: readonly Line[], after: readonly Line[], { entries }: ActionReport): PreviewRow[] {
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  const later = new Map(after.map((line) => [line.path, line]));
  const earlier = new Set(before.map(({ path }) => path));
  const rows = before.map((line) => {
    const now = later.get(line.path);
    return rowOf(line.path, line, now, entryAt(byPath, line.path, now === undefined));
  });
  const added = after.filter(({ path }) => !earlier.has(path));
  const all = [...rows, ...added.map((line) => rowOf(line.path, undefined, line, byPath.get(line.path)))];
  return all.sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0));
}

/** What is listed of a treated header, whatever treated it. */
interface Treated<F> {
  readonly dataSet: DataSet;
  readonly report: ActionReport;
  readonly findings: readonly F[];
}

/** Notes a header as it is; what is returned lists it beside what became of it, treated in place. */
export function beginPreview(header: DataSet): <F>(treated: Treated<F>) => Previewed<F> {
  const numbers = new WeakMap<DataSet, number>();
  const before = listElements(header, numbers);
  return ({ dataSet, report, findings }) => {
    const after = listElements(dataSet, numbers);
    return {
      kind: 'previewed',
      rows: joined(before, after, report),
      findings,
      isComplete: before.length < mostRows && after.length < mostRows,
    };
  };
}

/**
 * De-identifies a header in place and lists every element before and after with the rule that acted. For a person who
 * is about to choose a profile: nothing is kept, and nothing of it is meant for storage.
 */
export function previewDeidentification(
  deidentifier: Pick<Deidentifier, 'deidentify'>,
  header: DataSet,
  context: DeidentifyContext,
): Previewed | Refused {
  const finish = beginPreview(header);
  const result: Deidentified | Refused = deidentifier.deidentify(header, context);
  return result.kind === 'refused' ? result : finish(result);
}

const fixedRules: Readonly<Record<string, string>> = {
  'subject-code': 'The subject’s code stands for the patient.',
  'not-in-iod': 'Not in the IOD of its SOP Class; the profile keeps no more than that.',
  'not-in-dictionary': 'Not in the dictionary of attributes.',
  'not-in-table:uid': 'Not in Table E.1-1; an instance UID.',
  'not-in-table:name': 'Not in Table E.1-1; a person name.',
  'not-in-table:date': 'Not in Table E.1-1; a date, as the temporal option says.',
  'not-in-table:free-text': 'Not in Table E.1-1; free text that stays.',
  'group-length': 'Group lengths are removed.',
  'not-part-of-instance': 'Not part of an instance.',
  'digital-signature': 'Signatures do not hold after a change.',
  'encrypted-attributes': 'Encrypted attributes may hold identity.',
  'trailing-padding': 'Trailing padding is removed.',
  'document-replaced': 'Length of a document that was replaced.',
  overlay: 'Overlays and curves are removed as a whole.',
  'overlay-kept': 'An overlay that lies inside its image; a person looks at it (113103).',
  'overlay-text': 'Text of an overlay that stays; it keeps the words of the dictionary (113103).',
  'sequence-unreadable': 'A sequence that cannot be read.',
  'unexpected-fragments': 'Fragments where none belong.',
  'inside-cleaned-sequence': 'Text inside a sequence that is cleaned.',
  'inside-replaced-sequence': 'Text inside a sequence that is replaced.',
  'identifier-in-output': 'It held an identifier of the patient.',
};

const tableNames: Readonly<Record<string, string>> = {
  'E.1-1': 'Table E.1-1',
  'E.3.4-1': 'Table E.3.4-1 (concept names)',
  'E.3.10-1': 'Table E.3.10-1 (safe private)',
};

/** A rule of a report in words: `E.1-1:2024e:C:113107` is "Table E.1-1: C by Retain Longitudinal …". */
export function ruleInWords(rule: string): string {
  const known = fixedRules[rule];
  if (known !== undefined) return known;
  const [table = '', edition = '', action, code] = rule.split(':');
  if (table === 'override') return `Override ${Number(edition) + 1} of the profile.`;
  if (table === 'private-list') return `Private list ${edition}.`;
  const name = tableNames[table];
  if (name === undefined) return rule;
  const meaning = code === undefined ? undefined : methodMeanings.get(code as OptionCode);
  return meaning === undefined
    ? `${name}: ${action ?? ''}.`
    : `${name}: ${action ?? ''} by ${meaning} (${code ?? ''}).`;
}
