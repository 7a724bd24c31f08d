import { decodeFrame } from '../codecs/codecs.ts';
import type { FrameInput, TaskFailure } from '../codecs/frame-input.ts';
import { type SampleArray, widen } from '../codecs/pixel-format.ts';
import { greyOf } from '../presentation/grey-levels.ts';
import type { DrawnOverlay } from '../presentation/overlay-drawing.ts';
import type { Presentation, Window } from '../presentation/presentation.ts';
import type { Volume } from '../volume/volume.ts';
import { extractSlice, type SlicePlane } from '../volume/volume-slice.ts';
import { type MaskedFrame, type MaskOrder, maskedFrame } from './masked-frame.ts';
import { encodeLevels, type RenderedImage, type RenderOptions, renderFrame } from './render.ts';

/** Work for a render worker. Everything in it can be posted to a thread. */
export type RenderTask =
  | {
      readonly kind: 'render';
      readonly frame: FrameInput;
      readonly presentation: Presentation;
      readonly options: RenderOptions;
      readonly overlays?: readonly DrawnOverlay[];
    }
  | { readonly kind: 'decode'; readonly frame: FrameInput }
  | { readonly kind: 'mask'; readonly frame: FrameInput; readonly order: MaskOrder }
  | {
      readonly kind: 'slice';
      readonly volume: Volume;
      readonly plane: SlicePlane;
      readonly index: number;
      readonly timePoint: number;
      readonly window: Window;
      readonly options: RenderOptions;
    };

/** A frame as an uncompressed native value: little endian, planes or pixels as its header states. */
export interface DecodedBytes {
  readonly kind: 'decoded';
  readonly bytes: Uint8Array;
}

export type TaskResult<Task extends RenderTask> =
  | (Task extends { kind: 'decode' }
      ? DecodedBytes
      : Task extends { kind: 'mask' }
        ? MaskedFrame
        : RenderedImage)
  | TaskFailure;

async function decode({ bytes, transferSyntaxUid, format, bitOffset, maxFrameSamples }: FrameInput) {
  const result = await decodeFrame(bytes, transferSyntaxUid, format, { bitOffset, maxFrameSamples });
  return result.kind === 'damaged' ? ({ kind: 'unsupported', reason: result.reason } as const) : result;
}

function separatePlanes(samples: SampleArray, samplesPerPixel: number): SampleArray {
  const pixels = samples.length / samplesPerPixel;
  const result = samples.slice();
  for (let plane = 0; plane < samplesPerPixel; plane++)
    for (let pixel = 0; pixel < pixels; pixel++)
      result[plane * pixels + pixel] = samples[pixel * samplesPerPixel + plane] as number;
  return result;
}

async function decodeTask({
  frame,
}: Extract<RenderTask, { kind: 'decode' }>): Promise<DecodedBytes | TaskFailure> {
  const result = await decode(frame);
  if (result.kind !== 'decoded') return result;
  const { bitsAllocated, planarConfiguration } = frame.format;
  const isPlanar = planarConfiguration === 1 && result.samplesPerPixel > 1;
  const wide = widen(result.samples, bitsAllocated);
  const samples = isPlanar ? separatePlanes(wide, result.samplesPerPixel) : wide;
  return { kind: 'decoded', bytes: new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength) };
}

async function sliceTask(task: Extract<RenderTask, { kind: 'slice' }>): Promise<RenderedImage | TaskFailure> {
  const slice = extractSlice(task.volume, task.plane, task.index, task.timePoint);
  if (slice === undefined) return { kind: 'unsupported', reason: 'There is no such slice or time point' };
  const { values, width, height, channels, pixelAspect } = slice;
  const levels = new Uint8ClampedArray(values.length);
  if (channels === 3) levels.set(values);
  else
    for (let index = 0; index < values.length; index++)
      levels[index] = greyOf(values[index] as number, task.window, 'LINEAR_EXACT');
  const encoded = await encodeLevels({ levels, width, height, channels, pixelAspect }, task.options);
  return { ...encoded, window: channels === 1 ? task.window : undefined };
}

/** Does a task, wherever it runs. */
export async function runRenderTask<Task extends RenderTask>(task: Task): Promise<TaskResult<Task>> {
  const result = await doTask(task);
  return result as TaskResult<Task>;
}

async function doTask(task: RenderTask): Promise<RenderedImage | DecodedBytes | MaskedFrame | TaskFailure> {
  if (task.kind === 'slice') return sliceTask(task);
  if (task.kind === 'decode') return decodeTask(task);
  if (task.kind === 'mask') return maskedFrame(task.frame, task.order);
  const frame = await decode(task.frame);
  return frame.kind === 'decoded'
    ? renderFrame(frame, task.presentation, task.options, task.overlays)
    : frame;
}
