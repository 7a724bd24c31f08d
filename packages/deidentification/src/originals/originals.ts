import type { Element } from '@pesscara/dicom';
import { pathInFrame, type Scope } from '../profile/scope.ts';

/** The value of an element before it was changed or removed. It identifies a person: it belongs in the vault only. */
export interface OriginalValue {
  readonly path: string;
  readonly vr: string;
  /** A view of the input, so it must be used or copied before that is let go. */
  readonly bytes: Uint8Array;
  /** Length of the whole value; greater than `bytes.length` when that was cut. */
  readonly byteLength: number;
}

/** Limits of what is kept of one instance. */
export interface OriginalLimits {
  /** Longest part of one value. */
  readonly maxValueBytes: number;
  /** Most values; what is beyond is left out. */
  readonly maxValues: number;
}

export const defaultOriginalLimits: OriginalLimits = { maxValueBytes: 4096, maxValues: 20_000 };

/** Elements as they were, with their places; values are put together only for those who ask for them. */
export interface ChangedElements {
  /** What follows belongs to this frame; undefined when it belongs to none. */
  enterFrame(frame: number | undefined): void;
  keep(scope: Scope, element: Element): void;
  /** The values kept, of a sequence every value in it; empty ones are left out. */
  list(limits: OriginalLimits): OriginalValue[];
}

interface Changed {
  readonly scope: Scope;
  readonly element: Element;
  readonly frame: number | undefined;
}

export function createChangedElements(): ChangedElements {
  const changed: Changed[] = [];
  let current: number | undefined;

  function keep(scope: Scope, element: Element): void {
    changed.push({ scope, element, frame: current });
  }

  function list(limits: OriginalLimits): OriginalValue[] {
    const values: OriginalValue[] = [];
    for (const one of changed) addValues(values, one, limits);
    return values;
  }

  return {
    enterFrame: (frame) => {
      current = frame;
    },
    keep,
    list,
  };
}

function addValues(
  values: OriginalValue[],
  { scope, element, frame }: Changed,
  limits: OriginalLimits,
): void {
  if (values.length >= limits.maxValues) return;
  if (element.kind === 'sequence') {
    for (const [index, item] of element.items.entries()) {
      if (values.length >= limits.maxValues) return;
      const itemScope = scope.itemOf(element.tag, index);
      for (const nested of item.elements)
        addValues(values, { scope: itemScope, element: nested, frame }, limits);
    }
    return;
  }
  if (element.kind !== 'value') return;
  const { bytes } = element;
  if (bytes.length === 0) return;
  const path = scope.pathOf(element.tag);
  values.push({
    path: frame === undefined ? path : pathInFrame(path, frame),
    vr: element.vr,
    bytes: bytes.length > limits.maxValueBytes ? bytes.subarray(0, limits.maxValueBytes) : bytes,
    byteLength: bytes.length,
  });
}
