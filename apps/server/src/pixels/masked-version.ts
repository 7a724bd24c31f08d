import { stampProvenPixels } from '@pesscara/deidentification';
import { type DataSet, nativeFrameLayout } from '@pesscara/dicom';
import {
  blackOf,
  encapsulatedValue,
  type MaskPlan,
  maskedNativeValue,
  maskHeader,
  type PixelBox,
  type PixelLayout,
  planMask,
  restateEncoding,
} from '@pesscara/pixel-cleaning';
import type { Archive, CurrentVersion, NewVersion, StoredInstance } from '../archive/index.ts';
import { type Imaging, readPixelFormat } from '../imaging/index.ts';

/** A box of one instance; null: in every frame. */
export interface InstanceBox extends PixelBox {
  readonly frame: number | null;
  /** The overlay (60xx) that is removed; pixels stay. */
  readonly overlayGroup?: number;
}

/** What may be said of an instance when its boxes are dealt with. */
export interface Claims {
  /** All of its pixels were searched for text. */
  readonly isCleaned: boolean;
  /** A person decided about each of its overlays. */
  readonly graphicsCleaned: boolean;
}

/** What keeps an instance from being masked, in words without any value. */
export class UnmaskableError extends Error {}

export interface MaskingDeps {
  archive: Pick<Archive, 'frames' | 'reader'>;
  imaging: Pick<Imaging, 'maskFrame'>;
}

const explicitVrLittleEndian = '1.2.840.10008.1.2.1';

function boxesOf(boxes: readonly InstanceBox[]) {
  return (frame: number): readonly PixelBox[] =>
    boxes.filter((box) => box.frame === null || box.frame === frame);
}

/** Ranges of the value of Pixel Data; of a deflated file they come out of the whole value, which is in memory once. */
async function rangeReader({ archive }: MaskingDeps, current: CurrentVersion) {
  const { instance } = current;
  if (instance.pixelDataOffset !== null)
    return (start: number, end: number) => archive.reader.pixelData(instance, start, end);
  const parts: Buffer[] = [];
  for await (const part of current.pixelData()) parts.push(part as Buffer);
  const whole = Buffer.concat(parts);
  return (start: number, end: number) => Promise.resolve(whole.subarray(start, end));
}

async function inPlace(
  deps: MaskingDeps,
  current: CurrentVersion,
  boxes: readonly InstanceBox[],
  { littleEndian }: Extract<MaskPlan, { kind: 'in-place' }>,
): Promise<NewVersion> {
  const { header, instance } = current;
  const layout: PixelLayout = readPixelFormat(header);
  const frames = nativeFrameLayout(header);
  const pixels = header.elements.at(-1);
  const valueBytes = pixels?.kind === 'bulk' ? (pixels.byteLength ?? 0) : 0;
  if (frames.kind === 'invalid') throw new UnmaskableError(`${frames.reason}.`);
  if (frames.valueBytes > valueBytes)
    throw new UnmaskableError('It has fewer pixels than its header states.');
  const options = { black: blackOf(header, layout), littleEndian };
  const read = await rangeReader(deps, current);
  const isRecoded = current.transferSyntaxUid !== instance.transferSyntaxUid;
  const pixelData = maskedNativeValue({ layout, frames, boxesOf: boxesOf(boxes), options, valueBytes, read });
  return { header, pixelData, ...(isRecoded ? { transferSyntaxUid: explicitVrLittleEndian } : {}) };
}

async function reEncoded(
  deps: MaskingDeps,
  { header, instance, transferSyntaxUid: decodedFrom }: CurrentVersion,
  boxes: readonly InstanceBox[],
  plan: Extract<MaskPlan, { kind: 're-encode' }>,
): Promise<NewVersion> {
  const frames = await deps.archive.frames(instance);
  if (frames.kind === 'none') throw new UnmaskableError(frames.reason);
  const layout: PixelLayout = readPixelFormat(header);
  const ofFrame = boxesOf(boxes);
  let photometricInterpretation: string | undefined;

  async function encoded(frame: number): Promise<Uint8Array> {
    const target = {
      ...layout,
      photometricInterpretation: photometricInterpretation ?? layout.photometricInterpretation,
    };
    const order = { boxes: ofFrame(frame), black: blackOf(header, target), codec: plan.codec };
    const masked = await deps.imaging.maskFrame(instance, frame, order);
    if (masked.kind !== 'masked') throw new UnmaskableError(`${masked.reason}.`);
    const isFirstKnown = photometricInterpretation === undefined;
    photometricInterpretation ??= masked.photometricInterpretation;
    if (photometricInterpretation !== masked.photometricInterpretation)
      throw new UnmaskableError('Its frames are in different colour spaces.');
    // The decoder may turn luminance and colour into RGB, whose black is another.
    if (isFirstKnown && masked.photometricInterpretation !== layout.photometricInterpretation)
      return encoded(frame);
    return masked.bytes;
  }

  const { count } = frames;
  const first = plan.copiesOthers ? undefined : await encoded(1);
  async function* everyFrame(): AsyncGenerator<Uint8Array> {
    for (let frame = 1; frame <= count; frame += 1) {
      if (frame === 1 && first !== undefined) yield first;
      else if (plan.copiesOthers && ofFrame(frame).length === 0) {
        const stored = await (frames.kind === 'frames' ? frames.read(frame) : undefined);
        if (stored === undefined) throw new UnmaskableError('A frame of it cannot be read.');
        yield stored.bytes;
      } else yield await encoded(frame);
    }
  }
  restateEncoding(header, {
    photometricInterpretation: photometricInterpretation ?? layout.photometricInterpretation,
    samplesPerPixel: layout.samplesPerPixel,
    decodedFrom,
  });
  return { header, pixelData: encapsulatedValue(everyFrame()), transferSyntaxUid: plan.transferSyntaxUid };
}

function removeOverlays(header: DataSet, boxes: readonly InstanceBox[]): void {
  const groups = new Set(boxes.flatMap(({ overlayGroup }) => overlayGroup ?? []));
  if (groups.size > 0) header.deleteWhere(({ tag }) => groups.has(tag >>> 16));
}

function unmasked(header: DataSet): NewVersion {
  return { header, pixelData: 'same' };
}

/**
 * An instance with its boxes made black and its overlays removed. Frame by frame: a long cine is never in memory.
 * @param claims what its header then says
 * @throws UnmaskableError with a reason for people
 */
export async function maskedVersion(
  deps: MaskingDeps,
  current: CurrentVersion,
  wanted: readonly InstanceBox[],
  { isCleaned, graphicsCleaned }: Claims,
): Promise<NewVersion | 'unchanged'> {
  const { header } = current;
  if (wanted.length === 0 && !isCleaned && !graphicsCleaned) return 'unchanged';
  stampProvenPixels(header, { burnedInTextRemoved: isCleaned, graphicsCleaned });
  removeOverlays(header, wanted);
  const boxes = wanted.filter(({ overlayGroup }) => overlayGroup === undefined);
  if (boxes.length === 0) return unmasked(header);
  const plan = planMask(current.transferSyntaxUid, readPixelFormat(header));
  if (plan.kind === 'impossible') throw new UnmaskableError(plan.reason);
  maskHeader(header, boxes);
  return plan.kind === 'in-place'
    ? inPlace(deps, current, boxes, plan)
    : reEncoded(deps, current, boxes, plan);
}

/** The boxes of a mask that are meant for an instance. */
export function boxesFor(
  instance: Pick<StoredInstance, 'id' | 'rows' | 'columns'>,
  boxes: readonly (InstanceBox & {
    instanceId: string | null;
    rows: number | null;
    columns: number | null;
  })[],
): InstanceBox[] {
  return boxes.filter(
    ({ instanceId, rows, columns }) =>
      instanceId === instance.id ||
      (instanceId === null && rows === instance.rows && columns === instance.columns),
  );
}
