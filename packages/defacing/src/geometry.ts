/** Millimetres in the patient's coordinates: x to the left, y to the back, z to the head (PS3.3 C.7.6.2.1.1). */
export type Point = readonly [number, number, number];

/** Rows of a 3 × 4 matrix: from column, row and slice of a voxel, counted from 0 at their centres, to the patient's millimetres. */
export type Affine = readonly [AffineRow, AffineRow, AffineRow];
type AffineRow = readonly [number, number, number, number];

export function dot(a: Point, b: Point): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function add(a: Point, b: Point): Point {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

export function subtract(a: Point, b: Point): Point {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

export function scale(a: Point, factor: number): Point {
  return [a[0] * factor, a[1] * factor, a[2] * factor];
}

export function cross(a: Point, b: Point): Point {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

export function lengthOf(a: Point): number {
  return Math.sqrt(dot(a, a));
}

/** Where a matrix takes voxel coordinates. */
export function transform(affine: Affine, [i, j, k]: Point): Point {
  const at = ([a, b, c, d]: AffineRow) => a * i + b * j + c * k + d;
  return [at(affine[0]), at(affine[1]), at(affine[2])];
}

function columnOf(affine: Affine, column: 0 | 1 | 2 | 3): Point {
  return [affine[0][column], affine[1][column], affine[2][column]];
}

/** Steps of one voxel along columns, rows and slices, and the first voxel's centre. */
export function axesOf(affine: Affine): { across: Point; down: Point; through: Point; origin: Point } {
  return {
    across: columnOf(affine, 0),
    down: columnOf(affine, 1),
    through: columnOf(affine, 2),
    origin: columnOf(affine, 3),
  };
}

/** The matrix back from millimetres to voxels; undefined when the axes span no volume. */
export function invert(affine: Affine): Affine | undefined {
  const { across, down, through, origin } = axesOf(affine);
  const determinant = dot(across, cross(down, through));
  if (!(Math.abs(determinant) > 1e-9)) return undefined;
  const row = (a: Point, b: Point): AffineRow => {
    const direction = scale(cross(a, b), 1 / determinant);
    return [...direction, -dot(direction, origin)];
  };
  return [row(down, through), row(through, across), row(across, down)];
}
