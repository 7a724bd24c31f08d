import { explicitVrLittleEndian, implicitVrLittleEndian } from '@pesscara/dicom';
import type { PhantomInstance } from './series.ts';
import { instancesOf, planStudies, type StudiesOptions } from './studies.ts';

/** One visit of a patient to a scanner, ready to be sent. */
export interface PhantomExam {
  readonly callingAeTitle: string;
  readonly seriesCount: number;
  /** Each instance is made when it is asked for. */
  instances(): Generator<PhantomInstance>;
}

const sopClassUids = [
  '1.2.840.10008.5.1.4.1.1.4',
  '1.2.840.10008.5.1.4.1.1.2',
  '1.2.840.10008.5.1.4.1.1.7',
  '1.2.840.10008.5.1.4.1.1.3.1',
];

/** Every kind of instance there is in the studies: what a sender has to propose. */
export const phantomInstanceKinds = sopClassUids.flatMap((sopClassUid) =>
  [explicitVrLittleEndian, implicitVrLittleEndian].map((transferSyntaxUid) => ({
    sopClassUid,
    transferSyntaxUid,
  })),
);

/** The demonstration's exams in the order of their dates. */
export function makeExams(options: StudiesOptions = {}): PhantomExam[] {
  const plans = planStudies(options);
  return [...new Set(plans.map((plan) => plan.exam))].map((exam) => {
    const own = plans.filter((plan) => plan.exam === exam);
    return {
      callingAeTitle: exam.centre.callingAeTitle,
      seriesCount: own.length,
      *instances() {
        for (const plan of own) yield* instancesOf(plan);
      },
    };
  });
}
