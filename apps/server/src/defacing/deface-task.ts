import {
  type Affine,
  type DefaceMeasures,
  deface,
  type FaceRegion,
  type FailureReason,
  type Picture,
  type PictureName,
  removeFromSlice,
  type Samples,
  type ScannedVolume,
  takePictures,
} from '@pesscara/defacing';

/** How samples lie in memory that threads share. */
export type SampleFormat = 'uint8' | 'int8' | 'uint16' | 'int16';

export interface SharedVolume extends Omit<ScannedVolume, 'samples'> {
  readonly memory: SharedArrayBuffer;
  readonly format: SampleFormat;
}

/** Work for the thread of one series. The region that was found stays in the thread, for the slices that follow. */
export type DefaceTask =
  | { readonly kind: 'find'; readonly volume: SharedVolume }
  | {
      readonly kind: 'slice';
      /** Stored little endian, of 8 or 16 bits. */
      readonly bytes: Uint8Array;
      readonly bitsAllocated: 8 | 16;
      readonly columns: number;
      readonly rows: number;
      readonly toPatientMm: Affine;
      /** Of this instance: its own rescaling decides what is stored for air. */
      readonly fill: number;
    };

export type Pictures = Record<PictureName, Picture>;

export type DefaceAnswer =
  | {
      readonly kind: 'found';
      readonly measures: DefaceMeasures;
      readonly fill: number;
      readonly before: Pictures;
      readonly after: Pictures;
      /** Voxels of the brain that were changed in the volume: 0, or the result must not be used. */
      readonly brainCount: number;
    }
  | {
      readonly kind: 'not-defaced';
      readonly reason: FailureReason;
      readonly measures: Partial<DefaceMeasures>;
    }
  | {
      readonly kind: 'slice';
      readonly bytes: Uint8Array;
      readonly changedCount: number;
      readonly brainCount: number;
    };

let region: FaceRegion | undefined;

/** Takes the face from the volume that the pictures are made of, slice by slice. */
function removeFromVolume(volume: ScannedVolume, found: FaceRegion, fill: number): number {
  const [columns, rows, slices] = volume.dimensions;
  let brainCount = 0;
  for (let slice = 0; slice < slices; slice++) {
    const row = (axis: 0 | 1 | 2) => {
      const [across, down, through, origin] = volume.toPatientMm[axis];
      return [across, down, through, origin + through * slice] as const;
    };
    const samples = (volume.samples as Int16Array).subarray(
      slice * rows * columns,
      (slice + 1) * rows * columns,
    );
    const geometry = { columns, rows, toPatientMm: [row(0), row(1), row(2)] as const };
    brainCount += removeFromSlice(samples, geometry, found, fill).brainCount;
  }
  return brainCount;
}

function samplesOf(memory: SharedArrayBuffer, format: SampleFormat): Samples {
  if (format === 'uint8') return new Uint8Array(memory);
  if (format === 'int8') return new Int8Array(memory);
  return format === 'uint16' ? new Uint16Array(memory) : new Int16Array(memory);
}

function find({ memory, format, ...rest }: SharedVolume): DefaceAnswer {
  const samples = samplesOf(memory, format);
  const volume: ScannedVolume = { ...rest, samples };
  const result = deface(volume);
  if (result.kind === 'not-defaced') return result;
  region = result.region;
  const { measures, fill, pictures } = result;
  const before = takePictures(volume, pictures);
  const brainCount = removeFromVolume(volume, result.region, fill);
  const after = takePictures(volume, pictures);
  if (before === undefined || after === undefined)
    return { kind: 'not-defaced', reason: 'no-volume', measures };
  return { kind: 'found', measures, fill, before, after, brainCount };
}

/** Does one task, in whichever thread it is called. @throws RangeError for a slice before a region was found */
export function runDefaceTask(task: DefaceTask): DefaceAnswer {
  if (task.kind === 'find') return find(task.volume);
  if (region === undefined) throw new RangeError('A slice came before its volume');
  const { columns, rows, toPatientMm, bitsAllocated } = task;
  // A copy: what was posted may lie at any offset of a larger buffer.
  const bytes = Uint8Array.from(task.bytes);
  const samples = bitsAllocated === 8 ? bytes : new Uint16Array(bytes.buffer, 0, bytes.length >> 1);
  const fill = task.fill & (bitsAllocated === 8 ? 0xff : 0xffff);
  return { kind: 'slice', bytes, ...removeFromSlice(samples, { columns, rows, toPatientMm }, region, fill) };
}
