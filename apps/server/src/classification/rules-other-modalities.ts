import type { Rule } from './rule-language.ts';
import { described } from './rules-weighting-description.ts';

function qualifier(value: string, weight: number, id: string, words: string): Rule[] {
  return described(id, { dimension: 'qualifier', value, weight, words });
}

// Secondary Capture and its multi-frame kinds (PS3.4 B.5): what a workstation drew, not what a scanner measured.
const secondaryCapture = ['', '.1', '.2', '.3', '.4'].map((end) => `1.2.840.10008.5.1.4.1.1.7${end}`);

/** Dose reports, summaries and other pages that stand among the images of any modality. */
export const screenCaptureRules: readonly Rule[] = [
  {
    id: 'header.secondary-capture',
    dimension: 'weighting',
    value: 'screen capture',
    weight: 0.9,
    when: { attribute: 'SOPClassUID', has: secondaryCapture },
  },
  ...described('screen-capture', {
    dimension: 'weighting',
    value: 'screen capture',
    weight: 0.85,
    words:
      '\\bdose (?:report|info\\w*|record)\\b|\\bpatient protocol\\b|\\bscreen ?(?:save|shot|capture)\\b|\\bsummary (?:page|series)\\b',
  }),
];

/** CT: projections for planning, and maps of perfusion. The weighting of everything else is the modality. */
export const ctRules: readonly Rule[] = [
  {
    id: 'header.ct-localizer',
    dimension: 'weighting',
    value: 'localizer',
    weight: 0.97,
    when: { attribute: 'ImageType', has: ['LOCALIZER'] },
  },
  ...described('ct-localizer', {
    dimension: 'weighting',
    value: 'localizer',
    weight: 0.9,
    words: '\\bscout\\w*|\\btopogram\\b|\\bsurview\\b|\\blocali[sz]er\\b|\\bscano\\w*|\\bpilot\\b',
  }),
  ...described('ct-perfusion-map', {
    dimension: 'weighting',
    value: 'perfusion map',
    weight: 0.9,
    words: '\\br?cb[vf]\\b|\\bmtt\\b|\\bttp\\b|\\btmax\\b',
  }),
  ...qualifier('angiography', 0.8, 'ct-angiography', '\\bcta\\b|\\bangio\\w*'),
  ...qualifier('perfusion', 0.8, 'ct-perfusion', '\\bperf\\w*|\\bctp\\b'),
];

/** PET: whether attenuation was corrected (PS3.3 C.8.9.1.1.6, Corrected Image). */
export const ptRules: readonly Rule[] = [
  {
    id: 'header.attenuation-corrected',
    dimension: 'qualifier',
    value: 'attenuation-corrected',
    weight: 0.9,
    when: { attribute: 'CorrectedImage', has: ['ATTN'] },
  },
  {
    id: 'header.not-attenuation-corrected',
    dimension: 'qualifier',
    value: 'not attenuation-corrected',
    weight: 0.9,
    when: {
      all: [
        { attribute: 'CorrectedImage', present: true },
        { not: { attribute: 'CorrectedImage', has: ['ATTN'] } },
      ],
    },
  },
  ...qualifier(
    'not attenuation-corrected',
    0.8,
    'not-attenuation-corrected',
    '\\bnac\\b|\\bnon-? ?ac\\b|\\bno ?ac\\b|\\buncorr\\w*|\\bnon-? ?attenuation',
  ),
  ...qualifier(
    'attenuation-corrected',
    0.75,
    'attenuation-corrected',
    '^(?!.*(?:\\bnac\\b|\\bno[n]?-? ?ac\\b|uncorr|non-? ?atten)).*(?:\\bac\\b|\\bctac\\b|\\bmrac\\b|\\bwb ac\\b|attenuation[ -]corr)',
  ),
];

/** What else the name of an MR series should say. */
export const mrQualifierRules: readonly Rule[] = [
  ...qualifier(
    'fat-suppressed',
    0.8,
    'fat-suppressed',
    '\\bfs\\b|\\bfat ?-?(?:sat|sup)\\w*|\\bfatsat\\b|\\bspair\\b|\\bspir\\b',
  ),
  {
    id: 'header.fat-suppressed',
    dimension: 'qualifier',
    value: 'fat-suppressed',
    weight: 0.8,
    when: { attribute: 'ScanOptions', has: ['FS'] },
  },
  {
    id: 'header.water',
    dimension: 'qualifier',
    value: 'water',
    weight: 0.9,
    when: { attribute: 'ImageType', has: ['WATER', 'W'] },
  },
  {
    id: 'header.fat',
    dimension: 'qualifier',
    value: 'fat',
    weight: 0.9,
    when: { attribute: 'ImageType', has: ['FAT', 'F'] },
  },
  {
    id: 'header.in-phase',
    dimension: 'qualifier',
    value: 'in-phase',
    weight: 0.9,
    when: { attribute: 'ImageType', has: ['IN_PHASE', 'IP'] },
  },
  {
    id: 'header.opposed-phase',
    dimension: 'qualifier',
    value: 'opposed-phase',
    weight: 0.9,
    when: { attribute: 'ImageType', has: ['OUT_PHASE', 'OPP_PHASE', 'OP'] },
  },
  ...qualifier('water', 0.85, 'water', '\\bwater\\b|\\bdixon\\b.*\\bw$'),
  ...qualifier('fat', 0.85, 'fat', '\\bfat\\b(?! ?-?(?:sat|sup))|\\bdixon\\b.*\\bf$'),
  ...qualifier('in-phase', 0.85, 'in-phase', '\\bin ?-?phase\\b|\\bdixon\\b.*\\bin$'),
  ...qualifier(
    'opposed-phase',
    0.85,
    'opposed-phase',
    '\\b(?:opp|opposed|out)(?: ?of)? ?-?phase\\b|\\bdixon\\b.*\\b(?:opp|out)$',
  ),
  {
    id: 'header.maximum-projection',
    dimension: 'qualifier',
    value: 'maximum-intensity projection',
    weight: 0.85,
    when: { attribute: 'ImageType', matches: '^(?:PROJECTION IMAGE|CSA MIP|MIP|MAX_IP|PROJECTION)$' },
  },
  {
    id: 'header.minimum-projection',
    dimension: 'qualifier',
    value: 'minimum-intensity projection',
    weight: 0.9,
    when: { attribute: 'ImageType', has: ['MNIP', 'MIN IP', 'MIN_IP', 'MINIP'] },
  },
  ...qualifier(
    'minimum-intensity projection',
    0.85,
    'minimum-projection',
    '\\bm(?:in)? ?-?ip\\b(?=.*\\b(?:swi|swan)\\b)|\\b(?:swi|swan)\\b.*\\bm(?:in)? ?-?ip\\b|\\bmin ?-?ip\\b|\\bmnip\\b',
  ),
  ...qualifier(
    'maximum-intensity projection',
    0.85,
    'maximum-projection',
    '^(?!.*\\b(?:swi|swan)\\b).*(?:\\bmip\\b|\\bcollapsed?\\b|\\bprojected\\b)',
  ),
  ...qualifier('time-of-flight', 0.85, 'time-of-flight', '\\btof\\b'),
  ...qualifier('trace', 0.85, 'trace', '\\btrace\\w*\\b'),
  {
    id: 'header.trace',
    dimension: 'qualifier',
    value: 'trace',
    weight: 0.9,
    when: { attribute: 'ImageType', has: ['TRACEW', 'TRACE', 'ISOTROPIC'] },
  },
  {
    id: 'header.phase',
    dimension: 'qualifier',
    value: 'phase',
    weight: 0.8,
    when: {
      any: [
        { attribute: 'ImageType', has: ['P', 'PHASE'] },
        { attribute: 'ComplexImageComponent', has: ['PHASE'] },
      ],
    },
  },
  ...qualifier('phase', 0.7, 'phase', '\\b(?:pha|phase images?|filt pha)\\b'),
  ...qualifier('subtraction', 0.8, 'subtraction', '\\bsub(?:tr\\w*)?\\b'),
];
