import { readZipEntry, readZipPrefix, type ZipEntry } from './zip-directory.ts';

/**
 * A file on the reader's disk, by itself or inside a zip. Can be handed to a worker. Its size is not asked here: the
 * browser asks the disk for it at once and costs the page up to a millisecond a file, so a worker does.
 */
export type LocalSource =
  | { kind: 'file'; path: string; file: File }
  | { kind: 'zip-entry'; path: string; zip: File; entry: ZipEntry };

/** A source whose size is known: its header was read. */
export type MeasuredSource = LocalSource & { sizeBytes: number };

/** How large a source is. Only for workers: it waits for the disk. */
export function sizeOf(source: LocalSource): number {
  return source.kind === 'zip-entry' ? source.entry.sizeBytes : source.file.size;
}

/** The first bytes of a source. */
export async function readPrefix(source: LocalSource, wanted: number): Promise<Uint8Array> {
  if (source.kind === 'zip-entry') return await readZipPrefix(source.zip, source.entry, wanted);
  return new Uint8Array(await source.file.slice(0, wanted).arrayBuffer());
}

/** All bytes of a source, for workers. A plain file is not read here: the browser reads it while it sends. */
export async function openSource(source: LocalSource): Promise<Blob> {
  return source.kind === 'zip-entry' ? await readZipEntry(source.zip, source.entry) : source.file;
}
