import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type DataSet, DicomReadError, parsePart10 } from '@pesscara/dicom';
import type { BlobStore } from '../../kernel/blobs/index.ts';
import { problem } from '../../kernel/problems/index.ts';
import { bytesMissing } from '../archive.problems.ts';
import type { StoredInstance } from './instance.repository.ts';

/** Bytes of instances: whole files, headers without pixels, ranges of Pixel Data. */
export function createInstanceReader(blobs: BlobStore) {
  async function headerBytes({ blobSha256, pixelDataOffset, sizeBytes }: StoredInstance): Promise<Buffer> {
    return pixelDataOffset === null
      ? blobs.readBytes(blobSha256, 0, sizeBytes)
      : blobs.readBytes(blobSha256, 0, pixelDataOffset);
  }

  return {
    /** The whole Part 10 file. */
    file: (instance: StoredInstance): Readable => blobs.read(instance.blobSha256),

    /** File meta and data set up to Pixel Data, which is its last element without a value. */
    async header(instance: StoredInstance): Promise<{ fileMeta: DataSet | undefined; dataSet: DataSet }> {
      const parsed = parsePart10(await headerBytes(instance), { stopBeforePixelData: true });
      if (parsed instanceof DicomReadError)
        throw problem(bytesMissing, {
          detail: `Instance ${instance.id} is stored but unreadable: ${parsed.code}.`,
        });
      return { fileMeta: parsed.fileMeta, dataSet: parsed.dataSet };
    },

    /** The file up to Pixel Data as bytes; the whole file when it has none, or hides them in a deflated stream. */
    headerBytes,

    /** What follows Pixel Data in the file, up to `most` bytes: padding, as a rule. */
    async trailingBytes(
      { pixelDataOffset, pixelDataBytes, blobSha256, sizeBytes }: StoredInstance,
      most: number,
    ): Promise<Buffer> {
      const start = pixelDataOffset === null ? sizeBytes : pixelDataOffset + (pixelDataBytes ?? 0);
      return start >= sizeBytes
        ? Buffer.alloc(0)
        : blobs.readBytes(blobSha256, start, Math.min(sizeBytes, start + most));
    },

    /** The value of Pixel Data, or a range of it, in bytes. Empty when there is none. */
    async pixelData(instance: StoredInstance, start = 0, end?: number): Promise<Buffer> {
      const { pixelDataOffset, pixelDataBytes, blobSha256 } = instance;
      if (pixelDataOffset === null || pixelDataBytes === null) return Buffer.alloc(0);
      const last = Math.min(end ?? pixelDataBytes, pixelDataBytes);
      return blobs.readBytes(blobSha256, pixelDataOffset + start, pixelDataOffset + last);
    },

    /** The value of Pixel Data as a stream, of any size. */
    pixelDataStream(instance: StoredInstance): Readable {
      const start = instance.pixelDataOffset ?? 0;
      return blobs.read(instance.blobSha256, { start, end: start + (instance.pixelDataBytes ?? 0) });
    },

    /** A deflated file holds its Pixel Data inside one stream: it is read and inflated whole. */
    async wholeDataSet(instance: StoredInstance): Promise<DataSet> {
      const parsed = parsePart10(await buffer(blobs.read(instance.blobSha256)));
      if (parsed instanceof DicomReadError)
        throw problem(bytesMissing, {
          detail: `Instance ${instance.id} is stored but unreadable: ${parsed.code}.`,
        });
      return parsed.dataSet;
    },
  };
}

export type InstanceReader = ReturnType<typeof createInstanceReader>;
