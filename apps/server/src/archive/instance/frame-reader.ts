import {
  type DataSet,
  type FragmentRange,
  frameCount,
  locateFrames,
  nativeFrameLayout,
  nativeFrameRange,
  offsetTableValues,
  transferSyntaxOf,
} from '@pesscara/dicom';
import type { BlobStore } from '../../kernel/blobs/index.ts';
import type { InstanceReader } from './instance.reader.ts';
import type { StoredInstance } from './instance.repository.ts';

/** The frames of an instance, or in plain words why there are none to be had. */
export type Frames =
  | {
      kind: 'frames';
      count: number;
      header: DataSet;
      transferSyntaxUid: string;
      /** The bytes of a frame as stored, numbered from 1; undefined beyond the last. `bitOffset`: of one-bit pixels only. */
      read(frame: number): Promise<{ bytes: Buffer; bitOffset: number } | undefined>;
    }
  | { kind: 'none'; reason: string };

interface IndexedFragments {
  fragments: FragmentRange[];
  basicOffsetTable: Buffer;
}

const remembered = 64;

/** Finds and reads single frames in stored files without reading the rest. */
export function createFrameReader(blobs: BlobStore, reader: InstanceReader) {
  // Item headers of large cine objects are spread over the file: walking them once per object is enough.
  const indexes = new Map<string, Promise<IndexedFragments>>();

  async function walkFragments(instance: StoredInstance): Promise<IndexedFragments> {
    const base = instance.pixelDataOffset ?? 0;
    const total = instance.pixelDataBytes ?? 0;
    const fragments: FragmentRange[] = [];
    let basicOffsetTable: Buffer | undefined;
    let at = 0;
    while (at + 8 <= total) {
      const header = await blobs.readBytes(instance.blobSha256, base + at, base + at + 8);
      if (header.readUInt16LE(0) !== 0xfffe || header.readUInt16LE(2) !== 0xe000) break;
      const byteLength = header.readUInt32LE(4);
      if (basicOffsetTable === undefined)
        basicOffsetTable = await blobs.readBytes(
          instance.blobSha256,
          base + at + 8,
          base + at + 8 + byteLength,
        );
      else fragments.push({ valueOffset: at + 8, byteLength });
      at += 8 + byteLength;
    }
    return { fragments, basicOffsetTable: basicOffsetTable ?? Buffer.alloc(0) };
  }

  function indexOf(instance: StoredInstance): Promise<IndexedFragments> {
    const key = instance.blobSha256.toString('hex');
    const known = indexes.get(key);
    if (known !== undefined) return known;
    const made = walkFragments(instance);
    indexes.set(key, made);
    made.catch(() => indexes.delete(key));
    if (indexes.size > remembered) indexes.delete(indexes.keys().next().value as string);
    return made;
  }

  async function encapsulated(instance: StoredInstance, header: DataSet): Promise<Frames> {
    const { fragments, basicOffsetTable } = await indexOf(instance);
    const count = frameCount(header);
    const base = instance.pixelDataOffset ?? 0;
    const firstBytes = new Map<number, Buffer>();
    if (count > 1 && fragments.length !== count)
      for (const [index, { valueOffset }] of fragments.entries())
        firstBytes.set(
          index,
          await blobs.readBytes(instance.blobSha256, base + valueOffset, base + valueOffset + 4),
        );
    const located = locateFrames({
      frames: count,
      fragments,
      basicOffsetTable,
      extendedOffsets: offsetTableValues(header),
      firstBytes: (fragment) => firstBytes.get(fragment) ?? new Uint8Array(0),
    });
    if (located === undefined)
      return {
        kind: 'none',
        reason: 'Its frames cannot be told apart: the offset table is missing or wrong.',
      };
    return {
      kind: 'frames',
      count,
      header,
      transferSyntaxUid: instance.transferSyntaxUid,
      async read(frame) {
        const place = located[frame - 1];
        if (place === undefined) return undefined;
        const parts = fragments.slice(place.firstFragment, place.firstFragment + place.fragmentCount);
        const bytes = await Promise.all(
          parts.map(({ valueOffset, byteLength }) =>
            blobs.readBytes(instance.blobSha256, base + valueOffset, base + valueOffset + byteLength),
          ),
        );
        return { bytes: bytes.length === 1 ? (bytes[0] as Buffer) : Buffer.concat(bytes), bitOffset: 0 };
      },
    };
  }

  function native(instance: StoredInstance, header: DataSet, whole: Buffer | undefined): Frames {
    const layout = nativeFrameLayout(header);
    if (layout.kind === 'invalid') return { kind: 'none', reason: `${layout.reason}.` };
    const base = instance.pixelDataOffset ?? 0;
    const available = whole?.length ?? instance.pixelDataBytes ?? 0;
    if (available < layout.valueBytes)
      return {
        kind: 'none',
        reason: `Pixel Data has ${available} bytes where its image needs ${layout.valueBytes}.`,
      };
    return {
      kind: 'frames',
      count: layout.frames,
      header,
      transferSyntaxUid: instance.transferSyntaxUid,
      async read(frame) {
        const range = nativeFrameRange(layout, frame - 1);
        if (range === undefined) return undefined;
        const bytes =
          whole?.subarray(range.start, range.end) ??
          (await blobs.readBytes(instance.blobSha256, base + range.start, base + range.end));
        return { bytes, bitOffset: range.bitOffset };
      },
    };
  }

  return async (instance: StoredInstance): Promise<Frames> => {
    const syntax = transferSyntaxOf(instance.transferSyntaxUid);
    if (syntax?.deflated === true) {
      const dataSet = await reader.wholeDataSet(instance);
      const pixels = dataSet.get('PixelData');
      if (pixels?.kind !== 'value') return { kind: 'none', reason: 'It has no Pixel Data.' };
      return native(
        instance,
        dataSet,
        Buffer.from(pixels.bytes.buffer, pixels.bytes.byteOffset, pixels.bytes.byteLength),
      );
    }
    if (instance.pixelDataOffset === null) return { kind: 'none', reason: 'It has no Pixel Data.' };
    const { dataSet } = await reader.header(instance);
    const pixelData = dataSet.elements.at(-1);
    const isEncapsulated = pixelData?.kind === 'bulk' && pixelData.byteLength === undefined;
    return isEncapsulated ? encapsulated(instance, dataSet) : native(instance, dataSet, undefined);
  };
}

export type FrameReader = ReturnType<typeof createFrameReader>;
