import type { Head, Shape } from './head.ts';
import type { Random } from './random.ts';
import type { Tissue } from './tissues.ts';
import { apply, rotation, type Vector } from './vectors.ts';

function shape(tissue: Tissue, centreMm: Vector, radiiMm: Vector): Shape {
  return { tissue, centreMm, radiiMm };
}

function bothSides(tissue: Tissue, [x, y, z]: Vector, radiiMm: Vector): Shape[] {
  return [shape(tissue, [x, y, z], radiiMm), shape(tissue, [-x, y, z], radiiMm)];
}

interface Lobe {
  readonly centreMm: Vector;
  readonly radiiMm: Vector;
}

/** The parts of the brain that skull and scalp lie around. */
const lobes: readonly Lobe[] = [
  { centreMm: [0, 0, 10], radiiMm: [66, 84, 60] },
  { centreMm: [38, -16, -22], radiiMm: [24, 36, 20] },
  { centreMm: [-38, -16, -22], radiiMm: [24, 36, 20] },
  { centreMm: [24, 46, -34], radiiMm: [26, 28, 20] },
  { centreMm: [-24, 46, -34], radiiMm: [26, 28, 20] },
];

function layer(tissue: Tissue, thicknessMm: number): Shape[] {
  return lobes.map(({ centreMm, radiiMm: [x, y, z] }) =>
    shape(tissue, centreMm, [x + thicknessMm, y + thicknessMm, z + thicknessMm]),
  );
}

/** Skin, with the fat and muscle below it: face, nose, lids, chin, ears, neck. */
function softTissue(): Shape[] {
  return [
    ...layer('skin', 19),
    shape('skin', [0, -48, -70], [60, 52, 64]),
    shape('skin', [0, -104, -50], [14, 21, 20]),
    ...bothSides('skin', [32, -86, -32], [16, 16, 15]),
    shape('skin', [0, -92, -92], [24, 12, 9]),
    shape('skin', [0, -84, -116], [20, 18, 15]),
    ...bothSides('skin', [86, 12, -30], [6, 16, 27]),
    shape('skin', [0, 24, -120], [56, 56, 80]),
    ...layer('fat', 16),
    shape('fat', [0, -48, -70], [57, 49, 61]),
    shape('muscle', [0, -44, -74], [50, 42, 52]),
    shape('muscle', [0, 24, -120], [50, 50, 78]),
  ];
}

function skullAndOrbits(): Shape[] {
  return [
    ...layer('bone', 10),
    shape('bone', [0, -70, -72], [32, 20, 14]),
    shape('bone', [0, -72, -112], [26, 16, 10]),
    shape('muscle', [0, -52, -92], [24, 32, 14]),
    shape('air', [0, -78, -52], [9, 24, 14]),
    ...bothSides('air', [25, -70, -56], [11, 13, 12]),
    shape('air', [0, -22, -80], [11, 9, 34]),
    ...bothSides('bone', [31, -72, -31], [21, 24, 20]),
    ...bothSides('fat', [31, -75, -31], [18, 23, 17]),
    ...bothSides('vitreous', [32, -84, -32], [12.3, 12.3, 12.3]),
    ...bothSides('lens', [32, -94, -32], [4.4, 2.2, 4.4]),
    ...layer('cerebrospinalFluid', 3),
    // The canal of the spine, with the cord in it.
    shape('bone', [0, 30, -110], [18, 18, 70]),
    shape('cerebrospinalFluid', [0, 28, -108], [11, 10, 74]),
  ];
}

function brain(): Shape[] {
  return [
    shape('whiteMatter', [0, 26, -60], [7, 7, 60]),
    ...lobes.map(({ centreMm, radiiMm }) => shape('mantle', centreMm, radiiMm)),
    ...lobes.map(({ centreMm, radiiMm: [x, y, z] }) =>
      shape('whiteMatter', centreMm, [Math.max(8, x - 19), Math.max(10, y - 20), Math.max(7, z - 17)]),
    ),
    shape('whiteMatter', [0, 20, -32], [14, 14, 24]),
    ...bothSides('deepGrey', [22, -8, 8], [9, 19, 11]),
    ...bothSides('deepGrey', [11, 10, 8], [8, 14, 9]),
    ...bothSides('cerebrospinalFluid', [9, -10, 18], [6, 28, 8]),
    shape('cerebrospinalFluid', [0, 34, -34], [6, 5, 10]),
  ];
}

/**
 * A head with the layers that programs look for: scalp all around, skull of 7 mm, fluid, folded brain; and a face with
 * nose, eyes, lips and chin. Proportions and pose differ from seed to seed.
 */
export function createFaceHead(random: Random): Head {
  const stretch: Vector = [
    random.between(0.95, 1.04),
    random.between(0.95, 1.04),
    random.between(0.96, 1.03),
  ];
  const pose = rotation(random.between(-8, 8), random.between(-8, 8));
  // Its transpose: out of the pose into the head's own axes, along which the ellipsoids lie.
  const turn = [
    [pose[0][0], pose[1][0], pose[2][0]],
    [pose[0][1], pose[1][1], pose[2][1]],
    [pose[0][2], pose[1][2], pose[2][2]],
  ] as const;
  return {
    shapes: [...softTissue(), ...skullAndOrbits(), ...brain()].map(({ tissue, centreMm, radiiMm }) => ({
      tissue,
      centreMm: apply(pose, [centreMm[0] * stretch[0], centreMm[1] * stretch[1], centreMm[2] * stretch[2]]),
      radiiMm: [radiiMm[0] * stretch[0], radiiMm[1] * stretch[1], radiiMm[2] * stretch[2]],
      turn,
    })),
    folding: [random.between(0, 6), random.between(0, 6), random.between(0, 6)],
  };
}
