import { diffLines } from 'diff';
import type { CtpDocument } from './ctp-document.ts';

/** A run of whole lines that both versions have, or one of them. */
export interface CtpLines {
  change: 'kept' | 'removed' | 'added';
  text: string;
}

/** How a file of CTP differs between two versions. */
export interface CtpFileDiff {
  file: 'script' | 'lookupTable' | 'filter' | 'pixelScript';
  /** All of it, in order; null: it is sealed, and nothing but that it differs is known. */
  lines: CtpLines[] | null;
}

/** A comparison that takes longer is not finished: everything is told to be other. */
const mostMs = 200;

function linesBetween(before: string, after: string): CtpLines[] {
  const parts = diffLines(before, after, { timeout: mostMs });
  if (parts === undefined)
    return [
      { change: 'removed', text: before },
      { change: 'added', text: after },
    ];
  return parts.map(({ added, removed, value }) => ({
    change: added ? 'added' : removed ? 'removed' : 'kept',
    text: value,
  }));
}

/** The files in which two versions of a profile of CTP differ; a file that only one of them has is wholly added or removed. */
export function diffCtpFiles(before: CtpDocument, after: CtpDocument): CtpFileDiff[] {
  const texts = (['script', 'filter', 'pixelScript'] as const).flatMap((file): CtpFileDiff[] => {
    const [one, other] = [before[file] ?? '', after[file] ?? ''];
    return one === other ? [] : [{ file, lines: linesBetween(one, other) }];
  });
  const isSameTable = before.lookupTableHmac === after.lookupTableHmac;
  return isSameTable ? texts : [...texts, { file: 'lookupTable', lines: null }];
}
