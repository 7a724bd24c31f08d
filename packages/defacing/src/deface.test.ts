import { type HeadVolume, type HeadVolumeOptions, makeHeadVolume } from '@pesscara/phantom';
import { describe, expect, test } from 'vitest';
import { type DefaceResult, deface } from './deface.ts';
import { type Affine, add, axesOf, scale } from './geometry.ts';
import { pictureNames, takePictures } from './pictures.ts';
import { removeFromSlice } from './region.ts';
import type { ScannedVolume } from './volume.ts';

const axial = { alongRow: [1, 0, 0], alongColumn: [0, 1, 0] } as const;
const sagittal = { alongRow: [0, 1, 0], alongColumn: [0, 0, -1] } as const;
const coronal = { alongRow: [1, 0, 0], alongColumn: [0, 0, -1] } as const;
const [cos, sin] = [Math.cos(0.25), Math.sin(0.25)];
const oblique = { alongRow: [1, 0, 0], alongColumn: [0, cos, sin] } as const;

const heads: Record<string, HeadVolumeOptions> = {
  'T1, sagittal': { contrast: 't1', dimensions: [128, 128, 90], voxelSizesMm: [1.9, 2, 2], ...sagittal },
  'T1, sagittal, noisy and shaded': {
    contrast: 't1',
    seed: 7,
    noise: 0.05,
    shading: 0.5,
    dimensions: [128, 128, 90],
    voxelSizesMm: [2, 2, 2],
    ...sagittal,
  },
  'T2, axial, 3 mm': {
    contrast: 't2',
    seed: 2,
    dimensions: [230, 230, 72],
    voxelSizesMm: [1, 1, 3],
    ...axial,
  },
  'T2, oblique': {
    contrast: 't2',
    seed: 5,
    dimensions: [128, 128, 120],
    voxelSizesMm: [2, 2, 2],
    ...oblique,
  },
  'FLAIR, coronal': {
    contrast: 'flair',
    seed: 3,
    dimensions: [100, 120, 84],
    voxelSizesMm: [2.1, 2, 2.5],
    ...coronal,
  },
  'CT, axial': { contrast: 'ct', seed: 4, dimensions: [240, 240, 110], voxelSizesMm: [1, 1, 2], ...axial },
  'CT, axial, 4 mm': {
    contrast: 'ct',
    seed: 6,
    dimensions: [240, 240, 55],
    voxelSizesMm: [1, 1, 4],
    ...axial,
  },
};

function scanned(head: HeadVolume, { contrast }: HeadVolumeOptions): ScannedVolume {
  return {
    ...head,
    modality: contrast === 'ct' ? 'CT' : 'MR',
    rescaleSlope: 1,
    toPatientMm: head.toPatientMm,
  };
}

function removeFrom(volume: ScannedVolume, result: DefaceResult & { kind: 'defaced' }) {
  const [columns, rows, slices] = volume.dimensions;
  const { across, down, through, origin } = axesOf(volume.toPatientMm);
  let changed = 0;
  let brain = 0;
  for (let slice = 0; slice < slices; slice++) {
    const first = add(origin, scale(through, slice));
    const row = (axis: 0 | 1 | 2) => [across[axis], down[axis], through[axis], first[axis]] as const;
    const toPatientMm: Affine = [row(0), row(1), row(2)];
    const samples = volume.samples.subarray(slice * rows * columns, (slice + 1) * rows * columns);
    const counts = removeFromSlice(samples, { columns, rows, toPatientMm }, result.region, result.fill);
    changed += counts.changedCount;
    brain += counts.brainCount;
  }
  return { changed, brain };
}

describe.each(Object.entries(heads))('a head in %s', (_, options) => {
  const head = makeHeadVolume(options);
  const volume = scanned(head, options);
  const before = head.samples.slice();
  const result = deface(volume);

  test('loses its face and no voxel of its brain', () => {
    expect(result).toMatchObject({ kind: 'defaced' });
    if (result.kind !== 'defaced') return;
    expect(result.measures.skinRemovedShare).toBeGreaterThanOrEqual(0.8);
    const pictures = takePictures(volume, result.pictures);
    const counts = removeFrom(volume, result);
    expect(counts.brain).toBe(0);
    let [brainLost, changed, otherFill] = [0, 0, 0];
    for (let at = 0; at < before.length; at++) {
      if (before[at] === head.samples[at]) continue;
      changed += 1;
      brainLost += head.brain[at] as number;
      if (head.samples[at] !== result.fill) otherFill += 1;
    }
    expect(brainLost).toBe(0);
    expect(otherFill).toBe(0);
    expect(changed).toBe(counts.changed);
    // Less than a third of all that is no air: skull, scalp, ears and neck are still there.
    expect(changed / before.length).toBeLessThan(0.35);
    const after = takePictures(volume, result.pictures);
    for (const name of pictureNames) expect(after?.[name].levels).not.toEqual(pictures?.[name].levels);
  });
});

describe('what cannot be defaced', () => {
  test('is a volume without a head', () => {
    const empty = new Uint16Array(60 * 60 * 60).map((_, at) => (at * 7919) % 13);
    const volume: ScannedVolume = {
      modality: 'MR',
      dimensions: [60, 60, 60],
      samples: empty,
      rescaleSlope: 1,
      rescaleIntercept: 0,
      toPatientMm: [
        [3, 0, 0, 0],
        [0, 3, 0, 0],
        [0, 0, 3, 0],
      ],
    };
    expect(deface(volume)).toMatchObject({ kind: 'not-defaced' });
  });

  test('is a stack whose slices all lie in one place', () => {
    const options = heads['T1, sagittal'] as HeadVolumeOptions;
    const head = makeHeadVolume(options);
    const [x, y, z] = head.toPatientMm;
    const flat = [x, y, z].map(([a, b, , d]) => [a, b, 0, d] as const) as unknown as Affine;
    expect(deface({ ...scanned(head, options), toPatientMm: flat })).toEqual({
      kind: 'not-defaced',
      reason: 'no-volume',
      measures: {},
    });
  });

  test('is a scan that ends above the eyes', () => {
    const options = {
      ...(heads['CT, axial'] as HeadVolumeOptions),
      dimensions: [240, 240, 42],
      centreMm: [0, 0, 45],
    } as const;
    const result = deface(scanned(makeHeadVolume(options), options));
    expect(result).toMatchObject({ kind: 'not-defaced', reason: 'no-face-scanned' });
  });

  test('is a head of which too little skin may go', () => {
    const options = heads['FLAIR, coronal'] as HeadVolumeOptions;
    const volume = scanned(makeHeadVolume(options), options);
    expect(deface(volume, { bufferMm: 45, guardMm: 44 })).toMatchObject({
      kind: 'not-defaced',
      reason: 'face-remains',
    });
  }, 60_000);
});
