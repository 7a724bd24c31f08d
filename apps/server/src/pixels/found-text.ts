import {
  createIdentityMatcher,
  type FetalLabel,
  fetalLabelIn,
  growBox,
  isHarmless,
  type KnownIdentifier,
  overlaps,
  type PixelBox,
} from '@pesscara/pixel-cleaning';
import type { TextLine } from './text-reader.ts';

/** Text at one place of an instance, in one frame or several. */
export interface FoundText {
  readonly box: PixelBox;
  /** Numbered from 1, ascending. */
  readonly frames: number[];
  readonly text: string;
  readonly kind: 'identity' | 'unknown' | 'harmless';
  readonly confidence: number;
  readonly label: FetalLabel | undefined;
}

/** Boxes grow by so much: letters end softly. */
const marginPx = 4;

/** Sorts what was read: the patient's own, harmless, or anything else. */
export function createTextJudge(identifiers: readonly KnownIdentifier[], marks: ReadonlySet<string>) {
  const matcher = createIdentityMatcher(identifiers);
  return (text: string): FoundText['kind'] => {
    if (matcher(text).size > 0) return 'identity';
    return isHarmless(text, marks) ? 'harmless' : 'unknown';
  };
}

function isSamePlace(one: PixelBox, other: PixelBox): boolean {
  if (!overlaps(one, other)) return false;
  const width = Math.min(one.left + one.width, other.left + other.width) - Math.max(one.left, other.left);
  const height = Math.min(one.top + one.height, other.top + other.height) - Math.max(one.top, other.top);
  const union = one.width * one.height + other.width * other.height - width * height;
  return (width * height) / union > 0.7;
}

/** Adds the lines of a frame to what was found; the same text at the same place counts once, with all its frames. */
export function addLines(
  found: FoundText[],
  lines: readonly TextLine[],
  frames: readonly number[],
  size: { columns: number; rows: number },
  judge: (text: string) => FoundText['kind'],
): void {
  for (const { box, text, confidence } of lines) {
    const grown = growBox(box, marginPx, size);
    if (grown === undefined) continue;
    const known = found.find((one) => one.text === text && isSamePlace(one.box, grown));
    if (known !== undefined) known.frames.push(...frames);
    else
      found.push({
        box: grown,
        frames: [...frames],
        text,
        kind: judge(text),
        confidence,
        label: fetalLabelIn(text),
      });
  }
}
