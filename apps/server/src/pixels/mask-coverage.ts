import { clipBox } from '@pesscara/pixel-cleaning';
import type { ImageSize, MaskBox } from './pixels.repository.ts';

function isMeantFor({ instanceId, rows, columns }: MaskBox, image: ImageSize): boolean {
  return instanceId === null ? rows === image.rows && columns === image.columns : instanceId === image.id;
}

/** The place, from 0, of the first box that covers no pixel of any image; -1 when each covers one. */
export function findIdleBox(boxes: readonly MaskBox[], images: readonly ImageSize[]): number {
  return boxes.findIndex(
    (box) =>
      !images.some(
        (image) =>
          isMeantFor(box, image) &&
          (box.frame ?? 1) <= image.frameCount &&
          clipBox(box, { rows: image.rows, columns: image.columns }) !== undefined,
      ),
  );
}
