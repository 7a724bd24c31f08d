import { createSources, type Source, type SourceBuffer } from '../data-set/source-span.ts';
import { formatTag } from '../dictionary/tags.ts';
import type { Encoding } from '../encoding.ts';
import type { DicomLimits } from '../limits.ts';
import {
  createElementHeader,
  readExplicitHeader,
  readImplicitHeader,
  undefinedLength,
} from './element-header.ts';
import { failRead } from './read-error.ts';
import { ReadTally } from './read-tally.ts';

export type ElementReaderOptions = {
  buffer: SourceBuffer;
  start: number;
  limits: DicomLimits;
  /** No element may end past this byte: what a stream can hold. */
  ceiling?: number;
};

/** An end that nothing reaches. */
export const unbounded = Number.MAX_SAFE_INTEGER;

/** Where a parser stands in its bytes, and how it reads one element header there, forgiving what devices get wrong. */
export class ElementReader {
  readonly tally: ReadTally;
  /** Where the next element begins; at the end, where the data set ended. */
  position: number;
  /** End of the bytes there are so far. */
  available: number;
  protected readonly buffer: SourceBuffer;
  protected readonly header = createElementHeader();
  protected readonly sourceOf: (encoding: Encoding) => Source;
  /** No more bytes will come. */
  protected complete = false;
  private readonly ceiling: number;

  constructor({ buffer, start, limits, ceiling = unbounded }: ElementReaderOptions) {
    this.buffer = buffer;
    this.tally = new ReadTally(limits);
    this.sourceOf = createSources(buffer);
    this.ceiling = ceiling;
    this.position = start;
    this.available = buffer.bytes.length;
  }

  /** Reads the header at `position` into `header`; 'more' when bytes are missing. */
  protected readHeader(source: Source, hardEnd: number, signedPixels: boolean): 'read' | 'more' {
    const { header, position: at } = this;
    const { bytes } = this.buffer;
    const { explicitVr, littleEndian } = source.encoding;
    if (!explicitVr) {
      readImplicitHeader(header, bytes, at, littleEndian, signedPixels);
      return 'read';
    }
    const outcome = readExplicitHeader(header, bytes, at, littleEndian, this.available);
    if (outcome === 'bad-vr') {
      readImplicitHeader(header, bytes, at, littleEndian, signedPixels);
      const end = header.valueStart + header.length;
      if (header.length !== undefinedLength && end > Math.min(hardEnd, this.reach())) {
        failRead('bad-vr', at, `${formatTag(header.tag)} has no value representation`);
      }
      header.implicitInExplicit = true;
      this.tally.warn('implicit-element-in-explicit-data-set', at);
      return 'read';
    }
    if (outcome === 'more') {
      if (this.complete)
        failRead('truncated', at, `The bytes end inside the header of ${formatTag(header.tag)}`);
      return 'more';
    }
    if (header.unknownVr) this.tally.warn('unknown-vr', at);
    return 'read';
  }

  /** Says what is wrong with a value that is not all there, or that it may still come. */
  protected awaitValue(at: number, end: number): 'more' {
    const name = formatTag(this.header.tag);
    if (this.complete) failRead('truncated', at, `The bytes end inside ${name}`);
    if (end > this.ceiling)
      failRead('header-too-large', at, `${name} ends past the ${this.ceiling} bytes that a header may have`);
    return 'more';
  }

  /** How far the bytes can reach at most: known exactly only when they are complete. */
  protected reach(): number {
    return this.complete ? this.available : this.ceiling;
  }

  protected implicitSource(source: Source): Source {
    return this.sourceOf({ explicitVr: false, littleEndian: source.encoding.littleEndian });
  }
}
