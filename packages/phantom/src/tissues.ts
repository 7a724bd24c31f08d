/** What a place in the body consists of. The number is the label in a slice; later shapes are painted over earlier ones. */
export const tissues = [
  'air',
  'skin',
  'fat',
  'bone',
  'marrow',
  'cerebrospinalFluid',
  'cortex',
  'whiteMatter',
  'deepGrey',
  'vessel',
  'muscle',
  'vitreous',
  'lens',
  'oedema',
  'lesionRim',
  'lesionCore',
  'cavity',
  'mantle',
] as const;
export type Tissue = (typeof tissues)[number];

export interface TissueProperties {
  /** Proton density, water = 1. */
  readonly protonDensity: number;
  /** At 3 T. */
  readonly t1Ms: number;
  readonly t2Ms: number;
  readonly t2StarMs: number;
  /** Apparent diffusion coefficient, 10⁻⁶ mm²/s. */
  readonly adc: number;
  readonly hounsfield: number;
  /** Share of the injected agent that reaches it: shortens T1 after contrast. */
  readonly uptake: number;
  /** Blood volume, which the bolus of a perfusion run passes through; white matter = 1. */
  readonly bloodVolume: number;
}

function tissue(
  protonDensity: number,
  [t1Ms, t2Ms, t2StarMs]: readonly [number, number, number],
  adc: number,
  hounsfield: number,
  [uptake, bloodVolume]: readonly [number, number] = [0, 0],
): TissueProperties {
  return { protonDensity, t1Ms, t2Ms, t2StarMs, adc, hounsfield, uptake, bloodVolume };
}

/** Values in the range of textbooks; chosen for pictures that look right, not for measurement. */
export const tissueProperties: Readonly<Record<Tissue, TissueProperties>> = {
  air: tissue(0, [1000, 1, 1], 0, -1000),
  skin: tissue(0.6, [900, 35, 20], 900, 45, [0.1, 0.6]),
  fat: tissue(0.95, [350, 75, 35], 50, -95),
  bone: tissue(0.04, [500, 2, 1], 0, 900),
  marrow: tissue(0.55, [500, 55, 15], 300, 350),
  cerebrospinalFluid: tissue(1, [4200, 1600, 400], 3000, 8),
  cortex: tissue(0.84, [1400, 98, 52], 820, 38, [0.02, 2.2]),
  whiteMatter: tissue(0.7, [850, 72, 48], 720, 30, [0.01, 1]),
  deepGrey: tissue(0.8, [1150, 80, 42], 760, 40, [0.02, 1.9]),
  vessel: tissue(0.85, [1700, 60, 30], 1200, 55, [1, 12]),
  muscle: tissue(0.75, [1250, 38, 25], 1300, 55, [0.12, 0.8]),
  vitreous: tissue(0.98, [3900, 900, 200], 2700, 12),
  lens: tissue(0.55, [1200, 30, 15], 700, 80),
  oedema: tissue(0.85, [1600, 170, 95], 1450, 20, [0.02, 0.7]),
  lesionRim: tissue(0.85, [1400, 125, 60], 1000, 44, [0.85, 4.5]),
  lesionCore: tissue(0.9, [2300, 240, 120], 1900, 18, [0.05, 0.2]),
  // Painted by shapes and replaced pixel by pixel with cortex, the white matter in a fold, or the fluid between two.
  mantle: tissue(0.84, [1400, 98, 52], 820, 38, [0.02, 2.2]),
  cavity: tissue(0.98, [3800, 1100, 300], 2800, 10),
};

/** One number for each label, in the order of `tissues`. */
export function perTissue(valueOf: (properties: TissueProperties) => number): Float32Array {
  return Float32Array.from(tissues, (name) => valueOf(tissueProperties[name]));
}
