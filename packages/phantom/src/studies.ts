import { makeCtSeries, makeDoseReport } from './ct-series.ts';
import type { Exam } from './exam.ts';
import { type Centre, centres, identifyingTexts, type PatientIdentity, patients } from './identities.ts';
import { makeMrSeries } from './mr-series.ts';
import type { PhantomInstance, SeriesKind, SeriesPlan } from './series.ts';
import { makeUltrasound } from './ultrasound-series.ts';

interface ExamPlan {
  readonly patient: keyof typeof patients;
  readonly centre: keyof typeof centres;
  readonly date: string;
  readonly time: string;
  readonly description: string;
  readonly series: readonly SeriesKind[];
  readonly lesion?: SeriesPlan['lesion'];
}

// The second exam of the first patient, half a year later and after an operation, must find the same subject.
const examPlans: readonly ExamPlan[] = [
  {
    patient: 'quillfeather',
    centre: 'northgate',
    date: '20240312',
    time: '091204',
    description: 'MRI BRAIN W AND W/O CONTRAST',
    series: ['localizer', 't1', 't2', 'flair', 'dwi', 'adc', 'dsc', 't1-post', 'mprage-post'],
    lesion: { centreMm: [30, -18, 26], radiusMm: 15 },
  },
  {
    patient: 'osterwaldt',
    centre: 'lakeside',
    date: '20240405',
    time: '134551',
    description: 'MRT Schaedel mit KM',
    series: ['localizer', 'mprage', 'flair', 't2', 'dwi', 'adc', 'dsc', 'mprage-post'],
    lesion: { centreMm: [-32, 34, 14], radiusMm: 12 },
  },
  {
    patient: 'brackenridge',
    centre: 'northgate',
    date: '20240419',
    time: '102010',
    description: 'MRI BRAIN W AND W/O CONTRAST',
    series: ['t1', 'flair', 't1-post'],
    lesion: { centreMm: [-26, -36, 30], radiusMm: 10 },
  },
  {
    patient: 'vandenhovel',
    centre: 'lakeside',
    date: '20240502',
    time: '081730',
    description: 'MRT Schaedel nativ',
    series: ['t2', 'flair', 'mprage'],
  },
  {
    patient: 'tollemache',
    centre: 'northgate',
    date: '20240523',
    time: '223341',
    description: 'CT HEAD W/O CONTRAST',
    series: ['ct', 'ct-dose-report'],
  },
  {
    patient: 'nakashiro',
    centre: 'lakeside',
    date: '20240607',
    time: '151506',
    description: 'CT Schaedel nativ',
    series: ['ct', 'ct-dose-report'],
    lesion: { centreMm: [34, 30, 22], radiusMm: 11 },
  },
  {
    patient: 'zurawinska',
    centre: 'lakeside',
    date: '20240711',
    time: '110849',
    description: 'MRT Schaedel Perfusion',
    series: ['flair', 'dsc', 't1-post'],
    lesion: { centreMm: [28, 8, 34], radiusMm: 13 },
  },
  {
    patient: 'featherstone',
    centre: 'northgate',
    date: '20240806',
    time: '164423',
    description: 'MRI BRAIN W/O CONTRAST',
    series: ['t2', 'flair'],
  },
  {
    patient: 'okonjiwura',
    centre: 'northgate',
    date: '20240821',
    time: '093217',
    description: 'US ABDOMEN COMPLETE',
    series: ['ultrasound', 'ultrasound'],
  },
  {
    patient: 'quillfeather',
    centre: 'northgate',
    date: '20240917',
    time: '084736',
    description: 'MRI BRAIN W AND W/O CONTRAST POST-OP',
    series: ['t1', 't2', 'flair', 'dwi', 'adc', 't1-post'],
    lesion: { centreMm: [30, -18, 26], radiusMm: 12, resected: true },
  },
];

function accessionNumberOf(centre: Centre, position: number): string {
  return `${centre.accessionPrefix}${String(5_530_117 + position * 3907)}`;
}

function examOf(plan: ExamPlan, position: number, seed: number): Exam {
  const centre = centres[plan.centre];
  return {
    seed,
    key: `${plan.patient}-${plan.date}`,
    patient: patients[plan.patient],
    centre,
    date: plan.date,
    time: plan.time,
    description: plan.description,
    accessionNumber: accessionNumberOf(centre, position),
  };
}

/** The instances of one series, in the order in which a scanner sends them; each is made when it is asked for. */
export function instancesOf(plan: SeriesPlan): Generator<PhantomInstance> {
  switch (plan.kind) {
    case 'ct':
      return makeCtSeries(plan);
    case 'ct-dose-report':
      return makeDoseReport(plan);
    case 'ultrasound':
      return makeUltrasound(plan);
    default:
      return makeMrSeries(plan, plan.kind);
  }
}

export interface StudiesOptions {
  /** Another seed makes other heads, noise and UIDs; the patients stay. Default 1. */
  readonly seed?: number;
}

/** The series of the demonstration, exam by exam. */
export function planStudies({ seed = 1 }: StudiesOptions = {}): SeriesPlan[] {
  return examPlans.flatMap((examPlan, position) => {
    const exam = examOf(examPlan, position, seed);
    return examPlan.series.map((kind, index) => ({
      exam,
      kind,
      // A CT sends its dose report under a number of its own.
      seriesNumber: kind === 'ct-dose-report' ? 999 : index + 1,
      ...(examPlan.lesion === undefined ? {} : { lesion: examPlan.lesion }),
    }));
  });
}

/**
 * All instances of the demonstration: nine patients of two centres, ten exams, 40 series, about 120 MB. The event loop gets its
 * turn after each instance, which takes a few milliseconds to make.
 */
export async function* makeStudies(options: StudiesOptions = {}): AsyncGenerator<PhantomInstance> {
  for (const plan of planStudies(options))
    for (const instance of instancesOf(plan)) {
      yield instance;
      await new Promise((resolve) => setImmediate(resolve));
    }
}

export interface SeriesOptions {
  readonly kind: SeriesKind;
  readonly patient?: PatientIdentity;
  readonly centre?: Centre;
  readonly seed?: number;
  /** Of a volume, or frames of an ultrasound. Default 3. */
  readonly slices?: number;
  /** Rows and columns. Default 32. */
  readonly size?: number;
  /** Of a perfusion run. Default 2. */
  readonly timePoints?: number;
  readonly seriesNumber?: number;
  readonly description?: string;
  readonly studyDescription?: string;
  readonly accessionNumber?: string;
  /** YYYYMMDD. */
  readonly studyDate?: string;
}

/** One small series for a test. Calls that agree in seed, patient and date make series of one study. */
export function makeSeries(options: SeriesOptions): PhantomInstance[] {
  const patient = options.patient ?? patients.quillfeather;
  const centre = options.centre ?? centres.northgate;
  const date = options.studyDate ?? '20240312';
  const exam: Exam = {
    seed: options.seed ?? 1,
    key: `test-${patient.patientId}-${date}`,
    patient,
    centre,
    date,
    time: '101500',
    description: options.studyDescription ?? 'MRI BRAIN W AND W/O CONTRAST',
    accessionNumber: options.accessionNumber ?? accessionNumberOf(centre, 0),
  };
  const plan: SeriesPlan = {
    exam,
    kind: options.kind,
    seriesNumber: options.seriesNumber ?? 1,
    slices: options.slices ?? 3,
    size: options.size ?? 32,
    timePoints: options.timePoints ?? 2,
    ...(options.description === undefined ? {} : { description: options.description }),
  };
  return [...instancesOf(plan)];
}

/** Every text that must not be found anywhere after the demonstration's studies were de-identified. */
export function plantedTexts(): string[] {
  const accessionNumbers = examPlans.map((plan, position) =>
    accessionNumberOf(centres[plan.centre], position),
  );
  return identifyingTexts(Object.values(patients), Object.values(centres), accessionNumbers);
}
