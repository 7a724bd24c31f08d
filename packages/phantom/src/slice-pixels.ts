import type { Random } from './random.ts';
import { normalTable } from './random.ts';

export interface PixelOptions {
  readonly rows: number;
  readonly columns: number;
  /** The value of each label. */
  readonly values: Float32Array;
  /** Standard deviation of the noise, in the unit of the values. */
  readonly noise: number;
  /** Magnitude pictures have no negative values, and noise that never averages to zero (Rician). */
  readonly magnitude: boolean;
  readonly lowest: number;
  readonly highest: number;
}

const tableLength = 1 << 15;

/** Turns labels into pixels: value, softened edges, shading of the coil, noise. One for a series: it keeps its table of noise. */
export function createPixelMaker(random: Random) {
  const table = normalTable(random, tableLength);

  function soften(values: Float32Array, rows: number, columns: number): Float32Array {
    const across = new Float32Array(values.length);
    for (let at = 0; at < values.length; at++) {
      const column = at % columns;
      const here = values[at] as number;
      const before = column > 0 ? (values[at - 1] as number) : here;
      const after = column < columns - 1 ? (values[at + 1] as number) : here;
      across[at] = 0.25 * before + 0.5 * here + 0.25 * after;
    }
    const soft = new Float32Array(values.length);
    const last = (rows - 1) * columns;
    for (let at = 0; at < values.length; at++) {
      const here = across[at] as number;
      const above = at >= columns ? (across[at - columns] as number) : here;
      const below = at < last ? (across[at + columns] as number) : here;
      soft[at] = 0.25 * above + 0.5 * here + 0.25 * below;
    }
    return soft;
  }

  /** 16-bit pixels in row order, within `lowest` (0 or more) and `highest`. */
  function pixels(labels: Uint8Array, options: PixelOptions): Uint16Array {
    const { rows, columns, values, noise, magnitude, lowest, highest } = options;
    const plain = new Float32Array(labels.length);
    for (let at = 0; at < labels.length; at++) plain[at] = values[labels[at] as number] as number;
    const soft = soften(plain, rows, columns);
    const words = new Uint16Array(labels.length);
    let draw = random.integer(tableLength);
    // Well above the noise a magnitude is as good as its signal: the second draw is for dark places only.
    const dark = magnitude ? noise * 4 : -Infinity;
    for (let at = 0; at < soft.length; at++) {
      draw = (draw + 1) & (tableLength - 1);
      let value = (soft[at] as number) + noise * (table[draw] as number);
      if (value < dark) {
        const other = noise * (table[(draw + 10_007) & (tableLength - 1)] as number);
        value = Math.sqrt(value * value + other * other);
      }
      // + 0.5 and truncation by the array: rounding, for values that are never negative.
      words[at] = (value < lowest ? lowest : value > highest ? highest : value) + 0.5;
    }
    return words;
  }

  return { pixels };
}

export type PixelMaker = ReturnType<typeof createPixelMaker>;
