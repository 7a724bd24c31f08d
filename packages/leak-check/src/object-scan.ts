import {
  characterSetIn,
  type DataSet,
  DicomReadError,
  type Element,
  effectiveVr,
  firstText,
  formatTag,
  isPixelDataTag,
  parsePart10,
  parseUnknownAsSequence,
} from '@pesscara/dicom';
import type { ValueContext } from './hit-rules.ts';
import type { LeakFinding } from './identifier.ts';
import { unpackedParts } from './unpacking.ts';
import { type ValueSearch, worstOfEach } from './value-search.ts';

/** A document inside an object, to be read by whoever knows its form. */
export interface EnclosedDocument {
  readonly path: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export interface ObjectScan {
  readonly findings: readonly LeakFinding[];
  readonly documents: readonly EnclosedDocument[];
  /** What could not be looked into: the object as a whole when it is no DICOM, `(path)` of single values. */
  readonly unsearched: readonly string[];
}

const contextOfVr: Readonly<Record<string, ValueContext>> = {
  ...Object.fromEntries(
    ['AE', 'AS', 'CS', 'LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UR', 'UT'].map((vr) => [vr, 'text' as const]),
  ),
  UI: 'uid',
  DS: 'number',
  IS: 'number',
  DA: 'time',
  DT: 'time',
  TM: 'time',
};

const encapsulatedDocument = 0x00420011;
const mediaTypeTag = 0x00420012;
/** The days of the examination that an object may keep: Study, Series, Acquisition and Content Date, Acquisition DateTime. */
const ownDates = [0x00080020, 0x00080021, 0x00080022, 0x00080023, 0x0008002a];

/** Letters where only digits belong: somebody typed a text there. */
function holdsLetters(bytes: Uint8Array): boolean {
  return bytes.some((byte) => {
    const lower = byte | 0x20;
    return (lower >= 0x61 && lower <= 0x7a && lower !== 0x65) || byte >= 0x80;
  });
}

function contextOf(element: Element, bytes: Uint8Array): ValueContext {
  const vr = element.vr === 'UN' ? effectiveVr(element) : element.vr;
  const context = contextOfVr[vr] ?? 'binary';
  return (context === 'number' || context === 'time') && holdsLetters(bytes) ? 'text' : context;
}

function datesOf(dataSet: DataSet): ReadonlySet<string> {
  return new Set(ownDates.flatMap((tag) => firstText(dataSet, tag)?.slice(0, 8) ?? []));
}

/** Ranges of a buffer, asked for in any order. */
function createCover() {
  const ranges: [number, number][] = [];
  let isSorted = true;
  return {
    add(start: number, end: number) {
      ranges.push([start, end]);
      isSorted = false;
    },
    has(at: number): boolean {
      if (!isSorted) ranges.sort((a, b) => a[0] - b[0]);
      isSorted = true;
      let low = 0;
      let high = ranges.length - 1;
      while (low <= high) {
        const middle = (low + high) >>> 1;
        const [start, end] = ranges[middle] as [number, number];
        if (at < start) high = middle - 1;
        else if (at >= end) low = middle + 1;
        else return true;
      }
      return false;
    },
  };
}

interface Walk {
  readonly search: ValueSearch;
  readonly source: Uint8Array;
  readonly cover: ReturnType<typeof createCover>;
  readonly retainedDates: ReadonlySet<string>;
  readonly findings: LeakFinding[];
  readonly documents: EnclosedDocument[];
  readonly unsearched: string[];
}

/** Deeper than any profile of an object goes; what nests further is looked at as bytes. */
const deepest = 64;

function walkValue(walk: Walk, dataSet: DataSet, element: Element & { kind: 'value' }, path: string): void {
  const { bytes } = element;
  const { source, search, retainedDates } = walk;
  const context = contextOf(element, bytes);
  if (bytes.buffer === source.buffer) {
    const start = bytes.byteOffset - source.byteOffset;
    walk.cover.add(start, start + bytes.length);
  }
  const decode = (part: Uint8Array) => characterSetIn(dataSet).decode(part);
  walk.findings.push(...search.find(bytes, { path, context, decode, retainedDates }));
  if (element.tag === encapsulatedDocument)
    walk.documents.push({ path, mediaType: firstText(dataSet, mediaTypeTag) ?? '', bytes });
  else if (context === 'binary')
    for (const part of unpackedParts(bytes))
      walk.findings.push(...search.find(part, { path, context: 'binary', retainedDates }));
}

function walkElement(walk: Walk, dataSet: DataSet, element: Element, prefix: string, depth: number): void {
  const path = prefix + formatTag(element.tag);
  if (element.kind === 'sequence') {
    if (depth < deepest)
      for (const [index, item] of element.items.entries())
        walkDataSet(walk, item, `${path}[${index}]/`, depth + 1);
    return;
  }
  if (isPixelDataTag(element.tag)) return;
  if (element.kind === 'fragments') {
    for (const fragment of element.fragments)
      walk.findings.push(...walk.search.find(fragment, { path, context: 'binary' }));
    return;
  }
  if (element.kind === 'bulk') {
    walk.unsearched.push(path);
    return;
  }
  const items = element.vr === 'UN' && depth < deepest ? parseUnknownAsSequence(element.bytes) : undefined;
  if (items === undefined) walkValue(walk, dataSet, element, path);
  else
    for (const [index, item] of items.entries()) {
      item.parent = dataSet;
      walkDataSet(walk, item, `${path}[${index}]/`, depth + 1);
    }
}

function walkDataSet(walk: Walk, dataSet: DataSet, prefix: string, depth: number): void {
  for (const element of dataSet.elements) walkElement(walk, dataSet, element, prefix, depth);
}

/**
 * Looks through an object's file, or its beginning up to Pixel Data: every value at every depth, then all bytes again
 * without regard to elements, so that nothing that a reader steps over is left out.
 */
export function scanObject(search: ValueSearch, bytes: Uint8Array): ObjectScan {
  const cover = createCover();
  const parsed = parsePart10(bytes, { stopBeforePixelData: true });
  const isRead = !(parsed instanceof DicomReadError);
  const retainedDates = isRead ? datesOf(parsed.dataSet) : new Set<string>();
  const walk: Walk = {
    search,
    source: bytes,
    cover,
    retainedDates,
    findings: [],
    documents: [],
    unsearched: [],
  };
  if (isRead) {
    if (parsed.fileMeta !== undefined) walkDataSet(walk, parsed.fileMeta, '', 0);
    walkDataSet(walk, parsed.dataSet, '', 0);
  } else walk.unsearched.push('object');
  const around = search.find(bytes, { path: '@bytes', context: 'binary', retainedDates }, cover.has);
  return {
    findings: worstOfEach([...walk.findings, ...around]),
    documents: walk.documents,
    unsearched: walk.unsearched,
  };
}
