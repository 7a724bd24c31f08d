import type { Checked, IdentifierKind, LeakFinding, LeakSeverity, VariantKind } from '@pesscara/leak-check';

/** What was found at a place of the instances of an arrival. */
export interface SummedFinding {
  code: LeakCode;
  severity: LeakSeverity;
  detail: string;
  path: string;
  /** Keyed: equal for equal identifiers of a project. Null: nothing was found, something was not searched. */
  valueHash: string | null;
  count: number;
  instanceIds: string[];
}

export type LeakCode = `leak-${IdentifierKind}` | 'leak-unsearched' | 'leak-check-failed';

const titles: Record<LeakCode, string> = {
  'leak-patient-name': 'The patient’s name is still there',
  'leak-patient-id': 'A number of the patient is still there',
  'leak-accession-number': 'The accession number is still there',
  'leak-birth-date': 'The patient’s date of birth is still there',
  'leak-contact': 'A telephone number or address of the patient is still there',
  'leak-address': 'The patient’s address is still there',
  'leak-physician': 'The name of a physician or operator is still there',
  'leak-institution': 'The name of the institution is still there',
  'leak-unsearched': 'Something could not be searched for identifiers',
  'leak-check-failed': 'The search for identifiers failed',
};

/** What a finding of the leak check is called; undefined: the code is another's. */
export function leakTitle(code: string): string | undefined {
  return (titles as Record<string, string>)[code];
}

/** A finding that stops a release until a second person takes it upon them with a reason. */
export function stopsRelease({ code, severity }: { code: string; severity: string }): boolean {
  return severity === 'high' && leakTitle(code) !== undefined;
}

const wordings: Record<VariantKind, string> = {
  whole: 'as a whole',
  word: 'a word of it',
  joined: 'written together',
  initials: 'with an initial',
  digits: 'its digits',
  date: 'as a date',
  'short-date': 'as a date with a short year',
  'within-word': 'within a longer word',
  compact: 'between other characters',
  base64: 'coded as base64',
  hexadecimal: 'coded as hexadecimal digits',
};

const instancesNamed = 50;
const mostFindings = 500;
const rank: readonly LeakSeverity[] = ['low', 'medium', 'high'];

/** Item numbers differ from instance to instance; the place is the same. */
function placeOf(path: string): string {
  return path.replaceAll(/\[\d+\]/g, '[]');
}

/** Adds up what was found in one instance after the other: each identifier and place once. */
export function createSum() {
  const byPlace = new Map<string, SummedFinding>();

  function add(finding: Omit<SummedFinding, 'count' | 'instanceIds'>, instanceId: string | null): void {
    const key = `${finding.code} ${finding.valueHash} ${placeOf(finding.path)}`;
    const known = byPlace.get(key);
    if (known === undefined) {
      if (byPlace.size < mostFindings)
        byPlace.set(key, { ...finding, count: 1, instanceIds: instanceId === null ? [] : [instanceId] });
      return;
    }
    known.count++;
    if (instanceId !== null && known.instanceIds.length < instancesNamed) known.instanceIds.push(instanceId);
    if (rank.indexOf(finding.severity) > rank.indexOf(known.severity))
      byPlace.set(key, { ...known, severity: finding.severity, detail: finding.detail, path: finding.path });
  }

  const leakOf = ({ kind, variantKind, severity, path, valueHash }: LeakFinding) => ({
    code: `leak-${kind}` as const,
    severity,
    detail: `Found ${wordings[variantKind]}.`,
    path,
    valueHash,
  });

  return {
    addChecked({ findings, unsearched }: Checked, instanceId: string | null): void {
      for (const finding of findings) add(leakOf(finding), instanceId);
      for (const path of unsearched)
        add(
          {
            code: 'leak-unsearched',
            severity: 'high',
            detail: 'It cannot be read, or is too large: a person must look at it.',
            path,
            valueHash: null,
          },
          instanceId,
        );
    },

    /** The worst first. */
    result(): SummedFinding[] {
      return [...byPlace.values()].sort(
        (a, b) => rank.indexOf(b.severity) - rank.indexOf(a.severity) || (a.path < b.path ? -1 : 1),
      );
    },
  };
}

export type Sum = ReturnType<typeof createSum>;

/** What stands for the findings of a check that could not be carried out: nothing is known, so nothing passes by itself. */
export const failedCheck: SummedFinding = {
  code: 'leak-check-failed',
  severity: 'high',
  detail: 'It was tried several times; the server’s log says why. Look at every value before you release it.',
  path: '',
  valueHash: null,
  count: 1,
  instanceIds: [],
};
