import { intakeQuarantined, seriesReplaced } from '../archive/archive.events.ts';
import type { Archive, Visibility } from '../archive/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Catalogue } from '../catalogue/index.ts';
import { seriesReleased } from '../curation/curation.events.ts';
import type { Clock } from '../kernel/clock/index.ts';
import type { Context } from '../kernel/context/index.ts';
import { type Database, type Trx, transact } from '../kernel/db/index.ts';
import type { Events } from '../kernel/events/index.ts';
import { newId } from '../kernel/ids/index.ts';
import type { Jobs } from '../kernel/jobs/index.ts';
import { problem } from '../kernel/problems/index.ts';
import { seriesClassified } from './classification.events.ts';
import { classifySeriesJob } from './classification.jobs.ts';
import { notCorrected, seriesNotFound } from './classification.problems.ts';
import {
  insertResult,
  lockCorrected,
  type NewResult,
  type StoredClassification,
  selectCorrected,
  selectNewest,
  selectResults,
} from './classification.repository.ts';
import { type ContrastState, classifySeries } from './classify.ts';
import { normalisedName } from './normalised-name.ts';
import type { Plane } from './plane.ts';
import { rulesVersion } from './rules.ts';
import { readSeriesHeaders } from './series-headers.ts';

export interface ClassificationDeps {
  db: Database;
  clock: Clock;
  audit: Audit;
  events: Events;
  jobs: Jobs;
  catalogue: Pick<Catalogue, 'setClassification'>;
  archive: Pick<Archive, 'reader'>;
}

/** What a person says that a series is. */
export interface Correction {
  modality?: string | undefined;
  plane: Plane | null;
  weighting: string | null;
  contrast: ContrastState | null;
  normalisedName?: string | undefined;
  reason?: string | undefined;
}

const historyLength = 100;

function classOf({
  plane,
  weighting,
  contrast,
  normalisedName: name,
  confidence,
  source,
  modality,
}: NewResult) {
  const isPerson = source === 'person';
  return {
    // The header's modality stands unless a person says otherwise.
    ...(isPerson && modality !== null ? { modality } : {}),
    plane,
    weighting,
    contrast,
    normalisedName: name,
    confidence: isPerson ? null : confidence,
    corrected: isPerson,
  };
}

/** What series are: by rules when they arrive and when they are released, and by persons who know better. */
export function createClassification({
  db,
  clock,
  audit,
  events,
  jobs,
  catalogue,
  archive,
}: ClassificationDeps) {
  async function store(trx: Trx, ctx: Context, result: NewResult, action: string): Promise<void> {
    const { projectId, seriesId, source, plane, weighting, contrast } = result;
    const before = await selectNewest(trx, seriesId, source);
    await insertResult(trx, result);
    await catalogue.setClassification(trx, seriesId, classOf(result));
    await audit.record(trx, ctx, {
      action: 'U',
      type: `classification.series.${action}`,
      object: { kind: 'series', id: seriesId },
      projectId,
      ...(before === undefined ? {} : { before: summaryOf(before) }),
      after: summaryOf(result),
      reason: result.reason,
    });
    await events.publish(trx, seriesClassified, {
      ctx,
      projectId,
      subject: { kind: 'series', id: seriesId },
      data: { seriesId, source, plane, weighting, contrast },
    });
  }

  /** Runs the rules over a series. A person's correction stays in force; the new result is kept beside it. */
  async function classify(
    ctx: Context,
    projectId: string,
    seriesId: string,
    intakeId: string | null,
  ): Promise<void> {
    const visibility: Visibility =
      intakeId === null ? { kind: 'released', projectId } : { kind: 'intake', projectId, intakeId };
    const { attributes, instances } = await readSeriesHeaders({ db, archive }, visibility, seriesId);
    if (instances.length === 0) return;
    const found = classifySeries(attributes);
    await transact(db, async (trx) => {
      const isCorrected = await lockCorrected(trx, projectId, seriesId);
      const before = await selectNewest(trx, seriesId, 'rules');
      const isKnown = before?.rulesVersion === rulesVersion && summaryText(before) === summaryText(found);
      if (isCorrected === undefined || isKnown) return;
      const result: NewResult = {
        ...found,
        id: newId(),
        projectId,
        seriesId,
        source: 'rules',
        rulesVersion,
        reason: null,
        createdAt: clock.now(),
        createdBy: ctx.actor.name,
      };
      if (isCorrected) await insertResult(trx, result);
      else await store(trx, ctx, result, 'classified');
    });
  }

  /** The classification in force and what it was before. @throws classification/series-not-found */
  async function get(projectId: string, seriesId: string) {
    const isCorrected = await selectCorrected(db, projectId, seriesId, true);
    if (isCorrected === undefined) throw problem(seriesNotFound);
    const history = await selectResults(db, seriesId, historyLength);
    const current = await selectNewest(db, seriesId, isCorrected ? 'person' : 'rules');
    return { current: current ?? null, history };
  }

  /** Puts a person's word in place of the rules'. */
  async function correct(
    ctx: Context,
    projectId: string,
    seriesId: string,
    correction: Correction,
  ): Promise<void> {
    await transact(db, async (trx) => {
      if ((await selectCorrected(trx, projectId, seriesId, true)) === undefined)
        throw problem(seriesNotFound);
      await lockCorrected(trx, projectId, seriesId);
      const rules = await selectNewest(trx, seriesId, 'rules');
      const { plane, weighting, contrast } = correction;
      const modality = correction.modality ?? rules?.modality ?? null;
      const name = normalisedName({
        modality,
        plane,
        weighting,
        contrast: contrast ?? 'unknown',
        qualifiers: [],
      });
      await store(
        trx,
        ctx,
        {
          id: newId(),
          projectId,
          seriesId,
          source: 'person',
          rulesVersion: null,
          modality,
          plane,
          weighting,
          contrast,
          normalisedName: correction.normalisedName ?? name,
          confidence: 1,
          evidence: [],
          reason: correction.reason ?? null,
          createdAt: clock.now(),
          createdBy: ctx.actor.name,
        },
        'corrected',
      );
    });
  }

  /** Takes a correction back: the rules' result is in force again. @throws classification/not-corrected */
  async function withdrawCorrection(ctx: Context, projectId: string, seriesId: string): Promise<void> {
    await transact(db, async (trx) => {
      if ((await selectCorrected(trx, projectId, seriesId, true)) === undefined)
        throw problem(seriesNotFound);
      const isCorrected = await lockCorrected(trx, projectId, seriesId);
      if (isCorrected !== true) throw problem(notCorrected);
      const rules = await selectNewest(trx, seriesId, 'rules');
      const person = await selectNewest(trx, seriesId, 'person');
      await catalogue.setClassification(trx, seriesId, {
        ...(rules === undefined ? {} : { modality: rules.modality }),
        plane: rules?.plane ?? null,
        weighting: rules?.weighting ?? null,
        contrast: rules?.contrast ?? null,
        normalisedName: rules?.normalisedName ?? null,
        confidence: rules?.confidence ?? null,
        corrected: false,
      });
      await audit.record(trx, ctx, {
        action: 'U',
        type: 'classification.series.correction-withdrawn',
        object: { kind: 'series', id: seriesId },
        projectId,
        ...(person === undefined ? {} : { before: summaryOf(person) }),
        ...(rules === undefined ? {} : { after: summaryOf(rules) }),
      });
    });
  }

  const addJob = (trx: Trx, projectId: string | null, seriesId: string, intakeId: string | null) =>
    projectId === null
      ? Promise.resolve()
      : jobs.add(
          trx,
          classifySeriesJob,
          { projectId, seriesId, intakeId },
          { jobKey: `classification:${seriesId}` },
        );

  events.subscribe(intakeQuarantined, 'classification.on-quarantine', (trx, { projectId, data }) =>
    addJob(trx, projectId, data.seriesId, data.intakeId),
  );
  events.subscribe(seriesReleased, 'classification.on-release', (trx, { projectId, data }) =>
    addJob(trx, projectId, data.seriesId, null),
  );
  events.subscribe(seriesReplaced, 'classification.on-replacement', (trx, { projectId, data }) =>
    addJob(trx, projectId, data.seriesId, data.released ? null : data.intakeId),
  );
  jobs.handle(classifySeriesJob, ({ projectId, seriesId, intakeId }, ctx) =>
    classify(ctx, projectId, seriesId, intakeId),
  );

  return { classify, get, correct, withdrawCorrection };
}

export type Classifier = ReturnType<typeof createClassification>;

type Summary = Pick<
  StoredClassification,
  'modality' | 'plane' | 'weighting' | 'contrast' | 'normalisedName' | 'confidence'
>;

function summaryOf({ modality, plane, weighting, contrast, normalisedName: name, confidence }: Summary) {
  return {
    modality,
    plane,
    weighting,
    contrast,
    normalisedName: name,
    confidence: Math.round(confidence * 100) / 100,
  };
}

function summaryText(summary: Summary): string {
  return JSON.stringify(summaryOf(summary));
}
