import type { Random } from './random.ts';
import type { Tissue } from './tissues.ts';
import { apply, type Matrix, rotation, type Vector } from './vectors.ts';

/** An ellipsoid of one tissue. `turn` takes the patient's axes to the ellipsoid's. */
export interface Shape {
  readonly tissue: Tissue;
  readonly centreMm: Vector;
  readonly radiiMm: Vector;
  readonly turn?: Matrix;
}

/** How one patient's head differs from the next, and what is the matter with it. */
export interface Head {
  readonly shapes: readonly Shape[];
  /** Phases of the folding of the cortex. */
  readonly folding: Vector;
}

export interface Lesion {
  readonly centreMm: Vector;
  readonly radiusMm: number;
  /** A cavity with a thin rim: what an operation leaves. */
  readonly resected?: boolean;
}

export interface HeadOptions {
  lesion?: Lesion;
}

function shape(tissue: Tissue, centreMm: Vector, radiiMm: Vector, turn?: Matrix): Shape {
  return turn === undefined ? { tissue, centreMm, radiiMm } : { tissue, centreMm, radiiMm, turn };
}

function bothSides(
  tissue: Tissue,
  [x, y, z]: Vector,
  radiiMm: Vector,
  tilt?: readonly [number, number],
): Shape[] {
  return [1, -1].map((side) =>
    shape(
      tissue,
      [x * side, y, z],
      radiiMm,
      tilt === undefined ? undefined : rotation(tilt[0], tilt[1] * side),
    ),
  );
}

// From outside in: every shape is painted over those before it.
function skullAndFace(): Shape[] {
  return [
    shape('skin', [0, -4, -38], [72, 92, 122]),
    shape('skin', [0, -94, -62], [13, 20, 18]),
    ...bothSides('skin', [76, 8, -32], [7, 14, 26]),
    shape('fat', [0, -3, -37], [69.5, 89, 119]),
    shape('muscle', [0, 4, -85], [62, 72, 52]),
    shape('bone', [0, 6, 6], [72, 90, 73]),
    shape('marrow', [0, 6, 6], [69.5, 87.5, 70.5]),
    shape('bone', [0, 6, 6], [68, 86, 69]),
    shape('bone', [0, -62, -68], [46, 22, 16]),
    shape('air', [0, -56, -50], [11, 26, 14]),
    ...bothSides('air', [26, -54, -56], [12, 14, 13]),
    ...bothSides('bone', [52, 22, -42], [16, 20, 12]),
    ...bothSides('fat', [31, -66, -28], [18, 22, 17]),
    ...bothSides('vitreous', [31, -73, -28], [12.3, 12.3, 12.3]),
    ...bothSides('lens', [31, -83, -28], [4.4, 2.3, 4.4]),
  ];
}

function brain(): Shape[] {
  return [
    shape('cerebrospinalFluid', [0, 6, 6], [66, 84, 67]),
    // The folded mantle: slices decide point by point what it is there.
    shape('mantle', [0, 4, 9], [63.5, 81, 62]),
    ...bothSides('mantle', [36, -14, -24], [24, 38, 20], [10, -8]),
    shape('whiteMatter', [0, 4, 10], [43, 60, 41]),
    ...bothSides('whiteMatter', [36, -12, -24], [13, 26, 9], [10, -8]),
    shape('cortex', [0, 4, 46], [4.2, 72, 24]),
    shape('cortex', [0, -50, 16], [4.2, 24, 24]),
    shape('cortex', [0, 62, 22], [4.2, 17, 20]),
    shape('cerebrospinalFluid', [0, 4, 48], [1.2, 74, 24]),
    shape('cerebrospinalFluid', [0, -52, 16], [1.2, 25, 24]),
    shape('cerebrospinalFluid', [0, 64, 22], [1.2, 18, 20]),
    shape('whiteMatter', [0, 0, 8], [22, 34, 12]),
    ...bothSides('deepGrey', [12, 4, 6], [8, 13, 9], [0, -12]),
    ...bothSides('deepGrey', [24, -6, 5], [7, 17, 10], [0, -14]),
    ...bothSides('deepGrey', [11, -22, 12], [5, 11, 8], [20, 0]),
    ...bothSides('cerebrospinalFluid', [8, -14, 16], [6, 24, 7], [18, -10]),
    ...bothSides('cerebrospinalFluid', [16, 24, 12], [6.5, 18, 8], [-24, 16]),
    ...bothSides('cerebrospinalFluid', [29, 6, -10], [4, 16, 4], [8, -16]),
    shape('cerebrospinalFluid', [0, 6, 4], [2.6, 14, 9]),
    ...bothSides('cortex', [25, 50, -36], [26, 30, 20], [0, 8]),
    ...bothSides('whiteMatter', [22, 46, -35], [16, 19, 11], [0, 8]),
    shape('whiteMatter', [0, 18, -34], [12, 12, 26], rotation(-14, 0)),
    shape('cerebrospinalFluid', [0, 33, -34], [7, 4.5, 11]),
    shape('vessel', [0, 84, 20], [4, 4.5, 24], rotation(12, 0)),
    shape('vessel', [0, 8, 70], [3.4, 26, 3.4]),
    ...bothSides('vessel', [18, -14, -20], [16, 2.2, 2.2], [0, 20]),
    shape('vessel', [0, 8, -22], [2.4, 2.4, 16]),
  ];
}

function lesionShapes({ centreMm: centre, radiusMm: radius, resected = false }: Lesion): Shape[] {
  const oedema = shape('oedema', centre, [radius * 1.65, radius * 2.05, radius * 1.5], rotation(8, 24));
  if (resected)
    return [
      shape('oedema', centre, [radius * 1.25, radius * 1.45, radius * 1.2], rotation(8, 24)),
      shape('lesionRim', centre, [radius * 1.02, radius * 1.12, radius * 0.98]),
      shape('cavity', centre, [radius * 0.94, radius * 1.04, radius * 0.9]),
    ];
  return [
    oedema,
    shape('lesionRim', centre, [radius, radius * 1.12, radius * 0.95], rotation(0, 30)),
    shape(
      'lesionCore',
      [centre[0] + 0.8, centre[1] - 0.6, centre[2]],
      [radius * 0.7, radius * 0.82, radius * 0.66],
    ),
    shape(
      'lesionRim',
      [centre[0] + radius * 0.9, centre[1] + radius * 0.5, centre[2] + 2],
      [radius * 0.28, radius * 0.3, radius * 0.28],
    ),
  ];
}

/** A head of ellipsoids with its own proportions, centred between the ears; with a lesion when the patient has one. */
export function createHead(random: Random, { lesion }: HeadOptions = {}): Head {
  const stretch: Vector = [
    random.between(0.95, 1.04),
    random.between(0.95, 1.04),
    random.between(0.96, 1.03),
  ];
  // Nobody lies quite straight in the scanner.
  const pose = rotation(random.between(-4, 4), random.between(-4, 4));
  const shapes = [...skullAndFace(), ...brain(), ...(lesion === undefined ? [] : lesionShapes(lesion))];
  return {
    shapes: shapes.map(({ tissue, centreMm, radiiMm, turn }) => ({
      tissue,
      centreMm: apply(pose, [centreMm[0] * stretch[0], centreMm[1] * stretch[1], centreMm[2] * stretch[2]]),
      radiiMm: [radiiMm[0] * stretch[0], radiiMm[1] * stretch[1], radiiMm[2] * stretch[2]],
      turn: compose(turn, pose),
    })),
    folding: [random.between(0, 6), random.between(0, 6), random.between(0, 6)],
  };
}

/** First out of the pose, then into the ellipsoid's axes. */
function compose(turn: Matrix | undefined, pose: Matrix): Matrix {
  const inverse: Matrix = [
    [pose[0][0], pose[1][0], pose[2][0]],
    [pose[0][1], pose[1][1], pose[2][1]],
    [pose[0][2], pose[1][2], pose[2][2]],
  ];
  if (turn === undefined) return inverse;
  const column = (at: 0 | 1 | 2): Vector => apply(turn, [inverse[0][at], inverse[1][at], inverse[2][at]]);
  const [a, b, c] = [column(0), column(1), column(2)];
  return [
    [a[0], b[0], c[0]],
    [a[1], b[1], c[1]],
    [a[2], b[2], c[2]],
  ];
}
