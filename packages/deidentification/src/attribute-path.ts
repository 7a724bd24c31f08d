import { formatTag } from '@pesscara/dicom';

/** One step of a profile's path: a standard attribute, or a private one by its creator (the block number is free). */
export type PathStep =
  | { readonly kind: 'standard'; readonly tag: number }
  | {
      readonly kind: 'private';
      readonly group: number;
      readonly creator: string;
      readonly elementByte: number;
    };

const standardStep = /^([0-9A-Fa-f]{4}),([0-9A-Fa-f]{4})$/;
const privateStep = /^([0-9A-Fa-f]{3}[13579BDFbdf])\[([^[\]>]{1,64})\]([0-9A-Fa-f]{2})$/;

function parseStep(text: string): PathStep | undefined {
  const standard = standardStep.exec(text);
  if (standard) return { kind: 'standard', tag: Number.parseInt(`${standard[1]}${standard[2]}`, 16) };
  const match = privateStep.exec(text);
  if (!match) return undefined;
  const [, group = '', creator = '', elementByte = ''] = match;
  return {
    kind: 'private',
    group: Number.parseInt(group, 16),
    creator: creator.trim(),
    elementByte: Number.parseInt(elementByte, 16),
  };
}

/**
 * Reads a profile's path: `gggg,eeee` or `gggg[Creator]ee`, with `>` between a sequence and an attribute of its
 * items. Undefined when the text is not one.
 */
export function parseAttributePath(text: string): readonly PathStep[] | undefined {
  const steps = text.split('>').map((step) => parseStep(step.trim()));
  return steps.every((step) => step !== undefined) ? steps : undefined;
}

/** The path of an element for people and reports: `(0040,0275)[0]/(0040,0007)`; `parent` is '' at the top level. */
export function formatAttributePath(parent: string, tag: number): string {
  return parent === '' ? formatTag(tag) : `${parent}/${formatTag(tag)}`;
}
