import type { LocalSource } from './local-source.ts';
import { listZip } from './zip-directory.ts';

/** What was chosen or dropped: plain files with their paths, and folders still to be walked. */
export type Chosen = { kind: 'files'; files: File[] } | { kind: 'entries'; entries: FileSystemEntry[] };

const fileOf = (entry: FileSystemFileEntry) =>
  new Promise<File>((found, failed) => {
    entry.file(found, failed);
  });

/** All children of a folder. A reader gives 100 at a time, and nothing when it has given all. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((found, failed) => {
      reader.readEntries(found, failed);
    });
    if (some.length === 0) return children;
    children.push(...some);
  }
}

const isZip = (file: File) => /\.zip$/i.test(file.name) || file.type === 'application/zip';
/** Files that operating systems leave behind: not worth opening, listed as ignored all the same. */
const leftovers = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|__MACOSX\/.*)$/i;

async function sourcesOf(
  file: File,
  path: string,
  onIgnored: (path: string, reason: string) => void,
): Promise<LocalSource[]> {
  if (leftovers.test(path)) {
    onIgnored(path, 'left behind by the operating system');
    return [];
  }
  if (!isZip(file)) return [{ kind: 'file', path, sizeBytes: file.size, file }];
  try {
    const { entries, unreadable } = await listZip(file);
    for (const one of unreadable) onIgnored(`${path}/${one.name}`, one.reason);
    return entries.map((entry) => ({
      kind: 'zip-entry',
      path: `${path}/${entry.name}`,
      sizeBytes: entry.sizeBytes,
      zip: file,
      entry,
    }));
  } catch (error) {
    onIgnored(path, error instanceof Error ? error.message : 'it could not be opened');
    return [];
  }
}

async function* walk(entries: FileSystemEntry[]): AsyncGenerator<{ file: File; path: string }> {
  for (const entry of entries)
    if (entry.isFile) yield { file: await fileOf(entry as FileSystemFileEntry), path: entry.fullPath };
    else yield* walk(await childrenOf(entry as FileSystemDirectoryEntry));
}

async function* plainFiles(files: File[]): AsyncGenerator<{ file: File; path: string }> {
  for (const file of files) yield { file, path: file.webkitRelativePath || file.name };
}

/** A File's size is asked of the disk at once and costs the page up to a millisecond: a few, then the page may breathe. */
const handAtOnce = 24;
const breath = () => new Promise<void>((done) => setTimeout(done));

/** Walks what was chosen, folders and zips included, and gives sources some at a time. */
export async function* chosenSources(
  chosen: Chosen,
  onIgnored: (path: string, reason: string) => void,
): AsyncGenerator<LocalSource[]> {
  let some: LocalSource[] = [];
  const found = chosen.kind === 'files' ? plainFiles(chosen.files) : walk(chosen.entries);
  for await (const { file, path } of found) {
    for (const source of await sourcesOf(file, path, onIgnored)) {
      some.push(source);
      if (some.length < handAtOnce) continue;
      yield some;
      some = [];
      await breath();
    }
  }
  if (some.length > 0) yield some;
}
