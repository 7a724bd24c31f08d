/** A rectangle in pixels of the image. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}
export interface Size {
  columns: number;
  rows: number;
}

const between = (value: number, least: number, most: number) => Math.max(least, Math.min(most, value));

/** The box between two points, in whole pixels within the image. */
export function boxBetween(from: { x: number; y: number }, to: { x: number; y: number }, size: Size): Box {
  const left = between(Math.floor(Math.min(from.x, to.x)), 0, size.columns - 1);
  const top = between(Math.floor(Math.min(from.y, to.y)), 0, size.rows - 1);
  const right = between(Math.ceil(Math.max(from.x, to.x)), left + 1, size.columns);
  const bottom = between(Math.ceil(Math.max(from.y, to.y)), top + 1, size.rows);
  return { left, top, width: right - left, height: bottom - top };
}

/** The box at another place, all of it within the image. */
export function movedBy(box: Box, byX: number, byY: number, size: Size): Box {
  const left = between(Math.round(box.left + byX), 0, size.columns - box.width);
  const top = between(Math.round(box.top + byY), 0, size.rows - box.height);
  return { ...box, left, top };
}

/** The box with its right lower corner moved. */
export function resizedBy(box: Box, byX: number, byY: number, size: Size): Box {
  const width = between(Math.round(box.width + byX), 1, size.columns - box.left);
  const height = between(Math.round(box.height + byY), 1, size.rows - box.top);
  return { ...box, width, height };
}

const steps: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** What a key makes of a box: arrows move, with Shift they resize, with Control ten pixels at once; null: nothing. */
export function boxAfterKey(
  box: Box,
  { key, shiftKey, ctrlKey }: { key: string; shiftKey: boolean; ctrlKey: boolean },
  size: Size,
): Box | null {
  const step = steps[key];
  if (step === undefined) return null;
  const far = ctrlKey ? 10 : 1;
  return (shiftKey ? resizedBy : movedBy)(box, step[0] * far, step[1] * far, size);
}
