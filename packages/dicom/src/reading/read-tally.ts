import type { DicomLimits } from '../limits.ts';
import { type DicomReadWarning, failRead } from './read-error.ts';

/** Hostile files could warn at every element. */
const maxWarnings = 100;

/** What a reader has met so far, held against the limits. */
export class ReadTally {
  readonly warnings: DicomReadWarning[] = [];
  private readonly limits: DicomLimits;
  private elementCount = 0;
  private itemCount = 0;

  constructor(limits: DicomLimits) {
    this.limits = limits;
  }

  countElement(byteOffset: number): void {
    const { maxElements } = this.limits;
    if (++this.elementCount > maxElements)
      failRead('too-many-elements', byteOffset, `More than ${maxElements} elements`);
  }

  countItem(byteOffset: number): void {
    const { maxItems } = this.limits;
    if (++this.itemCount > maxItems) failRead('too-many-items', byteOffset, `More than ${maxItems} items`);
  }

  checkFragments(count: number, byteOffset: number): void {
    const { maxFragments } = this.limits;
    if (count > maxFragments)
      failRead('too-many-fragments', byteOffset, `More than ${maxFragments} fragments`);
  }

  checkDepth(depth: number, byteOffset: number): void {
    const { maxDepth } = this.limits;
    if (depth > maxDepth) failRead('depth', byteOffset, `Sequences are nested deeper than ${maxDepth}`);
  }

  warn(code: DicomReadWarning['code'], byteOffset: number): void {
    if (this.warnings.length < maxWarnings) this.warnings.push({ code, byteOffset });
  }
}
