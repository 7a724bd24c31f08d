import { deflateRawSync } from 'node:zlib';
import {
  type BulkElement,
  type DataSet,
  type Element,
  type FragmentsElement,
  isUnchanged,
  type SequenceElement,
  type ValueElement,
} from '../data-set/data-set.ts';
import { isSpanned } from '../data-set/source-span.ts';
import { vrOf } from '../dictionary/dictionary.ts';
import { formatTag, isGroupLengthTag, type Tag, wellKnownTags } from '../dictionary/tags.ts';
import { transferSyntaxOf } from '../dictionary/transfer-syntaxes.ts';
import { propertiesOfVr } from '../dictionary/value-representations.ts';
import { type Encoding, implicitLittleEndian } from '../encoding.ts';
import { undefinedLength } from '../reading/element-header.ts';
import { ByteSink, concatBytes, type WrittenBytes } from './byte-sink.ts';

export type WriteOptions = {
  /** To write in; the encoding the data set was read or made in when absent. */
  transferSyntaxUid?: string;
};

/**
 * Writes a data set. What was read and not edited is copied from its source, byte for byte, as long as the encoding
 * stays; the rest is encoded anew in the length form it had. Of an edited data set the group lengths (retired,
 * PS3.5 7.2) are left out. A BulkElement must come last: its value is appended by the caller. Throws RangeError for
 * what cannot be written.
 */
export function writeDataSet(dataSet: DataSet, { transferSyntaxUid }: WriteOptions = {}): WrittenBytes {
  const transferSyntax = transferSyntaxUid === undefined ? undefined : transferSyntaxOf(transferSyntaxUid);
  if (transferSyntaxUid !== undefined && !transferSyntax) throw new RangeError('Unknown transfer syntax');
  const sink = new ByteSink();
  writeContent(sink, dataSet, transferSyntax ?? dataSet.encoding);
  const written = sink.finish();
  if (!transferSyntax?.deflated) return written;
  if (dataSet.elements.at(-1)?.kind === 'bulk') throw new RangeError('A deflated data set is written whole');
  return deflated(written);
}

/** PS3.5 A.5: a NUL pads the deflated bytes to even length. */
function deflated(written: WrittenBytes): WrittenBytes {
  const bytes = deflateRawSync(concatBytes(written));
  const chunks = bytes.length % 2 === 0 ? [bytes] : [bytes, Uint8Array.of(0)];
  return { chunks, byteLength: bytes.length + (bytes.length % 2) };
}

function isSameEncoding(one: Encoding, other: Encoding): boolean {
  return one.explicitVr === other.explicitVr && one.littleEndian === other.littleEndian;
}

/** The elements of a data set, without item header and delimiter. */
function writeContent(sink: ByteSink, dataSet: DataSet, encoding: Encoding): void {
  const { span } = dataSet;
  const isCopied = span !== undefined && isSameEncoding(span.source.encoding, encoding);
  if (isCopied && !dataSet.isEdited) {
    sink.run(span.source.buffer, span.valueStart, span.end);
    return;
  }
  const { elements } = dataSet;
  for (const element of elements) {
    if (isGroupLengthTag(element.tag) && element.tag >>> 16 > 0x0002) continue;
    if (element.kind === 'bulk' && element !== elements.at(-1)) {
      throw new RangeError(`Nothing can follow the streamed value of ${formatTag(element.tag)}`);
    }
    if (isSpanned(element) && isSameEncoding(element.source.encoding, encoding) && isUnchanged(element)) {
      sink.run(element.source.buffer, element.start, element.end);
    } else {
      writeElement(sink, element, encoding);
    }
  }
}

function writeElement(sink: ByteSink, element: Element, encoding: Encoding): void {
  switch (element.kind) {
    case 'value':
      return writeValue(sink, element, encoding);
    case 'sequence':
      return writeSequence(sink, element, encoding);
    case 'fragments':
      return writeFragments(sink, element, encoding);
    case 'bulk':
      return writeBulkHeader(sink, element, encoding);
  }
}

function writeValue(sink: ByteSink, element: ValueElement, encoding: Encoding): void {
  const { bytes } = element;
  // The content of UN has no known words; it stays little endian (PS3.5 6.2.2).
  const isSwapped = element.littleEndian !== encoding.littleEndian;
  writeHeader(sink, element.tag, element.vr, bytes.length, encoding);
  sink.bytes(isSwapped ? swappedBytes(bytes, propertiesOfVr(element.vr).wordBytes) : bytes);
}

/** The bytes with each word reversed; a trailing part of a word stays. For values changing byte order (PS3.5 7.3). */
export function swappedBytes(bytes: Uint8Array, wordBytes: 1 | 2 | 4 | 8): Uint8Array {
  if (wordBytes === 1) return bytes;
  const swapped = new Uint8Array(bytes);
  for (let at = 0; at + wordBytes <= bytes.length; at += wordBytes)
    swapped.subarray(at, at + wordBytes).reverse();
  return swapped;
}

function writeSequence(sink: ByteSink, element: SequenceElement, encoding: Encoding): void {
  const patch = writeHeader(sink, element.tag, element.vr, undefinedLength, encoding);
  const start = sink.byteLength;
  // PS3.5 6.2.2: inside UN the items are in implicit VR little endian, whatever is around.
  const itemEncoding = element.vr === 'UN' ? implicitLittleEndian : encoding;
  for (const item of element.items) writeItem(sink, item, itemEncoding);
  // Without a VR only an undefined length shows readers that a private element is a sequence.
  const isDelimited = element.undefinedLength || (!encoding.explicitVr && vrOf(element.tag) !== 'SQ');
  if (isDelimited) writeDelimiter(sink, wellKnownTags.sequenceDelimitation, itemEncoding);
  else patch(sink.byteLength - start);
}

function writeItem(sink: ByteSink, item: DataSet, encoding: Encoding): void {
  const patch = writeTagAndLength(sink, wellKnownTags.item, undefinedLength, encoding);
  const start = sink.byteLength;
  writeContent(sink, item, encoding);
  if (item.undefinedLength) writeDelimiter(sink, wellKnownTags.itemDelimitation, encoding);
  else patch(sink.byteLength - start);
}

function writeDelimiter(sink: ByteSink, tag: Tag, encoding: Encoding): void {
  writeTagAndLength(sink, tag, 0, encoding);
}

function writeFragments(sink: ByteSink, element: FragmentsElement, encoding: Encoding): void {
  writeHeader(sink, element.tag, element.vr, undefinedLength, encoding);
  for (const fragment of element.fragments) {
    writeTagAndLength(sink, wellKnownTags.item, fragment.length, encoding);
    sink.bytes(fragment);
  }
  writeDelimiter(sink, wellKnownTags.sequenceDelimitation, encoding);
}

function writeBulkHeader(sink: ByteSink, element: BulkElement, encoding: Encoding): void {
  if (element.littleEndian !== encoding.littleEndian) {
    throw new RangeError(`The streamed value of ${formatTag(element.tag)} keeps its byte order`);
  }
  writeHeader(sink, element.tag, element.vr, element.byteLength ?? undefinedLength, encoding);
}

type LengthPatch = (byteLength: number) => void;

/** An element header (PS3.5 7.1.2, 7.1.3). The result replaces its length, for content whose size shows later. */
function writeHeader(
  sink: ByteSink,
  tag: Tag,
  vr: string,
  byteLength: number,
  encoding: Encoding,
): LengthPatch {
  if (!encoding.explicitVr) return writeTagAndLength(sink, tag, byteLength, encoding);
  const hasLongLength = propertiesOfVr(vr).longLength;
  // PS3.5 6.2.2: a value too long for the 16-bit length of its VR is written as UN.
  const isTooLong = !hasLongLength && byteLength > 0xffff;
  const { bytes, at } = sink.reserve(hasLongLength || isTooLong ? 12 : 8);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const writtenVr = isTooLong ? 'UN' : vr;
  setTag(view, at, tag, encoding.littleEndian);
  view.setUint8(at + 4, writtenVr.charCodeAt(0));
  view.setUint8(at + 5, writtenVr.charCodeAt(1));
  if (!hasLongLength && !isTooLong) {
    view.setUint16(at + 6, byteLength, encoding.littleEndian);
    return () => undefined;
  }
  return lengthPatch(view, at + 8, byteLength, encoding);
}

function writeTagAndLength(sink: ByteSink, tag: Tag, byteLength: number, encoding: Encoding): LengthPatch {
  const { bytes, at } = sink.reserve(8);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  setTag(view, at, tag, encoding.littleEndian);
  return lengthPatch(view, at + 4, byteLength, encoding);
}

function lengthPatch(
  view: DataView,
  at: number,
  byteLength: number,
  { littleEndian }: Encoding,
): LengthPatch {
  view.setUint32(at, byteLength, littleEndian);
  return (actual) => {
    if (actual >= undefinedLength) throw new RangeError('A sequence of 4 GiB or more needs undefined length');
    view.setUint32(at, actual, littleEndian);
  };
}

function setTag(view: DataView, at: number, tag: Tag, littleEndian: boolean): void {
  view.setUint16(at, tag >>> 16, littleEndian);
  view.setUint16(at + 2, tag & 0xffff, littleEndian);
}
