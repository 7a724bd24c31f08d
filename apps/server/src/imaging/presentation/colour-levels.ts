import type { DecodedFrame } from '../codecs/pixel-format.ts';
import { lookUp } from './lookup-table.ts';
import type { Presentation } from './presentation.ts';

type Levels = Uint8ClampedArray<ArrayBuffer>;

/** YCbCr of full range to RGB (PS3.3 C.7.6.3.1.2, ITU-R BT.601). */
function fullRangeToRgb(samples: ArrayLike<number>, levels: Levels): void {
  for (let at = 0; at < levels.length; at += 3) {
    const y = samples[at] as number;
    const cb = (samples[at + 1] as number) - 128;
    const cr = (samples[at + 2] as number) - 128;
    levels[at] = y + 1.402 * cr;
    levels[at + 1] = y - 0.344136 * cb - 0.714136 * cr;
    levels[at + 2] = y + 1.772 * cb;
  }
}

/** YCbCr of partial range (16 … 235) to RGB. */
function partialRangeToRgb(samples: ArrayLike<number>, levels: Levels): void {
  for (let at = 0; at < levels.length; at += 3) {
    const y = 1.164384 * ((samples[at] as number) - 16);
    const cb = (samples[at + 1] as number) - 128;
    const cr = (samples[at + 2] as number) - 128;
    levels[at] = y + 1.596027 * cr;
    levels[at + 1] = y - 0.391762 * cb - 0.812968 * cr;
    levels[at + 2] = y + 2.017232 * cb;
  }
}

/** The RGB levels of a colour frame with three samples a pixel. */
export function colourLevels(frame: DecodedFrame): Levels {
  const { samples, photometricInterpretation, bitsStored } = frame;
  const levels = new Uint8ClampedArray(frame.rows * frame.columns * 3);
  if (photometricInterpretation === 'YBR_PARTIAL_422' || photometricInterpretation === 'YBR_PARTIAL_420')
    partialRangeToRgb(samples, levels);
  else if (photometricInterpretation.startsWith('YBR_')) fullRangeToRgb(samples, levels);
  else {
    const scale = bitsStored > 8 ? 255 / (2 ** bitsStored - 1) : 1;
    for (let index = 0; index < levels.length; index++) levels[index] = (samples[index] as number) * scale;
  }
  return levels;
}

/** The RGB levels of a palette frame (PS3.3 C.7.6.3.1.5). */
export function paletteLevels(frame: DecodedFrame, palette: NonNullable<Presentation['palette']>): Levels {
  const { samples } = frame;
  const levels = new Uint8ClampedArray(samples.length * 3);
  for (const [channel, table] of palette.entries()) {
    // Files exist whose 16-bit tables hold 8-bit values: their greatest entry tells.
    const isWide = table.bits > 8 && table.entries.some((entry) => entry > 255);
    for (let index = 0; index < samples.length; index++) {
      const entry = lookUp(table, samples[index] as number);
      levels[index * 3 + channel] = isWide ? entry >> 8 : entry;
    }
  }
  return levels;
}
