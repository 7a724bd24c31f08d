import { type Element, keywordOf } from '@pesscara/dicom';
import type { Action } from './actions/confidentiality-profile.ts';
import { canonicalSha256, type JsonValue } from './profile/canonical-json.ts';
import type { Scope } from './profile/scope.ts';

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
  /** Of places that come once a frame: by tag, the rules and outcomes recorded, in turn. */
  let framesSeen: Map<Scope, Map<number, string[]>> | undefined;

  function isRepeatedStep(scope: Scope, tag: number, rule: string, outcome: Outcome): boolean {
    framesSeen ??= new Map();
    const ofScope = framesSeen.get(scope) ?? new Map<number, string[]>();
    framesSeen.set(scope, ofScope);
    const seen = ofScope.get(tag) ?? [];
    ofScope.set(tag, seen);
    for (let at = 0; at < seen.length; at += 2) {
      if (seen[at] === rule && seen[at + 1] === outcome) return true;
    }
    seen.push(rule, outcome);
    return false;
  }

  function record(
    scope: Scope,
    { tag, vr }: Pick<Element, 'tag' | 'vr'>,
    action: Action,
    rule: string,
    outcome: Outcome,
  ): void {
    if (scope.isRepeated && isRepeatedStep(scope, tag, rule, outcome)) return;
    if (steps === undefined) {
      const next = latest[length];
      if (next?.tag === tag && next.outcome === outcome && next.scope === scope) {
        if (next.rule === rule && next.vr === vr && next.action === action) {
          length += 1;
          return;
        }
      }
      steps = latest.slice(0, length);
    }
    steps.push({ scope, tag, vr, action, rule, outcome });
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
