import { type DataSet, firstText, sequenceItems, type Tag } from '@pesscara/dicom';
import { tagOfCtpName } from './keywords.ts';

/** One step to an element. A private one names its creator, because its block differs from object to object. */
export type ElementStep =
  | { readonly kind: 'this' }
  | { readonly kind: 'tag'; readonly tag: Tag }
  | { readonly kind: 'private'; readonly group: number; readonly creator: string; readonly element?: number }
  /** A name that CTP does not know stands for no element. */
  | { readonly kind: 'unknown'; readonly name: string };

export interface ElementSpec {
  /** It is looked for in the outermost data set. */
  readonly fromRoot: boolean;
  readonly steps: readonly ElementStep[];
}

function hex(text: string): number {
  return Number.parseInt(text, 16);
}

/** Reads `0019[SIEMENS MR HEADER]0c`, or without the last two digits the element that reserves the block. */
export function parsePrivateTag(text: string): Extract<ElementStep, { kind: 'private' }> | undefined {
  const match = /^([0-9a-fA-F]{4})\[([^\]]+)\]([0-9a-fA-F]{2})?$/.exec(text);
  if (match === null) return undefined;
  const [, group = '', creator = '', element] = match;
  const named = { kind: 'private', group: hex(group), creator: creator.trim() } as const;
  return element === undefined ? named : { ...named, element: hex(element) };
}

function parseStep(text: string): ElementStep {
  if (text === 'this') return { kind: 'this' };
  const pair = /^[([]([0-9a-fA-F]{4}),?([0-9a-fA-F]{4})[)\]]$/.exec(text);
  if (pair !== null) return { kind: 'tag', tag: hex(`${pair[1] ?? ''}${pair[2] ?? ''}`) };
  const known = tagOfCtpName(text);
  if (known !== undefined) return { kind: 'tag', tag: known };
  if (/^[0-9a-fA-F]{1,8}$/.test(text)) return { kind: 'tag', tag: hex(text) };
  return parsePrivateTag(text) ?? { kind: 'unknown', name: text };
}

const remembered = new Map<string, ElementSpec>();
const maxRemembered = 4096;

/** Reads what names an element in an argument: `this`, a name, a tag, a private tag, `root:…`, a path of `…::…`. */
export function parseElementSpec(text: string): ElementSpec {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const fromRoot = text.startsWith('root:') && !text.startsWith('root::');
  const steps = (fromRoot ? text.slice('root:'.length) : text)
    .split('::')
    .map((step) => parseStep(step.trim()));
  const spec = { fromRoot, steps };
  if (remembered.size >= maxRemembered) remembered.clear();
  remembered.set(text, spec);
  return spec;
}

/** The tag of a private element in this data set; undefined when its creator reserved no block here. */
export function privateTagIn(
  dataSet: DataSet,
  { group, creator, element }: Extract<ElementStep, { kind: 'private' }>,
): Tag | undefined {
  const base = group * 0x10000;
  for (const { tag } of dataSet.elements) {
    if (tag < base + 0x10 || tag > base + 0xff) continue;
    if (firstText(dataSet, tag) !== creator) continue;
    return element === undefined ? tag : base + (tag - base) * 0x100 + element;
  }
  return undefined;
}

/** Where a rule is evaluated. */
export interface Place {
  readonly root: DataSet;
  readonly current: DataSet;
  readonly tag: Tag;
  /** Group 0002 of the file; the root's own when it is undefined. */
  readonly fileMeta: DataSet | undefined;
}

function tagOfStep(dataSet: DataSet, step: ElementStep, thisTag: Tag): Tag | undefined {
  if (step.kind === 'this') return thisTag;
  if (step.kind === 'tag') return step.tag;
  return step.kind === 'private' ? privateTagIn(dataSet, step) : undefined;
}

/** The element that is meant: its data set and tag, whether it is there or not; undefined when the way leads nowhere. */
export function locate(spec: ElementSpec, place: Place): { dataSet: DataSet; tag: Tag } | undefined {
  let dataSet = spec.fromRoot ? place.root : place.current;
  for (const [index, step] of spec.steps.entries()) {
    const tag = tagOfStep(dataSet, step, place.tag);
    if (tag === undefined) return undefined;
    if (tag >>> 16 === 0x0002) return { dataSet: place.fileMeta ?? place.root, tag };
    if (index === spec.steps.length - 1) return { dataSet, tag };
    const [first] = sequenceItems(dataSet, tag);
    if (first === undefined) return undefined;
    dataSet = first;
  }
  return undefined;
}
