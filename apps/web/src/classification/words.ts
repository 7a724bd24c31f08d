/** What the correction form offers. A person may type another value: the rules grow, and their words are not a cage. */
export const planes = ['axial', 'coronal', 'sagittal', 'oblique'];
export const weightings = [
  'T1',
  'T2',
  'PD',
  'FLAIR',
  'T2*',
  'DWI',
  'ADC',
  'SWI',
  'BOLD',
  'ASL',
  'DSC',
  'DCE',
  'MRA',
  'field map',
  'localizer',
];
export const contrasts = ['pre', 'post', 'none'];

export interface EvidenceLine {
  what: string;
  detail: string;
}

/** One piece of evidence as a line of words, whatever its shape on the wire. */
export function evidenceLine(evidence: unknown): EvidenceLine {
  if (typeof evidence !== 'object' || evidence === null) return { what: String(evidence), detail: '' };
  const { rule, attribute, keyword, value, concludes, sets, ...rest } = evidence as Record<string, unknown>;
  const source = attribute ?? keyword;
  const text = (one: unknown) => (typeof one === 'string' ? one : JSON.stringify(one));
  const detail = [
    source === undefined ? null : `${text(source)}${value === undefined ? '' : ` = ${text(value)}`}`,
    concludes === undefined && sets === undefined ? null : `→ ${text(concludes ?? sets)}`,
    ...Object.entries(rest).map(([name, one]) => `${name}: ${text(one)}`),
  ];
  return { what: rule === undefined ? 'evidence' : text(rule), detail: detail.filter(Boolean).join(' ') };
}
