import type { FileHandle } from 'node:fs/promises';
import { isMissing } from './files.ts';
import type { FinalFiles } from './final-files.ts';
import { findLandedPlaces } from './landed-reader.ts';
import type { LandedPlace, Landing } from './landing.ts';

/** A blob that this store does not have. */
export class BlobMissing extends Error {
  readonly code = 'ENOENT';
  constructor(hex: string) {
    super(`Blob ${hex} is not in the store`);
  }
}

export type BlobLocation = { kind: 'file'; handle: FileHandle } | { kind: 'landed'; place: LandedPlace };

/** Finds where a blob lies: in a file of its own, or still where it landed, in this store or another on the same folder. */
export function createLocator({
  landingDirectory,
  landing,
  finalFiles,
}: {
  landingDirectory: string;
  landing: Landing;
  finalFiles: FinalFiles;
}) {
  let elsewhere = new Map<string, LandedPlace>();

  async function openFile(opening: Promise<FileHandle>): Promise<BlobLocation | undefined> {
    try {
      return { kind: 'file', handle: await opening };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** @throws BlobMissing. Each call looks anew: ask again when a landed place turns out to be used again. */
  async function locate(hex: string): Promise<BlobLocation> {
    const own = landing.place(hex);
    if (own !== undefined) return { kind: 'landed', place: own };
    const file = await openFile(finalFiles.open(hex));
    if (file !== undefined) return file;
    const known = elsewhere.get(hex);
    if (known !== undefined) {
      // Used once: if the segment has moved on, the next look refreshes.
      elsewhere.delete(hex);
      return { kind: 'landed', place: known };
    }
    elsewhere = await findLandedPlaces(landingDirectory);
    const found = elsewhere.get(hex);
    if (found !== undefined) return { kind: 'landed', place: found };
    // It may have been filed between the two looks.
    const filed = (await openFile(finalFiles.open(hex))) ?? (await openFile(finalFiles.openAside(hex)));
    if (filed !== undefined) return filed;
    throw new BlobMissing(hex);
  }

  /** Whether any store's landing still holds it. */
  async function isLanded(hex: string): Promise<boolean> {
    if (landing.place(hex) !== undefined) return true;
    elsewhere = await findLandedPlaces(landingDirectory);
    return elsewhere.has(hex);
  }

  return { locate, isLanded };
}

export type Locator = ReturnType<typeof createLocator>;
