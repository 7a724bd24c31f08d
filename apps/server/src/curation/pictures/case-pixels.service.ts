import type { z } from 'zod';
import type { Context } from '../../kernel/context/index.ts';
import { type Trx, transact } from '../../kernel/db/index.ts';
import type { RouteProject } from '../../kernel/http/index.ts';
import { problem } from '../../kernel/problems/index.ts';
import { pixelFindingCodes } from '../../pixels/index.ts';
import type { CurationDeps } from '../cases.service.ts';
import { caseNotFound, notOpen } from '../curation.problems.ts';
import { type CaseRow, findCase, lockCase } from '../curation.repository.ts';
import { requireFreshSignIn } from '../fresh-sign-in.ts';
import { riskOf } from '../verdict.ts';
import type { casePixels, maskBody } from './case-pixels.schema.ts';

const ofIntake = ({ intakeId, projectId, seriesId }: CaseRow) => ({ intakeId, projectId, seriesId });

/** The pixels of a case: text found in them, and masks over it. */
export function createCasePixels({ db, clock, audit, pixels, config }: CurationDeps) {
  async function caseOf(project: RouteProject, id: string): Promise<CaseRow> {
    const row = await findCase(db, project.id, id);
    if (row === undefined) throw problem(caseNotFound);
    return row;
  }

  /** Pixels are changed only of what waits for a decision. @throws caseNotFound, notOpen */
  async function lockOpen(trx: Trx, project: RouteProject, id: string): Promise<CaseRow> {
    const row = await lockCase(trx, project.id, id);
    if (row === undefined) throw problem(caseNotFound);
    if (row.state !== 'open' && row.state !== 'first-approved')
      throw problem(notOpen, { detail: 'Take the decision back first.' });
    return row;
  }

  return {
    /** What was found and what is masked; no word of what was read. */
    async view(project: RouteProject, id: string): Promise<z.input<typeof casePixels>> {
      const { intakeId } = await caseOf(project, id);
      const { scan, boxes, masks } = await pixels.view(intakeId);
      const overlayIds = new Set(boxes.flatMap((box) => (box.origin === 'overlay' ? box.id : [])));
      return {
        search: {
          state: scan?.state ?? 'not-needed',
          instanceCount: scan?.instanceCount ?? 0,
          instancesDone: scan?.instancesDone ?? 0,
          detail: scan?.detail ?? null,
        },
        boxes: boxes.map(({ sealedText: _sealed, fetalRole, fetalDesignation, ...box }) => ({
          ...box,
          label:
            fetalRole === null || fetalDesignation === null
              ? null
              : { role: fetalRole, designation: fetalDesignation },
        })),
        masks: masks.map(
          ({ id: maskId, state, isAutomatic, instanceCount, instancesDone, detail, ...mask }) => ({
            id: maskId,
            state,
            isAutomatic,
            instanceCount,
            instancesDone,
            detail,
            boxes: mask.boxes.filter(({ overlayGroup }) => overlayGroup === undefined),
            overlays: mask.textBoxIds.filter((boxId) => overlayIds.has(boxId)),
            effectiveAt: mask.effectiveAt.toISOString(),
          }),
        ),
      };
    },

    /** Searches every image of the case for text, whatever its modality. */
    async search(ctx: Context, project: RouteProject, id: string): Promise<void> {
      await transact(db, async (trx) => {
        const row = await lockOpen(trx, project, id);
        await pixels.requestSearch(trx, ofIntake(row));
        await audit.record(trx, ctx, {
          action: 'E',
          type: 'pixels.search.requested',
          projectId: project.id,
          object: { kind: 'case', id },
          related: [{ kind: 'series', id: row.seriesId }],
        });
      });
    },

    /** Dismisses found boxes, or proposes them again; the case is weighed anew. */
    async judge(
      ctx: Context,
      project: RouteProject,
      id: string,
      judgement: { ids: readonly string[]; isDismissed: boolean },
    ): Promise<void> {
      await transact(db, async (trx) => {
        const row = await lockOpen(trx, project, id);
        await pixels.judge(trx, ctx, ofIntake(row), judgement);
        const others = row.findings.filter(({ code }) => !pixelFindingCodes.includes(code));
        const findings = [...others, ...(await pixels.findingsOf(trx, row.intakeId))];
        await trx
          .updateTable('curation.quarantine_case')
          .set({ risk: riskOf(findings), findings: JSON.stringify(findings) })
          .where('id', '=', id)
          .execute();
      });
    },

    /** Asks for boxes to be made black. */
    async mask(ctx: Context, project: RouteProject, id: string, body: z.output<typeof maskBody>) {
      return transact(db, async (trx) => {
        const row = await lockOpen(trx, project, id);
        const made = await pixels.requestMask(trx, ctx, ofIntake(row), {
          boxes: body.boxes,
          textBoxIds: body.accepted,
        });
        return { id: made.id, effectiveAt: made.effectiveAt.toISOString() };
      });
    },

    /** Takes a mask back before pixels are changed. */
    async undoMask(ctx: Context, project: RouteProject, id: string, maskId: string): Promise<void> {
      await transact(db, async (trx) => {
        const row = await lockOpen(trx, project, id);
        await pixels.undoMask(trx, ctx, ofIntake(row), maskId);
      });
    },

    /** The words that were read. Recorded before they are shown; from a session only after a fresh sign-in. @throws signInAgain */
    async reveal(ctx: Context, project: RouteProject, id: string, reason: string) {
      const row = await caseOf(project, id);
      requireFreshSignIn(ctx, clock, config.freshSignInMs);
      await transact(db, (trx) =>
        audit.record(trx, ctx, {
          action: 'R',
          type: 'pixels.text.revealed',
          projectId: project.id,
          object: { kind: 'case', id },
          related: [{ kind: 'series', id: row.seriesId }],
          reason,
        }),
      );
      return pixels.readTexts(row.intakeId);
    },
  };
}

export type CasePixels = ReturnType<typeof createCasePixels>;
