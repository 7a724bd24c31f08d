import type { Context } from '../kernel/context/index.ts';
import type { Database, Trx } from '../kernel/db/index.ts';
import { problem } from '../kernel/problems/index.ts';
import type { OfIntake } from './announce.ts';
import { createMasks } from './masks.service.ts';
import type { PixelsDeps } from './pixels.deps.ts';
import { maskPending } from './pixels.problems.ts';
import {
  type BoxRow,
  countLabels,
  findScan,
  listBoxes,
  listMasks,
  listScanned,
  type MaskRow,
  type ScanRow,
  setBoxState,
} from './pixels.repository.ts';
import { createSearch, textPlace, textPurpose } from './search.service.ts';

export { pixelsSettings } from './pixels.config.ts';
export { maskInvalid, maskNotUndoable, maskPending } from './pixels.problems.ts';
export { createTextReader } from './text-reader.ts';

/** What a reviewer is told of text in pixels: no word of it. */
export interface PixelFinding {
  code: string;
  severity: 'high' | 'medium' | 'low';
  detail: string;
  count: number;
  instanceIds: string[];
}

const mostInstancesNamed = 50;
const childDetail =
  'Text in the pixels names one child of several: an honest broker says at the identity desk whose images they are.';

/** Codes of the findings that pixels add to a case; they change when a person decides. */
export const pixelFindingCodes: readonly string[] = [
  'identity-in-pixels',
  'text-in-pixels',
  'child-in-pixels',
  'identity-in-overlay',
  'overlay-undecided',
  'mask-failed',
  'text-sampled',
];

const isOpenOverlay = ({ origin, state }: BoxRow) => origin === 'overlay' && state === 'proposed';

function findingOf(
  code: string,
  severity: PixelFinding['severity'],
  detail: string,
  boxes: readonly BoxRow[],
): PixelFinding[] {
  if (boxes.length === 0) return [];
  const instanceIds = [...new Set(boxes.map(({ instanceId }) => instanceId))].slice(0, mostInstancesNamed);
  return [{ code, severity, detail, count: boxes.length, instanceIds }];
}

/** Of masks that are asked for and not yet applied. */
const isComing = ({ state }: MaskRow) => state === 'waiting' || state === 'applying';

/** Masks that failed and that no later mask made up for. */
function failedMasks(masks: readonly MaskRow[]): MaskRow[] {
  const lastApplied = masks.findLastIndex(({ state }) => state === 'applied');
  return masks.slice(lastApplied + 1).filter(({ state }) => state === 'failed');
}

/** Why an arrival cannot be released yet, in words for its reviewer. */
function obstacleOfScan(scan: ScanRow | undefined): string | null {
  switch (scan?.state) {
    case undefined:
    case 'waiting':
      return 'Its pixels wait to be searched for text.';
    case 'scanning':
      return `Its pixels are being searched for text: ${scan.instancesDone} of ${scan.instanceCount} images are done.`;
    case 'cleaning':
      return 'Text in its pixels is being made black.';
    case 'failed':
      return `${scan.detail ?? ''} Have its pixels searched again, or reject it.`.trim();
    default:
      return null;
  }
}

/** A text that stands in the pixels of an instance, as it was read. */
interface TextInPixels {
  instanceId: string;
  text: string;
}

/** Texts that stand in pixels; `key` is another when they are others. */
export interface StandingText {
  readonly key: string;
  /** Instances with frames that could not be read. */
  readonly unreadInstanceIds: readonly string[];
  /** Opened when asked for: they may name the patient. */
  texts(): TextInPixels[];
}

/** Text in pixels: found, judged, masked. */
export function createPixels(deps: PixelsDeps) {
  const { db, vault, audit, reader } = deps;
  const masks = createMasks(deps);
  const search = createSearch(deps, masks);

  /** What was read in a box: a reading of its own for every way in which its text was read. */
  function openText(intakeId: string, { id, instanceId, sealedText }: BoxRow): TextInPixels[] {
    if (sealedText === null) return [];
    const readings = vault.unseal(textPurpose, textPlace(intakeId, id), sealedText).toString().split('\n');
    return readings.map((text) => ({ instanceId, text }));
  }

  /** Masks that could not be applied, and clips of which only some frames were read. */
  async function failuresOf(trx: Database | Trx, intakeId: string): Promise<PixelFinding[]> {
    const failed = failedMasks(await listMasks(trx, intakeId));
    const sampled = (await listScanned(trx, intakeId)).filter((one) => one.reading === 'sampled');
    const nothing = { instanceIds: [] as string[] };
    return [
      ...(failed.length === 0
        ? []
        : [
            {
              ...nothing,
              code: 'mask-failed',
              severity: 'high' as const,
              count: failed.length,
              detail: 'A mask could not be applied: the pixels are as they were.',
            },
          ]),
      ...(sampled.length === 0
        ? []
        : [
            {
              code: 'text-sampled',
              severity: 'low' as const,
              count: sampled.length,
              detail: 'Of long clips, frames whose border did not change were not searched for text.',
              instanceIds: sampled.map(({ instanceId }) => instanceId).slice(0, mostInstancesNamed),
            },
          ]),
    ];
  }

  return {
    requestSearch: search.request,
    resumeSearch: search.resume,
    requestMask: masks.request,
    undoMask: masks.undo,

    /** Why an arrival cannot be released yet, in words for its reviewer; null: its pixels stand in nobody's way. */
    async obstacle(trx: Database | Trx, intakeId: string): Promise<string | null> {
      const ofScan = obstacleOfScan(await findScan(trx, intakeId));
      if (ofScan !== null) return ofScan;
      if ((await listMasks(trx, intakeId)).some(isComing)) return 'A mask on it is being applied.';
      const open = (await listBoxes(trx, intakeId)).filter(isOpenOverlay);
      const images = new Set(open.map(({ instanceId }) => instanceId)).size;
      if (images === 0) return null;
      return `${images === 1 ? '1 image has overlays' : `${images} images have overlays`} to look at. Keep or remove them first.`;
    },

    /** What its pixels add to the findings of an arrival: the patient's own text, and text that nobody judged. */
    async findingsOf(trx: Database | Trx, intakeId: string): Promise<PixelFinding[]> {
      const boxes = await listBoxes(trx, intakeId);
      const proposed = boxes.filter(({ state }) => state === 'proposed');
      const overlays = proposed.filter(isOpenOverlay);
      const open = proposed.filter(({ origin }) => origin !== 'overlay');
      const labelled = boxes.filter(({ fetalRole }) => fetalRole !== null);
      const own = open.filter(({ kind }) => kind === 'identity');
      const other = open.filter(({ kind }) => kind === 'unknown');
      return [
        ...findingOf('identity-in-pixels', 'high', 'Text in the pixels is the patient’s own: mask it.', own),
        ...findingOf('child-in-pixels', 'low', childDetail, labelled),
        ...findingOf(
          'identity-in-overlay',
          'high',
          'Text in an overlay is the patient’s own: remove it.',
          overlays.filter(({ kind }) => kind === 'identity'),
        ),
        ...findingOf(
          'overlay-undecided',
          'medium',
          'Overlays lie over the images: look at them, and keep or remove them.',
          overlays,
        ),
        ...findingOf('text-in-pixels', 'medium', 'There is text in the pixels: mask or dismiss it.', other),
        ...(await failuresOf(trx, intakeId)),
      ];
    },

    /** What was read and stands in the pixels still, of an arrival whose search is over; null: it is not, or nothing was. */
    async standingText(trx: Database | Trx, intakeId: string): Promise<StandingText | null> {
      const scan = await findScan(trx, intakeId);
      if (scan?.state !== 'finished' && scan?.state !== 'failed') return null;
      const boxes = (await listBoxes(trx, intakeId)).filter(
        ({ kind, state }) => (kind === 'identity' || kind === 'unknown') && state !== 'masked',
      );
      const scanned = await listScanned(trx, intakeId);
      const unread = [...scanned, ...boxes].filter(({ unreadFrames }) => unreadFrames > 0);
      if (boxes.length === 0 && unread.length === 0) return null;
      const unreadInstanceIds = [...new Set(unread.map(({ instanceId }) => instanceId))].sort();
      const ids = boxes.map(({ id }) => id).sort();
      return {
        key: [...ids, '', ...unreadInstanceIds].join(),
        unreadInstanceIds,
        texts: () => boxes.flatMap((box) => openText(intakeId, box)),
      };
    },

    /** Everything known of the pixels of an arrival, but for the words. */
    async view(intakeId: string) {
      const [scan, boxes, made] = await Promise.all([
        findScan(db, intakeId),
        listBoxes(db, intakeId),
        listMasks(db, intakeId),
      ]);
      return { scan, boxes, masks: made };
    },

    /** Children among several that texts in these series name (TWIN A, FETUS B), with the number of images: proposals, to be confirmed by a person. */
    proposedLabels: (seriesIds: readonly string[]) => countLabels(db, seriesIds),

    /** Dismisses found boxes, which keeps overlays, or proposes them again. @throws maskPending */
    async judge(
      trx: Trx,
      ctx: Context,
      of: OfIntake,
      { ids, isDismissed }: { ids: readonly string[]; isDismissed: boolean },
    ): Promise<void> {
      const { intakeId, projectId, seriesId } = of;
      const [from, to] = isDismissed
        ? (['proposed', 'dismissed'] as const)
        : (['dismissed', 'proposed'] as const);
      const coming = (await listMasks(trx, intakeId)).filter(isComing);
      if (coming.some(({ textBoxIds }) => textBoxIds.some((id) => ids.includes(id))))
        throw problem(maskPending, { detail: 'Take the mask back first, or wait until it is applied.' });
      const count = await setBoxState(trx, intakeId, ids, { from: [from], to });
      await audit.record(trx, ctx, {
        action: 'U',
        type: isDismissed ? 'pixels.text.dismissed' : 'pixels.text.proposed',
        projectId,
        object: { kind: 'series', id: seriesId },
        after: { boxes: count },
      });
      if (!isDismissed || count === 0) return;
      const named = new Set(ids);
      const judged = (await listBoxes(trx, intakeId)).filter(({ id }) => named.has(id));
      if (judged.some(({ origin }) => origin === 'overlay')) await masks.stateDecided(trx, ctx, of);
    },

    /** What was read in each box, every reading of it. It may name the patient: the caller has recorded that it is shown. */
    async readTexts(intakeId: string): Promise<{ id: string; text: string }[]> {
      return (await listBoxes(db, intakeId)).flatMap((box) => {
        const readings = openText(intakeId, box).map(({ text }) => text);
        return readings.length === 0 ? [] : [{ id: box.id, text: readings.join(' / ') }];
      });
    },

    close: () => reader.close(),
  };
}

export type Pixels = ReturnType<typeof createPixels>;
