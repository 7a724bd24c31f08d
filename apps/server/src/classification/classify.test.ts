import { describe, expect, test } from 'vitest';
import { classifySeries } from './classify.ts';
import type { NumberAttribute, SeriesAttributes, TextAttribute } from './series-attributes.ts';

const axial = [1, 0, 0, 0, 1, 0];
const sagittal = [0, 1, 0, 0, 0, -1];
const coronal = [1, 0, 0, 0, 0, -1];

type Given = Partial<
  Record<TextAttribute | NumberAttribute, string | number | readonly (string | number)[]>
> & {
  orientations?: number[][];
};

function series({ orientations = [axial], ...values }: Given): SeriesAttributes {
  const text: Partial<Record<TextAttribute, string[]>> = { Modality: ['MR'] };
  const numbers: Partial<Record<NumberAttribute, number[]>> = {};
  for (const [name, value] of Object.entries(values)) {
    const list = (Array.isArray(value) ? value : [value]) as (string | number)[];
    if (list.every((one) => typeof one === 'number')) numbers[name as NumberAttribute] = list;
    else text[name as TextAttribute] = list.map(String);
  }
  return { text, numbers, orientations };
}

const t1SpinEcho: Given = { ScanningSequence: 'SE', EchoTime: 12, RepetitionTime: 550 };
const t2SpinEcho: Given = { ScanningSequence: 'SE', EchoTime: 100, RepetitionTime: 4500 };
const flair: Given = {
  ScanningSequence: ['SE', 'IR'],
  EchoTime: 120,
  RepetitionTime: 9000,
  InversionTime: 2500,
};
const spoiled: Given = {
  ScanningSequence: 'GR',
  SequenceVariant: ['SP'],
  EchoTime: 3.2,
  RepetitionTime: 8,
  FlipAngle: 15,
  MRAcquisitionType: '3D',
};
const prepared: Given = {
  ...spoiled,
  SequenceVariant: ['SK', 'SP', 'MP'],
  ScanningSequence: ['GR', 'IR'],
  InversionTime: 900,
};
const bolusRun: Given = {
  ScanningSequence: ['EP'],
  SequenceVariant: ['SK'],
  EchoTime: 30,
  RepetitionTime: 2000,
  TemporalPositions: 45,
};

/** What a description alone, or with a header, must come to. */
const cases: readonly (readonly [
  string,
  Given,
  { weighting?: string | null; contrast?: string; name?: string },
])[] = [
  [
    'a pre-contrast T1 in a study with and without contrast',
    { ...t1SpinEcho, SeriesDescription: 'AX T1 PRE', StudyDescription: 'MRI BRAIN W AND W/O CONTRAST' },
    { weighting: 'T1', contrast: 'none', name: 'Axial T1 pre-contrast' },
  ],
  [
    'a T1 of which nothing is said in a study with and without contrast',
    { ...t1SpinEcho, SeriesDescription: 'AX T1', StudyDescription: 'MRI BRAIN W/WO CONTRAST' },
    { weighting: 'T1', contrast: 'unknown', name: 'Axial T1' },
  ],
  [
    'a post-operative scan, where post is no injection',
    { ...t1SpinEcho, SeriesDescription: 'AX T1 POST-OP' },
    { weighting: 'T1', contrast: 'unknown', name: 'Axial T1' },
  ],
  [
    'a scan after surgery',
    { ...t2SpinEcho, SeriesDescription: 'AX T2 POST OP DAY 1' },
    { contrast: 'unknown' },
  ],
  [
    'a postoperative contrast scan',
    { ...t1SpinEcho, SeriesDescription: 'POST-OP AX T1 POST' },
    { contrast: 'given' },
  ],
  [
    'a computed series',
    { SeriesDescription: 'POST PROCESSED IMAGES', ImageType: ['DERIVED', 'SECONDARY'] },
    { contrast: 'unknown' },
  ],
  ['the posterior fossa', { ...t2SpinEcho, SeriesDescription: 'AX T2 POST FOSSA' }, { contrast: 'unknown' }],
  [
    'twelve frames before the bolus',
    { ...bolusRun, SeriesDescription: 'Perfusion pre 12 bolus' },
    { weighting: 'DSC', contrast: 'given', name: 'Axial DSC' },
  ],
  [
    'a perfusion run with the amount injected',
    { ...bolusRun, SeriesDescription: 'ep2d_perf 12 CC BOLUS' },
    { weighting: 'DSC', contrast: 'given' },
  ],
  [
    'a perfusion run known by its header alone',
    { ...bolusRun, ContrastBolusAgent: 'Gadavist' },
    { weighting: 'DSC', contrast: 'given' },
  ],
  [
    'T2 FLAIR by header and words',
    { ...flair, SeriesDescription: 'AX T2 FLAIR' },
    { weighting: 'FLAIR', name: 'Axial FLAIR' },
  ],
  [
    'T2 FLAIR by words alone',
    { SeriesDescription: 't2_Flair_axial: Processed_CaPTk' },
    { weighting: 'FLAIR' },
  ],
  ['FLAIR by header alone', { ...flair }, { weighting: 'FLAIR' }],
  ['dark fluid', { SeriesDescription: 't2_tirm_tra_dark-fluid' }, { weighting: 'FLAIR' }],
  ['plain T2', { ...t2SpinEcho, SeriesDescription: 'AX T2 FSE' }, { weighting: 'T2', name: 'Axial T2' }],
  [
    'T1 FLAIR, which is T1',
    {
      ScanningSequence: ['SE', 'IR'],
      EchoTime: 25,
      RepetitionTime: 2200,
      InversionTime: 860,
      SeriesDescription: 'Sag T1 FLAIR',
      orientations: [sagittal],
    },
    { weighting: 'T1', name: 'Sagittal T1' },
  ],
  ['T1 FLAIR by words alone', { SeriesDescription: 'AXT1FLAIR' }, { weighting: 'T1' }],
  [
    'plus C',
    { ...t1SpinEcho, SeriesDescription: 'SAG T1 +C', orientations: [sagittal] },
    { weighting: 'T1', contrast: 'given', name: 'Sagittal T1 post-contrast' },
  ],
  [
    'C plus',
    { ...t1SpinEcho, SeriesDescription: 'COR T1 C+', orientations: [coronal] },
    { contrast: 'given', name: 'Coronal T1 post-contrast' },
  ],
  ['T1C in one word', { ...t1SpinEcho, SeriesDescription: 'AX_T1C' }, { weighting: 'T1', contrast: 'given' }],
  ['GAD', { ...t1SpinEcho, SeriesDescription: 'AX T1 GAD' }, { weighting: 'T1', contrast: 'given' }],
  ['gadolinium glued to the weighting', { ...t1SpinEcho, SeriesDescription: 'T1Gd' }, { contrast: 'given' }],
  [
    'stealth-post',
    { SeriesDescription: 't1 axial stealth-post : Processed_CaPTk' },
    { weighting: 'T1', contrast: 'given' },
  ],
  ['without contrast', { ...t1SpinEcho, SeriesDescription: 'AX T1 W/O' }, { contrast: 'none' }],
  ['with contrast', { ...t1SpinEcho, SeriesDescription: 'AX T1 W CONTRAST' }, { contrast: 'given' }],
  [
    'without fat saturation is not without contrast',
    { ...t1SpinEcho, SeriesDescription: 'AX T1 POST without FS' },
    { contrast: 'given' },
  ],
  [
    'MPRAGE',
    { ...prepared, SeriesDescription: 'SAG MPRAGE', orientations: [sagittal] },
    { weighting: 'T1', name: 'Sagittal T1' },
  ],
  ['MPRAGE by words alone', { SeriesDescription: 'MPRAGE' }, { weighting: 'T1' }],
  ['SPGR', { ...spoiled, SeriesDescription: 'Ax 3D SPGR' }, { weighting: 'T1' }],
  ['BRAVO', { SeriesDescription: 'Ax BRAVO +C' }, { weighting: 'T1', contrast: 'given' }],
  [
    'an isotropic volume shows in every plane',
    {
      ...prepared,
      SeriesDescription: 'MPRAGE POST',
      SliceThickness: 1,
      PixelSpacing: 1,
      SlicePositions: 176,
      orientations: [sagittal],
    },
    { weighting: 'T1', name: '3D T1 post-contrast' },
  ],
  [
    'ADC',
    { ImageType: ['DERIVED', 'PRIMARY', 'DIFFUSION', 'ADC', 'ND'], SeriesDescription: 'ep2d_diff_ADC' },
    { weighting: 'ADC', name: 'Axial ADC map' },
  ],
  [
    'ADC by words alone',
    { SeriesDescription: 'Apparent Diffusion Coefficient (mm2/s)' },
    { weighting: 'ADC' },
  ],
  ['eADC', { SeriesDescription: 'Exponential Apparent Diffusion Coefficient' }, { weighting: 'eADC' }],
  ['eADC, short', { SeriesDescription: 'eADC' }, { weighting: 'eADC', name: 'Axial exponential ADC map' }],
  [
    'trace images',
    { ImageType: ['DERIVED', 'PRIMARY', 'DIFFUSION', 'TRACEW'], SeriesDescription: 'ep2d_diff_TRACEW' },
    { weighting: 'DWI', name: 'Axial DWI trace' },
  ],
  [
    'fractional anisotropy',
    { ImageType: ['DERIVED', 'PRIMARY', 'DIFFUSION', 'FA'], SeriesDescription: 'DTI_FA' },
    { weighting: 'FA' },
  ],
  ['flip angle is not anisotropy', { ...spoiled, SeriesDescription: 'T1 map FA 15' }, { weighting: 'T1' }],
  [
    'diffusion by its b-values',
    { ScanningSequence: 'EP', DiffusionBValue: [0, 1000], SeriesDescription: 'ep2d_tra' },
    { weighting: 'DWI' },
  ],
  [
    'diffusion b0 by its sequence',
    { ScanningSequence: 'EP', SequenceName: 'ep_b0', SeriesDescription: 'CBU_64D' },
    { weighting: 'DWI' },
  ],
  [
    'Dixon water',
    {
      ...spoiled,
      SeriesDescription: 't1_vibe_dixon_tra_bh_W',
      ImageType: ['DERIVED', 'PRIMARY', 'DIXON', 'WATER'],
    },
    { weighting: 'T1', name: 'Axial T1 water' },
  ],
  [
    'Dixon opposed phase',
    { ...spoiled, SeriesDescription: 't1_vibe_dixon_tra_opp' },
    { weighting: 'T1', name: 'Axial T1 opposed-phase' },
  ],
  [
    'a three-plane localizer',
    {
      ...spoiled,
      SeriesDescription: '3-plane loc',
      orientations: [axial, sagittal, coronal],
      OrientationGroups: 3,
      Images: 15,
    },
    { weighting: 'localizer', name: 'Localizer' },
  ],
  ['a scout', { ...spoiled, SeriesDescription: 'AAHead_Scout' }, { weighting: 'localizer' }],
  [
    'three planes without a word',
    { ScanningSequence: 'GR', orientations: [axial, sagittal, coronal], OrientationGroups: 3, Images: 9 },
    { weighting: 'localizer' },
  ],
  [
    'time of flight',
    { ...spoiled, SeriesDescription: '3D TOF' },
    { weighting: 'MRA', name: 'Axial MRA time-of-flight' },
  ],
  [
    'phase contrast is no contrast agent',
    { SeriesDescription: 'PHASE CONTRAST MRV' },
    { weighting: 'MRA', contrast: 'unknown' },
  ],
  ['swan', { SeriesDescription: 'Ax SWAN' }, { weighting: 'SWI' }],
  [
    'swi',
    { SeriesDescription: 'SWI_Images', ImageType: ['ORIGINAL', 'PRIMARY', 'M', 'SWI'] },
    { weighting: 'SWI', name: 'Axial SWI' },
  ],
  [
    'swi projection',
    { SeriesDescription: 'mIP_Images(SW)', ImageType: ['DERIVED', 'PRIMARY', 'MNIP'] },
    { weighting: 'SWI', name: 'Axial SWI minimum-intensity projection' },
  ],
  [
    'swi projection by words',
    { SeriesDescription: 'SWI mIP' },
    { weighting: 'SWI', name: 'Axial SWI minimum-intensity projection' },
  ],
  ['T2*', { ScanningSequence: 'GR', EchoTime: 25, SeriesDescription: 'AX T2* GRE' }, { weighting: 'T2*' }],
  [
    'resting state',
    { ScanningSequence: 'EP', EchoTime: 30, TemporalPositions: 200, SeriesDescription: 'rest_state' },
    { weighting: 'BOLD' },
  ],
  [
    'arterial spin labelling',
    { SeriesDescription: '3D_pCASL_6mm', ImageType: ['ORIGINAL', 'PRIMARY', 'PERFUSION_FFE', 'PERFUSION'] },
    { weighting: 'ASL', contrast: 'unknown' },
  ],
  ['DCE', { ...spoiled, SeriesDescription: 'T1 DCE permeability' }, { weighting: 'DCE', contrast: 'given' }],
  ['blood volume', { SeriesDescription: 'rCBV' }, { weighting: 'perfusion map' }],
  [
    'field map',
    { ScanningSequence: 'GR', EchoTime: 7, SeriesDescription: 'gre_field_mapping' },
    { weighting: 'field map' },
  ],
  [
    'proton density',
    { ScanningSequence: 'SE', EchoTime: 22, RepetitionTime: 2300, SeriesDescription: 'FSE PD AXIAL' },
    { weighting: 'PD' },
  ],
  ['STIR', { SeriesDescription: 'SAG STIR' }, { weighting: 'STIR' }],
  [
    'CT with C+',
    { Modality: 'CT', SeriesDescription: 'Thorax C+ 5.0' },
    { weighting: 'CT', contrast: 'given', name: 'Axial CT with contrast' },
  ],
  ['CT with an agent', { Modality: 'CT', ContrastBolusAgent: 'Iopamidol' }, { contrast: 'given' }],
  [
    'CT whose agent says none',
    { Modality: 'CT', ContrastBolusAgent: 'NONE' },
    { contrast: 'none', name: 'Axial CT without contrast' },
  ],
  [
    'CT of a study without contrast',
    { Modality: 'CT', StudyDescription: 'CT HEAD WO CONTRAST' },
    { contrast: 'none' },
  ],
  [
    'CT scout',
    { Modality: 'CT', ImageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] },
    { weighting: 'localizer', name: 'Axial CT localizer' },
  ],
  [
    'a dose report among CT',
    { Modality: 'CT', SOPClassUID: '1.2.840.10008.5.1.4.1.1.7', orientations: [] },
    { weighting: 'screen capture', name: 'Screen capture' },
  ],
  [
    'PET AC',
    { Modality: 'PT', SeriesDescription: 'WB AC' },
    { weighting: 'PT', name: 'Axial PET attenuation-corrected' },
  ],
  [
    'PET NAC',
    { Modality: 'PT', SeriesDescription: 'PET NAC' },
    { name: 'Axial PET not attenuation-corrected' },
  ],
  [
    'PET by its corrections',
    { Modality: 'PT', CorrectedImage: ['NORM', 'DTIM', 'ATTN', 'SCAT'] },
    { name: 'Axial PET attenuation-corrected' },
  ],
  ['an ultrasound', { Modality: 'US', orientations: [] }, { weighting: 'US', name: 'Ultrasound' }],
  [
    'an MR series that says nothing',
    { orientations: [] },
    { weighting: null, contrast: 'unknown', name: 'MR' },
  ],
];

describe('classification', () => {
  test.each(cases)('%s', (_, given, expected) => {
    const found = classifySeries(series(given));
    if (expected.weighting !== undefined) expect(found.weighting).toBe(expected.weighting);
    if (expected.contrast !== undefined) expect(found.contrast).toBe(expected.contrast);
    if (expected.name !== undefined) expect(found.normalisedName).toBe(expected.name);
  });

  test('every statement shows its evidence', () => {
    const { evidence, confidence } = classifySeries(series({ ...flair, SeriesDescription: 'AX T2 FLAIR' }));
    expect(evidence).toContainEqual({
      source: 'description',
      attribute: 'SeriesDescription',
      value: 'AX T2 FLAIR',
      says: 'FLAIR',
      weight: 0.85,
    });
    expect(evidence.some((one) => one.source === 'header' && one.attribute.includes('InversionTime'))).toBe(
      true,
    );
    expect(confidence).toBeGreaterThan(0.95);
  });

  test('a header that contradicts the description lowers the confidence', () => {
    const agreed = classifySeries(series({ ...t1SpinEcho, SeriesDescription: 'AX T1' }));
    const contradicted = classifySeries(series({ ...t2SpinEcho, SeriesDescription: 'AX T1' }));
    expect(contradicted.weighting).toBe('T2');
    expect(contradicted.confidence).toBeLessThan(0.6);
    expect(agreed.confidence).toBeGreaterThan(0.85);
  });

  test('an agent in the header of a series called PRE is doubtful', () => {
    const found = classifySeries(
      series({ ...t1SpinEcho, SeriesDescription: 'AX T1 PRE', ContrastBolusAgent: 'Gadovist' }),
    );
    expect(found.confidence).toBeLessThan(0.6);
  });

  test('a series without a modality is not classified', () => {
    expect(classifySeries({ text: {}, numbers: {}, orientations: [] })).toMatchObject({
      modality: null,
      weighting: null,
      confidence: 0,
    });
  });
});
