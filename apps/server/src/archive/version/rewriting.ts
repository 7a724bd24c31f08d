import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buildFileMeta, type DataSet, firstText, transferSyntaxOf, writeDataSet } from '@pesscara/dicom';
import type { BlobStore, BlobWriter } from '../../kernel/blobs/index.ts';
import type { InstanceReader } from '../instance/instance.reader.ts';
import type { StoredInstance } from '../instance/instance.repository.ts';
import type { CurrentVersion, NewVersion, VersionCause } from './version.schema.ts';

const explicitVrLittleEndian = '1.2.840.10008.1.2.1';
const pixelDataTag = 0x7fe00010;

/** A deflated file hides its Pixel Data inside one stream: it is handed on, and written again, as explicit little endian. */
async function openDeflated(reader: InstanceReader, instance: StoredInstance): Promise<CurrentVersion> {
  const header = await reader.wholeDataSet(instance);
  const pixels = header.get(pixelDataTag);
  const bytes = pixels?.kind === 'value' ? pixels.bytes : new Uint8Array(0);
  if (pixels?.kind === 'value') {
    // What is behind Pixel Data is padding (PS3.3 C.12.1.1.2); a header ends with them.
    header.deleteWhere(({ tag }) => tag > pixelDataTag);
    const { tag, vr, littleEndian } = pixels;
    header.set({ kind: 'bulk', tag, vr, byteLength: bytes.length, valueOffset: 0, littleEndian });
  }
  return {
    instance,
    fileMeta: undefined,
    header,
    transferSyntaxUid: explicitVrLittleEndian,
    pixelData: () => Readable.from(bytes.length === 0 ? [] : [bytes]),
  };
}

/** Opens an instance for a new version of it. */
export async function openCurrent(reader: InstanceReader, instance: StoredInstance): Promise<CurrentVersion> {
  const { transferSyntaxUid } = instance;
  if (transferSyntaxOf(transferSyntaxUid)?.deflated === true) return openDeflated(reader, instance);
  const { fileMeta, dataSet: header } = await reader.header(instance);
  const hasPixels = instance.pixelDataOffset !== null && (instance.pixelDataBytes ?? 0) > 0;
  const pixelData = () => (hasPixels ? reader.pixelDataStream(instance) : Readable.from([]));
  return { instance, fileMeta, header, transferSyntaxUid, pixelData };
}

/** Where a new version lies, and what of it is needed to read it. */
export interface WrittenVersion {
  sha256: Buffer;
  sizeBytes: number;
  transferSyntaxUid: string;
  pixelDataOffset: number | null;
  pixelDataBytes: number | null;
}

/** Brings the last element of the header, which stands for Pixel Data, into the form of the bytes that follow. */
function announcePixels(header: DataSet, version: NewVersion, transferSyntaxUid: string): number | undefined {
  const pixels = header.elements.at(-1);
  if (pixels?.kind !== 'bulk') {
    if (version.pixelData === 'same') return undefined;
    throw new RangeError('A header without Pixel Data was given pixels');
  }
  if (version.pixelData === 'same') return pixels.byteLength;
  const syntax = transferSyntaxOf(transferSyntaxUid);
  const isEncapsulated = syntax?.encapsulated === true;
  const nativeLength = version.pixelData instanceof Uint8Array ? version.pixelData.length : pixels.byteLength;
  const byteLength = isEncapsulated ? undefined : nativeLength;
  if (!isEncapsulated && byteLength === undefined)
    throw new RangeError('Native Pixel Data of unknown length was given');
  const wasEncapsulated = pixels.byteLength === undefined;
  // Encapsulated Pixel Data is OB (PS3.5 A.4); native of more than 8 bits is OW, which takes 8 as well (PS3.5 A.2).
  const vr = isEncapsulated ? 'OB' : wasEncapsulated ? 'OW' : pixels.vr;
  const { kind, tag, valueOffset, littleEndian } = pixels;
  // Named one by one: an element that was read has its kind and byte order from its class, which a copy by spreading loses.
  if (vr !== pixels.vr || byteLength !== pixels.byteLength)
    header.set({ kind, tag, vr, byteLength, valueOffset, littleEndian });
  return byteLength;
}

async function appendPixels(writer: BlobWriter, current: CurrentVersion, { pixelData }: NewVersion) {
  const source =
    pixelData === 'same' ? current.pixelData() : pixelData instanceof Uint8Array ? [pixelData] : pixelData;
  let byteLength = 0;
  for await (const chunk of source as AsyncIterable<Uint8Array>) {
    byteLength += chunk.length;
    await writer.write(chunk);
  }
  return byteLength;
}

/**
 * Writes a new version as a file of its own; it is durable when this resolves.
 * @throws RangeError when the pixels are not as long as the header says
 */
export async function writeVersion(
  blobs: BlobStore,
  current: CurrentVersion,
  version: NewVersion,
): Promise<WrittenVersion> {
  const transferSyntaxUid = version.transferSyntaxUid ?? current.transferSyntaxUid;
  const { header } = version;
  const announced = announcePixels(header, version, transferSyntaxUid);
  const meta = buildFileMeta({
    mediaStorageSopClassUid: current.instance.sopClassUid,
    mediaStorageSopInstanceUid: current.instance.sopInstanceUid,
    transferSyntaxUid,
  });
  const isRecoded = transferSyntaxUid !== current.instance.transferSyntaxUid;
  const written = writeDataSet(header, isRecoded ? { transferSyntaxUid } : {});
  const hasPixels = header.elements.at(-1)?.kind === 'bulk';
  const writer = blobs.createWriter();
  try {
    await writer.write(meta);
    for (const chunk of written.chunks) await writer.write(chunk);
    const pixelDataBytes = hasPixels ? await appendPixels(writer, current, version) : null;
    if (announced !== undefined && pixelDataBytes !== announced)
      throw new RangeError(`Pixel Data has ${pixelDataBytes} bytes where its header says ${announced}`);
    const { sha256, sizeBytes } = await writer.seal();
    const pixelDataOffset = hasPixels ? meta.length + written.byteLength : null;
    return { sha256, sizeBytes, transferSyntaxUid, pixelDataOffset, pixelDataBytes };
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

/** SHA-256 of the Pixel Data that are current. */
export async function hashPixels(current: CurrentVersion): Promise<Buffer> {
  const hash = createHash('sha256');
  for await (const chunk of current.pixelData()) hash.update(chunk as Uint8Array);
  return hash.digest();
}

/**
 * A new version is of the same object: nothing that finds it by its UIDs may miss it. A corrected identity may put a series into another
 * study (PS3.3 A.1.2.2: a study is of one patient). @throws RangeError
 */
export function assertSameObject(
  before: Record<'sop' | 'series' | 'study', string>,
  header: DataSet,
  cause: VersionCause['kind'],
): void {
  const after = uidsOf(header);
  const kept = cause === 'identity' ? (['sop', 'series'] as const) : (['sop', 'series', 'study'] as const);
  for (const level of kept)
    if (after[level] !== before[level])
      throw new RangeError(`A new version has another ${level} UID than the instance`);
}

/** The UIDs that a version must keep. */
export function uidsOf(header: DataSet): Record<'sop' | 'series' | 'study', string> {
  return {
    sop: firstText(header, 'SOPInstanceUID') ?? '',
    series: firstText(header, 'SeriesInstanceUID') ?? '',
    study: firstText(header, 'StudyInstanceUID') ?? '',
  };
}
