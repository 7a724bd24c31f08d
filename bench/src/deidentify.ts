/**
 * How fast de-identification alone is, bytes in to bytes out, without a disk: the engine on one core beside pydicom with
 * rules of the same kind, on the same files in the same run; and with all that the server does to an image before a person
 * sees it but reading its pixels.
 *
 *   node bench/src/deidentify.ts [--instances 500] [--write]
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
  createDeidentifier,
  type DeidentificationProfile,
  deidentifyFile,
  option,
  researchProfile,
} from '@pesscara/deidentification';
import { DicomReadError, firstText, parsePart10 } from '@pesscara/dicom';
import { createLeakCheck, type Identifier, type LeakCheck } from '@pesscara/leak-check';
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

const research = researchProfile();
const everything: DeidentificationProfile = {
  ...research,
  options: [...research.options, option.cleanStructuredContent, option.retainSafePrivate].sort(),
};
const subject = { code: 'BENCH-00001', dateShiftDays: -100 };
const identifying = {
  PatientName: 'patient-name',
  PatientID: 'patient-id',
  PatientBirthDate: 'birth-date',
  AccessionNumber: 'accession-number',
  ReferringPhysicianName: 'physician',
  InstitutionName: 'institution',
} as const satisfies Record<string, Identifier['kind']>;

/** A search for the identifiers of the patient of this file, as the server makes one for each arrival. */
function leakCheckOf(bytes: Uint8Array): LeakCheck {
  const parsed = parsePart10(bytes);
  if (parsed instanceof DicomReadError) throw parsed;
  const identifiers = Object.entries(identifying).flatMap(([keyword, kind]) => {
    const text = firstText(parsed.dataSet, keyword as keyof typeof identifying);
    return text === undefined || text === '' ? [] : [{ kind, text }];
  });
  if (identifiers.length < 4) throw new Error('The made-up patient has too few identifiers to search for');
  return createLeakCheck({ identifiers, permitted: [subject.code], hashKey: Buffer.alloc(32, 2) });
}

/** Instances per second of CPU time; with a search, also that of the output’s header. */
async function runOurs(profile: DeidentificationProfile, check?: LeakCheck): Promise<number> {
  const deidentifier = createDeidentifier({ profile, uidKey: Buffer.alloc(32, 1), engineVersion: 'bench' });
  // One output buffer for all, as a writer that hands its bytes on has.
  const output = new Uint8Array(2 * 1024 * 1024);
  const from = process.cpuUsage();
  for (const bytes of files) {
    const result = deidentifyFile(deidentifier, bytes, { subject });
    if (result.kind !== 'deidentified') throw new Error(`An instance was ${result.kind}`);
    let at = 0;
    let pixelDataAt = 0;
    for (const chunk of result.file.chunks) {
      output.set(chunk, at);
      pixelDataAt = at;
      at += chunk.length;
    }
    if (check === undefined) continue;
    const { findings, unsearched } = await check.object(output.subarray(0, pixelDataAt));
    if (findings.length + unsearched.length > 0) throw new Error('The output of the engine leaks');
  }
  const { user, system } = process.cpuUsage(from);
  return count / ((user + system) / 1e6);
}

async function bestOf(profile: DeidentificationProfile, check?: LeakCheck): Promise<number> {
  const rates: number[] = [];
  for (let run = 0; run < 4; run++) rates.push(await runOurs(profile, check));
  return Math.max(...rates.slice(1));
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

const ours = await bestOf(research);
const withEverything = await bestOf(everything, leakCheckOf(files[0] as Uint8Array));
const pydicom = await runPydicom();
const page = [
  '# De-identification alone',
  '',
  `${count} CT instances of 512 × 512 pixels, bytes in to bytes out, no disk; instances per second of CPU time on one core. Ours: the profile \`research\`, best of three after one to warm up. Everything but reading pixels: with 113104 and 113111 besides, and the leak check’s search of the output’s header for the patient’s identifiers. pydicom: a short script with the same kinds of rules (fewer of them).`,
  '',
  ...(await machineLines()),
  '',
  '| | instances/s of one core | ours ÷ theirs |',
  '| --- | --- | --- |',
  `| PESSCARA | ${ours.toFixed(0)} | |`,
  `| PESSCARA, everything but reading pixels | ${withEverything.toFixed(0)} | |`,
  pydicom === undefined
    ? '| pydicom | absent | |'
    : `| pydicom ${pydicom[1]} | ${pydicom[0].toFixed(0)} | ${(ours / pydicom[0]).toFixed(1)} ×, ${(withEverything / pydicom[0]).toFixed(1)} × |`,
  '',
  'Goals: at least 2,000 instances/s of one core, and 10 × pydicom; with everything but reading pixels 1,000.',
  '',
  'Run it: `npm run bench -- deidentify --write`',
  '',
].join('\n');
process.stdout.write(page);
if (options.write) await writeResult('deidentify.md', page);
