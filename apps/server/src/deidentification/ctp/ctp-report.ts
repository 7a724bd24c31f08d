import type { CtpEntry } from '@pesscara/ctp';
import {
  type ActionReport,
  type OriginalLimits,
  type OriginalValue,
  type ReportEntry,
  reportedPath,
} from '@pesscara/deidentification';
import { type Element, formatTag, keywordOf } from '@pesscara/dicom';

/** Reports of the last few series, so that equal ones are one object, hashed and kept once. */
const remembered = 16;

const actions = {
  removed: 'X',
  emptied: 'Z',
  replaced: 'D',
  added: 'D',
  kept: 'K',
  entered: 'K',
} as const satisfies Record<CtpEntry['outcome'], ReportEntry['action']>;

function entryOf({ path, tag, vr, rule, outcome }: CtpEntry): ReportEntry {
  const keyword = keywordOf(tag);
  return { path, ...(keyword === undefined ? {} : { keyword }), vr, action: actions[outcome], rule, outcome };
}

function isSame(report: ActionReport, entries: readonly CtpEntry[]): boolean {
  return (
    report.entries.length === entries.length &&
    entries.every((entry, index) => {
      const known = report.entries[index];
      return (
        known?.path === entry.path &&
        known.rule === entry.rule &&
        known.outcome === entry.outcome &&
        known.vr === entry.vr
      );
    })
  );
}

/** What was done alike in every frame of a multi-frame object stands there once, as the reports of the engine have it. */
function alikeInFrames(entries: readonly CtpEntry[]): readonly CtpEntry[] {
  if (entries.every(({ path }) => reportedPath(path) === path)) return entries;
  const byText = new Map<string, CtpEntry>();
  for (const entry of entries) {
    const path = reportedPath(entry.path);
    byText.set(`${path} ${entry.rule} ${entry.outcome}`, { ...entry, path });
  }
  return [...byText.values()];
}

/** Makes reports, which hold no value, of what a script did. */
export function createCtpReports(profile: string): (entries: readonly CtpEntry[]) => ActionReport {
  const recent: ActionReport[] = [];
  return (all) => {
    const entries = alikeInFrames(all);
    const known = recent.find((report) => isSame(report, entries));
    if (known !== undefined) return known;
    const report = Object.freeze({ profile, entries: Object.freeze(entries.map(entryOf)) });
    recent.unshift(report);
    if (recent.length > remembered) recent.pop();
    return report;
  };
}

function addValues(values: OriginalValue[], path: string, element: Element, limits: OriginalLimits): void {
  if (values.length >= limits.maxValues) return;
  if (element.kind === 'sequence') {
    for (const [index, item] of element.items.entries())
      for (const nested of item.elements)
        addValues(values, `${path}[${index}]/${formatTag(nested.tag)}`, nested, limits);
  } else if (element.kind === 'value' && element.bytes.length > 0) {
    const { bytes, vr } = element;
    values.push({ path, vr, bytes: bytes.subarray(0, limits.maxValueBytes), byteLength: bytes.length });
  }
}

/** The values as they were before. They identify: for the vault only. */
export function originalsOf(entries: readonly CtpEntry[], limits: OriginalLimits): OriginalValue[] {
  const values: OriginalValue[] = [];
  for (const { path, original } of entries)
    if (original !== undefined) addValues(values, path, original, limits);
  return values;
}
