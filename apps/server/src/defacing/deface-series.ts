import { type SlicePosition, sliceAffine } from '@pesscara/defacing';
import { stampProvenPixels } from '@pesscara/deidentification';
import { type Archive, eachInstance, type Rewrite, type StoredInstance } from '../archive/index.ts';
import type { Imaging } from '../imaging/index.ts';
import type { Database } from '../kernel/db/index.ts';
import type { Logger } from '../kernel/log/index.ts';
import type { DefaceAnswer, Pictures, SampleFormat, SharedVolume } from './deface-task.ts';
import { type DefaceThread, startDefaceThread } from './deface-thread.ts';
import type { TaskRow } from './defacing.repository.ts';
import { isNativeLittleEndian, type Originals } from './originals.ts';
import { planSeries, type SeriesPlan } from './series-stack.ts';
import { type SliceFacts, sliceFactsOf } from './slice-facts.ts';
import type { Reason } from './standing.ts';

export interface DefaceSeriesDeps {
  db: Database;
  archive: Pick<Archive, 'reader' | 'versions'>;
  imaging: Pick<Imaging, 'decodeFrame'>;
  originals: Originals;
  log: Logger;
  config: { defacingTimeoutMs: number; defacingMaxVoxels: number };
}

export type SeriesResult =
  | { kind: 'not-applicable'; reason: Reason }
  | { kind: 'not-defaced'; reason: Reason; measures?: object }
  /** Every instance is staged. */
  | { kind: 'staged'; measures: object; before: Pictures; after: Pictures };

interface Slice {
  instance: StoredInstance;
  facts: SliceFacts;
}

const explicitVrLittleEndian = '1.2.840.10008.1.2.1';

const formats: Record<string, SampleFormat> = {
  '8': 'uint8',
  '-8': 'int8',
  '16': 'uint16',
  '-16': 'int16',
};

/** What is stored for the value that air has in the series; the rescaling of instances may differ. */
function fillFor(seriesFill: number, first: SliceFacts, facts: SliceFacts): number {
  const value = seriesFill * first.rescaleSlope + first.rescaleIntercept;
  return Math.round((value - facts.rescaleIntercept) / facts.rescaleSlope);
}

/** Removes the face from one arrival: headers, volume, region, and a staged version of each instance. */
export function createDefaceSeries({ db, archive, imaging, originals, log, config }: DefaceSeriesDeps) {
  const { reader, versions } = archive;

  async function slicesOf({ projectId, intakeId }: TaskRow): Promise<Slice[]> {
    const slices: Slice[] = [];
    for await (const instance of eachInstance(db, { kind: 'intake', projectId, intakeId }, { intakeId })) {
      const { dataSet } = await reader.header(instance);
      slices.push({ instance, facts: sliceFactsOf(dataSet) });
    }
    return slices;
  }

  /** Pixels in native little endian form: of the original when it is kept and native, else as they are now. */
  async function pixelsOf({ instance }: Slice, kept: Awaited<ReturnType<Originals['list']>>) {
    const row = kept.get(instance.id);
    if (row !== undefined && isNativeLittleEndian(row.transferSyntaxUid))
      return (await originals.open(row)).pixelData;
    const decoded = await imaging.decodeFrame(instance, 1);
    return decoded.kind === 'decoded' ? decoded.bytes : undefined;
  }

  type Look = SeriesPlan & { kind: 'look' };

  async function volumeOf(
    slices: readonly Slice[],
    { stack }: Look,
    kept: Awaited<ReturnType<Originals['list']>>,
  ): Promise<SharedVolume | Reason> {
    const [columns, rows, count] = stack.dimensions;
    if (columns * rows * count > config.defacingMaxVoxels) return 'too-large';
    const first = slices[stack.order[0] as number] as Slice;
    const { pixels, rescaleSlope, rescaleIntercept, modality } = first.facts;
    if (pixels === undefined) return 'unsupported-pixels';
    const sliceBytes = (columns * rows * pixels.bitsAllocated) / 8;
    const memory = new SharedArrayBuffer(sliceBytes * count);
    const all = new Uint8Array(memory);
    for (const [at, index] of stack.order.entries()) {
      const slice = slices[index] as Slice;
      const isAlike =
        slice.facts.pixels?.bitsAllocated === pixels.bitsAllocated &&
        slice.facts.pixels.isSigned === pixels.isSigned;
      const bytes = isAlike ? await pixelsOf(slice, kept) : undefined;
      if (bytes === undefined || bytes.length < sliceBytes) return 'unsupported-pixels';
      all.set(bytes.subarray(0, sliceBytes), at * sliceBytes);
    }
    return {
      memory,
      format: formats[`${pixels.isSigned ? '-' : ''}${pixels.bitsAllocated}`] as SampleFormat,
      modality: modality === 'CT' ? 'CT' : 'MR',
      dimensions: stack.dimensions,
      rescaleSlope,
      rescaleIntercept,
      toPatientMm: stack.toPatientMm,
    };
  }

  /** The new version of one instance. What the thread changed is counted against the brain once more. */
  function rewriteOf(thread: DefaceThread, slice: Slice, fill: number, onBrain: () => void): Rewrite {
    return async ({ header, instance, pixelData, transferSyntaxUid }) => {
      const { bitsAllocated } = slice.facts.pixels ?? { bitsAllocated: 16 as const };
      const { columns, rows, ...place } = slice.facts.position as SlicePosition;
      const isNative = isNativeLittleEndian(transferSyntaxUid);
      const bytes = isNative ? await collected(pixelData()) : await decodedBytes(instance);
      const toPatientMm = sliceAffine({ columns, rows, ...place });
      const answer = await thread.ask({
        kind: 'slice',
        bytes,
        bitsAllocated,
        columns,
        rows,
        toPatientMm,
        fill,
      });
      if (answer.kind !== 'slice') throw new RangeError('A slice was not answered');
      if (answer.brainCount > 0) onBrain();
      // Says in the header what was done to the pixels (PS3.15 E.3.2, PS3.3 C.7.6.1).
      stampProvenPixels(header, { visualFeaturesRemoved: true });
      return {
        header,
        pixelData: answer.changedCount === 0 && isNative ? 'same' : answer.bytes,
        ...(isNative ? {} : { transferSyntaxUid: explicitVrLittleEndian }),
      };
    };
  }

  async function decodedBytes(instance: StoredInstance): Promise<Uint8Array> {
    const decoded = await imaging.decodeFrame(instance, 1);
    if (decoded.kind !== 'decoded') throw new RangeError('An image cannot be decoded');
    // A value has an even length (PS3.5 7.1.1).
    return decoded.bytes.length % 2 === 0 ? decoded.bytes : Buffer.concat([decoded.bytes, Buffer.alloc(1)]);
  }

  interface Staging {
    task: TaskRow;
    slices: readonly Slice[];
    batchId: string;
    found: DefaceAnswer & { kind: 'found' };
    keepsOriginals: boolean;
    kept: Awaited<ReturnType<Originals['list']>>;
    firstFacts: SliceFacts;
  }

  async function stageAll(thread: DefaceThread, staging: Staging): Promise<SeriesResult> {
    const { task, slices, batchId, found, kept, keepsOriginals, firstFacts } = staging;
    let isBrainTouched = false;
    for (const slice of slices) {
      if (keepsOriginals && !kept.has(slice.instance.id)) await originals.keep(task.intakeId, slice.instance);
      const fill = fillFor(found.fill, firstFacts, slice.facts);
      await versions.stage(
        batchId,
        slice.instance.id,
        rewriteOf(thread, slice, fill, () => {
          isBrainTouched = true;
        }),
      );
    }
    const { measures, before, after } = found;
    return isBrainTouched
      ? { kind: 'not-defaced', reason: 'brain-touched', measures }
      : { kind: 'staged', measures, before, after };
  }

  async function runThread(
    staging: Omit<Staging, 'found' | 'firstFacts'>,
    plan: Look,
    volume: SharedVolume,
  ): Promise<SeriesResult> {
    const thread = startDefaceThread({ timeoutMs: config.defacingTimeoutMs, log });
    try {
      const found = await thread.ask({ kind: 'find', volume });
      if (found.kind === 'failed') return { kind: 'not-defaced', reason: found.reason };
      if (found.kind === 'not-defaced') {
        const isNoHead = found.reason === 'no-head' || found.reason === 'no-brain';
        // Neither the header nor the pixels say that it is a head.
        if (plan.by === 'geometry' && isNoHead) return { kind: 'not-applicable', reason: 'not-a-head' };
        return { kind: 'not-defaced', reason: found.reason, measures: found.measures };
      }
      if (found.kind === 'slice') return { kind: 'not-defaced', reason: 'internal' };
      if (found.brainCount > 0)
        return { kind: 'not-defaced', reason: 'brain-touched', measures: found.measures };
      const firstFacts = (staging.slices[plan.stack.order[0] as number] as Slice).facts;
      return await stageAll(thread, { ...staging, found, firstFacts });
    } finally {
      await thread.close();
    }
  }

  /** Does one task. What it stages is unseen until the caller commits the batch. */
  return async function defaceSeries(
    task: TaskRow,
    batchId: string,
    { keepsOriginals }: { keepsOriginals: boolean },
  ): Promise<SeriesResult> {
    const slices = await slicesOf(task);
    const plan = planSeries(slices.map(({ facts }) => facts));
    if (plan.kind !== 'look') return plan;
    const kept = await originals.list(task.intakeId);
    const volume = await volumeOf(slices, plan, kept);
    if (typeof volume === 'string') return { kind: 'not-defaced', reason: volume };
    return runThread({ task, slices, batchId, keepsOriginals, kept }, plan, volume);
  };
}

async function collected(stream: AsyncIterable<unknown>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}
