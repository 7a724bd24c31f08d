import type { Tag } from '@pesscara/dicom';
import type { LintFinding } from '../lint-finding.ts';
import { methodCodeSequence } from '../method-codes.ts';
import type { ElementStep } from './element-spec.ts';
import type { Expression } from './expression.ts';

/** One rule: the code that is evaluated for an element. */
export interface ElementRule {
  readonly target: Extract<ElementStep, { kind: 'tag' | 'private' }>;
  readonly name: string;
  readonly code: string;
  readonly expression: Expression;
  /** Line of the file, from 1. */
  readonly line: number;
}

/** A script of CTP's DicomAnonymizer, read. Rules that are switched off are left out. */
export interface CtpScript {
  readonly parameters: ReadonlyMap<string, string>;
  readonly rules: readonly ElementRule[];
  readonly keptGroups: ReadonlySet<number>;
  readonly keepsSafePrivateElements: boolean;
  readonly removesPrivateGroups: boolean;
  readonly removesUnspecifiedElements: boolean;
  readonly removesCurves: boolean;
  readonly removesOverlays: boolean;
  /** What could not be read; with an error among them the script must not be used. */
  readonly findings: readonly LintFinding[];
}

/** `(0010,0020)`, or `(0019,{SIEMENS MR HEADER}0C)`: how findings name the element of a rule. */
export function targetName(target: ElementRule['target']): string {
  if (target.kind === 'tag') {
    const digits = target.tag.toString(16).toUpperCase().padStart(8, '0');
    return `(${digits.slice(0, 4)},${digits.slice(4)})`;
  }
  const group = target.group.toString(16).toUpperCase().padStart(4, '0');
  const element =
    target.element === undefined ? '' : target.element.toString(16).toUpperCase().padStart(2, '0');
  return `(${group},{${target.creator}}${element})`;
}

/** The rules of a script as a run asks for them. */
interface ScriptIndex {
  /** Rules that name their element by its digits. */
  readonly byTag: ReadonlyMap<Tag, ElementRule>;
  /** Rules that name the creator of a private element. */
  readonly byCreator: readonly ElementRule[];
  /** Rules that make an element where it is absent. */
  readonly inserting: readonly ElementRule[];
}

const indexes = new WeakMap<CtpScript, ScriptIndex>();

/** Put together once for a script: a run comes with every image. */
export function indexOf(script: CtpScript): ScriptIndex {
  const known = indexes.get(script);
  if (known !== undefined) return known;
  const byTag = new Map(
    script.rules.flatMap((rule) => (rule.target.kind === 'tag' ? [[rule.target.tag, rule] as const] : [])),
  );
  const byCreator = script.rules.filter(({ target }) => target.kind === 'private');
  const inserting = script.rules.filter(
    ({ code, target }) =>
      code.startsWith('@always()') || (target.kind === 'tag' && target.tag === methodCodeSequence),
  );
  const index = { byTag, byCreator, inserting };
  indexes.set(script, index);
  return index;
}
