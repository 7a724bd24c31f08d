import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readNiftiHeader } from './nifti-header.ts';
import { readVolume, type Volume } from './volume.ts';
import { extractSlice, orientationOf, type SlicePlane, sliceCounts, volumeWindow } from './volume-slice.ts';

// A box of 4 × 5 × 6 mm cubes in the patient: each voxel's value tells its place, 100·R + 10·A + S.
const boxSize = [4, 5, 6] as const;

interface Axes {
  /** Patient axis of each voxel axis. */
  order: readonly number[];
  isFlipped: readonly boolean[];
}

function nifti(
  { order, isFlipped }: Axes,
  { timePoints = 1, isBigEndian = false, version = 1 } = {},
): Buffer {
  const dimensions = order.map((world) => boxSize[world] as number);
  const affine = [0, 1, 2].map((world) => {
    const voxel = order.indexOf(world);
    const row = [0, 0, 0, isFlipped[voxel] ? (boxSize[world] as number) - 1 : 0];
    row[voxel] = isFlipped[voxel] ? -1 : 1;
    return row;
  });
  const header = Buffer.alloc(version === 1 ? 352 : 544);
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const little = !isBigEndian;
  const dim = [timePoints > 1 ? 4 : 3, ...dimensions, timePoints, 1, 1, 1];
  if (version === 1) {
    view.setInt32(0, 348, little);
    dim.forEach((count, index) => view.setInt16(40 + index * 2, count, little));
    for (let index = 1; index < 4; index++) view.setFloat32(76 + index * 4, 1, little);
    view.setInt16(70, 4, little);
    view.setFloat32(108, 352, little);
    view.setFloat32(112, 2, little);
    view.setFloat32(116, 1, little);
    view.setInt16(254, 1, little);
    affine.flat().forEach((value, index) => view.setFloat32(280 + index * 4, value, little));
  } else {
    view.setInt32(0, 540, little);
    view.setInt16(12, 4, little);
    dim.forEach((count, index) => view.setBigInt64(16 + index * 8, BigInt(count), little));
    for (let index = 1; index < 4; index++) view.setFloat64(104 + index * 8, 1, little);
    view.setBigInt64(168, 544n, little);
    view.setFloat64(176, 2, little);
    view.setFloat64(184, 1, little);
    view.setInt32(348, 1, little);
    affine.flat().forEach((value, index) => view.setFloat64(400 + index * 8, value, little));
  }
  const [nx, ny, nz] = dimensions as [number, number, number];
  const voxels = Buffer.alloc(nx * ny * nz * 2 * timePoints);
  let at = 0;
  for (let t = 0; t < timePoints; t++)
    for (let z = 0; z < nz; z++)
      for (let y = 0; y < ny; y++)
        for (let x = 0; x < nx; x++) {
          const index = [x, y, z];
          const place = affine.map((row) =>
            row
              .slice(0, 3)
              .reduce((sum, factor, axis) => sum + factor * (index[axis] as number), row[3] as number),
          );
          const value =
            100 * (place[0] as number) + 10 * (place[1] as number) + (place[2] as number) + 1000 * t;
          if (isBigEndian) voxels.writeInt16BE(value, at);
          else voxels.writeInt16LE(value, at);
          at += 2;
        }
  return Buffer.concat([header, voxels]);
}

async function load(file: Buffer, { isGzip = false, timePoint = 0, maxBytes = 1e6 } = {}): Promise<Volume> {
  const result = await readVolume(
    Readable.from([file.subarray(0, 100), file.subarray(100)]),
    isGzip,
    timePoint,
    maxBytes,
  );
  if (result.kind !== 'volume') throw new Error(result.reason);
  return result.volume;
}

const straight: Axes = { order: [0, 1, 2], isFlipped: [false, false, false] };

const orders = fc.constantFrom([0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]);
const anyAxes = fc.record({ order: orders, isFlipped: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()) });

describe('slices', () => {
  test('are the same whatever way the voxels are stored', async () => {
    await fc.assert(
      fc.asyncProperty(anyAxes, fc.boolean(), fc.constantFrom(1, 2), async (axes, isBigEndian, version) => {
        const volume = await load(nifti(axes, { isBigEndian, version }));
        expect(sliceCounts(volume.header)).toEqual({ axial: 6, coronal: 5, sagittal: 4 });
        const axial = extractSlice(volume, 'axial', 2, 0);
        // Upper left: the patient's right (3) at the front (4); stored values are scaled by 2 and shifted by 1.
        expect(axial?.values[0]).toBe(2 * (100 * 3 + 10 * 4 + 2) + 1);
        expect(axial?.values.at(-1)).toBe(2 * (100 * 0 + 10 * 0 + 2) + 1);
        const coronal = extractSlice(volume, 'coronal', 1, 0);
        expect(coronal?.values[0]).toBe(2 * (100 * 3 + 10 * 1 + 5) + 1);
        const sagittal = extractSlice(volume, 'sagittal', 0, 0);
        expect(sagittal?.values[0]).toBe(2 * (100 * 0 + 10 * 4 + 5) + 1);
        expect([sagittal?.width, sagittal?.height]).toEqual([5, 6]);
      }),
      { numRuns: 100 },
    );
  });

  test('of a later time point', async () => {
    const volume = await load(gzipSync(nifti(straight, { timePoints: 3 })), { isGzip: true });
    expect(volume.timePoints).toBe(3);
    expect(extractSlice(volume, 'axial', 0, 2)?.values.at(-1)).toBe(2 * 2000 + 1);
  });

  test('of a run too large to hold: only the time point asked for is read', async () => {
    const volume = await load(gzipSync(nifti(straight, { timePoints: 20 })), {
      isGzip: true,
      timePoint: 15,
      maxBytes: 300,
    });
    expect([volume.firstTimePoint, volume.timePoints, volume.voxels.byteLength]).toEqual([15, 1, 240]);
    expect(extractSlice(volume, 'axial', 0, 15)?.values.at(-1)).toBe(2 * 15_000 + 1);
    expect(extractSlice(volume, 'axial', 0, 14)).toBeUndefined();
  });

  test.each(['axial', 'coronal', 'sagittal'] as SlicePlane[])(
    'beyond the last %s one there is none',
    async (plane) => {
      const volume = await load(nifti(straight));
      expect(extractSlice(volume, plane, 99, 0)).toBeUndefined();
      expect(extractSlice(volume, plane, -1, 0)).toBeUndefined();
    },
  );

  test('an oblique volume keeps the nearest axes apart', () => {
    const header = readNiftiHeader(nifti(straight));
    if (typeof header === 'string') throw new Error(header);
    const tilted = {
      ...header,
      affine: [
        [0.7, 0.71, 0, 0],
        [0.71, -0.7, 0, 0],
        [0, 0, 1, 0],
      ],
    } as const;
    expect(new Set(orientationOf(tilted).axes).size).toBe(3);
  });

  test('the window covers the values inside', async () => {
    const { center, width } = volumeWindow(await load(nifti(straight)));
    expect(center).toBeGreaterThan(300);
    expect(width).toBeGreaterThan(500);
  });
});

describe('files that are no volume', () => {
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['something else', Buffer.alloc(600, 7)],
    ['one cut short', nifti(straight).subarray(0, 500)],
  ])('%s', async (_, file) => {
    expect(await readVolume(Readable.from([file]), false, 0, 1e6)).toMatchObject({ kind: 'unsupported' });
  });

  test('a gzip stream that is broken', async () => {
    const file = gzipSync(nifti(straight)).fill(0, 40, 60);
    expect(await readVolume(Readable.from([file]), true, 0, 1e6)).toMatchObject({ kind: 'unsupported' });
  });

  test('a volume larger than allowed is refused before it is read', async () => {
    expect(await readVolume(Readable.from([nifti(straight)]), false, 0, 100)).toMatchObject({
      kind: 'unsupported',
      reason: expect.stringContaining('larger than the limit') as string,
    });
  });

  test('any bytes behind a sound beginning', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 540, maxLength: 700 }), async (bytes) => {
        bytes.set([0x5c, 1, 0, 0]);
        const result = await readVolume(Readable.from([Buffer.from(bytes)]), false, 0, 1e6);
        expect(['unsupported', 'volume']).toContain(result.kind);
      }),
    );
  });
});
