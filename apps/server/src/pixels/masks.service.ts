import { option } from '@pesscara/deidentification';
import { eachInstance } from '../archive/index.ts';
import { later } from '../kernel/clock/index.ts';
import type { Context } from '../kernel/context/index.ts';
import { type Trx, transact } from '../kernel/db/index.ts';
import { newId, type ProjectId } from '../kernel/ids/index.ts';
import { problem } from '../kernel/problems/index.ts';
import { announce, type OfIntake } from './announce.ts';
import { findIdleBox } from './mask-coverage.ts';
import { boxesFor, maskedVersion, UnmaskableError } from './masked-version.ts';
import type { PixelsDeps } from './pixels.deps.ts';
import { applyMaskJob } from './pixels.jobs.ts';
import { maskInvalid, maskNotUndoable } from './pixels.problems.ts';
import {
  type BoxRow,
  endCleaning,
  findIntakeFacts,
  findMask,
  listBoxes,
  listImageSizes,
  listScanned,
  type MaskBox,
  type MaskRow,
  type ScanRow,
  setBoxState,
} from './pixels.repository.ts';

/** Below what the job has, so that the last attempt can say that it was. */
const mostAttempts = 5;

const fineStates: readonly BoxRow['state'][] = ['proposed', 'dismissed'];

/** A found box as boxes of a mask: one for each of its frames, or one for all. */
function asMaskBoxes({ instanceId, frames, left, top, width, height, overlayGroup }: BoxRow): MaskBox[] {
  const box = { instanceId, rows: null, columns: null, left, top, width, height };
  if (overlayGroup !== null) return [{ ...box, frame: null, overlayGroup }];
  return frames.length === 0 ? [{ ...box, frame: null }] : frames.map((frame) => ({ ...box, frame }));
}

/** Boxes that are made black: asked for, taken back, made true by a job. */
export function createMasks(deps: PixelsDeps) {
  const { db, clock, audit, events, jobs, archive, deidentification, config } = deps;

  /** True when a profile has the option Clean Pixel Data (113101). */
  async function cleansPixels(profileId: string | null): Promise<boolean> {
    const profile = profileId === null ? undefined : await deidentification.profiles.findIfThere(profileId);
    const { options } = (profile?.document ?? {}) as { options?: readonly string[] };
    return options?.includes(option.cleanPixelData) ?? false;
  }

  async function insert(
    trx: Trx,
    ctx: Context,
    of: OfIntake,
    mask: { boxes: MaskBox[]; textBoxIds: string[]; isAutomatic: boolean },
  ): Promise<{ id: string; effectiveAt: Date }> {
    const id = newId();
    const now = clock.now();
    const effectiveAt = mask.isAutomatic ? now : later(now, config.maskUndoMs);
    await trx
      .insertInto('pixels.mask')
      .values({
        id,
        intake_id: of.intakeId,
        project_id: of.projectId,
        series_id: of.seriesId,
        state: 'waiting',
        is_automatic: mask.isAutomatic,
        boxes: JSON.stringify(mask.boxes),
        text_box_ids: mask.textBoxIds,
        instance_count: 0,
        made_by: ctx.actor.id,
        made_at: now,
        effective_at: effectiveAt,
      })
      .execute();
    await audit.record(trx, ctx, {
      action: 'C',
      type: 'pixels.mask.requested',
      projectId: of.projectId,
      object: { kind: 'mask', id },
      related: [{ kind: 'series', id: of.seriesId }],
      after: { boxes: mask.boxes.length, automatic: mask.isAutomatic },
    });
    await jobs.add(trx, applyMaskJob, { maskId: id }, { jobKey: `apply-mask:${id}`, runAt: effectiveAt });
    await announce(events, trx, ctx, of, 'mask-waiting');
    return { id, effectiveAt };
  }

  /** What would change nothing must not look as if it was done. @throws maskInvalid */
  async function refuseIdle(
    trx: Trx,
    { intakeId }: OfIntake,
    { boxes, textBoxIds }: { boxes: readonly MaskBox[]; textBoxIds: readonly string[] },
    foundCount: number,
  ): Promise<void> {
    if (foundCount < new Set(textBoxIds).size)
      throw problem(maskInvalid, {
        detail:
          'Some of the chosen boxes are not there any more: the images were searched again. Choose anew.',
      });
    const named = boxes.flatMap(({ instanceId }) => instanceId ?? []);
    const idle = findIdleBox(boxes, await listImageSizes(trx, intakeId, named));
    if (idle >= 0)
      throw problem(maskInvalid, {
        detail: `Box ${idle + 1} covers no pixel: it lies outside of its image, or names an image or a frame that is not in this case. Nothing is masked.`,
      });
  }

  /** Asks for boxes to be made black. They are when the time to take it back is over. @throws maskInvalid */
  async function request(
    trx: Trx,
    ctx: Context,
    of: OfIntake,
    mask: { boxes: MaskBox[]; textBoxIds: string[] },
  ): Promise<{ id: string; effectiveAt: Date }> {
    const wanted = new Set(mask.textBoxIds);
    const found = (await listBoxes(trx, of.intakeId)).filter(({ id }) => wanted.has(id));
    const boxes = [...mask.boxes, ...found.flatMap(asMaskBoxes)];
    if (boxes.length === 0)
      throw problem(maskInvalid, { detail: 'Draw a box, or choose one that was found.' });
    await refuseIdle(trx, of, mask, found.length);
    return insert(trx, ctx, of, { boxes, textBoxIds: found.map(({ id }) => id), isAutomatic: false });
  }

  /** When a person has decided to keep overlays and none is open, the objects say so: (0012,0064) gets 113103. */
  async function stateDecided(trx: Trx, ctx: Context, of: OfIntake): Promise<void> {
    const overlays = (await listBoxes(trx, of.intakeId)).filter(({ origin }) => origin === 'overlay');
    if (overlays.length === 0 || overlays.some(({ state }) => state === 'proposed')) return;
    await insert(trx, ctx, of, { boxes: [], textBoxIds: [], isAutomatic: true });
  }

  /** Takes a mask back before pixels were changed. @throws maskNotUndoable */
  async function undo(trx: Trx, ctx: Context, of: OfIntake, maskId: string): Promise<void> {
    const mask = await findMask(trx, maskId, true);
    if (mask === undefined || mask.intakeId !== of.intakeId || mask.state !== 'waiting')
      throw problem(maskNotUndoable, { detail: 'Its pixels are black already, or are just becoming so.' });
    await trx.updateTable('pixels.mask').set({ state: 'undone' }).where('id', '=', maskId).execute();
    await audit.record(trx, ctx, {
      action: 'U',
      type: 'pixels.mask.undone',
      projectId: of.projectId,
      object: { kind: 'mask', id: maskId },
      related: [{ kind: 'series', id: of.seriesId }],
    });
    await announce(events, trx, ctx, of, 'mask-undone');
  }

  /** What the profile wants masked without a person: known regions always, text when it cleans pixels. */
  async function cleanAutomatically(trx: Trx, ctx: Context, scan: ScanRow): Promise<'begun' | 'nothing'> {
    const facts = await findIntakeFacts(trx, scan.intakeId);
    const cleans = await cleansPixels(facts?.profileId ?? null);
    const boxes = (await listBoxes(trx, scan.intakeId)).filter(
      ({ state, kind, origin }) =>
        state === 'proposed' &&
        // Overlays are a reviewer's to keep or remove.
        origin !== 'overlay' &&
        (origin === 'device-signature' || (cleans && (kind === 'region' || kind !== 'harmless'))),
    );
    if (boxes.length === 0 && !cleans) return 'nothing';
    const mask = {
      boxes: boxes.flatMap(asMaskBoxes),
      textBoxIds: boxes.map(({ id }) => id),
      isAutomatic: true,
    };
    await insert(trx, ctx, scan, mask);
    return 'begun';
  }

  /** Instances that were searched whole: only these may say that they are clean. */
  async function completeInstances(intakeId: string): Promise<Set<string>> {
    const searched = await listScanned(db, intakeId);
    return new Set(
      searched
        .filter((one) => one.unreadFrames === 0 && one.reading === 'whole')
        .map((one) => one.instanceId),
    );
  }

  /** Instances whose overlays a person has decided about, each and every one, with this mask or before. */
  async function decidedInstances({ intakeId, textBoxIds }: MaskRow): Promise<Set<string>> {
    const removed = new Set(textBoxIds);
    const overlays = (await listBoxes(db, intakeId)).filter(({ origin }) => origin === 'overlay');
    const open = overlays.filter(({ id, state }) => state === 'proposed' && !removed.has(id));
    const undecided = new Set(open.map(({ instanceId }) => instanceId));
    return new Set(overlays.flatMap(({ instanceId }) => (undecided.has(instanceId) ? [] : instanceId)));
  }

  async function fail(ctx: Context, mask: MaskRow, detail: string): Promise<void> {
    await transact(db, async (trx) => {
      await trx
        .updateTable('pixels.mask')
        .set({ state: 'failed', detail })
        .where('id', '=', mask.id)
        .execute();
      if (mask.isAutomatic)
        await endCleaning(trx, mask.intakeId, {
          state: 'failed',
          detail: `Its profile wants its pixels cleaned, and that is not possible. ${detail}`,
        });
      await audit.record(trx, ctx, {
        action: 'U',
        type: 'pixels.mask.failed',
        projectId: mask.projectId,
        object: { kind: 'mask', id: mask.id },
        related: [{ kind: 'series', id: mask.seriesId }],
        outcome: 4,
      });
      await announce(events, trx, ctx, mask, 'mask-failed');
    });
  }

  async function stageAll(mask: MaskRow, batchId: string): Promise<number> {
    const { intakeId, projectId } = mask;
    const facts = await findIntakeFacts(db, intakeId);
    const isClean = mask.isAutomatic && (await cleansPixels(facts?.profileId ?? null));
    const complete = isClean ? await completeInstances(intakeId) : new Set<string>();
    const decided = await decidedInstances(mask);
    const isAboutOverlays =
      mask.boxes.length === 0 || mask.boxes.some(({ overlayGroup }) => overlayGroup !== undefined);
    let done = 0;
    for await (const instance of eachInstance(db, { kind: 'intake', projectId, intakeId }, { intakeId })) {
      if (instance.rows === null) continue;
      const boxes = boxesFor(instance, mask.boxes);
      const claims = { isCleaned: complete.has(instance.id), graphicsCleaned: decided.has(instance.id) };
      const saysSo = claims.isCleaned || (isAboutOverlays && claims.graphicsCleaned);
      if (boxes.length === 0 && !saysSo) continue;
      await archive.versions.stage(batchId, instance.id, (current) =>
        maskedVersion(deps, current, boxes, claims),
      );
      done += 1;
      await db.updateTable('pixels.mask').set({ instances_done: done }).where('id', '=', mask.id).execute();
    }
    return done;
  }

  /** Why a mask is given up, in words without any value; undefined: it is tried again. */
  function whyGivenUp(ctx: Context, { id, attempts }: MaskRow, error: unknown): string | undefined {
    if (error instanceof UnmaskableError) return error.message;
    if (attempts + 1 < mostAttempts) return undefined;
    const { name, stack } = error as Error;
    ctx.log.error({ event: 'pixels.mask.failed', maskId: id, error: { name, stack } }, 'A mask failed');
    return 'It was tried several times; the server’s log says why.';
  }

  async function apply(ctx: Context, mask: MaskRow): Promise<void> {
    const { id, intakeId, seriesId } = mask;
    const projectId = mask.projectId as ProjectId;
    const cause = { kind: 'pixel-mask', id } as const;
    const batchId = await archive.versions.begin(ctx, { projectId, seriesId, cause });
    try {
      const done = await stageAll(mask, batchId);
      await transact(db, async (trx) => {
        await archive.versions.commit(trx, ctx, batchId, { previous: 'discard' });
        await setBoxState(trx, intakeId, mask.textBoxIds, { from: fineStates, to: 'masked' });
        const state = { state: 'applied' as const, instance_count: done };
        await trx.updateTable('pixels.mask').set(state).where('id', '=', id).execute();
        if (mask.isAutomatic) await endCleaning(trx, intakeId, { state: 'finished' });
        await announce(events, trx, ctx, mask, 'mask-applied');
      });
    } catch (error) {
      const reason = whyGivenUp(ctx, mask, error);
      if (reason === undefined) throw error;
      await archive.versions.abandon(batchId);
      await fail(ctx, mask, reason);
    }
  }

  jobs.handle(applyMaskJob, async ({ maskId }, ctx) => {
    const mask = await transact(db, async (trx) => {
      const found = await findMask(trx, maskId, true);
      if (found === undefined || (found.state !== 'waiting' && found.state !== 'applying')) return undefined;
      const facts = await findIntakeFacts(trx, found.intakeId);
      // Decided meanwhile, or more is coming: what is not under review is not changed.
      const isOpen = facts?.state === 'quarantined' || facts?.state === 'receiving';
      const state = isOpen ? 'applying' : 'undone';
      await trx
        .updateTable('pixels.mask')
        .set({ state, attempts: found.attempts + 1 })
        .where('id', '=', maskId)
        .execute();
      return isOpen ? found : undefined;
    });
    if (mask !== undefined) await apply(ctx, mask);
  });

  return { request, undo, stateDecided, cleanAutomatically, cleansPixels };
}

export type Masks = ReturnType<typeof createMasks>;
