import type { Tag } from '@pesscara/dicom';
import type { ElementStep } from './element-spec.ts';
import type { Expression } from './expression.ts';
import type { LintFinding } from './lint-finding.ts';

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

/** The rule for a tag, when a script names one by its digits. */
export function rulesByTag(script: CtpScript): ReadonlyMap<Tag, ElementRule> {
  return new Map(
    script.rules.flatMap((rule) => (rule.target.kind === 'tag' ? [[rule.target.tag, rule] as const] : [])),
  );
}
