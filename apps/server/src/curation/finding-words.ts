import { findingKinds } from '@pesscara/deidentification';
import type { z } from 'zod';
import type { FaceStanding } from '../defacing/index.ts';
import { leakTitle, stopsRelease } from '../leaks/index.ts';
import type { StoredFinding } from './curation.repository.ts';
import type { caseFinding } from './curation.schema.ts';

/** The first sentence of what a finding means: its title on the page. */
function titleOf(code: string): string {
  if (code === 'identity-in-pixels') return 'The patient’s own text is in the pixels';
  if (code === 'text-in-pixels') return 'There is text in the pixels';
  if (code === 'child-in-pixels') return 'Text in the pixels names one child of several';
  if (code === 'identity-in-overlay') return 'The patient’s own text is in an overlay';
  if (code === 'overlay-undecided') return 'Overlays lie over the images';
  if (code === 'mask-failed') return 'A mask could not be applied';
  if (code === 'text-sampled') return 'Not every frame was searched for text';
  if (code === 'uid-conflict') return 'Another instance has the same UID';
  const leak = leakTitle(code);
  if (leak !== undefined) return leak;
  const kind = (findingKinds as Record<string, readonly [string, string]>)[code];
  return kind?.[1].split(/[.:;]/)[0] ?? code;
}

/** A finding as the API tells it. */
export function findingOnWire(finding: StoredFinding): z.input<typeof caseFinding> {
  return {
    code: finding.code,
    severity: finding.severity,
    title: titleOf(finding.code),
    detail: finding.detail ?? '',
    count: finding.count,
    path: finding.path ?? null,
    instanceIds: finding.instanceIds ?? [],
    stopsRelease: stopsRelease(finding),
  };
}

const faceAnswers: Readonly<Record<string, string>> = {
  accepted: 'The face was removed, and a reviewer accepted the result.',
  exempted: 'A reviewer let the face pass, with a reason.',
  restored: 'A reviewer wanted the face back, with a reason.',
};

/** What was done about findings since, by their code; a face that was removed is answered when a person accepted it. */
export function answersOf({ state }: Pick<FaceStanding, 'state'>): Map<string, string> {
  const answer = faceAnswers[state];
  return new Map(answer === undefined ? [] : [['recognizable-features', answer]]);
}
