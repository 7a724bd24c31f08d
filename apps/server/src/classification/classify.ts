import { normalisedName } from './normalised-name.ts';
import { findPlane, type Plane } from './plane.ts';
import { type Dimension, factsOf } from './rule-language.ts';
import { ruleSets } from './rules.ts';
import { type SeriesAttributes, textOf } from './series-attributes.ts';

/** What speaks for a statement, and how strongly (0 … 1). */
export interface Evidence {
  readonly source: 'header' | 'description';
  readonly attribute: string;
  readonly value: string;
  readonly says: string;
  readonly weight: number;
}

export type ContrastState = 'given' | 'none' | 'unknown';

export interface Classification {
  readonly modality: string | null;
  readonly plane: Plane | null;
  /** T1, T2, T2*, PD, FLAIR, STIR, DWI, ADC, eADC, FA, SWI, BOLD, ASL, DSC, DCE, perfusion map, MRA, MRS, field map, localizer, calibration, screen capture; for other modalities the modality. */
  readonly weighting: string | null;
  readonly contrast: ContrastState;
  readonly normalisedName: string;
  /** 0 … 1, of weighting and contrast together. */
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
}

interface Belief {
  readonly value: string;
  readonly belief: number;
  readonly evidence: readonly Evidence[];
}

/** A special kind beats the general kinds that it is one of, however sure those are. */
const specialisations: Readonly<Record<string, readonly string[]>> = {
  'T2*': ['T2'],
  FLAIR: ['T2'],
  STIR: ['T2'],
  DWI: ['T2', 'BOLD', 'T2*'],
  ADC: ['DWI', 'T2'],
  eADC: ['ADC', 'DWI', 'T2'],
  FA: ['DWI', 'ADC', 'T2'],
  SWI: ['T2*', 'T1', 'field map'],
  BOLD: ['T2*', 'T2'],
  ASL: ['BOLD', 'DSC', 'T2*', 'PD', 'T1', 'T2'],
  DSC: ['BOLD', 'T2*', 'T2', 'ASL'],
  DCE: ['T1', 'DSC', 'MRA'],
  'perfusion map': ['DSC', 'ASL', 'DCE', 'T1', 'T2*', 'BOLD'],
  MRA: ['T1', 'T2', 'T2*', 'PD'],
  'field map': ['T2*', 'T1', 'T2', 'PD'],
  localizer: ['T1', 'T2', 'T2*', 'PD', 'MRA', 'BOLD', 'CT'],
  'screen capture': ['T1', 'T2', 'T2*', 'PD', 'DWI', 'DSC', 'MRA', 'BOLD', 'localizer', 'perfusion map'],
  calibration: ['T1', 'T2', 'T2*', 'PD', 'localizer'],
};

const minimumBelief = 0.3;
const contrastThreshold = 0.5;

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Evidence for each value of a dimension. One source counts once, by its strongest rule; sources add up. */
function beliefsIn(dimension: Dimension, attributes: SeriesAttributes, modality: string): Belief[] {
  const byValue = new Map<string, Evidence[]>();
  for (const ruleSet of ruleSets.filter((set) => set.modalities.includes(modality))) {
    for (const rule of ruleSet.rules.filter((candidate) => candidate.dimension === dimension)) {
      const facts = factsOf(rule.when, attributes);
      if (facts === undefined) continue;
      byValue.set(rule.value, [
        ...(byValue.get(rule.value) ?? []),
        {
          source: rule.id.startsWith('header.') ? 'header' : 'description',
          attribute: facts.map((fact) => fact.attribute).join(', '),
          value: facts.map((fact) => fact.value).join(', '),
          says: rule.value,
          weight: rule.weight,
        },
      ]);
    }
  }
  return [...byValue].map(([value, evidence]) => ({ value, evidence, belief: beliefOf(evidence) }));
}

function beliefOf(evidence: readonly Evidence[]): number {
  const strongest = (source: Evidence['source']) =>
    Math.max(0, ...evidence.filter((one) => one.source === source).map((one) => one.weight));
  return 1 - (1 - strongest('header')) * (1 - strongest('description'));
}

function isSpecialOf(value: string, general: string): boolean {
  return specialisations[value]?.includes(general) ?? false;
}

function winnerOf(beliefs: readonly Belief[]): { winner: Belief; confidence: number } | undefined {
  const candidates = beliefs
    .filter((belief) => belief.belief >= minimumBelief)
    .filter((one) => !beliefs.some((other) => other.belief >= 0.5 && isSpecialOf(other.value, one.value)))
    .sort((one, other) => other.belief - one.belief);
  const [winner, ...others] = candidates;
  if (winner === undefined) return undefined;
  const rival = others.find((other) => !isSpecialOf(winner.value, other.value));
  return { winner, confidence: winner.belief * (1 - 0.5 * (rival?.belief ?? 0)) };
}

interface ContrastFinding {
  readonly contrast: ContrastState;
  readonly isContested: boolean;
  readonly isStatedForSeries: boolean;
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
}

function findContrast(
  attributes: SeriesAttributes,
  modality: string,
  weighting: Belief | undefined,
): ContrastFinding {
  const beliefs = beliefsIn('contrast', attributes, modality);
  const [strongest] = weighting?.evidence ?? [];
  if (weighting && strongest && (weighting.value === 'DSC' || weighting.value === 'DCE')) {
    const implied: Evidence = { ...strongest, says: 'given', weight: 0.75 };
    const evidence = [implied, ...(beliefs.find((belief) => belief.value === 'given')?.evidence ?? [])];
    beliefs.push({ value: 'given', evidence, belief: beliefOf(evidence) });
  }
  const found = winnerOf(beliefs);
  const evidence = [...new Set(beliefs.flatMap((belief) => belief.evidence))];
  if (found === undefined || found.winner.belief < contrastThreshold)
    return { contrast: 'unknown', isContested: false, isStatedForSeries: false, confidence: 1, evidence };
  return {
    contrast: found.winner.value === 'given' ? 'given' : 'none',
    isContested: new Set(beliefs.map((belief) => belief.value)).size > 1,
    isStatedForSeries: found.winner.evidence.some((one) => one.attribute !== 'StudyDescription'),
    confidence: found.confidence,
    evidence,
  };
}

const modalitiesWithPlanes = new Set(['MR', 'CT', 'PT', 'NM', 'RTDOSE']);

function findWeighting(attributes: SeriesAttributes, modality: string) {
  const beliefs = beliefsIn('weighting', attributes, modality);
  if (modality !== 'MR') {
    const says = modality;
    const evidence: Evidence = {
      source: 'header',
      attribute: 'Modality',
      value: modality,
      says,
      weight: 0.98,
    };
    const isSpecial = beliefs.some((belief) => belief.belief >= 0.5);
    if (!isSpecial) beliefs.push({ value: modality, evidence: [evidence], belief: 0.98 });
  }
  return { found: winnerOf(beliefs), evidence: beliefs.flatMap((belief) => belief.evidence) };
}

/** Exclusive qualifiers: where both are believed, the surer one is kept. */
const exclusive: readonly (readonly string[])[] = [
  ['attenuation-corrected', 'not attenuation-corrected'],
  ['water', 'fat', 'in-phase', 'opposed-phase'],
  ['maximum-intensity projection', 'minimum-intensity projection'],
];

function findQualifiers(attributes: SeriesAttributes, modality: string) {
  const beliefs = beliefsIn('qualifier', attributes, modality).filter((belief) => belief.belief >= 0.5);
  const isBeaten = (one: Belief) =>
    exclusive.some(
      (group) =>
        group.includes(one.value) &&
        beliefs.some((other) => other !== one && group.includes(other.value) && other.belief > one.belief),
    );
  const kept = beliefs.filter((belief) => !isBeaten(belief));
  return {
    qualifiers: kept.map((belief) => belief.value),
    evidence: kept.flatMap((belief) => belief.evidence),
  };
}

/** Classifies a series by the rules of rules.ts: the header's values first, the descriptions second. Pure. */
export function classifySeries(attributes: SeriesAttributes): Classification {
  const modality = textOf(attributes, 'Modality')[0] ?? null;
  if (modality === null) return unclassified;
  const weighting = findWeighting(attributes, modality);
  const planeFinding = modalitiesWithPlanes.has(modality) ? findPlane(attributes) : undefined;
  const contrast = findContrast(attributes, modality, weighting.found?.winner);
  const qualifiers = findQualifiers(attributes, modality);
  const weightingConfidence = weighting.found?.confidence ?? 0.1;
  const value = weighting.found?.winner.value ?? null;
  const plane = planeFinding?.plane ?? null;
  return {
    modality,
    plane,
    weighting: value,
    contrast: contrast.contrast,
    normalisedName: normalisedName({
      modality,
      plane,
      weighting: value,
      contrast: contrast.isStatedForSeries || modality === 'CT' ? contrast.contrast : 'unknown',
      qualifiers: value === 'localizer' || value === 'calibration' ? [] : qualifiers.qualifiers,
    }),
    confidence: round(
      contrast.isContested ? Math.min(weightingConfidence, contrast.confidence) : weightingConfidence,
    ),
    evidence: [
      ...weighting.evidence,
      ...(planeFinding?.plane ? [{ ...planeFinding, says: planeFinding.plane }] : []).map(
        ({ source, attribute, value: seen, says, weight }) => ({
          source,
          attribute,
          value: seen,
          says,
          weight,
        }),
      ),
      ...contrast.evidence,
      ...qualifiers.evidence,
    ],
  };
}

const unclassified: Classification = {
  modality: null,
  plane: null,
  weighting: null,
  contrast: 'unknown',
  normalisedName: 'Unclassified',
  confidence: 0,
  evidence: [],
};
