import type { Head, Shape } from './head.ts';
import { tissues } from './tissues.ts';
import { add, apply, scale, subtract, type Vector } from './vectors.ts';

/** Where a slice lies: as Image Position and Orientation (Patient) and Pixel Spacing say it (PS3.3 C.7.6.2.1.1). */
export interface SlicePlane {
  readonly rows: number;
  readonly columns: number;
  /** Centre of the first pixel. */
  readonly positionMm: Vector;
  /** Direction of increasing column, and of increasing row. */
  readonly alongRow: Vector;
  readonly alongColumn: Vector;
  readonly rowSpacingMm: number;
  readonly columnSpacingMm: number;
}

const mantleLabel = tissues.indexOf('mantle');
const whiteLabel = tissues.indexOf('whiteMatter');
const cortexLabel = tissues.indexOf('cortex');
const fluidLabel = tissues.indexOf('cerebrospinalFluid');

/**
 * The tissue of every pixel, row by row. A row is a line through the head, and a line meets an ellipsoid in one interval:
 * so a slice costs a square root for each row and shape, not a test for each pixel and shape.
 */
export function labelSlice(head: Head, plane: SlicePlane): Uint8Array {
  const labels = new Uint8Array(plane.rows * plane.columns);
  for (const shape of head.shapes) paint(labels, shape, plane);
  fold(labels, head.folding, plane);
  return labels;
}

function paint(labels: Uint8Array, shape: Shape, plane: SlicePlane): void {
  const label = tissues.indexOf(shape.tissue);
  const { columns, rows } = plane;
  // In units of the radii, within the ellipsoid's axes, it is the unit sphere.
  const inUnits = (vector: Vector): Vector => {
    const [x, y, z] = shape.turn === undefined ? vector : apply(shape.turn, vector);
    return [x / shape.radiiMm[0], y / shape.radiiMm[1], z / shape.radiiMm[2]];
  };
  const [startX, startY, startZ] = inUnits(subtract(plane.positionMm, shape.centreMm));
  const [stepX, stepY, stepZ] = inUnits(scale(plane.alongRow, plane.columnSpacingMm));
  const [downX, downY, downZ] = inUnits(scale(plane.alongColumn, plane.rowSpacingMm));
  const a = stepX * stepX + stepY * stepY + stepZ * stepZ;
  for (let row = 0; row < rows; row++) {
    const x = startX + downX * row;
    const y = startY + downY * row;
    const z = startZ + downZ * row;
    const b = x * stepX + y * stepY + z * stepZ;
    const discriminant = b * b - a * (x * x + y * y + z * z - 1);
    if (discriminant <= 0) continue;
    const half = Math.sqrt(discriminant);
    const from = Math.max(0, Math.ceil((-b - half) / a));
    const to = Math.min(columns - 1, Math.floor((-b + half) / a));
    if (from <= to) labels.fill(label, row * columns + from, row * columns + to + 1);
  }
}

/** Folds the mantle by a pattern of three waves: fluid where it is low, white matter where it is high, cortex between. */
function fold(labels: Uint8Array, [phaseX, phaseY, phaseZ]: Vector, plane: SlicePlane): void {
  const { columns, rows } = plane;
  const step = scale(plane.alongRow, plane.columnSpacingMm);
  for (let row = 0; row < rows; row++) {
    const [x, y, z] = add(plane.positionMm, scale(plane.alongColumn, plane.rowSpacingMm * row));
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      if (labels[at] !== mantleLabel) continue;
      const px = x + step[0] * column;
      const py = y + step[1] * column;
      const pz = z + step[2] * column;
      const wave =
        Math.sin(0.3 * px + 1.4 * Math.sin(0.11 * py + phaseX) + phaseY) +
        Math.sin(0.28 * py + 1.5 * Math.sin(0.12 * pz + phaseY) + phaseZ) +
        Math.sin(0.3 * pz + 1.3 * Math.sin(0.1 * px + phaseZ) + phaseX);
      labels[at] = wave < -1.25 ? fluidLabel : wave > 0.9 ? whiteLabel : cortexLabel;
    }
  }
}
