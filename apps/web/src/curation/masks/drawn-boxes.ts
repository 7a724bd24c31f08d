import type { Frame, MaskBox } from '../../api/types.ts';
import type { Box } from './mask-geometry.ts';

/** What drawn boxes are meant for: the frame they were drawn on, its image, or every image of its size. */
export type MaskScope = 'frame' | 'image' | 'series';

export interface DrawnBox extends Box {
  id: number;
  /** The frame that it was drawn on. */
  on: Frame;
}

/** True when a drawn box is meant for a frame. */
export function covers({ on }: DrawnBox, frame: Frame | undefined, scope: MaskScope): boolean {
  if (frame === undefined) return false;
  if (scope === 'series') return frame.rows === on.rows && frame.columns === on.columns;
  return frame.instanceId === on.instanceId && (scope === 'image' || frame.frame === on.frame);
}

/** A drawn box as the server takes it. */
export function asMaskBox({ left, top, width, height, on }: DrawnBox, scope: MaskScope): MaskBox {
  const isSeries = scope === 'series';
  return {
    left,
    top,
    width,
    height,
    instanceId: isSeries ? null : on.instanceId,
    rows: isSeries ? (on.rows ?? null) : null,
    columns: isSeries ? (on.columns ?? null) : null,
    frame: scope === 'frame' ? on.frame : null,
  };
}
