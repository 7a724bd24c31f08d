import {
  createIdentityMatcher,
  type FetalLabel,
  fetalLabelIn,
  growLine,
  isHarmless,
  isSameReading,
  type KnownIdentifier,
  type PixelBox,
  unionBox,
} from '@pesscara/pixel-cleaning';
import type { TextLine } from './text-reader.ts';

/** Text at one place of an instance, in one frame or several. */
export interface FoundText {
  /** Around every reading. */
  readonly box: PixelBox;
  /** Numbered from 1, ascending. */
  readonly frames: number[];
  /** What was read, each reading once: the same text may be read differently in several frames. */
  readonly readings: readonly string[];
  /** The gravest of its readings'. */
  readonly kind: 'identity' | 'unknown' | 'harmless';
  /** Of the surest reading. */
  readonly confidence: number;
  readonly label: FetalLabel | undefined;
}

/** Sorts what was read: the patient's own, harmless, or anything else. */
export function createTextJudge(identifiers: readonly KnownIdentifier[], marks: ReadonlySet<string>) {
  const matcher = createIdentityMatcher(identifiers);
  return (text: string): FoundText['kind'] => {
    if (matcher(text).size > 0) return 'identity';
    return isHarmless(text, marks) ? 'harmless' : 'unknown';
  };
}

/** Pixels, or of a line's height, by which readings of a text that stands still may lie apart. What moves has a box wherever it was. */
const tremble = { leastPx: 4, ofHeight: 0.25 };

function isSamePlace(one: PixelBox, other: PixelBox): boolean {
  const most = Math.max(tremble.leastPx, tremble.ofHeight * Math.min(one.height, other.height));
  return [
    one.left - other.left,
    one.top - other.top,
    one.left + one.width - other.left - other.width,
    one.top + one.height - other.top - other.height,
  ].every((apart) => Math.abs(apart) <= most);
}

const gravity = { identity: 2, unknown: 1, harmless: 0 } as const;
// A clock is read differently in every frame: what comes next is like one of those before it.
const readingsCompared = 64;

/** The same text once more: its frames and readings are added, and what is judged gravest of it counts. */
function joined(one: FoundText, other: FoundText): FoundText {
  const isNew = (frame: number) => !one.frames.includes(frame);
  const [text = ''] = other.readings;
  return {
    box: unionBox(one.box, other.box),
    frames: [...one.frames, ...other.frames.filter(isNew)],
    readings: one.readings.includes(text) ? one.readings : [...one.readings, text],
    kind: gravity[other.kind] > gravity[one.kind] ? other.kind : one.kind,
    confidence: Math.max(one.confidence, other.confidence),
    label: one.label,
  };
}

/**
 * Adds the lines of a frame to what was found. The same text at the same place counts once, with all its frames, also where it was
 * read slightly differently: no reading is lost, since one of them may be the patient's name.
 */
export function addLines(
  found: FoundText[],
  lines: readonly TextLine[],
  frames: readonly number[],
  size: { columns: number; rows: number },
  judge: (text: string) => FoundText['kind'],
): void {
  for (const { box, text, confidence } of lines) {
    const grown = growLine(box, size);
    if (grown === undefined) continue;
    const line: FoundText = {
      box: grown,
      frames: [...frames],
      readings: [text],
      kind: judge(text),
      confidence,
      label: fetalLabelIn(text),
    };
    const at = found.findIndex(
      ({ box: place, readings }) =>
        isSamePlace(place, grown) &&
        readings.slice(-readingsCompared).some((reading) => isSameReading(reading, text)),
    );
    const known = found[at];
    if (known === undefined) found.push(line);
    else found[at] = joined(known, line);
  }
}
