import { ctpRuleInWords, mayTellOriginal } from '@pesscara/ctp';
import {
  beginPreview,
  type DeidentificationProfile,
  type DeidentifyContext,
  deriveSubkey,
  type PreviewRow,
  previewDeidentification,
  profileReference,
  type ResearchSubject,
  ruleInWords,
  validateProfile,
} from '@pesscara/deidentification';
import { type DataSet, DicomReadError, firstText, parsePart10 } from '@pesscara/dicom';
import type { Audit } from '../audit/index.ts';
import type { Context } from '../kernel/context/index.ts';
import { type Database, transact } from '../kernel/db/index.ts';
import { problem } from '../kernel/problems/index.ts';
import type { CtpDeidentifier, RecordedFinding } from './ctp/index.ts';
import { fileUnusable, profileInvalid } from './deidentification.problems.ts';
import { makeDeidentifier } from './deidentifier.ts';

/** A row with the rule in words, for pages. */
export interface ExplainedRow extends PreviewRow {
  readonly why: string;
  /** True: a script made the value after, and it may hold something of the original. */
  readonly mayTell?: boolean;
}

/** What a profile makes of a header, or why it would hold it. */
export type BenchResult =
  | {
      kind: 'previewed';
      profile: string;
      rows: ExplainedRow[];
      findings: RecordedFinding[];
      isComplete: boolean;
    }
  | { kind: 'refused'; code: string; reason: string };

export interface BenchRun {
  header: DataSet;
  document: DeidentificationProfile;
  uidKey: Uint8Array;
  subject: ResearchSubject;
  sopClassUid: string;
}

export interface ProfileBenchOptions {
  db: Database;
  audit: Audit;
  /** The master key of projects; the bench derives one that no project has. */
  master: Uint8Array;
  engineVersion: string;
}

/** Stands for the patient of a file that is only tried: no project, no crosswalk. */
const triedSubject: ResearchSubject = { code: 'TRIED-0001', dateShiftDays: -1000 };

/** Why a file cannot be tried, and what to do about it. */
function unusableWords({ code }: DicomReadError, bytes: Buffer): string {
  if (bytes.length === 0) return 'The file is empty.';
  if (code === 'not-dicom') return 'This is no DICOM file.';
  if (code === 'truncated')
    return 'The file ends before its pixels begin, or its header is longer than PESSCARA_PROFILE_TEST_MAX_BYTES. Take a whole file.';
  return `It cannot be read as a DICOM file (${code}).`;
}

function headerIn(bytes: Buffer): DataSet {
  const parsed = parsePart10(bytes, { stopBeforePixelData: true });
  if (parsed instanceof DicomReadError) throw problem(fileUnusable, { detail: unusableWords(parsed, bytes) });
  return parsed.dataSet;
}

/** Runs profiles over headers in memory, to show what they do. Nothing is written but who tried what profile. */
export function createProfileBench({ db, audit, master, engineVersion }: ProfileBenchOptions) {
  const triedKey = deriveSubkey(master, 'profile-bench', 'uid');

  /** Any document as a profile, without regard to what may be saved. @throws profileInvalid */
  function profileOf(document: unknown): DeidentificationProfile {
    const mistakes = validateProfile(document);
    if (mistakes.length > 0)
      throw problem(profileInvalid, {
        detail: mistakes.map(({ pointer, detail }) => `${pointer} ${detail}`).join(' '),
        errors: mistakes.map(({ pointer, detail }) => ({ pointer: `/body/document${pointer}`, detail })),
      });
    return document as DeidentificationProfile;
  }

  /** Changes the header. */
  function run({ header, document, uidKey, subject, sopClassUid }: BenchRun): BenchResult {
    const deidentifier = makeDeidentifier({ document, uidKey, engineVersion });
    const result = previewDeidentification(deidentifier, header, { subject, sopClassUid });
    if (result.kind === 'refused') return result;
    return {
      kind: 'previewed',
      profile: profileReference(document),
      rows: result.rows.map((row) => ({ ...row, why: row.rule === null ? '' : ruleInWords(row.rule) })),
      findings: [...result.findings],
      isComplete: result.isComplete,
    };
  }

  /** As `run`, by a script of CTP. */
  async function runScript(
    deidentifier: CtpDeidentifier,
    header: DataSet,
    context: DeidentifyContext,
  ): Promise<BenchResult> {
    const { script, reference } = deidentifier;
    const finish = beginPreview(header);
    const result = await deidentifier.deidentify(header, context);
    if (result.kind === 'refused') return result;
    const { rows, findings, isComplete } = finish(result);
    return {
      kind: 'previewed',
      profile: reference,
      rows: rows.map((row) => ({
        ...row,
        why: row.rule === null ? '' : ctpRuleInWords(script, row.rule),
        mayTell: row.rule !== null && mayTellOriginal(script, row.rule),
      })),
      findings: [...findings],
      isComplete,
    };
  }

  async function recordTrial(ctx: Context, reference: string): Promise<void> {
    await transact(db, (trx) =>
      audit.record(trx, ctx, {
        action: 'E',
        type: 'deidentification.profile.tried',
        object: { kind: 'profile', id: reference },
      }),
    );
  }

  return {
    profileOf,
    run,
    runScript,

    /** Tries a script on the header of a file, as `tryHeader` does rules. */
    async tryScript(ctx: Context, deidentifier: CtpDeidentifier, header: DataSet): Promise<BenchResult> {
      const sopClassUid = firstText(header, 'SOPClassUID') ?? '';
      const result = await runScript(deidentifier, header, { subject: triedSubject, sopClassUid });
      await recordTrial(ctx, deidentifier.reference);
      return result;
    },

    /** The header in the beginning of a file. @throws fileUnusable */
    headerIn,

    /** Tries a profile on the header of a file that somebody sent for that; it is changed. */
    async tryHeader(ctx: Context, document: DeidentificationProfile, header: DataSet): Promise<BenchResult> {
      const sopClassUid = firstText(header, 'SOPClassUID') ?? '';
      const result = run({ header, document, uidKey: triedKey, subject: triedSubject, sopClassUid });
      await recordTrial(ctx, profileReference(document));
      return result;
    },
  };
}

export type ProfileBench = ReturnType<typeof createProfileBench>;
