import { scanJson, scanNifti } from './derived-files.ts';
import { scanDocument } from './documents.ts';
import type { LeakFinding } from './identifier.ts';
import { scanObject } from './object-scan.ts';
import { createValueSearch, type SearchOptions, worstOfEach } from './value-search.ts';

/** A text that was recognised or named outside of objects: in pixels, in overlays, a file's name. */
export interface PlacedText {
  /** What the finding names: `pixels/1`, `overlay (6000,3000)`, `file name`. */
  readonly path: string;
  readonly text: string;
}

export interface Checked {
  readonly findings: readonly LeakFinding[];
  /** Places that could not be looked into; a person must. */
  readonly unsearched: readonly string[];
}

/**
 * Looks for one subject's identifiers in what is about to leave quarantine. It shares no code with the engine that removed
 * them: what one overlooks, the other should see. Nothing that it returns holds a value.
 */
export interface LeakCheck {
  /** A Part 10 file, whole or up to Pixel Data, with the documents it encloses. */
  object(bytes: Uint8Array): Promise<Checked>;
  /** Bytes outside of any element: what follows Pixel Data, the beginnings of compressed frames. */
  bytes(path: string, bytes: Uint8Array): LeakFinding[];
  /** Texts recognised in pixels and overlays, file names. */
  texts(texts: Iterable<PlacedText>): LeakFinding[];
  /** A NIfTI-1 file up to its voxels. */
  nifti(head: Uint8Array): LeakFinding[];
  /** A JSON sidecar. */
  json(text: string): LeakFinding[];
}

/** A check for the identifiers of one subject. It keeps them in memory: let it go when it is done. */
export function createLeakCheck(options: SearchOptions): LeakCheck {
  const search = createValueSearch(options);

  async function object(bytes: Uint8Array): Promise<Checked> {
    if (!search.isUseful) return { findings: [], unsearched: [] };
    const { findings, documents, unsearched } = scanObject(search, bytes);
    const all = [...findings];
    const missed = [...unsearched];
    for (const document of documents) {
      const scanned = await scanDocument(search, document);
      all.push(...scanned.findings);
      if (!scanned.isRead) missed.push(document.path);
    }
    return { findings: worstOfEach(all), unsearched: missed };
  }

  return {
    object,
    bytes: (path, bytes) => search.find(bytes, { path, context: 'binary' }),
    texts: (texts) =>
      worstOfEach(
        [...texts].flatMap(({ path, text }) =>
          search.find(Buffer.from(text, 'utf8'), { path, context: 'text' }),
        ),
      ),
    nifti: (head) => scanNifti(search, head),
    json: (text) => scanJson(search, text),
  };
}
