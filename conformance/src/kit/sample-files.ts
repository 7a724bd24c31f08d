import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Real files that tests may read; beside the repository unless PESSCARA_TEST_DATA says where. */
const folder = process.env['PESSCARA_TEST_DATA'] ?? path.join(import.meta.dirname, '../../../../shared/data');

/** Tests that need the files are skipped without them. */
export const hasSampleFiles = existsSync(path.join(folder, 'pydicom'));

export interface SampleFile {
  /** Below the folder of all samples. */
  name: string;
  bytes: Buffer;
}

/** Every file of some collections, DICOM or not. */
export function sampleFiles(...collections: string[]): SampleFile[] {
  return collections.flatMap((collection) =>
    readdirSync(path.join(folder, collection), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => path.join(parentPath, name))
      .sort()
      .map((file) => ({ name: path.relative(folder, file), bytes: readFileSync(file) })),
  );
}
