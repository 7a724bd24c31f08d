import { readZipEntry, readZipPrefix, type ZipEntry } from './zip-directory.ts';

/** A file on the reader's disk, by itself or inside a zip. Can be handed to a worker. */
export type LocalSource =
  | { kind: 'file'; path: string; sizeBytes: number; file: File }
  | { kind: 'zip-entry'; path: string; sizeBytes: number; zip: File; entry: ZipEntry };

/** The first bytes of a source. */
export async function readPrefix(source: LocalSource, wanted: number): Promise<Uint8Array> {
  if (source.kind === 'zip-entry') return await readZipPrefix(source.zip, source.entry, wanted);
  return new Uint8Array(await source.file.slice(0, wanted).arrayBuffer());
}

/** All bytes of a source. A plain file is not read here: the browser reads it while it sends. */
export async function openSource(source: LocalSource): Promise<Blob> {
  return source.kind === 'zip-entry' ? await readZipEntry(source.zip, source.entry) : source.file;
}
