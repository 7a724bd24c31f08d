import type { HeadScan } from './head.ts';
import { flood, type Mask } from './masks.ts';
import { createSphere, type Sphere } from './sphere.ts';

/**
 * Finds the brain by a surface that grows from within and is pushed by what it meets: the method of Smith's Brain
 * Extraction Tool (Human Brain Mapping 17, 2002). It needs no template, no training, and one contrast between brain and
 * skull, whichever of the two sequences or computed tomography made it.
 */

/** Of the head, down from its top, that the first guess is made from. */
const guessedHeightMm = 150;
/** How deep under the surface darkness is looked for, and brightness: deeper, the far side of a fold or a ventricle counts as skull. */
const darkestWithinMm = 8;
const brightestWithinMm = 4;
const rounds = 1000;
/** A surface that grew less than this since it was looked at last has arrived. */
const stillVoxels = 0.02;
const lookedAtRounds = 50;
/** Curvature radii between which smoothing sets in. */
const smallestRadiusMm = 3.33;
const largestRadiusMm = 10;

interface Guess {
  /** In voxels. */
  readonly centre: readonly [number, number, number];
  readonly radius: number;
  readonly median: number;
}

function middleOf(numbers: number[]): number {
  numbers.sort((a, b) => a - b);
  return numbers[Math.floor(numbers.length / 2)] ?? 0;
}

/** Centre, size and grey of the brain as far as the head tells them. */
function guess({ grid, values, greys, head, topLayer }: HeadScan): Guess {
  const [sizeX, sizeY] = grid.size;
  const layer = sizeX * sizeY;
  const bottom = Math.max(0, topLayer - Math.round(guessedHeightMm / grid.spacingMm));
  let [weight, x, y, z, count] = [0, 0, 0, 0, 0];
  for (let at = bottom * layer; at < (topLayer + 1) * layer; at++) {
    if (head[at] === 0) continue;
    count += 1;
    const share = Math.min(values[at] as number, greys.highest) - greys.lowest;
    if (share <= 0) continue;
    weight += share;
    x += share * (at % sizeX);
    y += share * (Math.floor(at / sizeX) % sizeY);
    z += share * Math.floor(at / layer);
  }
  const centre = [x / weight, y / weight, z / weight] as const;
  const radius = Math.cbrt((3 * count) / (4 * Math.PI));
  const inside: number[] = [];
  for (let at = bottom * layer; at < (topLayer + 1) * layer; at++) {
    const dx = (at % sizeX) - centre[0];
    const dy = (Math.floor(at / sizeX) % sizeY) - centre[1];
    const dz = Math.floor(at / layer) - centre[2];
    const value = values[at] as number;
    if (dx * dx + dy * dy + dz * dz > (radius * 0.8) ** 2) continue;
    if (value > greys.threshold && value < greys.highest) inside.push(value);
  }
  return { centre, radius, median: middleOf(inside) };
}

interface Surface {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
}

function startSurface(sphere: Sphere, { centre, radius }: Guess): Surface {
  const along = (axis: 0 | 1 | 2) =>
    Float64Array.from(sphere.vertices, (vertex) => centre[axis] + 0.5 * radius * vertex[axis]);
  return { x: along(0), y: along(1), z: along(2) };
}

/** What one vertex saw and how it stands to its neighbours; reused, because a million of them are looked at. */
interface Look {
  darkest: number;
  brightest: number;
}

/** Darkest value on the way in, and brightest near its beginning. False: the way leads out of the grid. */
function lookInward(scan: HeadScan, at: Vertex, look: Look): boolean {
  const { values } = scan;
  const steps = Math.round(darkestWithinMm / scan.grid.spacingMm);
  const brightSteps = Math.round(brightestWithinMm / scan.grid.spacingMm);
  const [sizeX, sizeY, sizeZ] = scan.grid.size;
  let darkest = Infinity;
  let brightest = -Infinity;
  for (let step = 0; step <= steps; step++) {
    const i = Math.round(at.x - at.nx * step);
    const j = Math.round(at.y - at.ny * step);
    const k = Math.round(at.z - at.nz * step);
    if (i < 0 || j < 0 || k < 0 || i >= sizeX || j >= sizeY || k >= sizeZ) return false;
    const value = values[(k * sizeY + j) * sizeX + i] as number;
    if (value < darkest) darkest = value;
    if (step <= brightSteps && value > brightest) brightest = value;
  }
  look.darkest = darkest;
  look.brightest = brightest;
  return true;
}

interface Evolution {
  readonly scan: HeadScan;
  readonly mesh: Mesh;
  readonly median: number;
  /** Where between dark and bright the surface stops: 0 to 1, smaller is a larger brain. */
  readonly fraction: number;
}

/** The rings of a sphere in flat arrays. */
interface Mesh {
  readonly starts: Int32Array;
  readonly neighbours: Int32Array;
}

function meshOf({ rings }: Sphere): Mesh {
  const starts = new Int32Array(rings.length + 1);
  rings.forEach((ring, at) => {
    starts[at + 1] = (starts[at] as number) + ring.length;
  });
  return { starts, neighbours: Int32Array.from(rings.flat()) };
}

/** Mean distance between neighbours. */
function edgeLength({ x, y, z }: Surface, { starts, neighbours }: Mesh): number {
  let sum = 0;
  for (let at = 0; at + 1 < starts.length; at++)
    for (let turn = starts[at] as number; turn < (starts[at + 1] as number); turn++) {
      const other = neighbours[turn] as number;
      const dx = (x[at] as number) - (x[other] as number);
      const dy = (y[at] as number) - (y[other] as number);
      const dz = (z[at] as number) - (z[other] as number);
      sum += Math.sqrt(dx * dx + dy * dy + dz * dz);
    }
  return sum / neighbours.length;
}

const curvatureMiddle = (1 / smallestRadiusMm + 1 / largestRadiusMm) / 2;
const curvatureSteepness = 6 / (1 / smallestRadiusMm - 1 / largestRadiusMm);

/** How far the values around ask a vertex to move along its normal, in edge lengths. */
function pull({ scan, median, fraction }: Evolution, at: Vertex, look: Look): number {
  const { lowest, threshold } = scan.greys;
  // Left what was scanned: back.
  if (!lookInward(scan, at, look)) return -0.1;
  const darkest = Math.max(lowest, Math.min(median, look.darkest));
  const brightest = Math.min(median, Math.max(threshold, look.brightest));
  const stop = (brightest - lowest) * fraction + lowest;
  return brightest > lowest ? (0.1 * (darkest - stop)) / (brightest - lowest) : 0;
}

/** A vertex with its outward normal of length 1, and the way to the middle of its neighbours. */
interface Vertex {
  x: number;
  y: number;
  z: number;
  nx: number;
  ny: number;
  nz: number;
  toMiddleX: number;
  toMiddleY: number;
  toMiddleZ: number;
}

function standing({ x, y, z }: Surface, { starts, neighbours }: Mesh, index: number, vertex: Vertex): void {
  const from = starts[index] as number;
  const to = starts[index + 1] as number;
  const px = (vertex.x = x[index] as number);
  const py = (vertex.y = y[index] as number);
  const pz = (vertex.z = z[index] as number);
  const last = neighbours[to - 1] as number;
  let ax = (x[last] as number) - px;
  let ay = (y[last] as number) - py;
  let az = (z[last] as number) - pz;
  let mx = 0;
  let my = 0;
  let mz = 0;
  let nx = 0;
  let ny = 0;
  let nz = 0;
  for (let turn = from; turn < to; turn++) {
    const other = neighbours[turn] as number;
    const bx = (x[other] as number) - px;
    const by = (y[other] as number) - py;
    const bz = (z[other] as number) - pz;
    mx += bx;
    my += by;
    mz += bz;
    nx += ay * bz - az * by;
    ny += az * bx - ax * bz;
    nz += ax * by - ay * bx;
    ax = bx;
    ay = by;
    az = bz;
  }
  const norm = Math.sqrt(nx * nx + ny * ny + nz * nz) || 1;
  vertex.nx = nx / norm;
  vertex.ny = ny / norm;
  vertex.nz = nz / norm;
  vertex.toMiddleX = mx / (to - from);
  vertex.toMiddleY = my / (to - from);
  vertex.toMiddleZ = mz / (to - from);
}

/** Moves every vertex once. */
function moveOnce(evolution: Evolution, from: Surface, to: Surface): void {
  const { mesh, scan } = evolution;
  const { spacingMm } = scan.grid;
  const edge = edgeLength(from, mesh);
  const perEdge = 2 / (edge * edge * spacingMm);
  const look: Look = { darkest: 0, brightest: 0 };
  const at: Vertex = { x: 0, y: 0, z: 0, nx: 0, ny: 0, nz: 0, toMiddleX: 0, toMiddleY: 0, toMiddleZ: 0 };
  for (let index = 0; index < from.x.length; index++) {
    standing(from, mesh, index, at);
    const along = at.toMiddleX * at.nx + at.toMiddleY * at.ny + at.toMiddleZ * at.nz;
    const curvature = Math.abs(along) * perEdge;
    const smooth = (1 + Math.tanh(curvatureSteepness * (curvature - curvatureMiddle))) / 2;
    const outward = (smooth - 0.5) * along + pull(evolution, at, look) * edge;
    to.x[index] = at.x + 0.5 * at.toMiddleX + outward * at.nx;
    to.y[index] = at.y + 0.5 * at.toMiddleY + outward * at.ny;
    to.z[index] = at.z + 0.5 * at.toMiddleZ + outward * at.nz;
  }
}

/** Of the vertices from the middle: the surface trembles at the end, its size does not. */
function meanDistance({ x, y, z }: Surface, [cx, cy, cz]: Guess['centre']): number {
  let sum = 0;
  for (let index = 0; index < x.length; index++) {
    const dx = (x[index] as number) - cx;
    const dy = (y[index] as number) - cy;
    const dz = (z[index] as number) - cz;
    sum += Math.sqrt(dx * dx + dy * dy + dz * dz);
  }
  return sum / x.length;
}

/** The voxels within the surface: its triangles are drawn as walls, and what the outside does not reach is inside. */
function fillSurface({ grid }: HeadScan, sphere: Sphere, { x, y, z }: Surface): Mask {
  const [sizeX, sizeY, sizeZ] = grid.size;
  const walls = new Uint8Array(sizeX * sizeY * sizeZ);
  const clamp = (value: number, size: number) => Math.min(size - 2, Math.max(1, Math.round(value)));
  for (const [a, b, c] of sphere.triangles) {
    const along = (from: number, to: number) =>
      Math.hypot(
        (x[from] as number) - (x[to] as number),
        (y[from] as number) - (y[to] as number),
        (z[from] as number) - (z[to] as number),
      );
    const steps = Math.ceil(Math.max(along(a, b), along(b, c), along(c, a)) * 2) + 1;
    for (let u = 0; u <= steps; u++)
      for (let v = 0; u + v <= steps; v++) {
        const [p, q] = [u / steps, v / steps];
        const mix = (values: Float64Array) =>
          (values[a] as number) * (1 - p - q) + (values[b] as number) * p + (values[c] as number) * q;
        const [i, j, k] = [clamp(mix(x), sizeX), clamp(mix(y), sizeY), clamp(mix(z), sizeZ)];
        walls[(k * sizeY + j) * sizeX + i] = 1;
      }
  }
  const outside = flood(grid.size, walls, [0]);
  return outside.map((value) => 1 - value);
}

/**
 * The brain with what lies within its surface (fluid, ventricles). About a second for a head.
 * @param fraction 0 to 1; smaller outlines more
 */
export function outlineBrain(scan: HeadScan, fraction: number): Mask {
  const sphere = createSphere(4);
  const guessed = guess(scan);
  const evolution = { scan, mesh: meshOf(sphere), median: guessed.median, fraction };
  let now = startSurface(sphere, guessed);
  let next: Surface = { x: now.x.slice(), y: now.y.slice(), z: now.z.slice() };
  let sizeBefore = 0;
  for (let round = 1; round <= rounds; round++) {
    moveOnce(evolution, now, next);
    [now, next] = [next, now];
    if (round % lookedAtRounds !== 0) continue;
    const size = meanDistance(now, guessed.centre);
    if (Math.abs(size - sizeBefore) < stillVoxels) break;
    sizeBefore = size;
  }
  return fillSurface(scan, sphere, now);
}
