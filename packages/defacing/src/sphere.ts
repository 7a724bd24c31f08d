import { add, lengthOf, type Point, scale } from './geometry.ts';

/** A closed surface of triangles. */
export interface Sphere {
  /** On the unit sphere. */
  readonly vertices: readonly Point[];
  /** Three indices each; seen from outside they turn counterclockwise. */
  readonly triangles: readonly (readonly [number, number, number])[];
  /** For each vertex the vertices around it, in order. */
  readonly rings: readonly (readonly number[])[];
}

const golden = (1 + Math.sqrt(5)) / 2;

const icosahedron: readonly Point[] = [
  [-1, golden, 0],
  [1, golden, 0],
  [-1, -golden, 0],
  [1, -golden, 0],
  [0, -1, golden],
  [0, 1, golden],
  [0, -1, -golden],
  [0, 1, -golden],
  [golden, 0, -1],
  [golden, 0, 1],
  [-golden, 0, -1],
  [-golden, 0, 1],
];

const faces: readonly (readonly [number, number, number])[] = [
  [0, 11, 5],
  [0, 5, 1],
  [0, 1, 7],
  [0, 7, 10],
  [0, 10, 11],
  [1, 5, 9],
  [5, 11, 4],
  [11, 10, 2],
  [10, 7, 6],
  [7, 1, 8],
  [3, 9, 4],
  [3, 4, 2],
  [3, 2, 6],
  [3, 6, 8],
  [3, 8, 9],
  [4, 9, 5],
  [2, 4, 11],
  [6, 2, 10],
  [8, 6, 7],
  [9, 8, 1],
];

function onSphere(point: Point): Point {
  return scale(point, 1 / lengthOf(point));
}

function ringsOf(count: number, triangles: Sphere['triangles']): number[][] {
  const next = Array.from({ length: count }, () => new Map<number, number>());
  for (const [a, b, c] of triangles) {
    next[a]?.set(b, c);
    next[b]?.set(c, a);
    next[c]?.set(a, b);
  }
  return next.map((following) => {
    const ring: number[] = [];
    let [at] = following.keys();
    while (at !== undefined && ring.length < following.size) {
      ring.push(at);
      at = following.get(at);
    }
    return ring;
  });
}

/** An icosahedron whose triangles were divided into four as often as asked: four times make 2562 vertices. */
export function createSphere(divisions: number): Sphere {
  const vertices = icosahedron.map(onSphere);
  let triangles: Sphere['triangles'] = faces;
  for (let round = 0; round < divisions; round++) {
    const middles = new Map<number, number>();
    const middle = (a: number, b: number): number => {
      const key = Math.min(a, b) * 100_000 + Math.max(a, b);
      const known = middles.get(key);
      if (known !== undefined) return known;
      vertices.push(onSphere(add(vertices[a] as Point, vertices[b] as Point)));
      middles.set(key, vertices.length - 1);
      return vertices.length - 1;
    };
    triangles = triangles.flatMap(([a, b, c]) => {
      const [ab, bc, ca] = [middle(a, b), middle(b, c), middle(c, a)];
      return [
        [a, ab, ca],
        [b, bc, ab],
        [c, ca, bc],
        [ab, bc, ca],
      ] as const;
    });
  }
  return { vertices, triangles, rings: ringsOf(vertices.length, triangles) };
}
