import { constants } from 'node:fs';
import { access, chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isRunning, thisProcess } from '../process/index.ts';

/** The data folder cannot be used; the message says why and what to do. */
export class DataFolderError extends Error {}

export interface DataFolder {
  readonly root: string;
  readonly keys: string;
  readonly postgres: string;
  readonly blobs: string;
  readonly vault: string;
}

/** Makes the data folder and its closed parts. @throws DataFolderError when it cannot be written */
export async function openDataFolder(directory: string): Promise<DataFolder> {
  const root = path.resolve(directory);
  const folder = {
    root,
    keys: path.join(root, 'keys'),
    postgres: path.join(root, 'postgres'),
    blobs: path.join(root, 'blobs'),
    vault: path.join(root, 'vault'),
  };
  try {
    await mkdir(root, { recursive: true });
    await access(root, constants.W_OK | constants.X_OK);
    for (const closed of [folder.keys, folder.vault, folder.blobs]) {
      await mkdir(closed, { recursive: true });
      await chmod(closed, 0o700);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new DataFolderError(
      `The data folder ${root} cannot be written (${code ?? 'error'}). Give this user the right to, or set PESSCARA_DATA_DIR to another folder.`,
      { cause: error },
    );
  }
  return folder;
}

/**
 * Takes the folder for this process: two servers on one embedded database would fight over it.
 * @throws DataFolderError when another living process has it
 */
export async function lockDataFolder({ root }: DataFolder): Promise<() => Promise<void>> {
  const file = path.join(root, 'server.lock');
  const me = thisProcess();
  const found = await readFile(file, 'utf8').catch(() => '');
  const [pidText = '', startedAt = ''] = found.trim().split(' ');
  const pid = Number(pidText);
  const isOther = Number.isInteger(pid) && pid > 0 && pid !== me.pid;
  const isHeld = isOther && isRunning({ pid, startedAt });
  if (isHeld)
    throw new DataFolderError(
      `Another PESSCARA (process ${pid}) uses the data folder ${root}. Stop it, or set PESSCARA_DATA_DIR to another folder.`,
    );
  await writeFile(file, `${me.pid} ${me.startedAt}`);
  return () => rm(file, { force: true });
}
