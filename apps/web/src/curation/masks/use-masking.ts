import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CasePixels, FoundBox, Frame } from '../../api/types.ts';
import { toastDone, toastProblem } from '../../shared/ui/notice.tsx';
import { casePixelsQuery, judgeText, maskPixels, searchPixels, undoMask } from '../queries.ts';
import { asMaskBox, covers, type DrawnBox, type MaskScope } from './drawn-boxes.ts';
import type { Box, Size } from './mask-geometry.ts';

function sizeOf(frame: Frame | undefined): Size {
  return { columns: frame?.columns ?? 1, rows: frame?.rows ?? 1 };
}

/** A person must look at it: it is neither harmless nor dealt with. */
const isOpen = ({ kind, state }: FoundBox) => state === 'proposed' && kind !== 'harmless';

function isOn(box: FoundBox, frame: Frame | undefined): boolean {
  if (box.instanceId !== frame?.instanceId) return false;
  return box.frames.length === 0 || box.frames.includes(frame.frame);
}

function nextFrame(
  frames: readonly Frame[],
  index: number,
  isWanted: (frame: Frame | undefined) => boolean,
): number {
  for (let step = 1; step <= frames.length; step += 1) {
    const at = (index + step) % frames.length;
    if (isWanted(frames[at])) return at;
  }
  return index;
}

const isOverlay = ({ origin }: FoundBox) => origin === 'overlay';

/** Overlays on the shown frame, and those that wait for a decision. */
function overlaysOf(boxes: readonly FoundBox[], frame: Frame | undefined) {
  const all = boxes.filter(isOverlay);
  const open = all.filter(({ state }) => state === 'proposed');
  return {
    all,
    open,
    here: all.filter((box) => isOn(box, frame)),
    elsewhere: open.filter((box) => !isOn(box, frame)),
  };
}

/** Boxes of masks that are not applied yet. */
const isComing = ({ state }: CasePixels['masks'][number]) => state === 'waiting' || state === 'applying';

/** Boxes that are drawn, each on a frame, until they are made black. */
function useDrawn(frame: Frame | undefined, size: Size) {
  const [drawn, setDrawn] = useState<DrawnBox[]>([]);
  const [cleared, setCleared] = useState<DrawnBox[]>([]);
  const [next, setNext] = useState(1);
  const draw = (box: Box) => {
    if (frame === undefined) return;
    setDrawn((before) => [...before, { ...box, id: next, on: frame }]);
    setNext(next + 1);
  };
  return {
    drawn,
    draw,
    change: (box: DrawnBox) => setDrawn((before) => before.map((one) => (one.id === box.id ? box : one))),
    remove: (id: number) => setDrawn((before) => before.filter((one) => one.id !== id)),
    /** Takes them off; `restore` gives them back when their mask is taken back. */
    clear: () => {
      setCleared(drawn);
      setDrawn([]);
    },
    restore: () => {
      setDrawn((now) => [...cleared, ...now]);
      setCleared([]);
    },
    add: () => {
      const width = Math.max(1, Math.round(size.columns / 4));
      const height = Math.max(1, Math.round(size.rows / 10));
      draw({ left: Math.round((size.columns - width) / 2), top: Math.round(size.rows / 20), width, height });
    },
  };
}

/** Everything a reviewer does to the pixels of a case. */
export function useMasking(project: string, caseId: string, frame: Frame | undefined) {
  const client = useQueryClient();
  const { data: pixels } = useQuery(casePixelsQuery(project, caseId));
  const size = sizeOf(frame);
  const { drawn, clear, restore, ...drawing } = useDrawn(frame, size);
  const [accepted, setAccepted] = useState<ReadonlySet<string>>(new Set());
  const [scope, setScope] = useState<MaskScope>('image');
  const [isBusy, setIsBusy] = useState(false);
  const refresh = () => client.invalidateQueries({ queryKey: ['quarantine', project] });
  const run = (work: Promise<unknown>, done: string | null) => {
    setIsBusy(true);
    work
      .then(() => {
        if (done !== null) toastDone(done);
        return refresh();
      })
      .catch(toastProblem)
      .finally(() => setIsBusy(false));
  };
  const apply = () => {
    const boxes = drawn.map((box) => asMaskBox(box, scope));
    const asked = maskPixels(project, caseId, { boxes, accepted: [...accepted] }).then(() => {
      clear();
      setAccepted(new Set());
    });
    run(asked, 'The mask is applied in a moment; it can be undone until then.');
  };
  const toggle = (id: string) =>
    setAccepted((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  const boxes = pixels?.boxes ?? [];
  const texts = boxes.filter((box) => !isOverlay(box));
  const overlays = overlaysOf(boxes, frame);
  const open = texts.filter(isOpen);
  const elsewhere = open.filter((box) => !isOn(box, frame));
  return {
    ...drawing,
    /** On the shown frame, and on whatever frame. */
    drawn: drawn.filter((box) => covers(box, frame, scope)),
    allDrawn: drawn,
    pixels,
    size,
    found: texts.filter((box) => isOn(box, frame)),
    overlays,
    /** Text to be looked at, on whatever frame. */
    open,
    elsewhere,
    /** The next of these frames, round and round, with one of these boxes; the shown one when there is none. */
    nextWith: (wanted: readonly FoundBox[], frames: readonly Frame[], index: number) =>
      nextFrame(frames, index, (one) => wanted.some((box) => isOn(box, one))),
    nextDrawn: (frames: readonly Frame[], index: number) =>
      nextFrame(frames, index, (one) => drawn.some((box) => covers(box, one, scope))),
    acceptAll: () => setAccepted(new Set(open.map(({ id }) => id))),
    accepted,
    toggle,
    scope,
    setScope,
    isBusy,
    apply,
    judge: (ids: string[], dismissed: boolean) => run(judgeText(project, caseId, ids, dismissed), null),
    /** Overlays are removed as boxes are made black: in a moment, and all at once. */
    removeOverlays: (ids: string[]) =>
      run(
        maskPixels(project, caseId, { boxes: [], accepted: ids }),
        'Overlays are removed in a moment; it can be undone until then.',
      ),
    isRemoving: (id: string) =>
      (pixels?.masks ?? []).some((mask) => isComing(mask) && mask.overlays.includes(id)),
    undo: (mask: string) => run(undoMask(project, caseId, mask).then(restore), 'The mask was taken back.'),
    search: () => run(searchPixels(project, caseId), null),
  };
}

export type Masking = ReturnType<typeof useMasking>;
