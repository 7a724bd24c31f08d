import { firstText } from '@pesscara/dicom';
import { seriesReplaced } from '../archive/archive.events.ts';
import type { Archive } from '../archive/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Catalogue } from '../catalogue/index.ts';
import { readSeriesHeaders } from '../classification/index.ts';
import { seriesReleased, seriesWithdrawn } from '../curation/curation.events.ts';
import type { BlobStore } from '../kernel/blobs/index.ts';
import type { Clock } from '../kernel/clock/index.ts';
import type { Context } from '../kernel/context/index.ts';
import { type Database, type Trx, transact } from '../kernel/db/index.ts';
import type { Events } from '../kernel/events/index.ts';
import { newId, type ProjectId } from '../kernel/ids/index.ts';
import type { Jobs } from '../kernel/jobs/index.ts';
import { problem } from '../kernel/problems/index.ts';
import type { Leaks } from '../leaks/index.ts';
import { seriesConverted } from './conversion.events.ts';
import { convertSeriesJob } from './conversion.jobs.ts';
import { seriesNotFound } from './conversion.problems.ts';
import {
  type Ending,
  insertWaiting,
  markEnded,
  markRunning,
  type SeriesNames,
  selectNewest,
  selectVisibleSeries,
} from './conversion.repository.ts';
import { type ConversionResult, convertSeries } from './convert-series.ts';
import { judgeConvertible } from './convertible.ts';
import type { Converter } from './dcm2niix.ts';
import { type KeptFile, keepVolume } from './keep-volumes.ts';
import { leakInVolumes } from './leak-in-volumes.ts';
import { isUncountedMosaic } from './mosaic.ts';
import { openWorkDirectory } from './work-directory.ts';

export interface ConversionDeps {
  db: Database;
  blobs: BlobStore;
  clock: Clock;
  audit: Audit;
  events: Events;
  jobs: Jobs;
  catalogue: Pick<Catalogue, 'setConversionState'>;
  archive: Pick<Archive, 'reader' | 'downloads'>;
  leaks: Pick<Leaks, 'checkFiles'>;
  /** Asked for once, when the first series is converted. */
  chooseConverter: () => Promise<Converter>;
  /** For temporary files of conversions. */
  workDirectory: string;
  config: { conversionTimeoutMs: number };
}

// Conversions take long and much memory: two at a time, whatever the queue's concurrency.
const lanes = 2;

function laneOf(seriesId: string): string {
  return `conversion:${Number.parseInt(seriesId.slice(-2), 16) % lanes}`;
}

/** `003_Axial_T1_post-contrast`: from the series' number and what it is, never from free text. */
export function volumeName({ seriesNumber, normalisedName, modality }: SeriesNames): string {
  const number = seriesNumber === null ? '' : `${String(seriesNumber).padStart(3, '0')}_`;
  const title = (normalisedName ?? modality ?? 'series')
    .replaceAll('*', 'star')
    .replaceAll(/[^A-Za-z0-9.+-]+/g, '_');
  return `${number}${title.slice(0, 60).replace(/_+$/, '')}`;
}

interface Judged {
  readonly ending: Ending;
  readonly files: readonly KeptFile[];
}

const gaveUp: Judged = {
  ending: {
    state: 'failed',
    reason: 'internal',
    detail: 'The server could not convert it; its log says why.',
  },
  files: [],
};

function endingOf(result: Exclude<ConversionResult, { kind: 'converted' }>): Ending {
  const state = result.kind === 'notConvertible' ? 'not-convertible' : 'failed';
  return { state, reason: result.reason, detail: result.message };
}

/** Volumes of released series. */
export function createConversion(deps: ConversionDeps) {
  const { db, blobs, clock, audit, events, jobs, catalogue, archive, config } = deps;
  const stopping = new AbortController();
  let converter: Promise<Converter> | undefined;
  let workDirectory: Promise<string> | undefined;

  async function enqueue(trx: Trx, projectId: string, seriesId: string): Promise<string> {
    const conversionId = newId();
    await insertWaiting(trx, { id: conversionId, projectId, seriesId, now: clock.now() });
    await catalogue.setConversionState(trx, seriesId, 'waiting');
    await jobs.add(
      trx,
      convertSeriesJob,
      { conversionId, projectId, seriesId },
      { jobKey: `conversion:${seriesId}`, queueName: laneOf(seriesId) },
    );
    return conversionId;
  }

  async function keep(
    result: ConversionResult,
    madeBy: string,
    of: { projectId: string; seriesId: string },
  ): Promise<Judged> {
    if (result.kind !== 'converted') return { ending: endingOf(result), files: [] };
    const leak = await leakInVolumes(deps.leaks, of, result.volumes);
    if (leak !== undefined) return { ending: endingOf(leak), files: [] };
    const files: KeptFile[] = [];
    for (const volume of result.volumes) files.push(...(await keepVolume(blobs, volume, madeBy)));
    return { ending: { state: 'converted', reason: null, detail: null }, files };
  }

  async function convertNow(
    projectId: string,
    seriesId: string,
    names: SeriesNames,
    used: Converter,
  ): Promise<Judged> {
    const { attributes, instances, first } = await readSeriesHeaders(
      { db, archive },
      { kind: 'released', projectId },
      seriesId,
    );
    const refusal = judgeConvertible(
      attributes,
      instances.some(({ rows, columns }) => rows !== null && columns !== null),
    );
    if (refusal) return { ending: endingOf(refusal), files: [] };
    workDirectory ??= openWorkDirectory(deps.workDirectory, clock);
    const inputs: string[] = [];
    for (const { blobSha256 } of instances) inputs.push(await blobs.path(blobSha256));
    const request = {
      inputs,
      workDirectory: await workDirectory,
      name: volumeName(names),
      hasDates:
        first !== undefined && firstText(first, 'LongitudinalTemporalInformationModified') !== 'REMOVED',
      isUncountedMosaic: first !== undefined && isUncountedMosaic(first),
      timeoutMs: config.conversionTimeoutMs,
      signal: stopping.signal,
    };
    return convertSeries(used, request, (result) => keep(result, used.name, { projectId, seriesId }));
  }

  async function end(
    ctx: Context,
    payload: { conversionId: string; projectId: string; seriesId: string },
    judged: Judged,
  ): Promise<void> {
    const { conversionId, projectId, seriesId } = payload;
    const { ending, files } = judged;
    await transact(db, async (trx) => {
      // A later release, or a person, has asked for another conversion: this one's files are nobody's.
      if (!(await markEnded(trx, conversionId, ending, clock.now()))) return;
      if (files.length > 0) await archive.downloads.addFiles(trx, ctx, projectId, seriesId, files);
      await catalogue.setConversionState(trx, seriesId, ending.state);
      await audit.record(trx, ctx, {
        action: 'C',
        type: 'conversion.series.converted',
        outcome: ending.state === 'failed' ? 8 : 0,
        object: { kind: 'series', id: seriesId },
        projectId,
        after: { state: ending.state, reason: ending.reason, files: files.map(({ name }) => name) },
      });
      const volumeCount = files.filter(({ format }) => format === 'nifti').length;
      await events.publish(trx, seriesConverted, {
        ctx,
        projectId,
        subject: { kind: 'series', id: seriesId },
        data: { seriesId, conversionId, state: ending.state, volumeCount },
      });
    });
  }

  jobs.handle(convertSeriesJob, async (payload, ctx) => {
    const { conversionId, projectId, seriesId } = payload;
    converter ??= deps.chooseConverter();
    const used = await converter;
    const names = await selectVisibleSeries(db, projectId, seriesId);
    const attempt = names && (await markRunning(db, conversionId, used.name, clock.now()));
    if (names === undefined || attempt === undefined) return;
    const judged = await convertNow(projectId, seriesId, names, used).catch((error: unknown) => {
      if (attempt < convertSeriesJob.maxAttempts) throw error;
      const { name, stack } = error as Error;
      ctx.log.error(
        { event: 'conversion.failed', seriesId, error: { name, stack } },
        'A series could not be converted',
      );
      return gaveUp;
    });
    // Stopped with the server: the job stays in the queue and begins anew.
    if (judged.ending.reason === 'cancelled') throw new Error('The conversion was cancelled');
    await end(ctx, payload, judged);
  });

  events.subscribe(seriesReleased, 'conversion.on-release', async (trx, { projectId, data }) => {
    if (projectId !== null) await enqueue(trx, projectId, data.seriesId);
  });

  // The files before were retired with the instances that they were made of; a conversion that was under way then ends in nothing.
  events.subscribe(seriesReplaced, 'conversion.on-replacement', async (trx, { projectId, data }) => {
    if (projectId === null) return;
    await archive.downloads.retireFiles(trx, data.seriesId, { discard: data.discarded });
    if ((await selectVisibleSeries(trx, projectId, data.seriesId)) !== undefined)
      await enqueue(trx, projectId, data.seriesId);
  });

  // What is left of it, when some of its instances are still released: the files before went out of sight with the others.
  events.subscribe(seriesWithdrawn, 'conversion.on-withdrawal', async (trx, { projectId, data }) => {
    if (projectId !== null && (await selectVisibleSeries(trx, projectId, data.seriesId)) !== undefined)
      await enqueue(trx, projectId, data.seriesId);
  });

  /** How the conversion of a series stands. @throws conversion/series-not-found */
  async function get(projectId: ProjectId, seriesId: string) {
    if ((await selectVisibleSeries(db, projectId, seriesId)) === undefined) throw problem(seriesNotFound);
    const newest = await selectNewest(db, seriesId);
    const files = await archive.downloads.listFiles([seriesId], ['nifti']);
    return { conversion: newest, volumes: files };
  }

  /** Converts a series again. @throws conversion/series-not-found */
  async function request(ctx: Context, projectId: ProjectId, seriesId: string): Promise<void> {
    await transact(db, async (trx) => {
      if ((await selectVisibleSeries(trx, projectId, seriesId)) === undefined) throw problem(seriesNotFound);
      await enqueue(trx, projectId, seriesId);
      await audit.record(trx, ctx, {
        action: 'E',
        type: 'conversion.series.requested',
        object: { kind: 'series', id: seriesId },
        projectId,
      });
    });
  }

  return { get, request, close: () => stopping.abort() };
}

export type Conversion = ReturnType<typeof createConversion>;
