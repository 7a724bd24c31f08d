/** Rows of the 3 × 4 matrix from voxel indices to millimetres in RAS+ (x to the right, y to the front, z to the head). */
export type Affine = readonly [readonly number[], readonly number[], readonly number[]];

/** What a NIfTI-1 or NIfTI-2 header says that a reader needs. */
export interface NiftiHeader {
  readonly version: 1 | 2;
  readonly isLittleEndian: boolean;
  /** Voxels along x, y, z; 1 where the file has fewer axes. */
  readonly dimensions: readonly [number, number, number];
  /** Volumes: the product of all further axes. */
  readonly timePoints: number;
  readonly voxelSizesMm: readonly [number, number, number];
  readonly datatype: number;
  readonly bytesPerVoxel: number;
  /** Where voxels begin in the file. */
  readonly voxelOffset: number;
  readonly slope: number;
  readonly intercept: number;
  readonly affine: Affine;
}

/** Bytes to have before the header can be read, of either version; a NIfTI-1 file alone may be shorter. */
export const niftiHeaderBytes = 540;

// Bytes of a voxel by datatype code (nifti1.h DT_*): what this reader shows.
const voxelBytes: Readonly<Record<number, number>> = {
  2: 1,
  4: 2,
  8: 4,
  16: 4,
  64: 8,
  128: 3,
  256: 1,
  512: 2,
  768: 4,
};

interface Layout {
  readonly version: 1 | 2;
  readonly dim: (index: number) => number;
  readonly pixdim: (index: number) => number;
  readonly real: (
    name: 'voxelOffset' | 'slope' | 'intercept' | 'quatern' | 'qoffset' | 'srow',
    index?: number,
  ) => number;
  readonly code: (name: 'datatype' | 'qform' | 'sform') => number;
}

function layoutOf1(view: DataView, isLittleEndian: boolean): Layout {
  const float = (at: number) => view.getFloat32(at, isLittleEndian);
  const short = (at: number) => view.getInt16(at, isLittleEndian);
  const reals = { voxelOffset: 108, slope: 112, intercept: 116, quatern: 256, qoffset: 268, srow: 280 };
  const codes = { datatype: 70, qform: 252, sform: 254 };
  return {
    version: 1,
    dim: (index) => short(40 + index * 2),
    pixdim: (index) => float(76 + index * 4),
    real: (name, index = 0) => float(reals[name] + index * 4),
    code: (name) => short(codes[name]),
  };
}

function layoutOf2(view: DataView, isLittleEndian: boolean): Layout {
  const double = (at: number) => view.getFloat64(at, isLittleEndian);
  const long = (at: number) => Number(view.getBigInt64(at, isLittleEndian));
  const reals = { voxelOffset: 168, slope: 176, intercept: 184, quatern: 352, qoffset: 376, srow: 400 };
  return {
    version: 2,
    dim: (index) => long(16 + index * 8),
    pixdim: (index) => double(104 + index * 8),
    real: (name, index = 0) => (name === 'voxelOffset' ? long(reals[name]) : double(reals[name] + index * 8)),
    code: (name) =>
      name === 'datatype'
        ? view.getInt16(12, isLittleEndian)
        : view.getInt32(name === 'qform' ? 344 : 348, isLittleEndian),
  };
}

function layoutOf(bytes: Uint8Array): { layout: Layout; isLittleEndian: boolean } | undefined {
  if (bytes.length < 348) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const isLittleEndian of [true, false]) {
    const size = view.getInt32(0, isLittleEndian);
    if (size === 348) return { layout: layoutOf1(view, isLittleEndian), isLittleEndian };
    if (size === 540 && bytes.length >= niftiHeaderBytes)
      return { layout: layoutOf2(view, isLittleEndian), isLittleEndian };
  }
  return undefined;
}

/** The matrix of a quaternion, scaled by voxel sizes (nifti1.h, METHOD 2). */
function quaternionAffine({ pixdim, real }: Layout): Affine {
  const [b, c, d] = [real('quatern', 0), real('quatern', 1), real('quatern', 2)];
  const a = Math.sqrt(Math.max(0, 1 - b * b - c * c - d * d));
  const [sx, sy, sz] = [pixdim(1), pixdim(2), pixdim(3) * (pixdim(0) < 0 ? -1 : 1)];
  return [
    [
      (a * a + b * b - c * c - d * d) * sx,
      2 * (b * c - a * d) * sy,
      2 * (b * d + a * c) * sz,
      real('qoffset', 0),
    ],
    [
      2 * (b * c + a * d) * sx,
      (a * a + c * c - b * b - d * d) * sy,
      2 * (c * d - a * b) * sz,
      real('qoffset', 1),
    ],
    [
      2 * (b * d - a * c) * sx,
      2 * (c * d + a * b) * sy,
      (a * a + d * d - b * b - c * c) * sz,
      real('qoffset', 2),
    ],
  ];
}

function affineOf(layout: Layout): Affine {
  const { code, real, pixdim } = layout;
  if (code('sform') > 0) {
    const row = (at: number) => [0, 1, 2, 3].map((column) => real('srow', at * 4 + column));
    return [row(0), row(1), row(2)];
  }
  if (code('qform') > 0) return quaternionAffine(layout);
  return [
    [pixdim(1), 0, 0, 0],
    [0, pixdim(2), 0, 0],
    [0, 0, pixdim(3), 0],
  ];
}

/** Reads a header; a string says in plain words why it cannot be shown. */
export function readNiftiHeader(bytes: Uint8Array): NiftiHeader | string {
  const found = layoutOf(bytes);
  if (found === undefined) return 'The file is no NIfTI image';
  const { layout, isLittleEndian } = found;
  const axes = layout.dim(0);
  if (!(axes >= 1 && axes <= 7)) return 'The NIfTI header states no number of axes between 1 and 7';
  const extent = (index: number) => (index <= axes ? layout.dim(index) : 1);
  const dimensions: [number, number, number] = [extent(1), extent(2), extent(3)];
  const timePoints = [4, 5, 6, 7].reduce((product, index) => product * Math.max(1, extent(index)), 1);
  if (dimensions.some((count) => !(count >= 1)) || !Number.isSafeInteger(timePoints))
    return 'The NIfTI header states axes without voxels';
  const datatype = layout.code('datatype');
  const bytesPerVoxel = voxelBytes[datatype];
  if (bytesPerVoxel === undefined) return `Voxels of NIfTI datatype ${datatype} cannot be shown`;
  const slope = layout.real('slope');
  const intercept = layout.real('intercept');
  const size = (index: number) => Math.abs(layout.pixdim(index)) || 1;
  return {
    version: layout.version,
    isLittleEndian,
    dimensions,
    timePoints,
    voxelSizesMm: [size(1), size(2), size(3)],
    datatype,
    bytesPerVoxel,
    voxelOffset: Math.max(layout.version === 1 ? 352 : 544, layout.real('voxelOffset')),
    slope: Number.isFinite(slope) && slope !== 0 ? slope : 1,
    intercept: Number.isFinite(intercept) && Number.isFinite(slope) && slope !== 0 ? intercept : 0,
    affine: affineOf(layout),
  };
}
