import { flood } from '@pesscara/defacing';
import type { ScannedHead } from './reslice.ts';

/** What a tool did to a head. */
export interface Comparison {
  /** Voxels of the brain that it changed, of so many. */
  readonly brainTouched: number;
  readonly brainVoxels: number;
  /** Of the head's tissue that pydeface takes, and of the skin that bounds it. */
  readonly tissueShare: number;
  readonly skinShare: number;
  /** Tissue that it takes and pydeface leaves. */
  readonly moreMl: number;
}

/** Between air and tissue, of what is brighter than 98 % of all: as BET has it. */
const tissueShareOfBright = 0.1;

function tissueThreshold(samples: ArrayLike<number>): number {
  const values = Float64Array.from(samples).sort();
  const [low = 0, high = 0] = [0.02, 0.98].map((share) => values[Math.floor(share * (values.length - 1))]);
  return low + tissueShareOfBright * (high - low);
}

/** Air that reaches the border of the picture: what is beyond is skin. */
function outsideAir({ dimensions }: ScannedHead, isTissue: Uint8Array): Uint8Array {
  const [columns, rows, slices] = dimensions;
  const border: number[] = [];
  for (let k = 0; k < slices; k += 1)
    for (const j of [0, rows - 1])
      for (let i = 0; i < columns; i += 1) border.push((k * rows + j) * columns + i);
  return flood([columns, rows, slices], isTissue, border);
}

/** Compares what a tool changed with the brain, and with what pydeface takes. */
export function compareWithPydeface(head: ScannedHead, isTaken: (at: number) => boolean): Comparison {
  const { samples, brain, takenByPydeface, dimensions, toPatientMm } = head;
  const threshold = tissueThreshold(samples);
  const isTissue = Uint8Array.from(samples, (value) => (value > threshold ? 1 : 0));
  const air = outsideAir(head, isTissue);
  const beside = [1, dimensions[0], dimensions[0] * dimensions[1]].flatMap((step) => [step, -step]);
  const voxelMm3 = [0, 1, 2].reduce(
    (product, axis) => product * Math.hypot(...toPatientMm.map((row) => row[axis] ?? 0)),
    1,
  );
  let [brainTouched, brainVoxels, tissue, tissueTaken, skin, skinTaken, more] = [0, 0, 0, 0, 0, 0, 0];
  for (let at = 0; at < samples.length; at += 1) {
    const taken = isTaken(at);
    brainVoxels += brain[at] ?? 0;
    if (taken) brainTouched += brain[at] ?? 0;
    if (isTissue[at] === 0) continue;
    if (takenByPydeface[at] === 0) {
      more += taken ? 1 : 0;
      continue;
    }
    tissue += 1;
    tissueTaken += taken ? 1 : 0;
    if (!beside.some((step) => air[at + step] === 1)) continue;
    skin += 1;
    skinTaken += taken ? 1 : 0;
  }
  return {
    brainTouched,
    brainVoxels,
    tissueShare: tissueTaken / tissue,
    skinShare: skinTaken / skin,
    moreMl: (more * voxelMm3) / 1000,
  };
}
