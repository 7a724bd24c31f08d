import type { Classification } from '../api/types.ts';
import type { Correction } from './queries.ts';

export const planes: NonNullable<Correction['plane']>[] = [
  'axial',
  'coronal',
  'sagittal',
  'oblique',
  'mixed',
  '3D',
];
export const contrasts: NonNullable<Correction['contrast']>[] = ['given', 'none', 'unknown'];
/** Offered; a person may type another: the rules grow, and their words are not a cage. */
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

/** One piece of evidence in words: what was looked at, and what it says. */
export function evidenceWords(evidence: Classification['evidence'][number]): string {
  const { source, attribute, value, says } = evidence;
  return `${attribute} = ${value} says ${says}${source === 'description' ? ' (a description, weaker than a header value)' : ''}`;
}
