import type { Tag } from '../dictionary/tags.ts';
import type { BulkElement, DataSet, FragmentsElement, SequenceElement, ValueElement } from './data-set.ts';
import type { Source, SourceSpan } from './source-span.ts';

/**
 * A value in the source: 6 fields and no view, so that a million of them stay under 100 MB; the view is made when it
 * is asked for. `declare` keeps the fields from being initialised twice, and having no base class lets the engine
 * inline the constructor: together a third of the reading time.
 */
export class SourceValue implements SourceSpan, ValueElement {
  declare readonly tag: Tag;
  declare readonly vr: string;
  declare readonly source: Source;
  declare readonly start: number;
  declare readonly valueStart: number;
  declare readonly end: number;

  constructor(tag: Tag, vr: string, source: Source, start: number, valueStart: number, end: number) {
    this.tag = tag;
    this.vr = vr;
    this.source = source;
    this.start = start;
    this.valueStart = valueStart;
    this.end = end;
  }

  get kind(): 'value' {
    return 'value';
  }

  get bytes(): Uint8Array {
    return this.source.buffer.bytes.subarray(this.valueStart, this.end);
  }

  get littleEndian(): boolean {
    return this.source.encoding.littleEndian;
  }
}

/** Where an element with content of its own stands; the reader sets `end` when it gets there. */
class SourceElement implements SourceSpan {
  readonly tag: Tag;
  readonly vr: string;
  readonly source: Source;
  readonly start: number;
  readonly valueStart: number;
  end: number;
  isClosed = true;

  constructor(tag: Tag, vr: string, source: Source, start: number, valueStart: number) {
    this.tag = tag;
    this.vr = vr;
    this.source = source;
    this.start = start;
    this.valueStart = valueStart;
    this.end = valueStart;
  }
}

/** A sequence in the source; the reader appends its items and sets `end`. */
export class SourceSequence extends SourceElement implements SequenceElement {
  readonly items: DataSet[] = [];
  undefinedLength = false;

  get kind(): 'sequence' {
    return 'sequence';
  }
}

/** Encapsulated Pixel Data in the source; the reader appends start and end of each fragment and sets `end`. */
export class SourceFragments extends SourceElement implements FragmentsElement {
  readonly bounds: number[] = [];

  get kind(): 'fragments' {
    return 'fragments';
  }

  get fragments(): readonly Uint8Array[] {
    const views: Uint8Array[] = [];
    for (let at = 0; at < this.bounds.length; at += 2) {
      views.push(this.source.buffer.bytes.subarray(this.bounds[at], this.bounds[at + 1]));
    }
    return views;
  }
}

/** An element whose value stays out of the source: its span is the header alone. */
export class SourceBulk extends SourceElement implements BulkElement {
  byteLength: number | undefined = undefined;

  get kind(): 'bulk' {
    return 'bulk';
  }

  get valueOffset(): number {
    return this.valueStart;
  }

  get littleEndian(): boolean {
    return this.source.encoding.littleEndian;
  }
}
