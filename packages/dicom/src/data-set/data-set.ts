import { type AttributeRef, resolveTag } from '../dictionary/dictionary.ts';
import type { Tag } from '../dictionary/tags.ts';
import { type Encoding, explicitLittleEndian } from '../encoding.ts';
import { isSpanned, type SourceSpan } from './source-span.ts';

/** An element with its value as bytes, exactly as in the file: padding, odd lengths and all. */
export type ValueElement = {
  readonly kind: 'value';
  readonly tag: Tag;
  readonly vr: string;
  readonly bytes: Uint8Array;
  /** Byte order of the numbers in `bytes`. */
  readonly littleEndian: boolean;
};

/** A sequence of items. `vr` is 'UN' when it was read from a UN value of undefined length (PS3.5 6.2.2). */
export type SequenceElement = {
  readonly kind: 'sequence';
  readonly tag: Tag;
  readonly vr: string;
  readonly items: readonly DataSet[];
  readonly undefinedLength: boolean;
};

/** Encapsulated Pixel Data (PS3.5 A.4). The first fragment is the Basic Offset Table, empty or not. */
export type FragmentsElement = {
  readonly kind: 'fragments';
  readonly tag: Tag;
  readonly vr: string;
  readonly fragments: readonly Uint8Array[];
};

/** An element whose value was not read: it streams, or can be read later at `valueOffset`. */
export type BulkElement = {
  readonly kind: 'bulk';
  readonly tag: Tag;
  readonly vr: string;
  /** Undefined for a value of undefined length: encapsulated Pixel Data, ended by its delimiter. */
  readonly byteLength: number | undefined;
  /** Where the value begins in the data set (after inflation). */
  readonly valueOffset: number;
  readonly littleEndian: boolean;
};

export type Element = ValueElement | SequenceElement | FragmentsElement | BulkElement;

type DataSetOptions = {
  encoding?: Encoding;
  /** The data set whose sequence this one is an item of. */
  parent?: DataSet | undefined;
  /** Length form when written as an item. */
  undefinedLength?: boolean;
};

/**
 * Elements in file order, duplicates included. Edits cost O(1) each: they are kept apart and merged into the order at
 * the next look at `elements`, so that removing a million elements one by one stays linear.
 */
export class DataSet {
  readonly encoding: Encoding;
  readonly undefinedLength: boolean;
  parent: DataSet | undefined;
  /** Where the content lies in the bytes read; undefined for a data set made in memory. */
  span: SourceSpan | undefined = undefined;
  private merged: Element[] = [];
  private ascending = true;
  private lastTag = -1;
  private edits: Map<Tag, Element | undefined> | undefined = undefined;
  private index: Map<Tag, Element> | undefined = undefined;
  private edited = false;

  constructor({ encoding = explicitLittleEndian, parent, undefinedLength = false }: DataSetOptions = {}) {
    this.encoding = encoding;
    this.parent = parent;
    this.undefinedLength = undefinedLength;
  }

  /** The elements in file order. The array is never changed: editing while walking it is safe. */
  get elements(): readonly Element[] {
    if (this.edits) this.mergeEdits(this.edits);
    return this.merged;
  }

  get size(): number {
    return this.elements.length;
  }

  /** True when this data set, or one in its sequences, differs from the bytes it was read from. */
  get isEdited(): boolean {
    return this.edited;
  }

  [Symbol.iterator](): Iterator<Element> {
    return this.elements[Symbol.iterator]();
  }

  /** The first element with the tag. */
  get(attribute: AttributeRef): Element | undefined {
    const tag = resolveTag(attribute);
    if (this.edits?.has(tag)) return this.edits.get(tag);
    return this.ascending ? this.search(tag) : this.lookUp(tag);
  }

  has(attribute: AttributeRef): boolean {
    return this.get(attribute) !== undefined;
  }

  /** Puts the element in the place of the one with its tag (of the first, when there are several), else in tag order. */
  set(element: Element): void {
    this.edits ??= new Map();
    this.edits.set(element.tag, element);
    this.markEdited();
  }

  /** Removes every element with the tag; true when there was one. */
  delete(attribute: AttributeRef): boolean {
    const tag = resolveTag(attribute);
    if (this.get(tag) === undefined) return false;
    this.edits ??= new Map();
    this.edits.set(tag, undefined);
    this.markEdited();
    return true;
  }

  /** Removes the elements the predicate is true for; how many. */
  deleteWhere(predicate: (element: Element) => boolean): number {
    const elements = this.elements;
    const kept = elements.filter((element) => !predicate(element));
    if (kept.length === elements.length) return 0;
    this.replaceMerged(kept);
    this.markEdited();
    return elements.length - kept.length;
  }

  /** Adds an element read from bytes at the end: for readers, which call it in file order. Not an edit. */
  append(element: Element): void {
    const { tag } = element;
    if (tag <= this.lastTag) this.ascending = false;
    this.lastTag = tag;
    this.merged.push(element);
  }

  /** Makes this and every data set around it count as edited. */
  markEdited(): void {
    this.edited = true;
    for (let outer = this.parent; outer && !outer.edited; outer = outer.parent) outer.edited = true;
  }

  private search(tag: Tag): Element | undefined {
    let low = 0;
    let high = this.merged.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const element = this.merged[middle] as Element;
      if (element.tag === tag) return element;
      if (element.tag < tag) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  private lookUp(tag: Tag): Element | undefined {
    if (!this.index) {
      this.index = new Map();
      for (const element of this.merged) {
        if (!this.index.has(element.tag)) this.index.set(element.tag, element);
      }
    }
    return this.index.get(tag);
  }

  private mergeEdits(edits: Map<Tag, Element | undefined>): void {
    const pending = new Map(edits);
    const kept: Element[] = [];
    for (const element of this.merged) {
      if (!edits.has(element.tag)) {
        kept.push(element);
        continue;
      }
      const replacement = pending.get(element.tag);
      pending.delete(element.tag);
      if (replacement) kept.push(replacement);
    }
    const added = [...pending.values()].filter((element) => element !== undefined);
    this.replaceMerged(added.length === 0 ? kept : mergeInTagOrder(kept, added));
    this.edits = undefined;
  }

  private replaceMerged(elements: Element[]): void {
    this.merged = elements;
    this.index = undefined;
    this.ascending = elements.every(
      (element, at) => at === 0 || (elements[at - 1] as Element).tag < element.tag,
    );
  }
}

/** Each new element goes before the first existing one with a greater tag. */
function mergeInTagOrder(existing: readonly Element[], added: Element[]): Element[] {
  added.sort((one, other) => one.tag - other.tag);
  const result: Element[] = [];
  let next = 0;
  for (const element of existing) {
    while (next < added.length && (added[next] as Element).tag < element.tag)
      result.push(added[next++] as Element);
    result.push(element);
  }
  return result.concat(added.slice(next));
}

/** True when the element stands, header and value, unchanged in the bytes it was read from. */
export function isUnchanged(element: Element): boolean {
  if (!isSpanned(element) || element.isClosed === false) return false;
  return element.kind !== 'sequence' || !element.items.some((item) => item.isEdited);
}
