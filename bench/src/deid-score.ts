/**
 * How well, and how fast: objects with planted identities in, ten kinds of MIDI-B's checks over what comes out, for our
 * engine and for other tools, on the same files in the same run.
 *
 *   node bench/src/deid-score.ts [--people 24] [--images 8] [--checks FILE] [--write]
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
import { checkKinds } from './deid-score/checks.ts';
import { openTextHider } from './deid-score/hide-text.ts';
import { type Score, score, type Tally } from './deid-score/judge.ts';
import { personOf } from './deid-score/people.ts';
import { plantFiles } from './deid-score/plant.ts';
import { plantBurnedFiles } from './deid-score/plant-burned.ts';
import { machineLines, writeResult } from './result-page.ts';

const { values: options } = parseArgs({
  options: {
    people: { type: 'string', default: '24' },
    images: { type: 'string', default: '8' },
    checks: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const people = Number(options.people);
const planted = plantFiles({ people, images: Number(options.images) });
const folder = mkdtempSync(path.join(os.tmpdir(), 'pesscara-deid-score-'));
const source = path.join(folder, 'in');
mkdirSync(source);
for (const { name, bytes } of planted) writeFileSync(path.join(source, name), bytes);
if (options.checks !== undefined)
  writeFileSync(options.checks, JSON.stringify(planted.flatMap(({ checks }) => checks)));

const profile: DeidentificationProfile = {
  ...researchProfile(),
  options: [...researchProfile().options, option.cleanStructuredContent, option.retainSafePrivate].sort(),
};

/** Captures and clips with text in their pixels: only ours reads pixels, so the others are not asked. */
async function scoreBurned() {
  const files = await plantBurnedFiles({ people });
  const hide = await openTextHider();
  const start = performance.now();
  const outputs = new Map<string, Uint8Array>();
  for (const { name, bytes } of files) outputs.set(name, await hide(bytes));
  const secondsEach = (performance.now() - start) / 1000 / files.length;
  const { byKind, failures } = score(files, (name) => outputs.get(name));
  const tallyOf = (kind: 'pixels_hidden' | 'pixels_retained') => byKind.get(kind) ?? { passed: 0, total: 0 };
  return {
    files,
    secondsEach,
    failures,
    hidden: tallyOf('pixels_hidden'),
    retained: tallyOf('pixels_retained'),
  };
}

interface Result {
  tool: string;
  rate: number;
  score: Score;
}

/** From file to file, as the other tools do it. */
function runOurs(target: string): number {
  mkdirSync(target, { recursive: true });
  const deidentifier = createDeidentifier({ profile, uidKey: Buffer.alloc(32, 1), engineVersion: 'bench' });
  const from = process.cpuUsage();
  for (const { name } of planted) {
    const person = Number(name.split('-')[0]);
    const subject = { code: `SCORE-${String(person).padStart(4, '0')}`, dateShiftDays: -100 - person };
    const result = deidentifyFile(deidentifier, readFileSync(path.join(source, name)), { subject });
    if (result.kind === 'deidentified')
      writeFileSync(path.join(target, name), Buffer.concat(result.file.chunks));
  }
  const { user, system } = process.cpuUsage(from);
  return planted.length / ((user + system) / 1e6);
}

function scoreOf(target: string): Score {
  return score(planted, (name) => {
    const file = path.join(target, name);
    return existsSync(file) ? readFileSync(file) : undefined;
  });
}

const python =
  process.env['PESSCARA_PEERS_PYTHON'] ?? path.join(import.meta.dirname, '../../.peers/bin/python');

function runPeer(tool: string): Result | { tool: string; absent: string } {
  const target = path.join(folder, tool);
  mkdirSync(target);
  const program = path.join(import.meta.dirname, 'deid-score/peers.py');
  // Some tools write a line for each file: nobody reads them.
  spawnSync(python, [program, tool, source, target], { stdio: 'ignore' });
  const [rate = '', version = '', ...rest] = existsSync(`${target}.result`)
    ? readFileSync(`${target}.result`, 'utf8').split(' ')
    : ['failed', 'it ended without a result'];
  if (rate === 'failed') return { tool, absent: [version, ...rest].join(' ') };
  return { tool: `${tool} ${version}`, rate: Number(rate), score: scoreOf(target) };
}

const share = ({ passed, total }: Tally) => (total === 0 ? '–' : `${((passed / total) * 100).toFixed(2)} %`);
const counted = (tally: Tally) => (tally.total === 0 ? '–' : `${share(tally)} of ${tally.total}`);

function tableOf(
  title: string,
  keys: readonly string[],
  from: (result: Result) => ReadonlyMap<string, Tally>,
  results: readonly Result[],
) {
  return [
    `| ${title} | ${results.map(({ tool }) => tool).join(' | ')} |`,
    `| --- | ${results.map(() => '---').join(' | ')} |`,
    ...keys.map((key) => {
      const cells = results.map((result) => {
        const tally = from(result).get(key) ?? { passed: 0, total: 0 };
        return result === results[0] ? counted(tally) : share(tally);
      });
      return `| ${key} | ${cells.join(' | ')} |`;
    }),
  ];
}

function failureLines({ failures }: Pick<Score, 'failures'>): string[] {
  if (failures.size === 0) return ['None.'];
  const sorted = [...failures].sort(([, a], [, b]) => b - a).slice(0, 20);
  return sorted.map(([where, times]) => `- ${where}: ${times}`);
}

/** `pixels_hidden` has objects and a table of its own. */
const kindsOfHeaders = checkKinds.filter((kind) => kind !== 'pixels_hidden');

const target = path.join(folder, 'ours');
runOurs(target);
const ours: Result = {
  tool: 'PESSCARA',
  rate: Math.max(runOurs(target), runOurs(target), runOurs(target)),
  score: scoreOf(target),
};
const peers = existsSync(python)
  ? ['pydicom', 'dicognito', 'dicom_anonymizer', 'deid', 'dcmodify'].map(runPeer)
  : [];
rmSync(folder, { recursive: true, force: true });
const inPixels = await scoreBurned();
const results = [ours, ...peers.filter((one): one is Result => 'score' in one)];
const absent = peers.filter((one): one is { tool: string; absent: string } => 'absent' in one);
const page = [
  '# De-identification: score and speed on planted identities',
  '',
  `${planted.length} objects (CT, MR, reports) of ${people} invented people such as ${personOf(1).given} ${personOf(1).family}: identifiers planted in standard and private elements, nested sequences, UN values, structured reports and free text, and traps that must be kept. ${ours.score.overall.total} checks of the kinds of MIDI-B. Ours: the profile \`research\` with 113104 and 113111. The others as they come, with their defaults; pydicom and dcmodify with a list of attributes as laboratories write it (\`bench/src/deid-score/peers.py\`).`,
  '',
  ...(await machineLines()),
  '',
  '## Goals',
  '',
  '| | goal | measured |',
  '| --- | --- | --- |',
  `| all checks | ≥ 99.9 % | ${counted(ours.score.overall)} |`,
  `| planted identifiers removed | 100 % | ${counted(ours.score.structured)} |`,
  `| retention | ≥ 99.5 % | ${counted(ours.score.retention)} |`,
  `| text in pixels hidden | ≥ 98 % | ${counted(inPixels.hidden)} |`,
  // A box that was not text costs picture, not privacy: it has no goal.
  `| objects whose pixels beside text are kept | – | ${counted(inPixels.retained)} |`,
  '',
  '## Beside other tools',
  '',
  'Instances per second of CPU time on one core, from files to files. An object that a tool did not write passes what asks for removal and fails the rest. Most tools do not aim at keeping words of descriptions or safe private elements: their retention says what is lost, not that they are wrong. A check of one value cannot tell a tool that maps all patients to one code from a consistent one; `patid_consistent` asks for one code a patient, and another for every other.',
  '',
  '| tool | instances/s | all checks | planted identifiers removed | retention | not written |',
  '| --- | --- | --- | --- | --- | --- |',
  ...results.map(
    ({ tool, rate, score: { overall, structured, retention, missingFiles } }) =>
      `| ${tool} | ${rate.toFixed(0)} | ${share(overall)} | ${share(structured)} | ${share(retention)} | ${missingFiles} |`,
  ),
  ...absent.map(
    ({ tool, absent: why }) =>
      `| ${tool} | could not run: ${why.replaceAll('|', '/').slice(0, 120)} | | | | |`,
  ),
  '',
  '## By kind of check',
  '',
  ...tableOf('kind', kindsOfHeaders, ({ score: { byKind } }) => byKind, results),
  '',
  '## Text in pixels',
  '',
  `${inPixels.files.length} more objects, which only ours is asked to clean: a secondary capture (12 bits in 16) and an ultrasound clip (RGB, three frames with text at different places) of each person, with name, number, date of birth and hospital in 8 fonts, capitals of 12, 16 and 24 px, light and dark. Reading, judging and masking are the server’s, as for a profile with 113101. \`pixels_hidden\`: all pixels of the text’s box have one value. \`pixels_retained\`: every pixel further than 20 px from a text is the same, in every frame. ${inPixels.secondsEach.toFixed(1)} s for an object, one thread.`,
  '',
  '| kind | measured |',
  '| --- | --- |',
  `| pixels_hidden | ${counted(inPixels.hidden)} |`,
  `| pixels_retained | ${counted(inPixels.retained)} |`,
  '',
  '## By category',
  '',
  ...tableOf(
    'category',
    [...ours.score.byCategory.keys()].sort(),
    ({ score: { byCategory } }) => byCategory,
    results,
  ),
  '',
  '## What ours failed',
  '',
  ...failureLines({ failures: new Map([...ours.score.failures, ...inPixels.failures]) }),
  '',
  'Run it: `npm run bench:deid` (Python peers: `scripts/install-peers.sh`)',
  '',
].join('\n');
process.stdout.write(page);
if (options.write) await writeResult('deidentification-score.md', page);
