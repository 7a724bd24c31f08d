import type { Plane } from './plane.ts';

export interface NameParts {
  readonly modality: string | null;
  readonly plane: Plane | null;
  readonly weighting: string | null;
  readonly contrast: 'given' | 'none' | 'unknown';
  readonly qualifiers: readonly string[];
}

const weightingNames: Readonly<Record<string, string>> = {
  ADC: 'ADC map',
  eADC: 'exponential ADC map',
  FA: 'fractional anisotropy map',
  MRS: 'MR spectroscopy',
};

const modalityNames: Readonly<Record<string, string>> = {
  PT: 'PET',
  US: 'ultrasound',
  IVUS: 'intravascular ultrasound',
  CR: 'radiograph',
  DX: 'radiograph',
  MG: 'mammogram',
  XA: 'X-ray angiography',
  RF: 'fluoroscopy',
  NM: 'nuclear medicine',
  SM: 'whole-slide image',
  GM: 'microscopy',
  XC: 'photograph',
  OP: 'ophthalmic photograph',
  OPT: 'ophthalmic tomography',
  SEG: 'segmentation',
  SR: 'structured report',
  PR: 'presentation state',
  KO: 'key object selection',
  RTSTRUCT: 'RT structure set',
  RTPLAN: 'RT plan',
  RTDOSE: 'RT dose',
  RTIMAGE: 'RT image',
  REG: 'registration',
  ECG: 'ECG',
  DOC: 'document',
  ANN: 'annotations',
  OT: 'other',
};

// Bolus runs always have contrast; these are no pictures of tissue in which one would ask for it.
const withoutContrastWords = new Set([
  'DSC',
  'DCE',
  'localizer',
  'calibration',
  'screen capture',
  'field map',
  'ADC',
  'eADC',
  'FA',
]);

/** Where a qualifier tells something; elsewhere it goes without saying, or is a detail of the technique. */
const qualifiersOf: Readonly<Record<string, readonly string[]>> = {
  'fat-suppressed': ['T1', 'T2', 'PD', 'FLAIR', 'DCE'],
  'time-of-flight': ['MRA'],
  trace: ['DWI'],
  phase: ['SWI', 'field map', 'MRA', 'T2*'],
  subtraction: ['T1', 'MRA', 'DCE', 'CT', 'XA'],
};

function isTold(qualifier: string, weighting: string | null): boolean {
  const tellingFor = qualifiersOf[qualifier];
  return tellingFor === undefined || (weighting !== null && tellingFor.includes(weighting));
}

function subjectOf({ modality, weighting }: NameParts): string {
  if (weighting === 'localizer' && modality === 'CT') return 'CT localizer';
  if (weighting !== null && weighting !== modality) return weightingNames[weighting] ?? weighting;
  if (modality === null) return 'unclassified';
  return modalityNames[modality] ?? modality;
}

function contrastWords({ modality, weighting, contrast }: NameParts): string | undefined {
  if (contrast === 'unknown' || (weighting !== null && withoutContrastWords.has(weighting))) return undefined;
  if (modality === 'MR') return contrast === 'given' ? 'post-contrast' : 'pre-contrast';
  return contrast === 'given' ? 'with contrast' : 'without contrast';
}

/** A name that equal series of all vendors and sites share: "Axial T1 post-contrast". */
export function normalisedName(parts: NameParts): string {
  const plane = parts.plane === 'mixed' ? undefined : (parts.plane ?? undefined);
  const told = parts.qualifiers.filter((qualifier) => isTold(qualifier, parts.weighting));
  const words = [plane, subjectOf(parts), ...told, contrastWords(parts)].filter(
    (word): word is string => word !== undefined,
  );
  const name = words.join(' ');
  return name.charAt(0).toUpperCase() + name.slice(1);
}
