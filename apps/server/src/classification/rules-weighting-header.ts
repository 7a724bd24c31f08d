import type { Condition, Rule } from './rule-language.ts';

/** What the MR header says about the weighting: acquisition parameters and the terms of PS3.3 C.8.3.1 and C.8.13. */

const gradientEcho: Condition = {
  all: [
    { attribute: 'ScanningSequence', has: ['GR'] },
    { not: { attribute: 'ScanningSequence', has: ['EP'] } },
  ],
};
const spinEcho: Condition = {
  all: [
    { attribute: 'ScanningSequence', has: ['SE', 'IR'] },
    { not: { attribute: 'ScanningSequence', has: ['GR', 'EP'] } },
  ],
};
const echoPlanar: Condition = { attribute: 'ScanningSequence', has: ['EP'] };
const diffusionWeighted: Condition = { attribute: 'DiffusionBValue', from: 50 };
const notDiffusion: Condition = {
  not: { any: [diffusionWeighted, { attribute: 'ImageType', has: ['DIFFUSION', 'ADC', 'FA', 'TRACEW'] }] },
};

function rule(id: string, value: string, weight: number, when: Condition): Rule {
  return { id: `header.${id}`, dimension: 'weighting', value, weight, when };
}

/** Terms that name what was acquired. */
const named: readonly Rule[] = [
  rule('localizer', 'localizer', 0.97, { attribute: 'ImageType', has: ['LOCALIZER'] }),
  rule('orthogonal-planes', 'localizer', 0.6, {
    all: [
      { attribute: 'OrientationGroups', from: 3 },
      { attribute: 'Images', below: 60 },
      { not: { attribute: 'ImageType', matches: 'MIP|PROJECTION|REFORMATTED' } },
    ],
  }),
  rule('spectroscopy', 'MRS', 0.98, { attribute: 'SOPClassUID', has: ['1.2.840.10008.5.1.4.1.1.4.2'] }),
  rule('adc', 'ADC', 0.97, { attribute: 'ImageType', has: ['ADC'] }),
  rule('exponential-adc', 'eADC', 0.97, { attribute: 'ImageType', has: ['EADC', 'EXP', 'EXPONENTIAL'] }),
  rule('fractional-anisotropy', 'FA', 0.95, {
    attribute: 'ImageType',
    has: ['FA', 'FRACTIONAL_ANISO', 'FRACTIONAL_ANISOTROPY'],
  }),
  rule('trace', 'DWI', 0.95, { attribute: 'ImageType', has: ['TRACEW', 'TRACE', 'ISOTROPIC'] }),
  rule('diffusion-type', 'DWI', 0.9, {
    all: [
      { attribute: 'ImageType', has: ['DIFFUSION'] },
      { not: { attribute: 'ImageType', has: ['ADC', 'FA', 'EADC', 'EXP'] } },
    ],
  }),
  rule('b-value', 'DWI', 0.9, {
    all: [
      diffusionWeighted,
      { not: { attribute: 'ImageType', matches: '^(ADC|FA|E?ADC|EXP|FRACTIONAL_ANISO.*)$' } },
    ],
  }),
  rule('diffusion-sequence', 'DWI', 0.85, {
    attribute: 'SequenceName',
    matches: '^\\*?ep_b\\d|^\\*?re_b\\d',
  }),
  rule('acquisition-diffusion', 'DWI', 0.9, { attribute: 'AcquisitionContrast', has: ['DIFFUSION'] }),
  rule('acquisition-t1', 'T1', 0.9, { attribute: 'AcquisitionContrast', has: ['T1'] }),
  rule('acquisition-t2', 'T2', 0.85, { attribute: 'AcquisitionContrast', has: ['T2'] }),
  rule('acquisition-t2-star', 'T2*', 0.9, { attribute: 'AcquisitionContrast', has: ['T2_STAR'] }),
  rule('acquisition-pd', 'PD', 0.9, { attribute: 'AcquisitionContrast', has: ['PROTON_DENSITY'] }),
  rule('acquisition-flair', 'FLAIR', 0.92, {
    attribute: 'AcquisitionContrast',
    has: ['FLUID_ATTENUATED', 'FLAIR'],
  }),
  rule('acquisition-stir', 'STIR', 0.92, { attribute: 'AcquisitionContrast', has: ['STIR'] }),
  rule('label-contrast', 'ASL', 0.95, { attribute: 'ArterialSpinLabelingContrast', present: true }),
  rule('asl-type', 'ASL', 0.95, { attribute: 'ImageType', has: ['ASL', 'SUBTRACTION_ASL'] }),
  // Philips writes PERFUSION for arterial spin labelling and for bolus tracking alike.
  rule('perfusion-type', 'ASL', 0.45, {
    all: [
      {
        any: [
          { attribute: 'ImageType', has: ['PERFUSION'] },
          { attribute: 'AcquisitionContrast', has: ['PERFUSION'] },
        ],
      },
      { not: { attribute: 'ContrastBolusAgent', present: true } },
    ],
  }),
  rule('perfusion-type-contrast', 'DSC', 0.6, {
    all: [
      { attribute: 'ImageType', has: ['PERFUSION'] },
      { attribute: 'ContrastBolusAgent', present: true },
    ],
  }),
  rule('perfusion-map', 'perfusion map', 0.95, {
    attribute: 'ImageType',
    has: ['CBV', 'CBF', 'MTT', 'TTP', 'TMAX', 'RELCBV', 'RELCBF', 'RELMTT', 'GBP', 'PBP'],
  }),
  rule('susceptibility-type', 'SWI', 0.95, { attribute: 'ImageType', has: ['SWI', 'MNIP'] }),
  rule('susceptibility-sequence', 'SWI', 0.95, { attribute: 'SequenceName', matches: 'swi' }),
  rule('time-of-flight-sequence', 'MRA', 0.8, { attribute: 'SequenceName', matches: 'fl3d1r|fl2d1r|tof' }),
  rule('phase-contrast-sequence', 'MRA', 0.75, {
    any: [
      { attribute: 'SequenceName', matches: 'fl[23]d\\d?_?pc|^\\*?pc' },
      { attribute: 'AcquisitionContrast', has: ['FLOW_ENCODED'] },
    ],
  }),
  rule('angio-flag', 'MRA', 0.7, { attribute: 'AngioFlag', has: ['Y'] }),
  rule('functional-type', 'BOLD', 0.9, { attribute: 'ImageType', has: ['FMRI'] }),
  rule('field-map-type', 'field map', 0.85, {
    attribute: 'ImageType',
    has: ['FIELD MAP', 'FIELD_MAP', 'B0', 'B0 MAP', 'PHASE MAP', 'PHASE_MAP'],
  }),
];

/** Echo-planar runs without diffusion weighting. */
const echoPlanarRuns: readonly Rule[] = [
  rule('bolus-run', 'DSC', 0.8, {
    all: [
      echoPlanar,
      notDiffusion,
      { attribute: 'TemporalPositions', from: 20 },
      { attribute: 'ContrastBolusAgent', present: true },
    ],
  }),
  rule('echo-planar-run', 'BOLD', 0.7, {
    all: [
      echoPlanar,
      notDiffusion,
      { attribute: 'EchoTime', from: 15, below: 70 },
      { attribute: 'TemporalPositions', from: 10 },
      { not: { attribute: 'ContrastBolusAgent', present: true } },
    ],
  }),
  rule('echo-planar-gradient', 'BOLD', 0.45, {
    all: [
      echoPlanar,
      notDiffusion,
      { attribute: 'EchoTime', from: 15, below: 70 },
      { not: { attribute: 'ContrastBolusAgent', present: true } },
      {
        any: [
          { attribute: 'SequenceName', matches: 'epfid' },
          { attribute: 'ScanningSequence', has: ['GR'] },
          { attribute: 'ImageType', has: ['MOSAIC'] },
        ],
      },
    ],
  }),
  rule('echo-planar-mosaic', 'BOLD', 0.4, {
    all: [echoPlanar, notDiffusion, { attribute: 'ImageType', has: ['MOSAIC'] }],
  }),
];

/** Echo, repetition and inversion times. The ranges overlap nowhere for one kind of sequence. */
const timed: readonly Rule[] = [
  rule('flair-times', 'FLAIR', 0.9, {
    all: [
      spinEcho,
      { attribute: 'InversionTime', from: 1400, below: 3600 },
      { attribute: 'EchoTime', from: 60 },
      { attribute: 'RepetitionTime', from: 4000 },
    ],
  }),
  rule('stir-times', 'STIR', 0.8, {
    all: [
      spinEcho,
      { attribute: 'InversionTime', from: 80, below: 300 },
      { attribute: 'RepetitionTime', from: 1500 },
    ],
  }),
  rule('t1-inversion-times', 'T1', 0.8, {
    all: [
      spinEcho,
      { attribute: 'InversionTime', from: 400, below: 1300 },
      { attribute: 'EchoTime', below: 50 },
    ],
  }),
  rule('t2-times', 'T2', 0.75, {
    all: [
      spinEcho,
      { attribute: 'EchoTime', from: 60 },
      { attribute: 'RepetitionTime', from: 1500 },
      { not: { attribute: 'InversionTime', from: 80 } },
    ],
  }),
  rule('t1-times', 'T1', 0.75, {
    all: [
      spinEcho,
      { attribute: 'EchoTime', below: 40 },
      { attribute: 'RepetitionTime', below: 1200 },
      { not: { attribute: 'InversionTime', from: 80, below: 300 } },
    ],
  }),
  rule('pd-times', 'PD', 0.7, {
    all: [
      spinEcho,
      { attribute: 'EchoTime', below: 50 },
      { attribute: 'RepetitionTime', from: 1500 },
      { not: { attribute: 'InversionTime', from: 80 } },
    ],
  }),
  rule('prepared-gradient', 'T1', 0.85, {
    all: [
      gradientEcho,
      { attribute: 'InversionTime', from: 300, below: 1400 },
      { attribute: 'EchoTime', below: 10 },
    ],
  }),
  rule('spoiled-gradient', 'T1', 0.6, {
    all: [
      gradientEcho,
      { attribute: 'EchoTime', below: 8 },
      { attribute: 'FlipAngle', from: 8 },
      { attribute: 'RepetitionTime', below: 60 },
      { attribute: 'SequenceVariant', has: ['SP', 'MP'] },
    ],
  }),
  rule('flash-2d', 'T1', 0.6, {
    all: [
      gradientEcho,
      { attribute: 'EchoTime', below: 12 },
      { attribute: 'FlipAngle', from: 50 },
      { attribute: 'RepetitionTime', from: 60, below: 800 },
    ],
  }),
  rule('late-gradient', 'T2*', 0.6, {
    all: [
      gradientEcho,
      { attribute: 'EchoTime', from: 12 },
      { not: { attribute: 'ImageType', has: ['PERFUSION'] } },
    ],
  }),
  rule('phase-of-two-echoes', 'field map', 0.55, {
    all: [
      gradientEcho,
      { attribute: 'ImageType', has: ['P'] },
      { not: { attribute: 'SequenceName', matches: 'swi' } },
      { attribute: 'FlipAngle', from: 30 },
    ],
  }),
  rule('frame-type-t1', 'T1', 0.6, { attribute: 'ImageType', has: ['T1'] }),
  rule('frame-type-t2', 'T2', 0.5, { attribute: 'ImageType', has: ['T2'] }),
  rule('frame-type-t2-star', 'T2*', 0.6, { attribute: 'ImageType', has: ['T2_STAR', 'T2S'] }),
];

export const mrHeaderRules: readonly Rule[] = [...named, ...echoPlanarRuns, ...timed];
