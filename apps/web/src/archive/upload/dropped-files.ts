import type { LocalSource } from './local-source.ts';
import { listZip } from './zip-directory.ts';

/** What was chosen or dropped: plain files with their paths, and folders still to be walked. */
export type Chosen =
  | { kind: 'files'; files: File[] }
  | { kind: 'entries'; entries: FileSystemEntry[] }
  | { kind: 'folder'; folder: FileSystemDirectoryHandle };

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
  if (!isZip(file)) return [{ kind: 'file', path, file }];
  try {
    const { entries, unreadable } = await listZip(file);
    for (const one of unreadable) onIgnored(`${path}/${one.name}`, one.reason);
    return entries.map((entry) => ({
      kind: 'zip-entry',
      path: `${path}/${entry.name}`,
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

async function* walkFolder(
  folder: FileSystemDirectoryHandle,
  path: string,
): AsyncGenerator<{ file: File; path: string }> {
  for await (const child of folder.values())
    if (child.kind === 'file') yield { file: await child.getFile(), path: `${path}/${child.name}` };
    else yield* walkFolder(child, `${path}/${child.name}`);
}

async function* plainFiles(files: File[]): AsyncGenerator<{ file: File; path: string }> {
  for (const file of files) yield { file, path: file.webkitRelativePath || file.name };
}

function filesOf(chosen: Chosen): AsyncGenerator<{ file: File; path: string }> {
  if (chosen.kind === 'files') return plainFiles(chosen.files);
  if (chosen.kind === 'entries') return walk(chosen.entries);
  return walkFolder(chosen.folder, chosen.folder.name);
}

/** So many, then the page may breathe. */
const handAtOnce = 24;
const breath = () => new Promise<void>((done) => setTimeout(done));

/** Walks what was chosen, folders and zips included, and gives sources some at a time. */
export async function* chosenSources(
  chosen: Chosen,
  onIgnored: (path: string, reason: string) => void,
): AsyncGenerator<LocalSource[]> {
  let some: LocalSource[] = [];
  for await (const { file, path } of filesOf(chosen)) {
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
