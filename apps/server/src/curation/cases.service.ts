import type { Accounts } from '../accounts/index.ts';
import { intakeQuarantined, seriesReplaced } from '../archive/archive.events.ts';
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
import type { Projects } from '../projects/index.ts';
import { caseOpened } from './curation.events.ts';
import { findCaseOfIntake, type StoredFinding } from './curation.repository.ts';
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
  blobs: Pick<BlobStore, 'setAside' | 'takeBack' | 'removeAside'>;
  config: { undoMs: number; freshSignInMs: number; rejectedKeptMs: number };
}

interface IntakeFacts {
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
    .executeTakeFirst();
  return row as unknown as IntakeFacts | undefined;
}

/** What a case holds while nobody has decided. */
function openState(facts: IntakeFacts) {
  return {
    risk: riskOf(facts.findings),
    findings: JSON.stringify(facts.findings),
    instance_count: facts.instanceCount,
    state: 'open' as const,
    decided_at: null,
    effective_at: null,
  };
}

/** Opens a case for every arrival that went quiet, and opens it anew when more came before it was decided. */
export function openCases({ clock, events }: Pick<CurationDeps, 'clock' | 'events'>): void {
  /** The case of an arrival with images. Copies that contradict others wait among the conflicts: alone they open none. */
  async function insertCase(
    trx: Trx,
    {
      intakeId,
      seriesId,
      examId,
      subjectId,
    }: { intakeId: string; seriesId: string; examId: string; subjectId: string },
    projectId: string,
    facts: IntakeFacts,
  ): Promise<string | undefined> {
    if (facts.instanceCount === 0) return undefined;
    const id = newId();
    await trx
      .insertInto('curation.quarantine_case')
      .values({
        id,
        intake_id: intakeId,
        project_id: projectId,
        subject_id: subjectId,
        exam_id: examId,
        series_id: seriesId,
        importer_id: facts.importerId,
        subject_code: facts.subjectCode,
        series_description: facts.seriesDescription,
        modality: facts.modality,
        channel: facts.channel,
        calling_ae: facts.callingAe,
        opened_at: clock.now(),
        ...openState(facts),
      })
      .execute();
    return id;
  }

  async function publishOpened(
    trx: Trx,
    ctx: Context,
    projectId: string,
    seriesId: string,
    caseId: string,
    instanceCount: number,
  ) {
    await events.publish(trx, caseOpened, {
      ctx,
      projectId,
      subject: { kind: 'series', id: seriesId },
      data: { caseId, seriesId, instanceCount },
    });
  }

  events.subscribe(intakeQuarantined, 'curation.open-case', async (trx, event, ctx) => {
    const { intakeId, seriesId } = event.data;
    const projectId = event.projectId as string;
    const facts = await readIntake(trx, intakeId);
    // Reopened or decided since: another fact tells of that.
    if (facts === undefined) return;
    const known = await findCaseOfIntake(trx, intakeId);
    if (known === undefined) {
      const id = await insertCase(trx, event.data, projectId, facts);
      if (id !== undefined) await publishOpened(trx, ctx, projectId, seriesId, id, facts.instanceCount);
      return;
    }
    // What was approved is not what is there now: approvals of fewer instances are void.
    await trx
      .updateTable('curation.quarantine_case')
      .set({ ...openState(facts), version: known.version + 1 })
      .where('id', '=', known.id)
      .execute();
    await publishOpened(trx, ctx, projectId, seriesId, known.id, facts.instanceCount);
  });

  // What a reviewer looked at is not what is there now: approvals of it are void.
  events.subscribe(seriesReplaced, 'curation.renew-case', async (trx, { projectId, data }, ctx) => {
    if (data.intakeId === null || projectId === null) return;
    const facts = await readIntake(trx, data.intakeId);
    const known = facts === undefined ? undefined : await findCaseOfIntake(trx, data.intakeId);
    if (facts === undefined || known === undefined) return;
    await trx
      .updateTable('curation.quarantine_case')
      .set({
        risk: riskOf(facts.findings),
        findings: JSON.stringify(facts.findings),
        series_description: facts.seriesDescription,
        modality: facts.modality,
        subject_code: facts.subjectCode,
        state: 'open',
        decided_at: null,
        effective_at: null,
        version: known.version + 1,
      })
      .where('id', '=', known.id)
      .execute();
    await publishOpened(trx, ctx, projectId, data.seriesId, known.id, facts.instanceCount);
  });
}
