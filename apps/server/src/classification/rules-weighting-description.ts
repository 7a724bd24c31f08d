import type { Condition, Dimension, Rule } from './rule-language.ts';

// A protocol's name says what was planned, the series' description what was made: the first counts less.
const protocolFactor = 0.6;

/** Rules for a description: one for the series' own, a weaker one for the protocol's name. */
export function described(
  id: string,
  { dimension, value, weight, words }: { dimension: Dimension; value: string; weight: number; words: string },
): Rule[] {
  const when = (attribute: 'SeriesDescription' | 'ProtocolName'): Condition => ({ words, in: attribute });
  return [
    { id: `description.${id}`, dimension, value, weight, when: when('SeriesDescription') },
    {
      id: `protocol.${id}`,
      dimension,
      value,
      weight: Math.round(weight * protocolFactor * 100) / 100,
      when: when('ProtocolName'),
    },
  ];
}

function says(value: string, weight: number, id: string, words: string): Rule[] {
  return described(id, { dimension: 'weighting', value, weight, words });
}

const notT1Flair = '(?!.*\\bt1\\b)';
const notAnotherName =
  '(?!.*(?:\\bflair\\b|\\bstir\\b|\\btirm\\b|\\bdark ?fluid\\b|\\bt2 ?\\*|\\bt2 ?star\\b|\\bdwi\\b|\\badc\\b|\\bswi\\b|\\basl\\b|\\bperf))';

/** What the words of a description say about an MR series' weighting. Patterns see normalised text. */
export const mrDescriptionRules: readonly Rule[] = [
  ...says('T1', 0.65, 't1', '^(?!.*\\bt2\\b).*\\bt1\\b'),
  ...says('T1', 0.75, 't1-flair', '\\bt1\\b.*\\bflair\\b|\\bflair\\b.*\\bt1\\b'),
  ...says(
    'T1',
    0.8,
    't1-sequence',
    '\\b(?:mp ?-?rage|mp2rage|(?:ir-?)?f?spgr|bravo|tfl3d|vibe|lava|thrive|flash3d|mdeft)\\b',
  ),
  ...says('T2', 0.6, 't2', `^${notAnotherName}.*\\bt2\\b`),
  ...says('T2', 0.55, 't2-sequence', '\\b(?:haste|ssfse|fiesta|ciss|trufi|mrcp|drive)\\b'),
  ...says(
    'T2*',
    0.85,
    't2-star',
    '\\bt2 ?\\*|\\bt2 ?-?star\\b|\\bhemo(?:sid\\w*)?\\b|\\bmerge\\b|\\bmedic\\b',
  ),
  ...says('T2*', 0.45, 'gradient-echo', '^(?!.*(?:field|fmap|b0|t1|swi)).*\\b(?:gre|ffe)\\b'),
  ...says('FLAIR', 0.85, 'flair', `^${notT1Flair}.*(?:\\bflair\\b|\\bdark ?-?fluid\\b|\\bcube flair\\b)`),
  ...says('STIR', 0.85, 'stir', '\\b(?:stir|tirm)\\b(?!.*dark)'),
  ...says(
    'PD',
    0.75,
    'proton-density',
    '\\bpd(?:w|fs|-?weighted)?\\b|\\bproton\\b|\\bint(?:ermediate)?-?w\\b',
  ),
  ...says(
    'DWI',
    0.8,
    'diffusion',
    '^(?!.*(?:\\be?adc\\b|\\bfa\\b|apparent|exp(?:onential)?\\b|aniso)).*(?:\\bdwi\\b|\\bdiff\\w*|\\bdti\\b|\\bdsi\\b|\\btrace\\w*\\b|\\bhardi\\b|\\bresolve\\b|\\bb ?=? ?(?:[1-9]\\d{2,3})\\b)',
  ),
  ...says('ADC', 0.9, 'adc', '\\badc\\b|\\bapparent\\b|\\baverage dc\\b|\\badcmap\\b'),
  ...says(
    'eADC',
    0.95,
    'exponential-adc',
    '\\beadc\\b|\\bexp(?:onential)?[ .-]*(?:adc|att|app|apparent)|\\beadc map\\b',
  ),
  ...says(
    'FA',
    0.9,
    'fractional-anisotropy',
    '\\bfa\\b(?! ?=? ?\\d)|\\bfrac\\w*[ .-]*aniso\\w*|\\bcol(?:or|our)? ?fa\\b|\\bcolfa\\b',
  ),
  ...says(
    'SWI',
    0.9,
    'susceptibility',
    '\\bswi\\b|\\bswan\\b|\\bsuscept\\w*|\\bven ?-?o?bold\\b|\\bswip\\b|\\bqsm\\b',
  ),
  ...says(
    'BOLD',
    0.8,
    'functional',
    '^(?!.*\\bven).*(?:\\bbold\\b|\\bfmri\\b|\\brs-?fmri\\b|\\brest(?:ing)?[ -]?(?:state)?\\b|\\btask\\b)',
  ),
  ...says(
    'ASL',
    0.9,
    'arterial-spin-labelling',
    '\\b(?:3d )?p?c?asl\\b|\\b(?:p|pc)asl\\b|\\barterial spin\\b',
  ),
  ...says(
    'DSC',
    0.85,
    'bolus-perfusion',
    '^(?!.*(?:\\basl\\b|pcasl|\\bpasl\\b|\\bdce\\b|\\bt1\\b|\\bcb[vf]\\b|\\bmtt\\b|\\bttp\\b)).*(?:\\bdsc\\b|\\bperf\\w*\\b|\\bpwi\\b|\\bbolus\\b)',
  ),
  ...says(
    'DCE',
    0.9,
    'dynamic-enhanced',
    '\\bdce\\b|\\bdynamic contrast\\b|\\bt1 perf\\w*|\\bpermeability\\b|\\btwist\\b|\\bdyn(?:amic)?\\b.*\\b(?:vibe|lava|thrive)\\b|\\b(?:vibe|lava|thrive)\\b.*\\bdyn(?:amic)?\\b',
  ),
  ...says(
    'perfusion map',
    0.92,
    'perfusion-map',
    '\\b(?:r|rel|corrected )?-?(?:cbv|cbf|mtt|ttp|tmax|gbp|pbp)\\b|\\bk ?-?trans\\b',
  ),
  ...says(
    'MRA',
    0.87,
    'angiography',
    '\\bmr[av]\\b|\\btof\\b|\\bangio\\w*|\\binhance\\b|\\bvenogra\\w*|\\bcow\\b|\\bphase ?-?contrast\\b',
  ),
  ...says('MRS', 0.9, 'spectroscopy', '\\bmrs[i]?\\b|\\bspectro\\w*|\\bcsi\\b|\\bpress\\b|\\bsvs\\b'),
  ...says(
    'field map',
    0.92,
    'field-map',
    '\\bfield ?-?map\\w*|\\bfmap\\b|\\bgre field\\b|\\bb0 ?map\\w*|\\bb1 ?map\\w*|\\bgre fieldmap\\w*',
  ),
  ...says(
    'localizer',
    0.95,
    'localizer',
    '\\blocali[sz]er\\w*|\\bloc\\b|\\bscout\\w*|\\b(?:3|three)[ -]?(?:plane|pl)\\b|\\bsurvey\\b|\\bpilot\\b|\\bscano\\w*|\\bplan scan\\b',
  ),
  ...says(
    'calibration',
    0.9,
    'calibration',
    '\\bcal(?:ibration)?\\b|\\basset\\b|\\bref(?:erence)? scan\\b|\\bcoil ?survey\\b|\\bsense ?ref\\w*|\\bprescan\\b|\\bshim\\b',
  ),
];
