import { constants } from 'node:fs';
import { access, chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

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

/** When a process began, in the kernel's own ticks: tells a process from a later one with the same number. */
async function startTicks(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Takes the folder for this process: two servers on one embedded database would fight over it.
 * @throws DataFolderError when another living process has it
 */
export async function lockDataFolder({ root }: DataFolder): Promise<() => Promise<void>> {
  const file = path.join(root, 'server.lock');
  const mine = `${process.pid} ${(await startTicks(process.pid)) ?? ''}`;
  const found = await readFile(file, 'utf8').catch(() => '');
  const [pidText = '', ticks = ''] = found.trim().split(' ');
  const pid = Number(pidText);
  const isHeld =
    Number.isInteger(pid) &&
    pid > 0 &&
    pid !== process.pid &&
    isAlive(pid) &&
    ((await startTicks(pid)) ?? ticks) === ticks;
  if (isHeld)
    throw new DataFolderError(
      `Another PESSCARA (process ${pid}) uses the data folder ${root}. Stop it, or set PESSCARA_DATA_DIR to another folder.`,
    );
  await writeFile(file, mine);
  return () => rm(file, { force: true });
}
