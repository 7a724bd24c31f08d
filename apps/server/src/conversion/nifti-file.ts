import { type FileHandle, open } from 'node:fs/promises';
import { type NiftiHeader, niftiHeaderBytes, readNiftiHeader } from '../imaging/index.ts';

/** Text fields of a NIfTI-1 header (nifti1.h): programs write times, names of files and of people there. */
const textFields = [
  { name: 'data_type', offset: 4, length: 10 },
  { name: 'db_name', offset: 14, length: 18 },
  { name: 'descrip', offset: 148, length: 80 },
  { name: 'aux_file', offset: 228, length: 24 },
  { name: 'intent_name', offset: 328, length: 16 },
] as const;
const extensionOffset = 348;
const dimensionsOffset = 40;

/** Empties every text field of a NIfTI-1 header, and the extensions behind it; in place. */
export function scrubNiftiHeader(bytes: Uint8Array): void {
  for (const { offset, length } of textFields) bytes.fill(0, offset, offset + length);
  bytes.fill(0, extensionOffset);
}

export interface NiftiFile {
  readonly path: string;
  readonly header: NiftiHeader;
}

/** Reads the header of an uncompressed file; a string says why it is none. */
export async function readNiftiFile(path: string): Promise<NiftiFile | string> {
  const handle = await open(path, 'r');
  try {
    const bytes = Buffer.alloc(niftiHeaderBytes);
    await handle.read(bytes, 0, bytes.length, 0);
    const header = readNiftiHeader(bytes);
    return typeof header === 'string' ? header : { path, header };
  } finally {
    await handle.close();
  }
}

const chunkBytes = 1024 * 1024;

async function isZero(handle: FileHandle, start: number, end: number): Promise<boolean> {
  const chunk = Buffer.alloc(Math.min(chunkBytes, end - start));
  for (let at = start; at < end; at += chunk.length) {
    const { bytesRead } = await handle.read(chunk, 0, Math.min(chunk.length, end - at), at);
    if (bytesRead === 0) return true;
    if (chunk.subarray(0, bytesRead).some((byte) => byte !== 0)) return false;
  }
  return true;
}

/**
 * How many slices at the end are zero in every volume. A Siemens mosaic is padded with empty tiles to a square; how many
 * there are stands in a private element that de-identification may have removed.
 */
export async function countEmptySlices({ path, header }: NiftiFile): Promise<number> {
  const [nx, ny, nz] = header.dimensions;
  const sliceBytes = nx * ny * header.bytesPerVoxel;
  const handle = await open(path, 'r');
  try {
    for (let empty = 0; empty < nz - 1; empty++)
      for (let time = 0; time < header.timePoints; time++) {
        const start = header.voxelOffset + ((time + 1) * nz - 1 - empty) * sliceBytes;
        if (!(await isZero(handle, start, start + sliceBytes))) return empty;
      }
    return nz - 1;
  } finally {
    await handle.close();
  }
}

/** What stands before the voxels, as it comes out: what the leak check looks at. */
export async function scrubbedHead({ path, header }: NiftiFile): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const head = Buffer.alloc(header.voxelOffset);
    await handle.read(head, 0, head.length, 0);
    scrubNiftiHeader(head);
    return head;
  } finally {
    await handle.close();
  }
}

/**
 * The file in chunks, its header scrubbed, without its last `emptySlices` slices. Nothing but a chunk is in memory.
 * The header that comes out is NIfTI-1 as dcm2niix writes it: little endian, voxels from its offset.
 */
export async function* scrubbedNifti({ path, header }: NiftiFile, emptySlices = 0): AsyncGenerator<Buffer> {
  const [nx, ny, nz] = header.dimensions;
  const handle = await open(path, 'r');
  try {
    const head = Buffer.alloc(header.voxelOffset);
    await handle.read(head, 0, head.length, 0);
    scrubNiftiHeader(head);
    if (emptySlices > 0) head.writeInt16LE(nz - emptySlices, dimensionsOffset + 3 * 2);
    yield head;
    const volume = nx * ny * nz * header.bytesPerVoxel;
    const kept = nx * ny * (nz - emptySlices) * header.bytesPerVoxel;
    for (let time = 0; time < header.timePoints; time++)
      for (let done = 0; done < kept; ) {
        const chunk = Buffer.alloc(Math.min(chunkBytes, kept - done));
        const { bytesRead } = await handle.read(
          chunk,
          0,
          chunk.length,
          header.voxelOffset + time * volume + done,
        );
        if (bytesRead === 0) return;
        yield chunk.subarray(0, bytesRead);
        done += bytesRead;
      }
  } finally {
    await handle.close();
  }
}
