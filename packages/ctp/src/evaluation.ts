import type { DataSet } from '@pesscara/dicom';
import type { CtpFindingCode } from './findings.ts';
import type { LookupTable } from './lookup-table.ts';
import type { Place } from './script/element-spec.ts';
import type { Argument, ExpressionPart } from './script/expression.ts';
import type { CtpScript } from './script/script.ts';

/** An integer that a script wants for a text, and that has to be handed out first. */
export interface WantedInteger {
  readonly keyType: string;
  /** The value that the number stands for. It identifies. */
  readonly text: string;
}

/** What scripts can ask for beside the object. */
export interface CtpSources {
  readonly lookupTable?: LookupTable;
  /**
   * The number that stands for a text among those of its key type: counted from 1, always the same. Undefined says
   * that it is not known yet: the run then ends with `needsIntegers`, and is to be repeated. Absent: no table.
   */
  readonly integerOf?: (wanted: WantedInteger) => number | undefined;
  /** Values of `givenParameters`; a script's own definition stands above them. */
  readonly parameters?: ReadonlyMap<string, string>;
  /** The moment for `@date()` and `@time()`, read in UTC. */
  readonly now: Date;
  /** Group 0002 of the file, when the data set does not hold it. */
  readonly fileMeta?: DataSet;
}

/** The end of a run that gives no object. The reason names no value. */
export interface Abort {
  readonly kind: 'quarantined' | 'skipped';
  readonly reason: string;
  /** Of the element whose rule ended it: `(0008,1140)[0]/(0008,1155)`. */
  readonly path?: string;
}

/** One run over one object: what was asked for, and what went wrong on the way. */
export interface Run {
  readonly script: CtpScript;
  readonly sources: CtpSources;
  readonly root: DataSet;
  readonly wanted: WantedInteger[];
  abort: Abort | undefined;
  note(code: CtpFindingCode): void;
}

/** Where a rule stands while it is evaluated. */
export interface Scene extends Place {
  readonly run: Run;
  /** The data set around the item; undefined in the outermost. */
  readonly parent: DataSet | undefined;
  /** How many scripts of other elements (hashuid's third argument) led here. */
  readonly depth: number;
  /** Treats the items of the sequence in question by the script. */
  process(): void;
}

export type Call = Extract<ExpressionPart, { kind: 'call' }>;

/** Undefined: the function failed, so that CTP writes the text of its arguments. */
export type CtpFunction = (call: Call, scene: Scene) => string | undefined;

/** The text of an argument: quotation marks off, a parameter's value for `@NAME` and `$NAME`. Absent: undefined. */
export function textOf(argument: Argument | undefined, { run }: Scene): string | undefined {
  if (argument === undefined || argument.quoted || !/^[@$]/.test(argument.text)) return argument?.text;
  const name = argument.text.slice(1);
  const value = run.script.parameters.get(name) ?? run.sources.parameters?.get(name);
  if (value !== undefined) return value;
  run.note('ctp.undefinedParameter');
  return 'null';
}

/** Ends the run without an object. */
export function abortRun({ run }: Scene, kind: Abort['kind'], reason: string): string {
  run.abort ??= { kind, reason };
  return '';
}
