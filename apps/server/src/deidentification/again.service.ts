import {
  type ActionReport,
  hasReplacementShape,
  type OriginalValue,
  option,
  type ProvenPixelChanges,
  restoreOriginals,
  saysFaceRemoved,
  withdrawDerivation,
} from '@pesscara/deidentification';
import { type DataSet, firstText, setText } from '@pesscara/dicom';
import type { Crosswalk } from './crosswalk/crosswalk.service.ts';
import type { CtpDeidentifier, RecordedFinding } from './ctp/index.ts';
import type { HeaderDeidentifier } from './deidentifier.ts';
import { methodAndPixelTags, methodTags, sameContent } from './same-content.ts';

/** `originals`: the object as it arrived. `stored`: what the archive has; what is gone from it cannot come back. */
export type AgainBasis = 'originals' | 'stored';

export interface AgainRequest {
  projectId: string;
  instanceId: string;
  sopClassUid: string;
  /** The profile to apply. */
  profileId: string;
  /** The profile that the stored header was made by. */
  madeByProfileId: string;
  /** Of the subject that it is filed under. */
  subjectCode: string;
  /** The original values that are kept of it. */
  sealed: Buffer | undefined;
  /** The stored header, read anew at each call. */
  read(): Promise<DataSet>;
}

export type AgainResult =
  | {
      kind: 'deidentified';
      basis: AgainBasis;
      header: DataSet;
      report: ActionReport;
      reportSha256: Buffer;
      findings: readonly RecordedFinding[];
      /** Earlier findings of these codes are answered by what was done to the pixels since. */
      answeredCodes: readonly string[];
      sealedOriginals: Buffer | undefined;
    }
  | { kind: 'unchanged'; basis: AgainBasis }
  | { kind: 'refused'; basis: AgainBasis; code: string; reason: string };

interface SealedOriginals {
  projectId: string;
  instanceId: string;
  sealed: Buffer;
}

export interface AgainDeps {
  crosswalk: Pick<Crosswalk, 'subjectWithCode'>;
  deidentifierOf(
    projectId: string,
    profileId: string,
  ): Promise<HeaderDeidentifier | CtpDeidentifier | undefined>;
  isScript(profileId: string): Promise<boolean>;
  digestOf(report: ActionReport): Buffer;
  /** Seals other values of the same image, with the key that sealed those. */
  sealAgain(before: SealedOriginals, values: readonly OriginalValue[]): Promise<Buffer>;
  open(sealed: SealedOriginals): Promise<OriginalValue[]>;
}

function codesOf(header: DataSet): Set<string> {
  const sequence = header.get('DeidentificationMethodCodeSequence');
  const items = sequence?.kind === 'sequence' ? sequence.items : [];
  return new Set(items.map((item) => firstText(item, 'CodeValue') ?? ''));
}

/** What was proven of the pixels since the object arrived: codes that the stored header has and the original had not. */
function provenSince(stored: DataSet, original: DataSet): ProvenPixelChanges {
  const [now, before] = [codesOf(stored), codesOf(original)];
  const isProven = (code: string) => now.has(code) && !before.has(code);
  return {
    burnedInTextRemoved: isProven(option.cleanPixelData),
    visualFeaturesRemoved: isProven(option.cleanVisualFeatures) || saysFaceRemoved(stored),
  };
}

/** What the stored header proves of its pixels by itself: others' codes stay, but are not written anew in our name. */
function provenIn(stored: DataSet): ProvenPixelChanges {
  const isClean = firstText(stored, 'BurnedInAnnotation') === 'NO';
  return {
    burnedInTextRemoved: isClean && codesOf(stored).has(option.cleanPixelData),
    visualFeaturesRemoved: saysFaceRemoved(stored),
  };
}

const isWhole = ({ bytes, byteLength }: OriginalValue) => bytes.length === byteLength;

function uidsIn(header: DataSet): string {
  return (['StudyInstanceUID', 'SeriesInstanceUID', 'SOPInstanceUID'] as const)
    .map((keyword) => firstText(header, keyword) ?? '')
    .join(' ');
}

/**
 * Puts an object that stands in a child's part of its mother's exam back into that part: the map of UIDs knows the exam that it came in.
 * Told by this: series and image are the stored ones, the study is not, and has a UID of ours.
 */
function keepPart(made: DataSet, stored: DataSet): void {
  const isSame = (keyword: 'SeriesInstanceUID' | 'SOPInstanceUID' | 'StudyInstanceUID') =>
    firstText(made, keyword) === firstText(stored, keyword);
  const studyUid = firstText(stored, 'StudyInstanceUID') ?? '';
  if (isSame('StudyInstanceUID') || !isSame('SeriesInstanceUID') || !isSame('SOPInstanceUID')) return;
  if (hasReplacementShape(studyUid)) setText(made, 'StudyInstanceUID', 'UI', studyUid);
}

/** De-identifies what was de-identified before, by another profile, under the same keys. Nothing is stored. */
export function createDeidentifyAgain(deps: AgainDeps) {
  const { crosswalk, deidentifierOf } = deps;

  /** The stored header without what was written into it about its pixels: that is written anew, where it is proven. */
  async function readBare({ read }: AgainRequest): Promise<DataSet> {
    const header = await read();
    withdrawDerivation(header);
    return header;
  }

  /**
   * The object as it arrived, when that can be told: the profile that made the stored header must make it again from what
   * is restored. It does not when a person changed values since, or when values were too long to be kept.
   */
  async function restored(request: AgainRequest, stored: DataSet, originals: readonly OriginalValue[]) {
    const { projectId, madeByProfileId, subjectCode, sopClassUid } = request;
    const before = await deidentifierOf(projectId, madeByProfileId);
    const subject = await crosswalk.subjectWithCode(projectId, subjectCode);
    if (before === undefined || subject === undefined) return undefined;
    const trial = await readBare(request);
    restoreOriginals(trial, originals);
    const proven = provenSince(stored, trial);
    const made = await before.deidentify(trial, { subject, sopClassUid, proven });
    if (made.kind === 'refused') return undefined;
    keepPart(made.dataSet, stored);
    if (!sameContent(made.dataSet, stored, methodAndPixelTags)) return undefined;
    const header = await readBare(request);
    restoreOriginals(header, originals);
    return { header, proven };
  }

  async function basisOf(request: AgainRequest, stored: DataSet) {
    const { projectId, instanceId, sealed } = request;
    const originals = sealed === undefined ? undefined : await deps.open({ projectId, instanceId, sealed });
    const whole = originals?.every(isWhole) === true ? originals : undefined;
    const original = whole === undefined ? undefined : await restored(request, stored, whole);
    return original === undefined
      ? { basis: 'stored' as const, header: await readBare(request), proven: provenIn(stored) }
      : { basis: 'originals' as const, ...original };
  }

  return async function deidentifyAgain(request: AgainRequest): Promise<AgainResult> {
    const { projectId, instanceId, sopClassUid, profileId, subjectCode } = request;
    const stored = await request.read();
    const { basis, header, proven } = await basisOf(request, stored);
    const refused = (code: string, reason: string): AgainResult => ({ kind: 'refused', basis, code, reason });
    if (basis === 'stored' && (await deps.isScript(profileId)))
      return refused(
        'script-needs-originals',
        'A CTP script can only be applied to objects as they arrived.',
      );
    const deidentifier = await deidentifierOf(projectId, profileId);
    const subject = await crosswalk.subjectWithCode(projectId, subjectCode);
    if (deidentifier === undefined) return refused('no-profile', 'The profile does not exist.');
    if (subject === undefined) return refused('unusable-subject', 'Its subject is not in the crosswalk.');
    const uids = uidsIn(stored);
    const result = await deidentifier.deidentify(header, { subject, sopClassUid, proven });
    if (result.kind === 'refused') return refused(result.code, result.reason);
    keepPart(result.dataSet, stored);
    if (uidsIn(result.dataSet) !== uids)
      return refused(
        'other-uids',
        'The profile would give it other UIDs, by which nobody would find it again.',
      );
    if (sameContent(result.dataSet, stored, methodTags)) return { kind: 'unchanged', basis };
    const { report, dataSet } = result;
    // What the object said of faces when it came is answered by what was done since.
    const answeredCodes = proven.visualFeaturesRemoved === true ? ['recognizable-features'] : [];
    const findings = result.findings.filter(({ code }) => !answeredCodes.includes(code));
    const { sealed } = request;
    const sealedOriginals =
      basis === 'originals' && sealed !== undefined
        ? await deps.sealAgain({ projectId, instanceId, sealed }, result.originals())
        : undefined;
    const reportSha256 = deps.digestOf(report);
    return {
      kind: 'deidentified',
      basis,
      header: dataSet,
      report,
      reportSha256,
      findings,
      answeredCodes,
      sealedOriginals,
    };
  };
}
