import { shiftDate, shiftDateTime } from '@pesscara/deidentification';
import { type DataSet, firstText, formatTag, setText, textValues, type Vr } from '@pesscara/dicom';

/** What was done to an element, as the report of its instance says it. */
export interface ReportedElement {
  path: string;
  vr: string;
  action: string;
  rule: string;
  outcome: string;
}

export interface Reassignment {
  fromCode: string;
  toCode: string;
  /** Days that the dates move: the shift of the subject to, less the shift of the one from. */
  days: number;
}

/** Places of dates that a shift of the subject moved; the frames of a multi-frame object are one place. */
export function shiftedPaths(entries: readonly ReportedElement[]): Set<string> {
  return new Set(
    entries
      .filter(
        ({ vr, action, rule, outcome }) =>
          action === 'C' &&
          outcome === 'replaced' &&
          !rule.startsWith('ctp:') &&
          (vr === 'DA' || vr === 'DT'),
      )
      .map(({ path }) => path),
  );
}

function moved(text: string, days: number, vr: string): string {
  const value = (vr === 'DA' ? shiftDate : shiftDateTime)(text, days);
  if (value === undefined) throw new RangeError('A date that was shifted before cannot be shifted again');
  return value;
}

const codeVrs: ReadonlySet<string> = new Set(['LO', 'SH', 'PN', 'LT', 'ST', 'UT', 'UC']);
const perFrameGroups = /^\(5200,9230\)\[\d+\]/;

function walk(dataSet: DataSet, parent: string, paths: ReadonlySet<string>, to: Reassignment): void {
  for (const element of dataSet.elements) {
    const path = parent === '' ? formatTag(element.tag) : `${parent}/${formatTag(element.tag)}`;
    if (element.kind === 'sequence')
      for (const [at, item] of element.items.entries()) walk(item, `${path}[${at}]`, paths, to);
    if (element.kind !== 'value' || element.bytes.length === 0) continue;
    const { tag, vr } = element;
    if (vr === 'DA' || vr === 'DT') {
      if (!paths.has(path.replace(perFrameGroups, '(5200,9230)[*]'))) continue;
      setText(
        dataSet,
        tag,
        vr,
        textValues(dataSet, tag).map((one) => moved(one, to.days, vr)),
      );
    } else if (codeVrs.has(vr) && firstText(dataSet, tag) === to.fromCode)
      setText(dataSet, tag, vr as Vr, to.toCode);
  }
}

/**
 * Makes a header another subject's, in place: the subject's code wherever it stands as a whole value, and every date that was shifted,
 * moved by the difference of the two shifts. UIDs stay. Done with the opposite afterwards, it is what it was.
 * @throws RangeError when a date leaves the years 1000 to 9999
 */
export function reassignHeader(header: DataSet, paths: ReadonlySet<string>, to: Reassignment): void {
  walk(header, '', paths, to);
}
