import {
  type DataSet,
  DicomReadError,
  type Element,
  firstText,
  parsePart10,
  textValues,
} from '@pesscara/dicom';
import { isHidden, isKeptBeside } from './burned-pixels.ts';
import type { Check, CheckKind, PlantedFile } from './checks.ts';

export interface Tally {
  passed: number;
  total: number;
}

export interface Score {
  readonly byKind: ReadonlyMap<CheckKind, Tally>;
  readonly byCategory: ReadonlyMap<string, Tally>;
  readonly overall: Tally;
  readonly structured: Tally;
  readonly retention: Tally;
  /** The first failures, without values: kind, category and path. */
  readonly failures: ReadonlyMap<string, number>;
  readonly missingFiles: number;
}

const removalKinds: ReadonlySet<CheckKind> = new Set([
  'text_removed',
  'date_shifted',
  'uid_changed',
  'pixels_hidden',
]);
const retentionKinds: ReadonlySet<CheckKind> = new Set([
  'tag_retained',
  'text_notnull',
  'text_retained',
  'pixels_retained',
]);
const stopWords = new Set('a an and at by for in is no of on or the to was with dr'.split(' '));

function elementAt(top: DataSet, path: string): Element | undefined {
  let dataSet: DataSet | undefined = top;
  for (const step of path.split('/')) {
    const match = /^\(([0-9A-Fa-f]{4}),([0-9A-Fa-f]{4})\)(?:\[(\d+)\])?$/.exec(step);
    if (match === null || dataSet === undefined) return undefined;
    const element: Element | undefined = dataSet.get(Number.parseInt(`${match[1]}${match[2]}`, 16));
    if (match[3] === undefined) return element;
    dataSet = element?.kind === 'sequence' ? element.items[Number(match[3])] : undefined;
  }
  return undefined;
}

function ownerOf(top: DataSet, path: string): DataSet {
  const parent = path.split('/').slice(0, -1);
  let dataSet = top;
  for (const step of parent) {
    const element = dataSet.get(Number.parseInt(step.slice(1, 5) + step.slice(6, 10), 16));
    const item =
      element?.kind === 'sequence' ? element.items[Number(/\[(\d+)\]/.exec(step)?.[1] ?? 0)] : undefined;
    if (item !== undefined) dataSet = item;
  }
  return dataSet;
}

function valueAt(top: DataSet, path: string): string | undefined {
  const element = elementAt(top, path);
  if (element === undefined) return undefined;
  if (element.kind === 'sequence') return element.items.length === 0 ? '' : 'items';
  if (element.kind !== 'value') return '';
  if (element.vr === 'UN' || element.vr.startsWith('O')) {
    const bytes = Buffer.from(element.bytes);
    return `${bytes.toString('latin1')} ${utf16.decode(bytes)}`;
  }
  return textValues(ownerOf(top, path), element.tag).join('\\');
}

const utf16 = new TextDecoder('utf-16le');

const tokensOf = (text: string): string[] =>
  (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter((token) => !stopWords.has(token));

const isNumeric = (text: string) => text.trim() !== '' && Number.isFinite(Number(text));

function holds(value: string, original: string): boolean {
  const [found, wanted] = [value.toLowerCase(), original.toLowerCase()];
  if (isNumeric(found) && isNumeric(wanted)) return Number(found) === Number(wanted);
  return found.includes(wanted);
}

/** What the whole set says of identities: the first value that stood in the place of each. */
interface Mappings {
  readonly uids: Map<string, string>;
  readonly patients: Map<string, string>;
}

type Opened = { readonly dataSet: DataSet; readonly bytes: Buffer };

/** Bytes in front of Pixel Data as text in every encoding that identifiers are looked for in. */
function textOfFile({ bytes }: Opened): string {
  const header = bytes.subarray(0, Math.min(bytes.length, 65_536));
  return `${header.toString('latin1')}\n${header.toString('utf8')}\n${utf16.decode(header)}\n${utf16.decode(header.subarray(1))}`.toLowerCase();
}

function passesText(check: Check, value: string | undefined): boolean {
  if (check.kind === 'text_removed') {
    if (value === undefined || value === '') return true;
    if (holds(value, check.original)) return false;
    const found = new Set(tokensOf(value));
    return !tokensOf(check.original).some((token) => found.has(token));
  }
  if (value === undefined) return false;
  const wanted = check.expected ?? check.original;
  if (holds(value, wanted)) return true;
  const found = new Set(tokensOf(value));
  return tokensOf(wanted).length > 0 && tokensOf(wanted).every((token) => found.has(token));
}

function pixelsOf({ dataSet }: Opened): Buffer {
  const element = dataSet.get('PixelData');
  return element?.kind === 'value' ? Buffer.from(element.bytes) : Buffer.alloc(0);
}

function passes(check: Check, before: Opened, after: Opened, { uids, patients }: Mappings): boolean {
  if (check.path === '*') return !textOfFile(after).includes(check.original.toLowerCase());
  if (check.kind === 'pixels_hidden') return isHidden(before.dataSet, pixelsOf(after), check.burned ?? []);
  if (check.kind === 'pixels_retained')
    return isKeptBeside(before.dataSet, pixelsOf(before), pixelsOf(after), check.burned ?? []);
  const value = valueAt(after.dataSet, check.path);
  switch (check.kind) {
    case 'tag_retained':
      return value !== undefined;
    case 'text_notnull':
      return value !== undefined && value.trim() !== '';
    case 'date_shifted':
    case 'uid_changed':
      return value?.includes(check.original) !== true;
    case 'uid_consistent':
      return value === undefined || value === '' || value === uids.get(check.original);
    case 'patid_consistent': {
      const holders = [...patients].filter(([, code]) => code === value).map(([mrn]) => mrn);
      return value === undefined || (value === patients.get(check.original) && holders.length === 1);
    }
    default:
      return passesText(check, value);
  }
}

function open(bytes: Uint8Array): Opened | undefined {
  const parsed = parsePart10(bytes);
  return parsed instanceof DicomReadError
    ? undefined
    : { dataSet: parsed.dataSet, bytes: Buffer.from(bytes) };
}

/** MIDI-B takes the mapping from a table of the participant; it is read from the outputs here. */
function mappingsOf(pairs: readonly (readonly [Opened, Opened])[]): Mappings {
  const mappings: Mappings = { uids: new Map(), patients: new Map() };
  const put = (map: Map<string, string>, from: string | undefined, to: string | undefined) => {
    if (from !== undefined && to !== undefined && to !== '' && !map.has(from)) map.set(from, to);
  };
  for (const [before, after] of pairs) {
    for (const keyword of [
      'StudyInstanceUID',
      'SeriesInstanceUID',
      'SOPInstanceUID',
      'FrameOfReferenceUID',
    ] as const)
      put(mappings.uids, firstText(before.dataSet, keyword), firstText(after.dataSet, keyword));
    put(mappings.patients, firstText(before.dataSet, 'PatientID'), firstText(after.dataSet, 'PatientID'));
  }
  return mappings;
}

function count(tallies: Map<string, Tally>, key: string, passed: boolean): void {
  const tally = tallies.get(key) ?? { passed: 0, total: 0 };
  tally.total++;
  if (passed) tally.passed++;
  tallies.set(key, tally);
}

/** Scores outputs by name; a file that is missing passes what asks for removal and fails the rest. */
export function score(
  files: readonly PlantedFile[],
  outputOf: (name: string) => Uint8Array | undefined,
): Score {
  const opened = files.map((file) => {
    const bytes = outputOf(file.name);
    return { file, before: open(file.bytes) as Opened, after: bytes === undefined ? undefined : open(bytes) };
  });
  const mappings = mappingsOf(
    opened.flatMap(({ before, after }) => (after === undefined ? [] : [[before, after] as const])),
  );
  const [byKind, byCategory, sums] = [
    new Map<string, Tally>(),
    new Map<string, Tally>(),
    new Map<string, Tally>(),
  ];
  const failures = new Map<string, number>();
  for (const { file, before, after } of opened)
    for (const check of file.checks) {
      const passed =
        after === undefined ? removalKinds.has(check.kind) : passes(check, before, after, mappings);
      count(byKind, check.kind, passed);
      count(byCategory, check.category, passed);
      count(sums, 'overall', passed);
      if (check.structured === true) count(sums, 'structured', passed);
      if (retentionKinds.has(check.kind)) count(sums, 'retention', passed);
      const at = `${check.kind} ${check.category} ${check.path}`;
      if (!passed) failures.set(at, (failures.get(at) ?? 0) + 1);
    }
  const sumOf = (name: string) => sums.get(name) ?? { passed: 0, total: 0 };
  return {
    byKind: byKind as unknown as ReadonlyMap<CheckKind, Tally>,
    byCategory,
    overall: sumOf('overall'),
    structured: sumOf('structured'),
    retention: sumOf('retention'),
    failures,
    missingFiles: opened.filter(({ after }) => after === undefined).length,
  };
}
