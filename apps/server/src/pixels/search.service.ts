import { type KnownRegions, knownRegions } from '@pesscara/pixel-cleaning';
import { intakeQuarantined } from '../archive/archive.events.ts';
import { findInstance, type StoredInstance } from '../archive/index.ts';
import type { Context } from '../kernel/context/index.ts';
import { type Trx, transact } from '../kernel/db/index.ts';
import { newId } from '../kernel/ids/index.ts';
import { addLines, createTextJudge, type FoundText } from './found-text.ts';
import { drawFrame, isBorderChanged, isSamePicture } from './frames-to-read.ts';
import type { Masks } from './masks.service.ts';
import type { PixelsDeps } from './pixels.deps.ts';
import { pixelsChanged } from './pixels.events.ts';
import { searchTextJob } from './pixels.jobs.ts';
import {
  beginScan,
  type Candidate,
  findIntakeFacts,
  findScan,
  findSealedOriginals,
  keepFound,
  listCandidates,
  type NewBox,
  type ScanRow,
  type ScanState,
  summariseCandidates,
  updateScan,
} from './pixels.repository.ts';
import { parseRegions } from './regions-of-report.ts';
import type { GreyPicture } from './text-lines.ts';
import type { TextLine } from './text-reader.ts';

/** A job searches for so long, then another goes on: a job is short, and a killed one loses little. */
const jobBudgetMs = 20_000;

const textCodes: ReadonlySet<string> = new Set([
  'burned-in-annotation',
  'secondary-capture',
  'image-type-secondary',
  'burned-in-possible',
]);
const secondaryCapture = '1.2.840.10008.5.1.4.1.1.7';

/** Bound into what is sealed: text that was moved to another box does not open. */
export const textPlace = (intakeId: string, boxId: string) =>
  `pixels.text_box|${intakeId}|${boxId}|sealed_text`;
export const textPurpose = 'pixel-text';

type IntakeFacts = NonNullable<Awaited<ReturnType<typeof findIntakeFacts>>>;

interface SearchedInstance {
  found: FoundText[];
  regions: KnownRegions | undefined;
  isComplete: boolean;
}

/** Looks for text in the pixels of what arrived: regions known by device, then reading. */
export function createSearch(deps: PixelsDeps, masks: Pick<Masks, 'cleanAutomatically' | 'cleansPixels'>) {
  const { db, clock, archive, imaging, reader, events, jobs, vault, deidentification, config, log } = deps;
  const marks = new Set(config.harmlessMarks);
  const modalities = new Set(config.textModalities);

  async function announce(trx: Trx, ctx: Context, scan: ScanRow, state: ScanState): Promise<void> {
    const { intakeId, seriesId, projectId } = scan;
    const subject = { kind: 'series', id: seriesId };
    await events.publish(trx, pixelsChanged, {
      ctx,
      projectId,
      subject,
      data: { intakeId, seriesId, state },
    });
  }

  async function begin(
    trx: Trx,
    of: { intakeId: string; projectId: string; seriesId: string; isRequested: boolean },
  ): Promise<void> {
    const version = await beginScan(trx, { ...of, state: 'waiting', now: clock.now() });
    const jobKey = `search-text:${of.intakeId}`;
    await jobs.add(trx, searchTextJob, { intakeId: of.intakeId, version }, { jobKey });
  }

  events.subscribe(intakeQuarantined, 'pixels.search', async (trx, { data, projectId }) => {
    const { intakeId, seriesId } = data;
    const of = { intakeId, seriesId, projectId: projectId as string, isRequested: false };
    const facts = await findIntakeFacts(trx, intakeId);
    const before = await findScan(trx, intakeId);
    const candidates = await summariseCandidates(trx, intakeId);
    const isNeeded =
      before?.isRequested === true ||
      candidates.some((one) => readsText(one, facts?.modality ?? null, false)) ||
      (await hasRegions(candidates)).size > 0;
    if (isNeeded) await begin(trx, of);
    else await beginScan(trx, { ...of, state: 'not-needed', now: clock.now() });
  });

  /** Lines of a frame; undefined when it cannot be drawn or read. */
  async function linesOf(instance: StoredInstance, picture: GreyPicture): Promise<TextLine[] | undefined> {
    const lines = await reader.read(picture);
    const [acrossPx, downPx] = [
      (instance.columns ?? 0) / picture.width,
      (instance.rows ?? 0) / picture.height,
    ];
    // A picture may be stretched to the pixels' real proportions.
    return lines?.map(({ box, ...rest }) => ({
      ...rest,
      box: {
        left: box.left * acrossPx,
        top: box.top * downPx,
        width: box.width * acrossPx,
        height: box.height * downPx,
      },
    }));
  }

  async function readFrames(instance: StoredInstance, judge: ReturnType<typeof createTextJudge>) {
    const found: FoundText[] = [];
    const size = { columns: instance.columns ?? 0, rows: instance.rows ?? 0 };
    const isLong = instance.frameCount > config.textFramesRead;
    let isComplete = !isLong;
    let last: { picture: GreyPicture; lines: TextLine[] } | undefined;
    for (let frame = 1; frame <= instance.frameCount; frame += 1) {
      const drawn = await drawFrame(imaging, instance, frame);
      if (drawn.kind === 'not-drawn') {
        isComplete = false;
        continue;
      }
      const { picture } = drawn;
      const isKnown =
        last !== undefined &&
        (isSamePicture(last.picture, picture) || (isLong && !isBorderChanged(last.picture, picture)));
      const lines = isKnown && last !== undefined ? last.lines : await linesOf(instance, picture);
      if (lines === undefined) isComplete = false;
      else {
        addLines(found, lines, [frame], size, judge);
        if (!isKnown) last = { picture, lines };
      }
    }
    return { found, isComplete };
  }

  async function searchInstance(
    instance: StoredInstance,
    scan: ScanRow,
    options: { subjectCode: string; readsText: boolean; cleans: boolean },
  ): Promise<SearchedInstance> {
    const report = await deidentification.readReport(instance.reportSha256);
    const signed = parseRegions(report?.entries ?? []);
    let regions: KnownRegions | undefined =
      signed.length > 0 ? { source: 'device-signature', boxes: signed } : undefined;
    if (regions === undefined && options.cleans)
      regions = knownRegions((await archive.reader.header(instance)).dataSet);
    if (!options.readsText) return { found: [], regions, isComplete: false };
    const sealed = await findSealedOriginals(db, instance.id);
    const identifiers = await deidentification.knownIdentifiers({
      projectId: scan.projectId,
      instanceId: instance.id,
      subjectCode: options.subjectCode,
      sealed,
    });
    return { regions, ...(await readFrames(instance, createTextJudge(identifiers, marks))) };
  }

  function boxesOf(
    instance: StoredInstance,
    intakeId: string,
    { found, regions }: SearchedInstance,
  ): NewBox[] {
    const every = instance.frameCount;
    const texts = found.map(({ box, frames, text, kind, confidence, label }): NewBox => {
      const id = newId();
      return {
        ...box,
        id,
        instanceId: instance.id,
        frames: frames.length === every ? [] : frames,
        origin: 'text',
        kind,
        confidence,
        sealedText: vault.seal(textPurpose, textPlace(intakeId, id), Buffer.from(text)),
        fetalRole: label?.role ?? null,
        fetalDesignation: label?.designation ?? null,
      };
    });
    const known = (regions?.boxes ?? []).map((box): NewBox => {
      const origin = regions?.source ?? 'device-signature';
      const nothing = { sealedText: null, fetalRole: null, fetalDesignation: null, frames: [] };
      return {
        ...box,
        ...nothing,
        id: newId(),
        instanceId: instance.id,
        origin,
        kind: 'region',
        confidence: 1,
      };
    });
    return [...known, ...texts];
  }

  function readsText(
    candidate: Pick<Candidate, 'sopClassUid' | 'codes'>,
    modality: string | null,
    isRequested: boolean,
  ): boolean {
    return (
      isRequested ||
      modalities.has((modality ?? '').toUpperCase()) ||
      candidate.sopClassUid.startsWith(secondaryCapture) ||
      candidate.codes.some((code) => textCodes.has(code))
    );
  }

  async function hasRegions(candidates: readonly Pick<Candidate, 'reportSha256'>[]): Promise<Set<string>> {
    const hashes = new Map(
      candidates.map(({ reportSha256 }) => [reportSha256.toString('hex'), reportSha256]),
    );
    const named = new Set<string>();
    for (const [hex, hash] of hashes) {
      const report = await deidentification.readReport(hash);
      if (parseRegions(report?.entries ?? []).length > 0) named.add(hex);
    }
    return named;
  }

  async function finish(ctx: Context, intakeId: string, version: number, state: ScanState): Promise<void> {
    await transact(db, async (trx) => {
      const scan = await findScan(trx, intakeId, true);
      if (scan?.version !== version) return;
      const cleaning = state === 'finished' ? await masks.cleanAutomatically(trx, ctx, scan) : 'nothing';
      const next = cleaning === 'begun' ? 'cleaning' : state;
      await updateScan(trx, intakeId, { state: next });
      await announce(trx, ctx, scan, next);
    });
  }

  async function searchOne(scan: ScanRow, candidate: Candidate, facts: IntakeFacts): Promise<void> {
    const { intakeId, projectId } = scan;
    const instance = await findInstance(db, { kind: 'intake', projectId, intakeId }, candidate.id);
    if (instance === undefined) return;
    const cleans = await masks.cleansPixels(facts.profileId);
    const reads = readsText(candidate, facts.modality, scan.isRequested);
    const searched = await searchInstance(instance, scan, {
      subjectCode: facts.subjectCode,
      readsText: reads,
      cleans,
    });
    if (!searched.isComplete && reads)
      log.warn(
        { event: 'pixels.search.incomplete', instanceId: instance.id },
        'Not every frame was searched for text',
      );
    const boxes = boxesOf(instance, intakeId, searched);
    await transact(db, async (trx) => {
      await keepFound(trx, { intakeId, instanceId: instance.id, isComplete: searched.isComplete }, boxes);
    });
  }

  jobs.handle(searchTextJob, async ({ intakeId, version }, ctx) => {
    const scan = await findScan(db, intakeId);
    const facts = await findIntakeFacts(db, intakeId);
    if (scan?.version !== version || facts === undefined || facts.state !== 'quarantined') return;
    const all = await listCandidates(db, intakeId);
    const named = await hasRegions(all);
    const wanted = all.filter(
      (one) =>
        readsText(one, facts.modality, scan.isRequested) || named.has(one.reportSha256.toString('hex')),
    );
    if (wanted.length === 0) return finish(ctx, intakeId, version, 'not-needed');
    const open = wanted.filter(({ isScanned }) => !isScanned);
    const until = clock.now().getTime() + jobBudgetMs;
    let done = wanted.length - open.length;
    await updateScan(db, intakeId, {
      state: 'scanning',
      instance_count: wanted.length,
      instances_done: done,
    });
    for (const candidate of open) {
      if (clock.now().getTime() > until) {
        const jobKey = `search-text:${intakeId}`;
        await transact(db, (trx) => jobs.add(trx, searchTextJob, { intakeId, version }, { jobKey }));
        return;
      }
      await searchOne(scan, candidate, facts);
      done += 1;
      await updateScan(db, intakeId, { instances_done: done });
    }
    await finish(ctx, intakeId, version, 'finished');
  });

  return {
    /** Searches every instance of an arrival, whatever its modality, as a person asked. */
    async request(trx: Trx, of: { intakeId: string; projectId: string; seriesId: string }): Promise<void> {
      await trx.deleteFrom('pixels.scanned_instance').where('intake_id', '=', of.intakeId).execute();
      await begin(trx, { ...of, isRequested: true });
    },
  };
}
