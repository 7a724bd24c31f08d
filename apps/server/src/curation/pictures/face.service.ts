import type { FaceStanding } from '../../defacing/index.ts';
import type { Context } from '../../kernel/context/index.ts';
import type { RouteProject } from '../../kernel/http/index.ts';
import { problem } from '../../kernel/problems/index.ts';
import type { CurationDeps } from '../cases.service.ts';
import { caseNotFound } from '../curation.problems.ts';
import { findCase } from '../curation.repository.ts';

/** What became of the face in a case, and what a reviewer decides about it. */
export function createFaceReview({ db, accounts, defacing }: CurationDeps) {
  async function intakeOf(project: RouteProject, caseId: string): Promise<string> {
    const row = await findCase(db, project.id, caseId);
    if (row === undefined) throw problem(caseNotFound);
    return row.intakeId;
  }

  async function shown({ decision, ...rest }: FaceStanding) {
    if (decision === null) return { ...rest, decision: null };
    const names = await accounts.namesOf(db, [decision.byId]);
    const byName = names.get(decision.byId)?.displayName ?? '';
    return { ...rest, decision: { byName, at: decision.at.toISOString(), reason: decision.reason } };
  }

  const standing = async (project: RouteProject, caseId: string) =>
    shown(await defacing.standing(await intakeOf(project, caseId)));

  return {
    standing,

    async picture(project: RouteProject, caseId: string, ...which: PictureOf): Promise<Buffer> {
      return defacing.picture(await intakeOf(project, caseId), ...which);
    },

    async decide(
      ctx: Context,
      project: RouteProject,
      caseId: string,
      decision: DecisionOf,
      reason: string | null,
    ) {
      await defacing.decide(ctx, await intakeOf(project, caseId), decision, reason);
      return standing(project, caseId);
    },
  };
}

type Door = CurationDeps['defacing'];
type PictureOf = [name: Parameters<Door['picture']>[1], moment: Parameters<Door['picture']>[2]];
type DecisionOf = Parameters<Door['decide']>[2];

export type FaceReview = ReturnType<typeof createFaceReview>;
