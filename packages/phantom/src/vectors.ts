/** Millimetres in the patient's coordinates: x to the left, y to the back, z to the head (PS3.3 C.7.6.2.1.1). */
export type Vector = readonly [number, number, number];
/** Rows of a 3 × 3 matrix. */
export type Matrix = readonly [Vector, Vector, Vector];

export function add(a: Vector, b: Vector): Vector {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

export function subtract(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

export function scale(a: Vector, factor: number): Vector {
  return [a[0] * factor, a[1] * factor, a[2] * factor];
}

export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

export function apply(matrix: Matrix, a: Vector): Vector {
  return [dot(matrix[0], a), dot(matrix[1], a), dot(matrix[2], a)];
}

/** A rotation about the left-right axis (nodding), then about the head-foot axis (turning), in degrees. */
export function rotation(noddingDeg: number, turningDeg: number): Matrix {
  const nod = (noddingDeg * Math.PI) / 180;
  const turn = (turningDeg * Math.PI) / 180;
  const [cn, sn, ct, st] = [Math.cos(nod), Math.sin(nod), Math.cos(turn), Math.sin(turn)];
  return [
    [ct, -st * cn, st * sn],
    [st, ct * cn, -ct * sn],
    [0, sn, cn],
  ];
}
