import type { ActionReport } from '@pesscara/deidentification';
import { eachInstance } from '../../archive/index.ts';
import type { Deidentification } from '../../deidentification/index.ts';
import { consentWithdrawn } from '../../identity/identity.events.ts';
import { type Trx, transact } from '../../kernel/db/index.ts';
import { newId } from '../../kernel/ids/index.ts';
import { intakeChecked } from '../../leaks/leaks.events.ts';
import type { CurationDeps } from '../cases.service.ts';
import { createCollector } from './collecting.ts';
import { followValueDecisionsJob, restoreValuesJob, takeInventoryJob } from './inventory.jobs.ts';
import {
  contentDigestOf,
  countValues,
  forgetUnheldTexts,
  type InventoryFilter,
  type InventoryRow,
  listValues,
  replaceUses,
} from './inventory.repository.ts';
import { createSealedTexts, type TextVault } from './sealed-texts.ts';
import { findReviewedIntake, selectDue, selectUndoneChanges } from './value-decisions.repository.ts';
import { placeOf } from './value-paths.ts';

export interface InventoryDeps extends CurationDeps {
  deidentification: Pick<Deidentification, 'readReport' | 'profiles'>;
  vault: TextVault;
}

/** Longer values are cut where they are shown. */
const longestShown = 500;

/** Decisions of a project are carried out one after the other. */
export const valueQueue = (projectId: string) => ({ queueName: `value-decisions:${projectId}` });

/** Has the values of an arrival taken anew. */
export async function requestInventory(
  jobs: CurationDeps['jobs'],
  trx: Trx,
  intakeId: string,
): Promise<void> {
  await jobs.add(trx, takeInventoryJob, { intakeId }, { jobKey: `inventory:${intakeId}` });
}

/** Every distinct value of what waits for review, once. */
export function createInventory(deps: InventoryDeps) {
  const { db, clock, events, jobs, archive, deidentification, leaks, accounts } = deps;
  const texts = createSealedTexts(deps.vault);

  async function collect(projectId: string, intakeId: string) {
    const { findings } = await leaks.standing(db, intakeId);
    const places = new Set(findings.map(({ path }) => placeOf(path)));
    const collector = createCollector(texts.hashKey, projectId, places);
    const reports = new Map<string, ActionReport | undefined>();
    for await (const instance of eachInstance(db, { kind: 'intake', projectId, intakeId }, { intakeId })) {
      const key = instance.reportSha256.toString('hex');
      if (!reports.has(key)) reports.set(key, await deidentification.readReport(instance.reportSha256));
      const { dataSet } = await archive.reader.header(instance);
      collector.add(dataSet, reports.get(key), instance.id);
    }
    return collector.result();
  }

  /** What decisions still ask of an arrival: it came, grew or was changed since they were taken. */
  async function followUp(trx: Trx, projectId: string, intakeId: string): Promise<void> {
    const queue = valueQueue(projectId);
    if ((await selectDue(trx, intakeId)).length > 0)
      await jobs.add(trx, followValueDecisionsJob, { intakeId, causeId: newId() }, queue);
    const decisionIds = await selectUndoneChanges(trx, intakeId);
    if (decisionIds.length > 0)
      await jobs.add(trx, restoreValuesJob, { intakeId, causeId: newId(), decisionIds }, queue);
  }

  jobs.handle(takeInventoryJob, async ({ intakeId }) => {
    const intake = await findReviewedIntake(db, intakeId, { lock: false });
    if (intake === undefined) return;
    const { projectId } = intake;
    // Before the look: what changes meanwhile makes it out of date, never current.
    const contentSha256 = await contentDigestOf(db, intakeId);
    const { values, instanceCount } = await collect(projectId, intakeId);
    // In one order for everybody: two arrivals that share values do not wait for each other.
    values.sort((a, b) => a.hash.compare(b.hash));
    const seal = (hash: Buffer, text: string) => texts.sealValue(projectId, hash, text);
    await transact(db, async (trx) => {
      // Decided meanwhile: nothing of it is kept.
      if ((await findReviewedIntake(trx, intakeId, { lock: true })) === undefined) return;
      await replaceUses(trx, {
        projectId,
        intakeId,
        values,
        contentSha256,
        instanceCount,
        seal,
        now: clock.now(),
      });
      await followUp(trx, projectId, intakeId);
    });
  });

  events.subscribe(intakeChecked, 'curation.take-inventory', (trx, { data: { intakeId } }) =>
    requestInventory(jobs, trx, intakeId),
  );

  // Their rows went with their exams; what the texts say must go as well.
  events.subscribe(consentWithdrawn, 'curation.forget-texts', async (trx, { projectId }) => {
    if (projectId !== null) await forgetUnheldTexts(trx, projectId);
  });

  function textOf(projectId: string, { sealed, hash }: InventoryRow): string | null {
    if (sealed === null) return null;
    const text = texts.openValue(projectId, hash, sealed);
    return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
  }

  function decisionOf(
    projectId: string,
    row: InventoryRow,
    names: ReadonlyMap<string, { displayName: string }>,
  ) {
    if (row.decisionId === null || row.action === null || row.decisionState === null) return null;
    return {
      id: row.decisionId,
      action: row.action,
      replacement: texts.openReplacement(projectId, row.hash, row.sealedReplacement),
      state: row.decisionState,
      byName: names.get(row.decidedBy ?? '')?.displayName ?? '',
    };
  }

  async function list(filter: InventoryFilter) {
    const [{ items, nextCursor }, counts] = await Promise.all([
      listValues(db, filter),
      countValues(db, filter),
    ]);
    const names = await accounts.namesOf(
      db,
      items.flatMap(({ decidedBy }) => decidedBy ?? []),
    );
    const { projectId } = filter;
    return {
      items: items.map((row) => ({
        id: row.id,
        path: row.path,
        keyword: row.keyword,
        vr: row.vr,
        value: textOf(projectId, row),
        standsTogether: row.standsTogether,
        rule: row.rule,
        flags: row.flags,
        isNew: row.isNew,
        isChanged: row.isChanged,
        instanceCount: row.instanceCount,
        seriesCount: row.seriesCount,
        sample: { caseId: row.sampleCaseId, instanceId: row.sampleInstanceId },
        decision: decisionOf(projectId, row, names),
      })),
      nextCursor,
      counts,
    };
  }

  return { list };
}

export type Inventory = ReturnType<typeof createInventory>;
