import { DataSet } from '../data-set/data-set.ts';
import { SourceBulk, SourceFragments, SourceSequence, SourceValue } from '../data-set/source-elements.ts';
import type { Source } from '../data-set/source-span.ts';
import { formatTag, isPixelDataTag, wellKnownTags } from '../dictionary/tags.ts';
import { propertiesOfVr, vrFromCodes } from '../dictionary/value-representations.ts';
import { type Encoding, implicitLittleEndian } from '../encoding.ts';
import { looksExplicit } from './detect-encoding.ts';
import { isDelimiter, readTag, readUint16, readUint32, undefinedLength } from './element-header.ts';
import { ElementReader, type ElementReaderOptions, unbounded } from './element-reader.ts';
import type { DataSetFrame, FragmentsFrame, Frame, SequenceFrame } from './parser-frames.ts';
import { failRead } from './read-error.ts';

/** Where reading stops at the top level, apart from the end of the bytes. */
export type StopAt = 'end' | 'pixel-data' | 'end-of-file-meta';

type ParserOptions = ElementReaderOptions & {
  encoding: Encoding;
  stopAt: StopAt;
  /** Where (0002,0000) says the file meta ends. */
  declaredMetaEnd?: number | undefined;
};

/** With these an undefined length announces fragments, with any other a sequence. */
const bulkVrs: ReadonlySet<string> = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW']);

/**
 * The reader: iterative, with its nesting on an explicit stack, and resumable. `advance` reads as far as the bytes
 * reach; when they grow, it goes on where it stopped, having looked at no complete element twice.
 */
export class DataSetParser extends ElementReader {
  readonly dataSet: DataSet;
  /** Set when `stopAt` is 'pixel-data' and it was met. */
  bulk: SourceBulk | undefined = undefined;
  private readonly start: number;
  private readonly stopAt: StopAt;
  private readonly declaredMetaEnd: number | undefined;
  private readonly stack: Frame[];

  constructor(options: ParserOptions) {
    super(options);
    this.start = options.start;
    this.stopAt = options.stopAt;
    this.declaredMetaEnd = options.declaredMetaEnd;
    const source = this.sourceOf(options.encoding);
    this.dataSet = new DataSet({ encoding: source.encoding });
    this.stack = [
      {
        kind: 'dataSet',
        dataSet: this.dataSet,
        source,
        contentStart: this.start,
        end: undefined,
        hardEnd: unbounded,
        signedPixels: false,
        isSelfContained: true,
      },
    ];
  }

  /** Reads on. 'done' once; 'more' when bytes are missing and `complete` is false. Throws DicomReadError. */
  advance(complete: boolean): 'done' | 'more' {
    this.complete = complete;
    for (;;) {
      const frame = this.stack.at(-1);
      if (!frame) return 'done';
      const outcome =
        frame.kind === 'dataSet'
          ? this.readElements(frame)
          : frame.kind === 'sequence'
            ? this.readItem(frame)
            : this.readFragment(frame);
      if (outcome === 'more') return 'more';
    }
  }

  /** Reads elements until the frame ends ('on'), a nested frame begins ('on') or bytes are missing ('more'). */
  private readElements(frame: DataSetFrame): 'on' | 'more' {
    for (;;) {
      const at = this.position;
      if (at === frame.end) return this.closeDataSet(frame, this.position);
      if (frame.hardEnd - at < 8) return this.reachHardEnd(frame);
      if (this.available - at < 8) return this.runOut(frame);
      const { littleEndian } = frame.source.encoding;
      const group = readUint16(this.buffer.bytes, at, littleEndian);
      if (group === 0xfffe) {
        if (this.readDelimiter(frame)) return 'on';
        continue;
      }
      if (group === 0 && this.stack.length === 1 && this.skipPadding()) continue;
      if (this.stopAt === 'end-of-file-meta' && this.isFileMetaOver(group))
        return this.closeDataSet(frame, this.position);
      const outcome = this.readElement(frame);
      if (outcome !== 'value') return outcome;
    }
  }

  /** Group lengths of file meta are often wrong, so the tags decide; deflated bytes after it can look like any tag. */
  private isFileMetaOver(group: number): boolean {
    if (this.stack.length > 1) return false;
    if (group !== 0x0002) return true;
    if (this.position !== this.declaredMetaEnd) return false;
    const { bytes } = this.buffer;
    return vrFromCodes(bytes[this.position + 4] as number, bytes[this.position + 5] as number) === undefined;
  }

  /** Zeros that fill the file up to a block size: 8 of them can be no element but an empty (0000,0000). */
  private skipPadding(): boolean {
    const { position: at } = this;
    const { bytes } = this.buffer;
    if (at === this.start) return false;
    for (let offset = 0; offset < 8; offset++) if (bytes[at + offset] !== 0) return false;
    this.tally.warn('padding', at);
    this.position = at + 8;
    return true;
  }

  /** Reads one element or opens its frame; 'value' goes on in the same frame. */
  private readElement(frame: DataSetFrame): 'value' | 'on' | 'more' {
    const { header } = this;
    const at = this.position;
    if (this.readHeader(frame.source, frame.hardEnd, frame.signedPixels) === 'more') return 'more';
    if (this.stack.length === 1 && this.stopAt === 'pixel-data' && isPixelDataTag(header.tag)) {
      return this.stopAtBulk(frame);
    }
    if (header.length === undefinedLength) return this.openUndefinedLength(frame, at);
    const end = header.valueStart + header.length;
    if (end > frame.hardEnd)
      failRead('length-beyond-end', at, `${formatTag(header.tag)} is longer than its item`);
    if (header.vr === 'SQ') return this.openSequence(frame, at, end);
    if (end > this.available) return this.awaitValue(at, end);
    this.tally.countElement(at);
    const source = header.implicitInExplicit ? this.implicitSource(frame.source) : frame.source;
    frame.dataSet.append(new SourceValue(header.tag, header.vr, source, at, header.valueStart, end));
    if (header.tag === wellKnownTags.pixelRepresentation && header.length >= 2) {
      frame.signedPixels =
        readUint16(this.buffer.bytes, header.valueStart, source.encoding.littleEndian) === 1;
    }
    this.position = end;
    return 'value';
  }

  private stopAtBulk(frame: DataSetFrame): 'on' {
    const { header, position: at } = this;
    this.tally.countElement(at);
    const bulk = new SourceBulk(header.tag, header.vr, frame.source, at, header.valueStart);
    bulk.byteLength = header.length === undefinedLength ? undefined : header.length;
    frame.dataSet.append(bulk);
    this.bulk = bulk;
    this.position = header.valueStart;
    return this.closeDataSet(frame, this.position);
  }

  private openUndefinedLength(frame: DataSetFrame, at: number): 'on' {
    const { header } = this;
    if (!isPixelDataTag(header.tag) && !bulkVrs.has(header.vr))
      return this.openSequence(frame, at, undefined);
    this.tally.countElement(at);
    const element = new SourceFragments(header.tag, header.vr, frame.source, at, header.valueStart);
    frame.dataSet.append(element);
    this.stack.push({ kind: 'fragments', element, source: frame.source, hardEnd: frame.hardEnd });
    this.position = header.valueStart;
    return 'on';
  }

  private openSequence(frame: DataSetFrame, at: number, end: number | undefined): 'on' {
    const { header } = this;
    this.tally.checkDepth((this.stack.length + 1) / 2, at);
    this.tally.countElement(at);
    // PS3.5 6.2.2: a UN value of undefined length is a sequence in implicit VR little endian.
    const source =
      header.vr === 'UN'
        ? this.sourceOf(implicitLittleEndian)
        : header.implicitInExplicit
          ? this.implicitSource(frame.source)
          : frame.source;
    // The dictionary's VR for an implicit element may have no undefined length (PS3.5 7.1.2): then it is wrong here.
    const vr = end === undefined && !propertiesOfVr(header.vr).longLength ? 'SQ' : header.vr;
    const element = new SourceSequence(header.tag, vr, frame.source, at, header.valueStart);
    element.undefinedLength = end === undefined;
    frame.dataSet.append(element);
    const { hardEnd, signedPixels, dataSet: parent } = frame;
    this.stack.push({
      kind: 'sequence',
      element,
      source,
      parent,
      end,
      hardEnd: end ?? hardEnd,
      signedPixels,
    });
    this.position = header.valueStart;
    return 'on';
  }

  /** Handles a tag of group FFFE among elements; true when it closed the frame. */
  private readDelimiter(frame: DataSetFrame): boolean {
    const at = this.position;
    const tag = readTag(this.buffer.bytes, at, frame.source.encoding.littleEndian);
    if (!isDelimiter(tag)) failRead('bad-sequence', at, `${formatTag(tag)} is no delimiter`);
    if (frame.end === undefined && this.stack.length > 1) {
      if (tag === wellKnownTags.itemDelimitation) this.position = at + 8;
      else this.tally.warn('missing-delimiter', at);
      this.closeDataSet(frame, at);
      return true;
    }
    if (tag === wellKnownTags.item) failRead('bad-sequence', at, 'An item stands outside a sequence');
    this.tally.warn('stray-delimiter', at);
    this.position = at + 8;
    return false;
  }

  private readItem(frame: SequenceFrame): 'on' | 'more' {
    const at = this.position;
    if (at === frame.end) return this.closeElement(frame, at);
    if (frame.hardEnd - at < 8) return this.reachHardEnd(frame);
    if (this.available - at < 8) return this.runOut(frame);
    const { bytes } = this.buffer;
    const { littleEndian } = frame.source.encoding;
    const tag = readTag(bytes, at, littleEndian);
    if (tag === wellKnownTags.sequenceDelimitation) {
      this.position = at + 8;
      if (frame.end === undefined) return this.closeElement(frame, at + 8);
      this.tally.warn('stray-delimiter', at);
      return 'on';
    }
    if (tag !== wellKnownTags.item) {
      if (frame.end !== undefined || frame.element.items.length === 0) {
        failRead('bad-sequence', at, `${formatTag(frame.element.tag)} has no item where one must be`);
      }
      return this.closeWithoutDelimiter(frame);
    }
    const length = readUint32(bytes, at + 4, littleEndian);
    const end = length === undefinedLength ? undefined : at + 8 + length;
    if (end !== undefined && end > frame.hardEnd) {
      failRead(
        'length-beyond-end',
        at,
        `An item of ${formatTag(frame.element.tag)} is longer than its sequence`,
      );
    }
    if (length >= 8 && this.available - at < 16 && !this.complete) return 'more';
    this.openItem(frame, at, end);
    return 'on';
  }

  private openItem(frame: SequenceFrame, at: number, end: number | undefined): void {
    this.tally.countItem(at);
    const hardEnd = end ?? frame.hardEnd;
    const source = this.itemSource(frame, at + 8, hardEnd);
    const dataSet = new DataSet({
      encoding: source.encoding,
      parent: frame.parent,
      undefinedLength: end === undefined,
    });
    frame.element.items.push(dataSet);
    const { signedPixels } = frame;
    this.stack.push({
      kind: 'dataSet',
      dataSet,
      source,
      contentStart: at + 8,
      end,
      hardEnd,
      signedPixels,
      isSelfContained: true,
    });
    this.position = at + 8;
  }

  /** Private sequences are at times written in the other VR form than the data set around them. */
  private itemSource(frame: SequenceFrame, at: number, hardEnd: number): Source {
    const { encoding } = frame.source;
    if (this.available - at < 8 || hardEnd - at < 8) return frame.source;
    const explicitVr = looksExplicit(this.buffer.bytes, at, encoding, Math.min(hardEnd, this.reach()));
    if (explicitVr === encoding.explicitVr) return frame.source;
    this.tally.warn('encoding-differs-from-transfer-syntax', at);
    return this.sourceOf({ explicitVr, littleEndian: encoding.littleEndian });
  }

  private readFragment(frame: FragmentsFrame): 'on' | 'more' {
    const at = this.position;
    const { bytes } = this.buffer;
    if (frame.hardEnd - at < 8) return this.reachHardEnd(frame);
    if (this.available - at < 8) return this.runOut(frame);
    const { littleEndian } = frame.source.encoding;
    const tag = readTag(bytes, at, littleEndian);
    const end = at + 8 + readUint32(bytes, at + 4, littleEndian);
    if (tag === wellKnownTags.sequenceDelimitation) {
      this.position = at + 8;
      return this.closeElement(frame, at + 8);
    }
    if (tag !== wellKnownTags.item) failRead('bad-fragment', at, `${formatTag(tag)} stands among fragments`);
    if (end > frame.hardEnd) failRead('length-beyond-end', at, 'A fragment passes the end of its item');
    if (end > this.available) {
      if (!this.complete) return 'more';
      failRead('truncated', at, 'The bytes end inside a fragment');
    }
    frame.element.bounds.push(at + 8, end);
    this.tally.checkFragments(frame.element.bounds.length / 2, at);
    this.position = end;
    return 'on';
  }

  /** Fewer than 8 bytes are left: more may come, or the data set ends here, or in the middle of something. */
  private runOut(frame: Frame): 'on' | 'more' {
    if (!this.complete) return 'more';
    const at = this.position;
    if (frame.kind !== 'fragments' && frame.end !== undefined) {
      failRead('truncated', at, 'The bytes end inside an item or sequence');
    }
    if (at < this.available) {
      const rest = this.buffer.bytes.subarray(at, this.available);
      if (this.stack.length > 1 || rest.some((byte) => byte !== 0)) {
        failRead('truncated', at, 'The bytes end inside an element header');
      }
      this.tally.warn('padding', at);
    }
    return this.closeWithoutDelimiter(frame);
  }

  /** Fewer than 8 bytes are left in an enclosing item: its end closes what should have had a delimiter. */
  private reachHardEnd(frame: Frame): 'on' {
    const at = this.position;
    if (at !== frame.hardEnd) failRead('length-beyond-end', at, 'An element passes the end of its item');
    return this.closeWithoutDelimiter(frame);
  }

  private closeWithoutDelimiter(frame: Frame): 'on' {
    if (this.stack.length > 1) this.tally.warn('missing-delimiter', this.position);
    if (frame.kind === 'dataSet') return this.closeDataSet(frame, this.position);
    const outer = this.stack.at(-2);
    if (outer?.kind === 'dataSet') outer.isSelfContained = false;
    frame.element.isClosed = false;
    return this.closeElement(frame, this.position);
  }

  /** The span of an item ends with its content: the delimiter is written with the item. */
  private closeDataSet(frame: DataSetFrame, contentEnd: number): 'on' {
    const { dataSet, source, contentStart } = frame;
    if (frame.isSelfContained || this.stack.length === 1) {
      dataSet.span = { source, start: contentStart, valueStart: contentStart, end: contentEnd };
    }
    this.stack.pop();
    return 'on';
  }

  private closeElement(frame: SequenceFrame | FragmentsFrame, end: number): 'on' {
    frame.element.end = end;
    this.stack.pop();
    return 'on';
  }
}
