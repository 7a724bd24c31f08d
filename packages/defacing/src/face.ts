import { dot, type Point } from './geometry.ts';
import type { HeadScan } from './head.ts';
import type { Mask } from './masks.ts';
import { type PatientGrid, pointOf } from './volume.ts';

/** The directions of a head and where its brain ends, in the patient's millimetres. */
export interface BrainFrame {
  /** Of length 1, level: where the nose points. */
  readonly front: Point;
  /** Of length 1, level: to the patient's left. */
  readonly left: Point;
  readonly centre: Point;
  /** Along `front`: the most anterior point of the brain, and the height at which it lies. */
  readonly frontMm: number;
  readonly frontHeightMm: number;
}

/** A head turned further than this to a side lies in no usual scan: its own axis is not trusted then. */
const largestTurn = Math.tan((30 * Math.PI) / 180);

/** Finds where the brain looks from its own shape: seen from above it is longer than wide. */
export function frameOf(grid: PatientGrid, brain: Mask): BrainFrame {
  let [count, x, y, z, xx, xy, yy] = [0, 0, 0, 0, 0, 0, 0];
  for (let at = 0; at < brain.length; at++) {
    if (brain[at] === 0) continue;
    const point = pointOf(grid, at);
    count += 1;
    x += point[0];
    y += point[1];
    z += point[2];
    xx += point[0] * point[0];
    xy += point[0] * point[1];
    yy += point[1] * point[1];
  }
  const centre: Point = [x / count, y / count, z / count];
  const spreadX = xx / count - centre[0] ** 2;
  const spreadY = yy / count - centre[1] ** 2;
  const spreadXy = xy / count - centre[0] * centre[1];
  // Angle of the longest axis from the y axis.
  const angle = 0.5 * Math.atan2(2 * spreadXy, spreadY - spreadX);
  const turn = Math.abs(Math.tan(angle)) <= largestTurn && spreadY > spreadX ? angle : 0;
  const front: Point = [-Math.sin(turn), -Math.cos(turn), 0];
  const left: Point = [Math.cos(turn), -Math.sin(turn), 0];
  return { front, left, centre, ...foremost(grid, brain, front) };
}

function foremost(grid: PatientGrid, brain: Mask, front: Point) {
  let frontMm = -Infinity;
  for (let at = 0; at < brain.length; at++)
    if (brain[at] === 1) frontMm = Math.max(frontMm, dot(front, pointOf(grid, at)));
  let [height, count] = [0, 0];
  for (let at = 0; at < brain.length; at++) {
    if (brain[at] === 0) continue;
    const point = pointOf(grid, at);
    if (dot(front, point) < frontMm - 6) continue;
    height += point[2];
    count += 1;
  }
  return { frontMm, frontHeightMm: height / count };
}

/**
 * The box in which a face is looked for, from the brain: eyes, nose and mouth lie below the height of its foremost
 * point, and in front of what lies 25 mm behind that. Sizes are those of a large adult's face.
 */
const faceHalfWidthMm = 48;
const faceBehindFrontMm = 25;
const faceBelowFrontMm = [25, 130] as const;

function isInFaceBox(frame: BrainFrame, point: Point): boolean {
  const aside = dot(frame.left, point) - dot(frame.left, frame.centre);
  const below = frame.frontHeightMm - point[2];
  return (
    Math.abs(aside) <= faceHalfWidthMm &&
    below >= faceBelowFrontMm[0] &&
    below <= faceBelowFrontMm[1] &&
    dot(frame.front, point) >= frame.frontMm - faceBehindFrontMm
  );
}

/** The skin of the face as vertices of its surface: one where the line between two neighbouring voxels leaves the head. */
export interface FaceSkin {
  /** The head's voxel of each vertex. */
  readonly vertices: Int32Array;
  /** How much of the face box was scanned, 0 to 1. */
  readonly scannedShare: number;
}

export function findFaceSkin({ grid, head, outside }: HeadScan, frame: BrainFrame): FaceSkin {
  const [sizeX, sizeY, sizeZ] = grid.size;
  const layer = sizeX * sizeY;
  const vertices: number[] = [];
  let scanned = 0;
  // The scan may end within the box, and the grid with it: the box is measured by its size, not by its voxels.
  const boxMm3 = 2 * faceHalfWidthMm * (faceBelowFrontMm[1] - faceBelowFrontMm[0]) * (faceBehindFrontMm + 25);
  for (let z = 1; z < sizeZ - 1; z++)
    for (let y = 1; y < sizeY - 1; y++)
      for (let x = 1; x < sizeX - 1; x++) {
        const at = z * layer + y * sizeX + x;
        if (grid.isScanned[at] === 0 || !isInFaceBox(frame, pointOf(grid, at))) continue;
        scanned += 1;
        if (head[at] === 0) continue;
        for (const next of [at - 1, at + 1, at - sizeX, at + sizeX, at - layer, at + layer])
          if (outside[next] === 1 && grid.isScanned[next] === 1) vertices.push(at);
      }
  return {
    vertices: Int32Array.from(vertices),
    scannedShare: Math.min(1, (scanned * grid.spacingMm ** 3) / boxMm3),
  };
}
