/**
 * How fast de-identification alone is, bytes in to bytes out, without a disk: the engine on one core beside pydicom with
 * rules of the same kind, on the same files in the same run.
 *
 *   node bench/src/deidentify.ts [--instances 500] [--write]
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createDeidentifier, deidentifyFile, researchProfile } from '@pesscara/deidentification';
import { makeSeries, part10Of } from '@pesscara/phantom';
import { machineLines, writeResult } from './result-page.ts';

const { values: options } = parseArgs({
  options: { instances: { type: 'string', default: '500' }, write: { type: 'boolean', default: false } },
});
const count = Number(options.instances);

const files = Array.from({ length: Math.ceil(count / 100) }, (_, seed) =>
  makeSeries({ kind: 'ct', seriesNumber: seed + 1, slices: 100, size: 512 }).map(part10Of),
)
  .flat()
  .slice(0, count);

function runOurs(): number {
  const deidentifier = createDeidentifier({
    profile: researchProfile(),
    uidKey: Buffer.alloc(32, 1),
    engineVersion: 'bench',
  });
  const subject = { code: 'BENCH-00001', dateShiftDays: -100 };
  // One output buffer for all, as a writer that hands its bytes on has.
  const output = new Uint8Array(2 * 1024 * 1024);
  const from = process.cpuUsage();
  for (const bytes of files) {
    const result = deidentifyFile(deidentifier, bytes, { subject });
    if (result.kind !== 'deidentified') throw new Error(`An instance was ${result.kind}`);
    let at = 0;
    for (const chunk of result.file.chunks) {
      output.set(chunk, at);
      at += chunk.length;
    }
  }
  const { user, system } = process.cpuUsage(from);
  return count / ((user + system) / 1e6);
}

const pydicomProgram = `
import io, sys, time, os, pydicom, hashlib
from pydicom.uid import generate_uid
files = [open(os.path.join(sys.argv[1], name), 'rb').read() for name in sorted(os.listdir(sys.argv[1]))]
remove = ['InstitutionName','InstitutionAddress','ReferringPhysicianName','OperatorsName','PerformingPhysicianName','StationName','OtherPatientIDs','PatientAddress','PatientTelephoneNumbers','RequestingPhysician','DeviceSerialNumber','RequestAttributesSequence']
uids = ['SOPInstanceUID','StudyInstanceUID','SeriesInstanceUID','FrameOfReferenceUID']
dates = ['StudyDate','SeriesDate','AcquisitionDate','ContentDate','InstanceCreationDate']
begin = time.process_time()
for data in files:
    ds = pydicom.dcmread(io.BytesIO(data))
    ds.remove_private_tags()
    ds.PatientName = ds.PatientID = 'BENCH-00001'
    ds.PatientBirthDate = ds.AccessionNumber = ''
    for keyword in remove:
        if keyword in ds: delattr(ds, keyword)
    for keyword in uids:
        if keyword in ds: setattr(ds, keyword, generate_uid(entropy_srcs=['key', str(getattr(ds, keyword))]))
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
    for keyword in dates:
        if keyword in ds: setattr(ds, keyword, '20200101')
    ds.save_as(io.BytesIO())
print(len(files) / (time.process_time() - begin), pydicom.__version__)
`;

async function runPydicom(): Promise<[rate: number, version: string] | undefined> {
  const python =
    process.env['PESSCARA_PEERS_PYTHON'] ?? path.join(import.meta.dirname, '../../.peers/bin/python');
  if (!existsSync(python)) return undefined;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'pesscara-bench-'));
  try {
    for (const [index, bytes] of files.entries())
      await writeFile(path.join(folder, `${String(index).padStart(5, '0')}.dcm`), bytes);
    const [rate, version] = execFileSync(python, ['-c', pydicomProgram, folder], { encoding: 'utf8' })
      .trim()
      .split(' ');
    return [Number(rate), version ?? ''];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

runOurs();
const ours = Math.max(runOurs(), runOurs(), runOurs());
const pydicom = await runPydicom();
const page = [
  '# De-identification alone',
  '',
  `${count} CT instances of 512 × 512 pixels, bytes in to bytes out, no disk; instances per second of CPU time on one core. Ours: the profile \`research\`, best of three after one to warm up. pydicom: a short script with the same kinds of rules (fewer of them).`,
  '',
  ...(await machineLines()),
  '',
  '| | instances/s of one core | ours ÷ theirs |',
  '| --- | --- | --- |',
  `| PESSCARA | ${ours.toFixed(0)} | |`,
  pydicom === undefined
    ? '| pydicom | absent | |'
    : `| pydicom ${pydicom[1]} | ${pydicom[0].toFixed(0)} | ${(ours / pydicom[0]).toFixed(1)} × |`,
  '',
  'Goals: at least 2,000 instances/s of one core, and 10 × pydicom.',
  '',
  'Run it: `npm run bench -- deidentify --write`',
  '',
].join('\n');
process.stdout.write(page);
if (options.write) await writeResult('deidentify.md', page);
