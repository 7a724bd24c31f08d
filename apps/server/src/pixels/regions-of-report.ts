import type { PixelBox } from '@pesscara/pixel-cleaning';
import { pixelRegionRule } from '../deidentification/index.ts';

/** The regions that a pixel script named for an instance, as its report has them. */
export function parseRegions(entries: readonly { rule: string }[]): PixelBox[] {
  return entries.flatMap(({ rule }) => {
    if (!rule.startsWith(pixelRegionRule)) return [];
    const [left = 0, top = 0, width = 0, height = 0] = rule
      .slice(pixelRegionRule.length)
      .split(',')
      .map(Number);
    return [{ left, top, width, height }];
  });
}
