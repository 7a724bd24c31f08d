import type { SeriesKind } from './series.ts';
import type { MrTiming } from './signals.ts';

export type MrKind = Exclude<SeriesKind, 'ct' | 'ct-dose-report' | 'ultrasound'>;
export type Plane = 'axial' | 'sagittal' | 'three-planes';

/** What a technologist chose at the scanner, by the names that each vendor's scanners would show. */
export interface MrProtocol {
  readonly descriptions: { readonly 'GE MEDICAL SYSTEMS': string; readonly SIEMENS: string };
  readonly sequenceName: string;
  readonly plane: Plane;
  readonly slices: number;
  readonly size: number;
  readonly fieldOfViewMm: number;
  readonly sliceThicknessMm: number;
  readonly spacingMm: number;
  readonly timing: MrTiming;
  readonly scanningSequence: readonly string[];
  readonly sequenceVariant: readonly string[];
  readonly scanOptions?: string;
  readonly acquisitionType: '2D' | '3D';
  readonly echoTrainLength: number;
  readonly agent?: boolean;
  /** Seconds into the exam. */
  readonly startsAt: number;
  /** Deviation of the noise, in parts of the brightest tissue. */
  readonly noise: number;
}

const spinEchoT1: MrTiming = {
  technique: 'spin-echo',
  repetitionTimeMs: 600,
  echoTimeMs: 11,
  flipAngleDeg: 90,
};
const mprage: MrTiming = {
  technique: 'inversion-recovery',
  repetitionTimeMs: 2300,
  echoTimeMs: 2.98,
  inversionTimeMs: 900,
  flipAngleDeg: 9,
};
const axial = {
  plane: 'axial',
  acquisitionType: '2D',
  fieldOfViewMm: 230,
  sliceThicknessMm: 4,
  spacingMm: 5,
} as const;

const t1: MrProtocol = {
  ...axial,
  descriptions: { 'GE MEDICAL SYSTEMS': 'AX T1 PRE', SIEMENS: 't1_se_tra' },
  sequenceName: '*se2d1',
  slices: 28,
  size: 192,
  timing: spinEchoT1,
  scanningSequence: ['SE'],
  sequenceVariant: ['SP'],
  echoTrainLength: 1,
  startsAt: 180,
  noise: 0.012,
};
const sagittalMprage: MrProtocol = {
  descriptions: { 'GE MEDICAL SYSTEMS': 'SAG T1 MPRAGE 3D', SIEMENS: 't1_mprage_sag_p2_iso' },
  sequenceName: '*tfl3d1_16',
  plane: 'sagittal',
  slices: 60,
  size: 192,
  fieldOfViewMm: 240,
  sliceThicknessMm: 2.5,
  spacingMm: 2.5,
  timing: mprage,
  scanningSequence: ['GR', 'IR'],
  sequenceVariant: ['SK', 'SP', 'MP'],
  acquisitionType: '3D',
  echoTrainLength: 1,
  startsAt: 420,
  noise: 0.014,
};
const diffusion: MrProtocol = {
  ...axial,
  descriptions: { 'GE MEDICAL SYSTEMS': 'AX DWI b1000', SIEMENS: 'ep2d_diff_3scan_trace_TRACEW' },
  sequenceName: '*ep_b1000t',
  slices: 24,
  size: 128,
  timing: { technique: 'echo-planar', repetitionTimeMs: 5200, echoTimeMs: 82, flipAngleDeg: 90 },
  scanningSequence: ['EP', 'SE'],
  sequenceVariant: ['SK', 'SP'],
  scanOptions: 'FS',
  echoTrainLength: 64,
  startsAt: 840,
  noise: 0.02,
};

export const mrProtocols: Readonly<Record<MrKind, MrProtocol>> = {
  localizer: {
    descriptions: { 'GE MEDICAL SYSTEMS': '3-plane localizer', SIEMENS: 'localizer' },
    sequenceName: '*fl2d1',
    plane: 'three-planes',
    slices: 9,
    size: 192,
    fieldOfViewMm: 260,
    sliceThicknessMm: 7,
    spacingMm: 14,
    timing: { technique: 'spoiled-gradient-echo', repetitionTimeMs: 8.6, echoTimeMs: 4, flipAngleDeg: 20 },
    scanningSequence: ['GR'],
    sequenceVariant: ['SP', 'OSP'],
    acquisitionType: '2D',
    echoTrainLength: 1,
    startsAt: 40,
    noise: 0.03,
  },
  t1,
  't1-post': {
    ...t1,
    descriptions: { 'GE MEDICAL SYSTEMS': 'AX T1 POST', SIEMENS: 't1_se_tra_KM' },
    agent: true,
    startsAt: 1500,
  },
  t2: {
    ...axial,
    descriptions: { 'GE MEDICAL SYSTEMS': 'AX T2 FSE', SIEMENS: 't2_tse_tra_512' },
    sequenceName: '*tse2d1_17',
    slices: 28,
    size: 256,
    timing: { technique: 'spin-echo', repetitionTimeMs: 5400, echoTimeMs: 101, flipAngleDeg: 150 },
    scanningSequence: ['SE'],
    sequenceVariant: ['SK', 'SP'],
    echoTrainLength: 17,
    startsAt: 660,
    noise: 0.01,
  },
  flair: {
    ...axial,
    descriptions: { 'GE MEDICAL SYSTEMS': 'AX T2 FLAIR', SIEMENS: 't2_tirm_tra_dark-fluid' },
    sequenceName: '*tir2d1_16',
    slices: 28,
    size: 192,
    timing: {
      technique: 'inversion-recovery',
      repetitionTimeMs: 9000,
      echoTimeMs: 118,
      inversionTimeMs: 2500,
      flipAngleDeg: 150,
    },
    scanningSequence: ['SE', 'IR'],
    sequenceVariant: ['SK', 'SP', 'MP'],
    echoTrainLength: 16,
    startsAt: 300,
    noise: 0.014,
  },
  dwi: diffusion,
  adc: {
    ...diffusion,
    descriptions: {
      'GE MEDICAL SYSTEMS': 'Apparent Diffusion Coefficient (mm2/s)',
      SIEMENS: 'ep2d_diff_3scan_trace_ADC',
    },
    noise: 0.01,
  },
  dsc: {
    ...axial,
    descriptions: { 'GE MEDICAL SYSTEMS': 'AX DSC PERFUSION pre 12 bolus', SIEMENS: 'ep2d_perf_pre12_bolus' },
    sequenceName: '*epfid2d1_128',
    slices: 12,
    size: 128,
    spacingMm: 6,
    sliceThicknessMm: 5,
    timing: { technique: 'echo-planar', repetitionTimeMs: 1500, echoTimeMs: 30, flipAngleDeg: 60 },
    scanningSequence: ['EP', 'GR'],
    sequenceVariant: ['SK'],
    scanOptions: 'FS',
    echoTrainLength: 64,
    agent: true,
    startsAt: 1100,
    noise: 0.012,
  },
  mprage: sagittalMprage,
  'mprage-post': {
    ...sagittalMprage,
    descriptions: { 'GE MEDICAL SYSTEMS': 'SAG T1 MPRAGE 3D +C', SIEMENS: 't1_mprage_sag_p2_iso_KM' },
    agent: true,
    startsAt: 1700,
  },
};
