import { createFaceHead } from './face-head.ts';
import { createRandom } from './random.ts';
import { labelSlice, type SlicePlane } from './slice-labels.ts';
import { createPixelMaker } from './slice-pixels.ts';
import { perTissue, type Tissue, tissues } from './tissues.ts';
import { add, cross, scale, type Vector } from './vectors.ts';

export interface HeadVolumeOptions {
  readonly contrast: 't1' | 't2' | 'flair' | 'ct';
  readonly seed?: number;
  /** Columns, rows, slices. */
  readonly dimensions: Vector;
  /** Along columns, rows and slices. */
  readonly voxelSizesMm: Vector;
  /** Directions of a row and of a column in the patient; need not lie along an axis. */
  readonly alongRow: Vector;
  readonly alongColumn: Vector;
  /** Middle of the volume. */
  readonly centreMm?: Vector;
  /** Deviation of the noise in parts of the brightest tissue. Default 0.02. */
  readonly noise?: number;
  /** How much darker a coil sees the far end of the head, 0 to 1. Default 0. */
  readonly shading?: number;
}

export interface HeadVolume {
  readonly samples: Uint16Array;
  readonly dimensions: Vector;
  readonly rescaleIntercept: number;
  /** Rows of the matrix from column, row and slice to the patient's millimetres. */
  readonly toPatientMm: readonly [AffineRow, AffineRow, AffineRow];
  /** 1 in the voxels that are tissue of the brain or the cord. */
  readonly brain: Uint8Array;
  readonly isSkin: Uint8Array;
}
type AffineRow = readonly [number, number, number, number];

const brainTissues: ReadonlySet<Tissue> = new Set<Tissue>(['cortex', 'whiteMatter', 'deepGrey', 'mantle']);

/** Greys as pictures of a 3 T scanner show them, white matter of T1 = 1000. */
const mrGreys: Readonly<Record<'t1' | 't2' | 'flair', Partial<Record<Tissue, number>>>> = {
  t1: {
    whiteMatter: 1000,
    deepGrey: 820,
    cortex: 680,
    mantle: 680,
    cerebrospinalFluid: 240,
    fat: 1350,
    skin: 720,
    muscle: 560,
    vitreous: 220,
    lens: 420,
    bone: 60,
  },
  t2: {
    whiteMatter: 460,
    deepGrey: 540,
    cortex: 680,
    mantle: 680,
    cerebrospinalFluid: 1350,
    fat: 900,
    skin: 380,
    muscle: 230,
    vitreous: 1400,
    lens: 260,
    bone: 50,
  },
  flair: {
    whiteMatter: 560,
    deepGrey: 660,
    cortex: 760,
    mantle: 760,
    cerebrospinalFluid: 110,
    fat: 820,
    skin: 400,
    muscle: 330,
    vitreous: 180,
    lens: 300,
    bone: 40,
  },
};

function contrastOf(contrast: HeadVolumeOptions['contrast']) {
  if (contrast === 'ct') {
    const values = perTissue(({ hounsfield }) => hounsfield + 1024);
    return { values, brightest: 1000, magnitude: false, rescaleIntercept: -1024 };
  }
  const greys = mrGreys[contrast];
  return {
    values: Float32Array.from(tissues, (tissue) => greys[tissue] ?? 0),
    brightest: 1000,
    magnitude: true,
    rescaleIntercept: 0,
  };
}

/** A head as one volume with the truth about it, in any orientation: what a program that looks for a brain is tested with. */
export function makeHeadVolume(options: HeadVolumeOptions): HeadVolume {
  const { dimensions, voxelSizesMm, alongRow, alongColumn, seed = 1, noise = 0.02, shading = 0 } = options;
  const [columns, rows, slices] = dimensions;
  const random = createRandom(seed).fork('head-volume');
  const head = createFaceHead(random.fork('head'));
  const maker = createPixelMaker(random.fork('noise'));
  const { values, brightest, magnitude, rescaleIntercept } = contrastOf(options.contrast);
  const across = scale(alongRow, voxelSizesMm[0]);
  const down = scale(alongColumn, voxelSizesMm[1]);
  const through = scale(cross(alongRow, alongColumn), voxelSizesMm[2]);
  const half = (axis: 0 | 1 | 2) => -(dimensions[axis] - 1) / 2;
  const centre = options.centreMm ?? [0, 0, -10];
  const first = add(centre, add(scale(across, half(0)), add(scale(down, half(1)), scale(through, half(2)))));
  const samples = new Uint16Array(columns * rows * slices);
  const brain = new Uint8Array(samples.length);
  const isSkin = new Uint8Array(samples.length);
  for (let slice = 0; slice < slices; slice++) {
    const plane: SlicePlane = {
      rows,
      columns,
      positionMm: add(first, scale(through, slice)),
      alongRow,
      alongColumn,
      rowSpacingMm: voxelSizesMm[1],
      columnSpacingMm: voxelSizesMm[0],
    };
    const labels = labelSlice(head, plane);
    const pixels = maker.pixels(labels, {
      rows,
      columns,
      values,
      noise: noise * brightest,
      magnitude,
      lowest: 0,
      highest: 4095,
    });
    const start = slice * rows * columns;
    samples.set(shading === 0 ? pixels : shaded(pixels, plane, shading), start);
    labels.forEach((label, at) => {
      const tissue = tissues[label] as Tissue;
      if (brainTissues.has(tissue)) brain[start + at] = 1;
      if (tissue === 'skin') isSkin[start + at] = 1;
    });
  }
  const row = (axis: 0 | 1 | 2): AffineRow => [across[axis], down[axis], through[axis], first[axis]];
  return { samples, dimensions, rescaleIntercept, toPatientMm: [row(0), row(1), row(2)], brain, isSkin };
}

/** The field of a coil that sees one corner of the head better than the opposite one. */
function shaded(pixels: Uint16Array, plane: SlicePlane, shading: number): Uint16Array {
  const { columns, positionMm, alongRow, alongColumn, rowSpacingMm, columnSpacingMm } = plane;
  return pixels.map((value, at) => {
    const [x, y, z] = add(
      positionMm,
      add(
        scale(alongRow, (at % columns) * columnSpacingMm),
        scale(alongColumn, Math.floor(at / columns) * rowSpacingMm),
      ),
    );
    const towards = Math.min(1, Math.max(0, 0.5 + (x + y + z) / 500));
    return value * (1 - shading * towards);
  });
}
