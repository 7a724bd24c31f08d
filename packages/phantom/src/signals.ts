import { perTissue, type TissueProperties } from './tissues.ts';

/** The timing of an MR sequence, as the header states it. */
export interface MrTiming {
  readonly technique: 'spin-echo' | 'inversion-recovery' | 'spoiled-gradient-echo' | 'echo-planar';
  readonly repetitionTimeMs: number;
  readonly echoTimeMs: number;
  readonly inversionTimeMs?: number;
  readonly flipAngleDeg: number;
}

/** What else acts on the signal of one picture. */
export interface MrState {
  /** Concentration of agent in the steady state after injection; 0: none. */
  readonly agent?: number;
  /** s/mm². */
  readonly diffusionBValue?: number;
  /** Relative concentration of the bolus in blood at this moment. */
  readonly bolus?: number;
}

// 1/(s · unit of agent): enough for a rim that shines on T1 and a bolus that darkens T2*.
const relaxivityPerMs = 0.0032;
const susceptibilityPerMs = 0.0021;

function longitudinal(timing: MrTiming, t1Ms: number): number {
  const { repetitionTimeMs, flipAngleDeg, inversionTimeMs } = timing;
  const recovered = Math.exp(-repetitionTimeMs / t1Ms);
  if (timing.technique === 'inversion-recovery' && inversionTimeMs !== undefined)
    return Math.abs(1 - 2 * Math.exp(-inversionTimeMs / t1Ms) + recovered);
  if (timing.technique === 'spin-echo') return 1 - recovered;
  const flip = (flipAngleDeg * Math.PI) / 180;
  return (Math.sin(flip) * (1 - recovered)) / (1 - Math.cos(flip) * recovered);
}

function signalOf(properties: TissueProperties, timing: MrTiming, state: MrState): number {
  const { agent = 0, diffusionBValue = 0, bolus = 0 } = state;
  const t1Ms = 1 / (1 / properties.t1Ms + relaxivityPerMs * agent * properties.uptake);
  const isRefocused = timing.technique === 'spin-echo' || timing.technique === 'inversion-recovery';
  const decayMs = isRefocused || diffusionBValue > 0 ? properties.t2Ms : properties.t2StarMs;
  const transverse = Math.exp(
    -timing.echoTimeMs * (1 / decayMs + susceptibilityPerMs * bolus * properties.bloodVolume),
  );
  const diffusion = Math.exp(-diffusionBValue * properties.adc * 1e-6);
  return properties.protonDensity * longitudinal(timing, t1Ms) * transverse * diffusion;
}

/** The signal of every tissue by the equations of the sequence; 1 is the most that protons could give. */
export function mrSignals(timing: MrTiming, state: MrState = {}): Float32Array {
  return perTissue((properties) => signalOf(properties, timing, state));
}

/** Concentration of the bolus over time: a gamma variate that arrives, passes, and leaves a little in circulation. */
export function bolusAt(seconds: number, arrivalSeconds: number): number {
  const since = seconds - arrivalSeconds;
  if (since <= 0) return 0;
  const peak = 3 * 1.6;
  const firstPass = (since / peak) ** 3 * Math.exp(3 - since / 1.6);
  return firstPass + 0.12 * (1 - Math.exp(-since / 8));
}
