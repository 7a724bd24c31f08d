import type { Accounts } from '../accounts/index.ts';
import { seriesReplaced } from '../archive/archive.events.ts';
import type { Archive } from '../archive/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Defacing } from '../defacing/index.ts';
import type { BlobStore } from '../kernel/blobs/index.ts';
import type { Clock } from '../kernel/clock/index.ts';
import type { Context } from '../kernel/context/index.ts';
import type { Database, Trx } from '../kernel/db/index.ts';
import type { Events } from '../kernel/events/index.ts';
import { newId } from '../kernel/ids/index.ts';
import type { Jobs } from '../kernel/jobs/index.ts';
import type { Standing as LeakStanding, Leaks } from '../leaks/index.ts';
import { intakeChecked } from '../leaks/leaks.events.ts';
import type { Pixels } from '../pixels/index.ts';
import { pixelsChanged } from '../pixels/pixels.events.ts';
import type { Projects } from '../projects/index.ts';
import { caseOpened } from './curation.events.ts';
import { type CaseRow, findCaseOfIntake, type StoredFinding } from './curation.repository.ts';
import { canonicalFindings } from './searched.ts';
import { riskOf } from './verdict.ts';

export interface CurationDeps {
  db: Database;
  clock: Clock;
  audit: Audit;
  events: Events;
  jobs: Jobs;
  archive: Archive;
  accounts: Pick<Accounts, 'namesOf'>;
  projects: Projects;
  defacing: Defacing;
  leaks: Pick<Leaks, 'standing' | 'request'>;
  pixels: Omit<Pixels, 'close'>;
  blobs: Pick<BlobStore, 'setAside' | 'takeBack' | 'removeAside'>;
  config: { undoMs: number; freshSignInMs: number; rejectedKeptMs: number };
}

interface IntakeFacts {
  projectId: string;
  subjectId: string;
  examId: string;
  seriesId: string;
  findings: StoredFinding[];
  importerId: string | null;
  subjectCode: string;
  seriesDescription: string | null;
  modality: string | null;
  channel: string;
  callingAe: string | null;
  instanceCount: number;
}

async function readIntake(trx: Trx, intakeId: string): Promise<IntakeFacts | undefined> {
  const row = await trx
    .selectFrom('archive.intake as k')
    .innerJoin('catalogue.series as s', 's.id', 'k.series_id')
    .select([
      'k.project_id as projectId',
      'k.subject_id as subjectId',
      'k.exam_id as examId',
      'k.series_id as seriesId',
      'k.findings',
      'k.importer_id as importerId',
      's.subject_code as subjectCode',
      's.series_description as seriesDescription',
      's.modality',
      'k.channel',
      'k.calling_ae as callingAe',
      'k.instance_count as instanceCount',
    ])
    .where('k.id', '=', intakeId)
    .where('k.state', '=', 'quarantined')
    // Consent may be withdrawn at the same moment: it is there until this ends, or gone before it begins.
    .forKeyShare('k')
    .executeTakeFirst();
  return row as unknown as IntakeFacts | undefined;
}

/**
 * Whether a case was decided after the search of what is there now had ended: who decided saw what is there, though the facts of its
 * replacement and its search are told later.
 */
function isDecidedSince({ decidedAt }: CaseRow, { isCurrent, finishedAt }: LeakStanding): boolean {
  return isCurrent && decidedAt !== null && finishedAt !== null && decidedAt >= finishedAt;
}

/**
 * Opens a case for every arrival that went quiet and was searched for identifiers, and opens it anew when what is there
 * is not what was looked at any more.
 */
export function openCases({
  clock,
  events,
  leaks,
  pixels,
}: Pick<CurationDeps, 'clock' | 'events' | 'leaks' | 'pixels'>): void {
  async function publishOpened(trx: Trx, ctx: Context, facts: IntakeFacts, caseId: string) {
    const { projectId, seriesId, instanceCount } = facts;
    await events.publish(trx, caseOpened, {
      ctx,
      projectId,
      subject: { kind: 'series', id: seriesId },
      data: { caseId, seriesId, instanceCount },
    });
  }

  async function factsOf(trx: Trx, intakeId: string): Promise<IntakeFacts | undefined> {
    const facts = await readIntake(trx, intakeId);
    if (facts === undefined) return undefined;
    const { findings } = await leaks.standing(trx, intakeId);
    const ofPixels = await pixels.findingsOf(trx, intakeId);
    return { ...facts, findings: [...facts.findings, ...findings, ...ofPixels] };
  }

  const columnsOf = (facts: IntakeFacts) => ({
    risk: riskOf(facts.findings),
    findings: JSON.stringify(facts.findings),
    series_description: facts.seriesDescription,
    modality: facts.modality,
    subject_code: facts.subjectCode,
    instance_count: facts.instanceCount,
  });
  const undecided = { state: 'open' as const, decided_at: null, effective_at: null };

  async function insert(trx: Trx, ctx: Context, intakeId: string, facts: IntakeFacts): Promise<void> {
    const id = newId();
    await trx
      .insertInto('curation.quarantine_case')
      .values({
        id,
        intake_id: intakeId,
        project_id: facts.projectId,
        subject_id: facts.subjectId,
        exam_id: facts.examId,
        series_id: facts.seriesId,
        importer_id: facts.importerId,
        channel: facts.channel,
        calling_ae: facts.callingAe,
        opened_at: clock.now(),
        ...columnsOf(facts),
        ...undecided,
      })
      .execute();
    await publishOpened(trx, ctx, facts, id);
  }

  /** What was approved is not what is there now: approvals are void. */
  async function renew(trx: Trx, ctx: Context, known: CaseRow, facts: IntakeFacts): Promise<void> {
    await trx
      .updateTable('curation.quarantine_case')
      .set({ ...columnsOf(facts), ...undecided, version: known.version + 1 })
      .where('id', '=', known.id)
      .execute();
    await publishOpened(trx, ctx, facts, known.id);
  }

  events.subscribe(intakeChecked, 'curation.open-case', async (trx, { data: { intakeId } }, ctx) => {
    const facts = await factsOf(trx, intakeId);
    // Reopened or decided since, or being searched again: another fact tells of that.
    const standing = await leaks.standing(trx, intakeId);
    if (facts === undefined || !standing.isCurrent) return;
    const known = await findCaseOfIntake(trx, intakeId);
    if (known === undefined) {
      await insert(trx, ctx, intakeId, facts);
      return;
    }
    const isKnown =
      known.instanceCount === facts.instanceCount &&
      canonicalFindings(known.findings) === canonicalFindings(facts.findings);
    if (!isKnown || (known.decidedAt !== null && !isDecidedSince(known, standing)))
      await renew(trx, ctx, known, facts);
  });

  events.subscribe(seriesReplaced, 'curation.renew-case', async (trx, { data }, ctx) => {
    if (data.intakeId === null) return;
    const facts = await factsOf(trx, data.intakeId);
    const known = facts === undefined ? undefined : await findCaseOfIntake(trx, data.intakeId);
    if (facts === undefined || known === undefined) return;
    if (!isDecidedSince(known, await leaks.standing(trx, data.intakeId))) await renew(trx, ctx, known, facts);
    else
      await trx
        .updateTable('curation.quarantine_case')
        .set(columnsOf(facts))
        .where('id', '=', known.id)
        .execute();
  });

  // Text that was found, dismissed or masked changes what a case is worth; what was approved stays what it was.
  events.subscribe(pixelsChanged, 'curation.weigh-pixels', async (trx, { data }) => {
    const facts = await factsOf(trx, data.intakeId);
    const known = facts === undefined ? undefined : await findCaseOfIntake(trx, data.intakeId);
    if (facts === undefined || known === undefined) return;
    await trx
      .updateTable('curation.quarantine_case')
      .set({ risk: riskOf(facts.findings), findings: JSON.stringify(facts.findings) })
      .where('id', '=', known.id)
      .execute();
  });
}
