import { normaliseDescription } from './description-words.ts';
import { type ImageOrientation, numbersOf, type SeriesAttributes, textOf } from './series-attributes.ts';

export const planes = ['axial', 'coronal', 'sagittal', 'oblique', 'mixed', '3D'] as const;
export type Plane = (typeof planes)[number];

export interface PlaneFinding {
  readonly plane: Plane | null;
  readonly source: 'header' | 'description';
  readonly attribute: string;
  readonly value: string;
  readonly weight: number;
}

// Slices along a tilted head are still called by the nearest plane; beyond this angle nobody would.
const obliqueFromDegrees = 35;
// Slices that differ by less are one stack.
const sameStackDegrees = 10;

function normalOf(orientation: ImageOrientation): [number, number, number] | undefined {
  const [rx, ry, rz, cx, cy, cz] = orientation;
  if (rx === undefined || ry === undefined || rz === undefined) return undefined;
  if (cx === undefined || cy === undefined || cz === undefined) return undefined;
  const normal: [number, number, number] = [ry * cz - rz * cy, rz * cx - rx * cz, rx * cy - ry * cx];
  const length = Math.hypot(...normal);
  if (!(length > 0.5)) return undefined;
  return [normal[0] / length, normal[1] / length, normal[2] / length];
}

function degreesBetween(one: readonly number[], other: readonly number[]): number {
  const dot = one.reduce((sum, component, axis) => sum + component * (other[axis] ?? 0), 0);
  return (Math.acos(Math.min(1, Math.abs(dot))) * 180) / Math.PI;
}

/** How many stacks of parallel slices the orientations make. */
export function orientationGroups(orientations: readonly ImageOrientation[]): number {
  const stacks: [number, number, number][] = [];
  for (const orientation of orientations) {
    const normal = normalOf(orientation);
    if (normal && !stacks.some((stack) => degreesBetween(stack, normal) < sameStackDegrees))
      stacks.push(normal);
  }
  return stacks.length;
}

/** The anatomical plane of one orientation, in the patient's coordinates (x to the left, y to the back, z to the head). */
export function planeOfOrientation(orientation: ImageOrientation): Plane | null {
  const normal = normalOf(orientation);
  if (normal === undefined) return null;
  const names: readonly Plane[] = ['sagittal', 'coronal', 'axial'];
  const angles = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ].map((axis) => degreesBetween(normal, axis));
  const smallest = Math.min(...angles);
  if (smallest > obliqueFromDegrees) return 'oblique';
  return names[angles.indexOf(smallest)] ?? null;
}

function isIsotropicVolume(attributes: SeriesAttributes): boolean {
  const [spacingMm] = numbersOf(attributes, 'SpacingBetweenSlices');
  const [thicknessMm] = numbersOf(attributes, 'SliceThickness');
  const [pixelMm] = numbersOf(attributes, 'PixelSpacing');
  const sliceMm = spacingMm ?? thicknessMm;
  const slices = numbersOf(attributes, 'SlicePositions')[0] ?? 0;
  if (sliceMm === undefined || pixelMm === undefined || slices < 60) return false;
  const isReformatted = textOf(attributes, 'ImageType').some((value) =>
    /MPR|REFORMATTED|MIP|PROJECTION/i.test(value),
  );
  return !isReformatted && textOf(attributes, 'MRAcquisitionType').includes('3D') && sliceMm <= pixelMm * 1.3;
}

const planeWords: readonly (readonly [Plane, RegExp])[] = [
  ['axial', /\b(?:ax|axi|axial|tra|trans|transverse|transaxial)\b/],
  ['sagittal', /\b(?:sag|sagittal)\b/],
  ['coronal', /\b(?:cor|coronal)\b/],
  ['oblique', /\b(?:obl|oblique)\b/],
];

/** The plane of a series: by its orientations, else by its descriptions. '3D' is a volume that shows equally well in every plane. */
export function findPlane(attributes: SeriesAttributes): PlaneFinding | undefined {
  const [first] = attributes.orientations;
  if (first !== undefined) {
    const found = { source: 'header', attribute: 'ImageOrientationPatient', weight: 0.95 } as const;
    const groups = orientationGroups(attributes.orientations);
    if (groups > 1) return { ...found, plane: 'mixed', value: `${groups} orientations` };
    const plane = isIsotropicVolume(attributes) ? '3D' : planeOfOrientation(first);
    return { ...found, plane, value: first.map((cosine) => cosine.toFixed(2)).join('\\') };
  }
  for (const attribute of ['SeriesDescription', 'ProtocolName'] as const) {
    for (const value of textOf(attributes, attribute)) {
      const words = normaliseDescription(value);
      const named = planeWords.find(([, pattern]) => pattern.test(words));
      if (named) return { plane: named[0], source: 'description', attribute, value, weight: 0.7 };
    }
  }
  return undefined;
}
