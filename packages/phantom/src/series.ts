import {
  concatBytes,
  type DataSet,
  explicitVrLittleEndian,
  implicitVrLittleEndian,
  writeDataSet,
} from '@pesscara/dicom';
import type { Exam } from './exam.ts';

/** An instance as C-STORE carries it: a data set without file meta information. */
export interface PhantomInstance {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly dataSet: Uint8Array;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  /** Of the centre that sends it. */
  readonly callingAeTitle: string;
}

export const seriesKinds = [
  'localizer',
  't1',
  't1-post',
  't2',
  'flair',
  'dwi',
  'adc',
  'dsc',
  'mprage',
  'mprage-post',
  'ct',
  'ct-dose-report',
  'ultrasound',
] as const;
export type SeriesKind = (typeof seriesKinds)[number];

/** One series to make. */
export interface SeriesPlan {
  readonly exam: Exam;
  readonly kind: SeriesKind;
  readonly seriesNumber: number;
  /** Slices of a volume, or frames of an ultrasound clip; the kind's own when absent. */
  readonly slices?: number;
  /** Rows and columns; the kind's own when absent. */
  readonly size?: number;
  /** Moments of a perfusion run. */
  readonly timePoints?: number;
  readonly description?: string;
  readonly lesion?: { centreMm: readonly [number, number, number]; radiusMm: number; resected?: boolean };
}

/** One vendor writes implicit VR here and the other explicit, so that both are met. */
export function writesExplicitVr({ exam }: SeriesPlan): boolean {
  return exam.centre.manufacturer !== 'SIEMENS';
}

/** The finished instance of a data set. */
export function finished(
  plan: SeriesPlan,
  dataSet: DataSet,
  uids: { study: string; series: string; sopClass: string; sop: string },
): PhantomInstance {
  return {
    sopClassUid: uids.sopClass,
    sopInstanceUid: uids.sop,
    transferSyntaxUid: writesExplicitVr(plan) ? explicitVrLittleEndian : implicitVrLittleEndian,
    dataSet: concatBytes(writeDataSet(dataSet)),
    studyInstanceUid: uids.study,
    seriesInstanceUid: uids.series,
    callingAeTitle: plan.exam.centre.callingAeTitle,
  };
}
