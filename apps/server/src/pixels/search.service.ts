import { type KnownRegions, knownRegions } from '@pesscara/pixel-cleaning';
import { intakeQuarantined, seriesReplaced } from '../archive/archive.events.ts';
import { findInstance, holdIntake, type StoredInstance } from '../archive/index.ts';
import { later } from '../kernel/clock/index.ts';
import type { Context } from '../kernel/context/index.ts';
import { type Trx, transact } from '../kernel/db/index.ts';
import { newId } from '../kernel/ids/index.ts';
import { ProblemError, unavailable } from '../kernel/problems/index.ts';
import { announce, type OfIntake } from './announce.ts';
import { createTextJudge, type FoundText } from './found-text.ts';
import type { Masks } from './masks.service.ts';
import { createOverlayReader, type FoundOverlay, overlayKeptCode } from './overlays.ts';
import type { PixelsDeps } from './pixels.deps.ts';
import { searchTextJob } from './pixels.jobs.ts';
import {
  beginScan,
  type Candidate,
  countAttempt,
  findIntakeFacts,
  findScan,
  findSealedOriginals,
  forgetScanned,
  keepFound,
  listCandidates,
  type NewBox,
  type ScanRow,
  type ScanState,
  summariseCandidates,
  type Unseen,
  updateScan,
} from './pixels.repository.ts';
import { createInstanceReader } from './read-instance.ts';
import { parseRegions } from './regions-of-report.ts';

/** A job searches for so long, then another goes on: a job is short, and a killed one loses little. */
const jobBudgetMs = 20_000;
/** Attempts without an instance searched: at the third what fails is given up; after the fifth, which ended the process, the next is not tried. */
const triesOfInstance = 3;
const triesOfProcess = 5;
const busyWaitMs = 5000;

const textCodes: ReadonlySet<string> = new Set([
  'burned-in-annotation',
  'secondary-capture',
  'burned-in-possible',
]);
/** Their reformatted slices are SECONDARY too, and there are hundreds of them: read only when somebody asks. */
const sliceModalities: ReadonlySet<string> = new Set(['CT', 'MR', 'PT', 'NM']);
const secondaryCapture = '1.2.840.10008.5.1.4.1.1.7';

/** Bound into what is sealed: text that was moved to another box does not open. */
export const textPlace = (intakeId: string, boxId: string) =>
  `pixels.text_box|${intakeId}|${boxId}|sealed_text`;
export const textPurpose = 'pixel-text';

type IntakeFacts = NonNullable<Awaited<ReturnType<typeof findIntakeFacts>>>;

interface SearchedInstance extends Unseen {
  found: readonly FoundText[];
  regions: KnownRegions | undefined;
  overlays: readonly FoundOverlay[];
}

type OverlayReader = ReturnType<typeof createOverlayReader>;

const hasOverlays = ({ codes }: Pick<Candidate, 'codes'>) => codes.includes(overlayKeptCode);

/** Too many pictures are being made for others: no failure of an instance. */
const isBusy = (error: unknown) => error instanceof ProblemError && error.kind === unavailable;

/** Looks for text in the pixels of what arrived: regions known by device, then reading. */
export function createSearch(deps: PixelsDeps, masks: Pick<Masks, 'cleanAutomatically' | 'cleansPixels'>) {
  const { db, clock, archive, events, jobs, vault, deidentification, reader, config, log } = deps;
  const readInstance = createInstanceReader(deps);
  const marks = new Set(config.harmlessMarks);
  const modalities = new Set(config.textModalities);

  async function begin(trx: Trx, of: OfIntake & { isRequested: boolean }): Promise<void> {
    const version = await beginScan(trx, { ...of, state: 'waiting', now: clock.now() });
    await enqueue(trx, { intakeId: of.intakeId, version });
  }

  /** As many searches at once as threads read, so that others' jobs have their turn; each has it again after some seconds. */
  async function enqueue(trx: Trx, search: { intakeId: string; version: number }, runAt?: Date) {
    const lane = Number.parseInt(search.intakeId.slice(-6), 16) % config.textThreads;
    await jobs.add(trx, searchTextJob, search, {
      jobKey: `search-text:${search.intakeId}`,
      queueName: `search-text:${lane}`,
      ...(runAt === undefined ? {} : { runAt }),
    });
  }

  async function searchIfNeeded(trx: Trx, of: OfIntake & { isRequested: boolean }): Promise<void> {
    if (!(await holdIntake(trx, of.intakeId))) return;
    const facts = await findIntakeFacts(trx, of.intakeId);
    const before = await findScan(trx, of.intakeId);
    const candidates = await summariseCandidates(trx, of.intakeId);
    const isNeeded =
      before?.isRequested === true ||
      candidates.some((one) => hasOverlays(one) || readsText(one, facts?.modality ?? null, false)) ||
      (await hasRegions(candidates)).size > 0;
    if (isNeeded) await begin(trx, of);
    else await beginScan(trx, { ...of, state: 'not-needed', now: clock.now() });
  }

  events.subscribe(intakeQuarantined, 'pixels.search', async (trx, { data, projectId }) => {
    const { intakeId, seriesId } = data;
    await searchIfNeeded(trx, { intakeId, seriesId, projectId: projectId as string, isRequested: false });
  });

  async function overlaysOf(
    instance: StoredInstance,
    readOverlays: OverlayReader,
    judge?: (text: string) => FoundText['kind'],
  ): Promise<FoundOverlay[]> {
    const { dataSet } = await archive.reader.header(instance);
    const { rows, columns, frameCount } = instance;
    return readOverlays(dataSet, { rows: rows ?? 0, columns: columns ?? 0, frameCount }, judge);
  }

  /** Overlays as boxes: a person decides about each, and what was read in them is sealed. */
  function overlayBoxes(instanceId: string, intakeId: string, overlays: readonly FoundOverlay[]): NewBox[] {
    return overlays.map(({ box, group, frames, kind, texts, unreadFrames }): NewBox => {
      const id = newId();
      const words = Buffer.from(texts.join('\n'));
      const sealedText = vault.seal(textPurpose, textPlace(intakeId, id), words);
      return {
        ...box,
        id,
        instanceId,
        frames,
        origin: 'overlay',
        kind,
        confidence: 1,
        sealedText: texts.length === 0 ? null : sealedText,
        fetalRole: null,
        fetalDesignation: null,
        overlayGroup: group,
        unreadFrames,
      };
    });
  }

  async function searchInstance(
    instance: StoredInstance,
    scan: ScanRow,
    options: {
      subjectCode: string;
      readsText: boolean;
      cleans: boolean;
      readOverlays: OverlayReader | undefined;
    },
  ): Promise<SearchedInstance | undefined> {
    const report = await deidentification.readReport(instance.reportSha256);
    const signed = parseRegions(report?.entries ?? []);
    let regions: KnownRegions | undefined =
      signed.length > 0 ? { source: 'device-signature', boxes: signed } : undefined;
    if (regions === undefined && options.cleans)
      regions = knownRegions((await archive.reader.header(instance)).dataSet);
    const nothing = { found: [], regions, overlays: [], unreadFrames: 0, reading: 'none' } as const;
    const { readOverlays } = options;
    if (!options.readsText && readOverlays === undefined) return nothing;
    const sealed = await findSealedOriginals(db, instance.id);
    const identifiers = await deidentification.knownIdentifiers({
      projectId: scan.projectId,
      instanceId: instance.id,
      subjectCode: options.subjectCode,
      sealed,
    });
    const judge = createTextJudge(identifiers, marks);
    const overlays = readOverlays === undefined ? [] : await overlaysOf(instance, readOverlays, judge);
    const read = options.readsText ? await readInstance(instance, judge) : nothing;
    return read === undefined ? undefined : { ...read, regions, overlays };
  }

  function boxesOf(
    instance: StoredInstance,
    intakeId: string,
    { found, regions, overlays }: SearchedInstance,
  ): NewBox[] {
    const every = instance.frameCount;
    const texts = found.map(({ box, frames, readings, kind, confidence, label }): NewBox => {
      const id = newId();
      return {
        ...box,
        id,
        instanceId: instance.id,
        frames: frames.length === every ? [] : frames,
        origin: 'text',
        kind,
        confidence,
        sealedText: vault.seal(textPurpose, textPlace(intakeId, id), Buffer.from(readings.join('\n'))),
        fetalRole: label?.role ?? null,
        fetalDesignation: label?.designation ?? null,
        overlayGroup: null,
        unreadFrames: 0,
      };
    });
    const known = (regions?.boxes ?? []).map((box): NewBox => {
      const origin = regions?.source ?? 'device-signature';
      const nothing = {
        sealedText: null,
        fetalRole: null,
        fetalDesignation: null,
        overlayGroup: null,
        unreadFrames: 0,
        frames: [],
      };
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
    return [...known, ...texts, ...overlayBoxes(instance.id, intakeId, overlays)];
  }

  function readsText(
    candidate: Pick<Candidate, 'sopClassUid' | 'codes'>,
    modality: string | null,
    isRequested: boolean,
  ): boolean {
    const kind = (modality ?? '').toUpperCase();
    return (
      isRequested ||
      modalities.has(kind) ||
      candidate.sopClassUid.startsWith(secondaryCapture) ||
      candidate.codes.some((code) => textCodes.has(code)) ||
      (candidate.codes.includes('image-type-secondary') && !sliceModalities.has(kind))
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
      await announce(events, trx, ctx, scan, next);
    });
  }

  /** Whether it was searched to its end. */
  async function searchOne(
    scan: ScanRow,
    candidate: Candidate,
    facts: IntakeFacts,
    { reads, overlays }: { reads: boolean; overlays: OverlayReader },
  ): Promise<boolean> {
    const { intakeId, projectId } = scan;
    const { id } = candidate;
    const instance = await findInstance(db, { kind: 'intake', projectId, intakeId }, id);
    if (instance === undefined) return true;
    const searched = await searchInstance(instance, scan, {
      subjectCode: facts.subjectCode,
      readsText: reads,
      cleans: await masks.cleansPixels(facts.profileId),
      readOverlays: hasOverlays(candidate) ? overlays : undefined,
    });
    if (searched === undefined) return false;
    if (searched.unreadFrames > 0)
      log.warn(
        { event: 'pixels.search.incomplete', instanceId: id, unreadFrames: searched.unreadFrames },
        'Not every frame could be searched for text',
      );
    const boxes = boxesOf(instance, intakeId, searched);
    await transact(db, (trx) => keepFound(trx, { intakeId, instanceId: id }, searched, boxes));
    return true;
  }

  /** An instance that cannot be searched: nothing is known of it, and a person must look at it. */
  async function giveUp({ intakeId, projectId }: ScanRow, candidate: Candidate): Promise<void> {
    const { id } = candidate;
    const instance = await findInstance(db, { kind: 'intake', projectId, intakeId }, id);
    const unseen = { unreadFrames: instance?.frameCount ?? 1, reading: 'whole' } as const;
    // Unread, they are still to be decided about.
    const overlays =
      instance !== undefined && hasOverlays(candidate)
        ? overlayBoxes(id, intakeId, await overlaysOf(instance, createOverlayReader(reader, config)))
        : [];
    await transact(db, (trx) => keepFound(trx, { intakeId, instanceId: id }, unseen, overlays));
  }

  /** Searches an instance, or gives it up after some attempts; false when it was left. @throws what went wrong, to try it again */
  async function tryOne(
    ctx: Context,
    scan: ScanRow,
    candidate: Candidate,
    search: () => Promise<boolean>,
  ): Promise<boolean> {
    try {
      return await search();
    } catch (error) {
      if (isBusy(error) || scan.attempts < triesOfInstance) throw error;
      const { name, stack } = error as Error;
      const fields = { event: 'pixels.search.failed', instanceId: candidate.id, error: { name, stack } };
      ctx.log.error(fields, 'An image could not be searched for text');
      await giveUp(scan, candidate);
      return true;
    }
  }

  /** Goes through what is not searched yet, for as long as a job may. */
  async function advance(ctx: Context, scan: ScanRow, facts: IntakeFacts): Promise<'done' | 'more' | 'none'> {
    const { intakeId, isRequested } = scan;
    const all = await listCandidates(db, intakeId);
    const named = await hasRegions(all);
    const reads = (one: Candidate) => readsText(one, facts.modality, isRequested);
    const overlays = createOverlayReader(reader, config);
    const wanted = all.filter(
      (one) => reads(one) || hasOverlays(one) || named.has(one.reportSha256.toString('hex')),
    );
    if (wanted.length === 0) return 'none';
    const open = wanted.filter(({ isScanned }) => !isScanned);
    const until = clock.now().getTime() + jobBudgetMs;
    let done = wanted.length - open.length;
    const progress = { instance_count: wanted.length, instances_done: done };
    await updateScan(db, intakeId, { state: 'scanning', ...progress });
    // Whatever ended the process so often is not tried again; a new job goes on behind it.
    const isDeadly = scan.attempts > triesOfProcess;
    for (const candidate of open) {
      if (clock.now().getTime() > until || jobs.isStopping()) return 'more';
      const how = { reads: reads(candidate), overlays };
      if (isDeadly) await giveUp(scan, candidate);
      else if (!(await tryOne(ctx, scan, candidate, () => searchOne(scan, candidate, facts, how)))) {
        // That the server stopped is no failure of the instance.
        await updateScan(db, intakeId, { attempts: 0 });
        return 'more';
      }
      done += 1;
      await updateScan(db, intakeId, { instances_done: done, attempts: 0 });
      if (isDeadly) return 'more';
    }
    return 'done';
  }

  jobs.handle(searchTextJob, async ({ intakeId, version }, ctx) => {
    const facts = await findIntakeFacts(db, intakeId);
    if (facts?.state !== 'quarantined') return;
    const scan = await countAttempt(db, { intakeId, version });
    if (scan === undefined) return;
    try {
      const reached = await advance(ctx, scan, facts);
      if (reached === 'more')
        await transact(db, async (trx) => {
          await announce(events, trx, ctx, scan, 'scanning');
          await enqueue(trx, { intakeId, version });
        });
      else await finish(ctx, intakeId, version, reached === 'done' ? 'finished' : 'not-needed');
    } catch (error) {
      if (!isBusy(error)) throw error;
      await updateScan(db, intakeId, { attempts: 0 });
      const runAt = later(clock.now(), busyWaitMs);
      await transact(db, (trx) => enqueue(trx, { intakeId, version }, runAt));
    }
  });

  // The profile that was applied again may name other regions, or want pixels cleaned.
  events.subscribe(seriesReplaced, 'pixels.search-again', async (trx, { data, projectId }) => {
    const { intakeId, seriesId, cause } = data;
    if (intakeId === null || projectId === null || cause.kind !== 're-run') return;
    await forgetScanned(trx, intakeId);
    await searchIfNeeded(trx, { intakeId, seriesId, projectId, isRequested: false });
  });

  return {
    /** Searches every instance of an arrival, whatever its modality, as a person asked. */
    async request(trx: Trx, of: OfIntake): Promise<void> {
      await forgetScanned(trx, of.intakeId);
      await begin(trx, { ...of, isRequested: true });
    },

    /** Goes on with what a rejection interrupted, when that is taken back. */
    async resume(trx: Trx, of: OfIntake): Promise<void> {
      const scan = await findScan(trx, of.intakeId, true);
      if (scan === undefined || ['waiting', 'scanning', 'cleaning'].includes(scan.state))
        await begin(trx, { ...of, isRequested: false });
    },
  };
}
