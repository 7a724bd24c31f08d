import { type Element, keywordOf } from '@pesscara/dicom';
import { formatAttributePath } from './attribute-path.ts';
import { canonicalSha256, type JsonValue } from './canonical-json.ts';
import type { Action } from './confidentiality-profile.ts';

/** What happened to an element; `entered` is a sequence that stayed and whose items were treated one by one. */
export type Outcome = 'removed' | 'emptied' | 'replaced' | 'kept' | 'entered' | 'added';

/** One treated element. It holds no value, so that all instances of a series share one report. */
export interface ReportEntry {
  /** `(0040,0275)[0]/(0040,0007)`; the frames of a multi-frame object are one item, `[*]`. */
  readonly path: string;
  readonly keyword?: string;
  readonly vr: string;
  readonly action: Action;
  /** `E.1-1:2024e:X/D`, `E.1-1:2024e:C:113107`, `override:0`, `not-in-table:uid`, … */
  readonly rule: string;
  readonly outcome: Outcome;
}

/** Everything that was done to an instance, and everything kept that a person should look at, in element order. */
export interface ActionReport {
  /** The profile, as `profileReference` writes it. */
  readonly profile: string;
  readonly entries: readonly ReportEntry[];
}

/** A place in the nesting: the top level, or one item of a sequence. */
export interface Scope {
  readonly path: string;
  readonly parent: Scope | undefined;
  /** The sequence whose item this is; 0 at the top level. */
  readonly sequenceTag: number;
  /** Private creator of that sequence, when it is private. */
  readonly creator: string | undefined;
  /** Where entries are reported: another scope for frames, which are reported as one. */
  readonly reportedAs: Scope;
  pathOf(tag: number): string;
  itemOf(sequenceTag: number, index: number, creator?: string): Scope;
}

const perFrameFunctionalGroups = 0x52009230;

/** Scopes remembered by one tree; a deidentifier starts a new tree when it is full. */
const rememberedScopes = 20_000;

interface TreeScope extends Omit<Scope, 'reportedAs'> {
  reportedAs: Scope;
  itemAt(sequenceTag: number, index: number | '*', creator: string | undefined): Scope;
}

/** A tree of scopes, so that paths are put together once and not once an instance. */
export interface ScopeTree {
  readonly root: Scope;
  isFull(): boolean;
}

export function createScopeTree(): ScopeTree {
  let size = 0;

  function createScope(
    parent: Scope | undefined,
    sequenceTag: number,
    index: number | '*',
    creator: string | undefined,
  ): Scope {
    size += 1;
    const path = parent === undefined ? '' : `${parent.pathOf(sequenceTag)}[${index}]`;
    const paths = new Map<number, string>();
    const items = new Map<number, Map<number | '*', Scope>>();

    function pathOf(tag: number): string {
      const known = paths.get(tag);
      if (known !== undefined) return known;
      const made = formatAttributePath(path, tag);
      paths.set(tag, made);
      return made;
    }

    function itemAt(
      itemSequenceTag: number,
      itemIndex: number | '*',
      itemCreator: string | undefined,
    ): Scope {
      const ofSequence = items.get(itemSequenceTag) ?? new Map<number | '*', Scope>();
      items.set(itemSequenceTag, ofSequence);
      const known = ofSequence.get(itemIndex);
      if (known !== undefined && known.creator === itemCreator) return known;
      const made = createScope(scope, itemSequenceTag, itemIndex, itemCreator);
      ofSequence.set(itemIndex, made);
      return made;
    }

    const isFrame = sequenceTag === perFrameFunctionalGroups && index !== '*';
    const outer = parent?.reportedAs;
    const reportedAs =
      outer === undefined || (outer === parent && !isFrame)
        ? undefined
        : (outer as TreeScope).itemAt(sequenceTag, isFrame ? '*' : index, creator);
    const scope = {
      path,
      parent,
      sequenceTag,
      creator,
      pathOf,
      itemAt,
      itemOf: itemAt,
    } as unknown as TreeScope;
    scope.reportedAs = reportedAs ?? scope;
    return scope;
  }

  const root = createScope(undefined, 0, 0, undefined);
  return { root, isFull: () => size > rememberedScopes };
}

interface TrailStep {
  scope: Scope;
  tag: number;
  vr: string;
  action: Action;
  rule: string;
  outcome: Outcome;
}

/** Collects what is done to one instance, and finds the report of an earlier instance that went the same way. */
export interface ActionTrail {
  record(
    scope: Scope,
    element: Pick<Element, 'tag' | 'vr'>,
    action: Action,
    rule: string,
    outcome: Outcome,
  ): void;
  /** The report of everything recorded since the last call; equal trails give the same frozen object. */
  finish(): ActionReport;
  /** Forgets what was recorded since the last call. */
  discard(): void;
}

/** Reports remembered for comparison: those of the last few series that arrive together. */
const rememberedReports = 16;

interface Remembered {
  readonly steps: readonly TrailStep[];
  readonly report: ActionReport;
}

function isStep(step: TrailStep | undefined, other: TrailStep): boolean {
  return (
    step !== undefined && step.tag === other.tag && step.scope === other.scope && isSameTreatment(step, other)
  );
}

function isSameTreatment(step: TrailStep, { outcome, rule, vr, action }: TrailStep): boolean {
  return step.outcome === outcome && step.rule === rule && step.vr === vr && step.action === action;
}

export function createActionTrail(profile: string): ActionTrail {
  const recent: Remembered[] = [];
  /** While the trail runs like the latest one, `length` counts how far; steps are only written once it differs. */
  let latest: readonly TrailStep[] = [];
  let length = 0;
  let steps: TrailStep[] | undefined;
  let framesSeen: Set<string> | undefined;

  function isRepeatedFrame(scope: Scope, tag: number, rule: string, outcome: Outcome): boolean {
    framesSeen ??= new Set();
    const key = `${scope.pathOf(tag)} ${rule} ${outcome}`;
    if (framesSeen.has(key)) return true;
    framesSeen.add(key);
    return false;
  }

  function record(
    scope: Scope,
    { tag, vr }: Pick<Element, 'tag' | 'vr'>,
    action: Action,
    rule: string,
    outcome: Outcome,
  ): void {
    const at = scope.reportedAs;
    if (at !== scope && isRepeatedFrame(at, tag, rule, outcome)) return;
    if (steps === undefined) {
      const next = latest[length];
      if (next?.tag === tag && next.outcome === outcome && next.scope === at) {
        if (next.rule === rule && next.vr === vr && next.action === action) {
          length += 1;
          return;
        }
      }
      steps = latest.slice(0, length);
    }
    steps.push({ scope: at, tag, vr, action, rule, outcome });
  }

  function remember(walked: readonly TrailStep[]): Remembered {
    const isSame = ({ steps: known }: Remembered): boolean =>
      known.length === walked.length && walked.every((step, index) => isStep(known[index], step));
    const index = recent.findIndex(isSame);
    const report = { profile, entries: index < 0 ? Object.freeze(walked.map(entryOf)) : [] };
    const remembered = recent[index] ?? { steps: walked, report: Object.freeze(report) };
    if (index >= 0) recent.splice(index, 1);
    recent.unshift(remembered);
    if (recent.length > rememberedReports) recent.pop();
    return remembered;
  }

  function finish(): ActionReport {
    const [last] = recent;
    const isLatest = steps === undefined && last !== undefined && length === latest.length;
    const { steps: walked, report } = isLatest ? last : remember(steps ?? latest.slice(0, length));
    latest = walked;
    discard();
    return report;
  }

  function discard(): void {
    steps = undefined;
    length = 0;
    framesSeen = undefined;
  }

  return { record, finish, discard };
}

function entryOf({ scope, tag, vr, action, rule, outcome }: TrailStep): ReportEntry {
  const keyword = keywordOf(tag);
  const path = scope.pathOf(tag);
  return Object.freeze({ path, ...(keyword === undefined ? {} : { keyword }), vr, action, rule, outcome });
}

const hashes = new WeakMap<ActionReport, string>();

/** SHA-256 of the report's canonical JSON (RFC 8785): the key under which it is stored once. */
export function reportSha256(report: ActionReport): string {
  const known = hashes.get(report);
  if (known !== undefined) return known;
  const hash = canonicalSha256(report as unknown as JsonValue);
  hashes.set(report, hash);
  return hash;
}
