import type { Context } from '../kernel/context/index.ts';
import type { Database, Trx } from '../kernel/db/index.ts';
import { createMasks, type OfIntake } from './masks.service.ts';
import type { PixelsDeps } from './pixels.deps.ts';
import { type BoxRow, findScan, listBoxes, listMasks, setBoxState } from './pixels.repository.ts';
import { createSearch, textPlace, textPurpose } from './search.service.ts';

export { pixelsSettings } from './pixels.config.ts';
export { maskInvalid, maskNotUndoable } from './pixels.problems.ts';
export { createTextReader } from './text-reader.ts';

/** What a reviewer is told of text in pixels: no word of it. */
export interface PixelFinding {
  code: string;
  severity: 'high' | 'medium' | 'low';
  detail: string;
  count: number;
  instanceIds: string[];
}

const mostInstancesNamed = 50;

function findingOf(
  code: string,
  severity: PixelFinding['severity'],
  detail: string,
  boxes: readonly BoxRow[],
): PixelFinding[] {
  if (boxes.length === 0) return [];
  const instanceIds = [...new Set(boxes.map(({ instanceId }) => instanceId))].slice(0, mostInstancesNamed);
  return [{ code, severity, detail, count: boxes.length, instanceIds }];
}

/** Text in pixels: found, judged, masked. */
export function createPixels(deps: PixelsDeps) {
  const { db, vault, audit, reader } = deps;
  const masks = createMasks(deps);
  const search = createSearch(deps, masks);

  return {
    requestSearch: search.request,
    requestMask: masks.request,
    undoMask: masks.undo,

    /** Why an arrival cannot be released yet, in words for its reviewer; null: its pixels stand in nobody's way. */
    async obstacle(trx: Database | Trx, intakeId: string): Promise<string | null> {
      const scan = await findScan(trx, intakeId);
      if (scan?.state === 'waiting' || scan?.state === 'scanning')
        return 'Its pixels are still being searched for text.';
      if (scan?.state === 'cleaning') return 'Text in its pixels is being made black.';
      if (scan?.state === 'failed')
        return `Its profile wants its pixels cleaned, and that is not possible. ${scan.detail ?? ''}`.trim();
      const pending = (await listMasks(trx, intakeId)).some(
        ({ state }) => state === 'waiting' || state === 'applying',
      );
      return pending ? 'A mask on it is being applied.' : null;
    },

    /** What its pixels add to the findings of an arrival: the patient's own text, and text that nobody judged. */
    async findingsOf(trx: Database | Trx, intakeId: string): Promise<PixelFinding[]> {
      const open = (await listBoxes(trx, intakeId)).filter(({ state }) => state === 'proposed');
      const own = open.filter(({ kind }) => kind === 'identity');
      const other = open.filter(({ kind }) => kind === 'unknown');
      return [
        ...findingOf('identity-in-pixels', 'high', 'Text in the pixels is the patient’s own: mask it.', own),
        ...findingOf('text-in-pixels', 'medium', 'There is text in the pixels: mask or dismiss it.', other),
      ];
    },

    /** Everything known of the pixels of an arrival, but for the words. */
    async view(intakeId: string) {
      const [scan, boxes, made] = await Promise.all([
        findScan(db, intakeId),
        listBoxes(db, intakeId),
        listMasks(db, intakeId),
      ]);
      return { scan, boxes, masks: made };
    },

    /** Children among several that texts name (TWIN A, FETUS B), by instance: proposals, to be confirmed by a person. */
    async proposedLabels(intakeId: string) {
      const boxes = await listBoxes(db, intakeId);
      return boxes.flatMap(({ id, instanceId, fetalRole, fetalDesignation }) =>
        fetalRole === null || fetalDesignation === null
          ? []
          : [{ boxId: id, instanceId, role: fetalRole, designation: fetalDesignation }],
      );
    },

    /** Dismisses found boxes, or proposes them again. */
    async judge(
      trx: Trx,
      ctx: Context,
      { intakeId, projectId, seriesId }: OfIntake,
      { ids, isDismissed }: { ids: readonly string[]; isDismissed: boolean },
    ): Promise<void> {
      const [from, to] = isDismissed
        ? (['proposed', 'dismissed'] as const)
        : (['dismissed', 'proposed'] as const);
      const count = await setBoxState(trx, intakeId, ids, { from: [from], to });
      await audit.record(trx, ctx, {
        action: 'U',
        type: isDismissed ? 'pixels.text.dismissed' : 'pixels.text.proposed',
        projectId,
        object: { kind: 'series', id: seriesId },
        after: { boxes: count },
      });
    },

    /** What was read in each box. It may name the patient: the caller has recorded that it is shown. */
    async readTexts(intakeId: string): Promise<{ id: string; text: string }[]> {
      return (await listBoxes(db, intakeId)).flatMap(({ id, sealedText }) =>
        sealedText === null
          ? []
          : [{ id, text: vault.unseal(textPurpose, textPlace(intakeId, id), sealedText).toString() }],
      );
    },

    close: () => reader.close(),
  };
}

export type Pixels = ReturnType<typeof createPixels>;
