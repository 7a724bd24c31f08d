import {
  type DeidentificationProfile,
  type LintFinding,
  lintObstacles,
  lintProfile,
} from '@pesscara/deidentification';
import { problem } from '../kernel/problems/index.ts';
import { profileInvalid } from './deidentification.problems.ts';
import type { PrivateCreators } from './private-creators.ts';

/** The private creators that a document's overrides name, whatever else it holds. */
function creatorsIn(document: Record<string, unknown>): string[] {
  const { overrides } = document;
  if (!Array.isArray(overrides)) return [];
  const paths = overrides.slice(0, 1000).map((override: unknown) => {
    const { path } = (override ?? {}) as { path?: unknown };
    return typeof path === 'string' ? path : '';
  });
  return paths.flatMap((path) =>
    [...path.matchAll(/\[([^[\]]{1,64})\]/g)].map((match) => (match[1] ?? '').trim()),
  );
}

/** Judges documents with what the installation has met. */
export function createProfileLint(creators: Pick<PrivateCreators, 'seenAmong'>) {
  async function lint(document: Record<string, unknown>): Promise<LintFinding[]> {
    const seen = await creators.seenAmong(creatorsIn(document));
    return lintProfile(document, { isSeenCreator: (creator) => seen.has(creator) });
  }

  return {
    lint,
    /** The document as a profile that may be saved. @throws profileInvalid with a pointer to each obstacle */
    async checked(document: Record<string, unknown>): Promise<DeidentificationProfile> {
      const obstacles = lintObstacles(await lint(document));
      if (obstacles.length > 0)
        throw problem(profileInvalid, {
          detail: obstacles.map(({ pointer, detail }) => `${pointer} ${detail}`).join(' '),
          errors: obstacles.map(({ pointer, detail }) => ({ pointer: `/body/document${pointer}`, detail })),
        });
      return document as unknown as DeidentificationProfile;
    },
  };
}

export type ProfileLint = ReturnType<typeof createProfileLint>;
