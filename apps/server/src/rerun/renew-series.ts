import type { Archive, CurrentVersion, NewVersion } from '../archive/index.ts';
import type { Deidentification, RecordedFinding } from '../deidentification/index.ts';
import type { Context } from '../kernel/context/index.ts';
import { type Database, type Trx, transact } from '../kernel/db/index.ts';
import type { ProjectId } from '../kernel/ids/index.ts';
import {
  countStaged,
  type RunInstance,
  type RunRow,
  type SeriesEnding,
  selectInstance,
  selectInstanceIds,
  selectSubjectCode,
} from './rerun.repository.ts';

export interface RenewDeps {
  db: Database;
  archive: Pick<Archive, 'versions' | 'reader'>;
  deidentification: Pick<Deidentification, 'deidentifyAgain'>;
}

export interface Renewal {
  run: RunRow;
  seriesId: string;
  /** Asked between instances: false gives the series up. */
  goesOn(): Promise<boolean>;
  /** Notes the ending, in the transaction of the switch when there is one. False: the run was cancelled meanwhile. */
  end(trx: Trx, ending: SeriesEnding): Promise<boolean>;
}

interface Refusal {
  code: string;
  reason: string;
}

const askEvery = 25;

class RunCancelled extends Error {}

/** What the new header raises that nobody has judged yet: a high finding whose kind the stored instance does not have. */
function newHighFinding(
  before: RunInstance,
  findings: readonly RecordedFinding[],
): RecordedFinding | undefined {
  const known = new Set(before.findings.map(({ code }) => code));
  return findings.find(({ code, severity }) => severity === 'high' && !known.has(code));
}

/** From the archived version the engine does not see what it once noticed: earlier findings stay beside the new ones. */
function mergedFindings(
  before: RunInstance,
  findings: readonly RecordedFinding[],
  answeredCodes: readonly string[],
): RecordedFinding[] {
  const keyOf = ({ code, path = '' }: { code: string; path?: string }) => `${code} ${path}`;
  const known = new Set(findings.map(keyOf));
  const earlier = before.findings.filter(
    (finding) => !known.has(keyOf(finding)) && !answeredCodes.includes(finding.code),
  );
  return [...findings, ...(earlier as RecordedFinding[])];
}

/** Applies a run's profile to one series: all of its instances, or none. */
export function createRenewSeries({ db, archive, deidentification }: RenewDeps) {
  const { versions, reader } = archive;

  async function renewInstance(
    run: RunRow,
    subjectCode: string,
    { instance }: CurrentVersion,
  ): Promise<NewVersion | 'unchanged' | Refusal> {
    const before = await selectInstance(db, instance.id);
    const result = await deidentification.deidentifyAgain({
      projectId: run.projectId,
      instanceId: instance.id,
      sopClassUid: instance.sopClassUid,
      profileId: run.profileId,
      madeByProfileId: before.profileId,
      subjectCode,
      sealed: before.sealed ?? undefined,
      read: async () => (await reader.header(instance)).dataSet,
    });
    if (result.kind === 'refused') return result;
    if (result.kind === 'unchanged') return 'unchanged';
    const high = newHighFinding(before, result.findings);
    if (high !== undefined) return { code: high.code, reason: `A high finding: ${high.detail}` };
    const { header, basis, report, reportSha256, answeredCodes, sealedOriginals } = result;
    return {
      header,
      pixelData: 'same',
      profileId: run.profileId,
      report: { body: report, sha256: reportSha256 },
      findings:
        basis === 'originals' ? result.findings : mergedFindings(before, result.findings, answeredCodes),
      sealedOriginals,
    };
  }

  /** Stages every instance; the first refusal, when there is one. */
  async function stageAll({ run, seriesId, goesOn }: Renewal, batchId: string): Promise<Refusal | undefined> {
    const subjectCode = await selectSubjectCode(db, seriesId);
    let refusal: Refusal | undefined;
    for (const [index, id] of (await selectInstanceIds(db, seriesId)).entries()) {
      if (index % askEvery === 0 && !(await goesOn())) throw new RunCancelled();
      await versions.stage(batchId, id, async (current) => {
        const renewed = await renewInstance(run, subjectCode, current);
        if (renewed === 'unchanged' || 'header' in renewed) return renewed;
        refusal = renewed;
        return 'unchanged';
      });
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  }

  async function end({ end: note }: Renewal, ending: SeriesEnding): Promise<void> {
    await transact(db, (trx) => note(trx, ending));
  }

  async function renewBatch(ctx: Context, renewal: Renewal, batchId: string): Promise<void> {
    const { run } = renewal;
    const refusal = await stageAll(renewal, batchId);
    const staged = await countStaged(db, batchId);
    if (refusal === undefined && staged.replacedCount > 0) {
      await transact(db, async (trx) => {
        if (!(await renewal.end(trx, { state: 'replaced', ...staged }))) throw new RunCancelled();
        await versions.commit(trx, ctx, batchId, { previous: run.previous });
      });
      return;
    }
    await versions.abandon(batchId);
    const ending: SeriesEnding =
      refusal === undefined
        ? { state: 'unchanged' }
        : { state: 'kept', reasonCode: refusal.code, reason: refusal.reason };
    await end(renewal, ending);
  }

  /**
   * Repeatable: a series that was interrupted goes on with what is staged. When the run is cancelled meanwhile, nothing of it
   * stays. @throws what the stores throw
   */
  return async function renewSeries(ctx: Context, renewal: Renewal): Promise<void> {
    const { run, seriesId } = renewal;
    const batchId = await versions.begin(ctx, {
      projectId: run.projectId as ProjectId,
      seriesId,
      cause: { kind: 're-run', id: run.id },
    });
    try {
      await renewBatch(ctx, renewal, batchId);
    } catch (error) {
      if (!(error instanceof RunCancelled)) throw error;
      await versions.abandon(batchId);
    }
  };
}
