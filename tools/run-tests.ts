/**
 * All tests, in rings: `npm test`, or some: `npm test -- unit database`. Arguments after the rings go to vitest.
 * Ends with a summary that says which peers were absent: their tests are skipped, not passed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const resultFolder = path.join(root, 'node_modules/.cache/tests');
const vitest = path.join(root, 'node_modules/.bin/vitest');

const rings = ['unit', 'database', 'server', 'conformance', 'e2e'] as const;
type Ring = (typeof rings)[number];

/**
 * What runs beside each other, about equally long: units reckon while databases are waited for, and whole servers wait for disks and
 * senders while browsers draw.
 */
const lanes: readonly (readonly Ring[])[] = [
  ['unit', 'server', 'conformance'],
  ['database', 'e2e'],
];

interface RingResult {
  ring: Ring;
  passed: number;
  failed: number;
  skipped: number;
  seconds: number;
  ok: boolean;
  failures: readonly Failure[];
}

/** A test that failed, or a file that could not be run, in words. */
interface Failure {
  file: string;
  words: string;
}

interface VitestFile {
  name: string;
  status: string;
  message: string;
  assertionResults: { status: string; fullName: string; failureMessages: readonly string[] }[];
}

interface VitestResult {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  success: boolean;
  testResults: VitestFile[];
}

const failureMessageLength = 1200;
// More than these is no bad luck.
const filesRunAgain = 4;

function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .some((folder) => existsSync(path.join(folder, program)));
}

/** What some tests talk to, and what is not tested where it is absent. */
function absentPeers(): string[] {
  const python = process.env['PESSCARA_PEERS_PYTHON'] ?? path.join(root, '.peers/bin/python');
  const testData = process.env['PESSCARA_TEST_DATA'] ?? path.join(root, '../shared/data');
  const peers: [boolean, string][] = [
    [isOnPath('storescu'), 'dcmtk (storescu, dcmdump)'],
    [isOnPath('dcm2niix'), 'dcm2niix, the native converter'],
    [isOnPath('Orthanc') || existsSync('/usr/sbin/Orthanc'), 'Orthanc'],
    [isOnPath('chromium'), 'Chromium: no test in the browser'],
    [existsSync('/usr/lib/postgresql/15/bin/postgres'), 'PostgreSQL 15 as an external database'],
    [existsSync(python), 'Python with pydicom and dicomweb-client (.peers)'],
    [existsSync(testData), 'the sample files (PESSCARA_TEST_DATA)'],
  ];
  return peers.filter(([present]) => !present).map(([, name]) => name);
}

/** What failed in one ring: said last, where a log's tail has it. */
function failuresOf(result: VitestResult): Failure[] {
  return result.testResults.flatMap((file) => {
    const name = path.relative(root, file.name);
    const failed = file.assertionResults.filter(({ status }) => status === 'failed');
    if (failed.length === 0)
      return file.status === 'failed' ? [{ file: name, words: `${name}\n${file.message}` }] : [];
    return failed.map(({ fullName, failureMessages }) => {
      const lines = failureMessages.join('\n').split('\n');
      const own = lines.filter((line) => !line.includes('/node_modules/'));
      return { file: name, words: [`${name} › ${fullName}`, ...own].join('\n') };
    });
  });
}

function buildWebApp(): boolean {
  const built = spawnSync('npm', ['run', 'build', '--silent'], { cwd: root, stdio: 'inherit' });
  return built.status === 0;
}

/** Runs vitest; its words go to the terminal as they come, or are kept until the end when another ring speaks too. */
function runVitest(args: readonly string[], alone: boolean): Promise<{ ok: boolean; words: Buffer }> {
  return new Promise((resolve, reject) => {
    const child = spawn(vitest, args, { cwd: root, stdio: alone ? 'inherit' : ['ignore', 'pipe', 'pipe'] });
    const words: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => words.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => words.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ ok: code === 0, words: Buffer.concat(words) }));
  });
}

async function runRing(ring: Ring, args: readonly string[], alone: boolean): Promise<RingResult> {
  const outputFile = path.join(resultFolder, `${ring}.json`);
  rmSync(outputFile, { force: true });
  const startedAt = performance.now();
  const report = ['--reporter=default', '--reporter=json', `--outputFile.json=${outputFile}`];
  const { ok, words } = await runVitest(
    ['run', '--project', ring, '--passWithNoTests', ...report, ...args],
    alone,
  );
  const seconds = (performance.now() - startedAt) / 1000;
  process.stdout.write(`\n── ${ring} ──\n${words.toString()}`);
  if (!existsSync(outputFile)) return { ring, passed: 0, failed: 0, skipped: 0, seconds, ok, failures: [] };
  const result = JSON.parse(readFileSync(outputFile, 'utf8')) as VitestResult;
  const skipped = result.numPendingTests + result.numTodoTests;
  const { numPassedTests: passed, numFailedTests: failed } = result;
  return { ring, passed, failed, skipped, seconds, ok, failures: failuresOf(result) };
}

async function runLane(
  lane: readonly Ring[],
  args: readonly string[],
  alone: boolean,
): Promise<RingResult[]> {
  const results: RingResult[] = [];
  for (const ring of lane) results.push(await runRing(ring, args, alone));
  return results;
}

/**
 * Files that failed beside another ring are run once more by themselves. What passes then depends on the speed of the machine, or on
 * luck: it does not stop a build, and is said last with what it said when it failed, so that somebody looks into it.
 */
async function runAgain(
  results: readonly RingResult[],
): Promise<{ results: RingResult[]; unsteady: Failure[] }> {
  const unsteady: Failure[] = [];
  const standing: RingResult[] = [];
  for (const result of results) {
    const files = [...new Set(result.failures.map(({ file }) => file))];
    if (result.ok || result.ring === 'unit' || files.length === 0 || files.length > filesRunAgain) {
      standing.push(result);
      continue;
    }
    process.stdout.write(`\nOnce more, by themselves: ${files.join(', ')}\n`);
    const again = await runRing(result.ring, files, true);
    const failing = new Set(again.failures.map(({ file }) => file));
    unsteady.push(...result.failures.filter(({ file }) => again.ok || !failing.has(file)));
    standing.push({
      ...result,
      ok: again.ok,
      failures: again.failures,
      failed: again.failed,
      passed: result.passed + result.failed - again.failed,
      seconds: result.seconds + again.seconds,
    });
  }
  return { results: standing, unsteady };
}

function summary(results: readonly RingResult[], unsteady: readonly Failure[]): string {
  const lines = results.map(
    ({ ring, passed, failed, skipped, seconds, ok }) =>
      `${ok ? 'ok    ' : 'FAILED'}  ${ring.padEnd(12)} ${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed ${String(skipped).padStart(4)} skipped  ${seconds.toFixed(0).padStart(4)} s`,
  );
  const absent = absentPeers();
  if (absent.length > 0)
    lines.push(
      '',
      'Absent, so their tests were skipped (scripts/install-peers.sh installs them):',
      ...absent.map((name) => `  ${name}`),
    );
  const failures = results.flatMap((result) => result.failures);
  const said = [
    ...unsteady.map(
      ({ words }) => `≈ passed only the second time: ${words.slice(0, failureMessageLength)}\n`,
    ),
    ...failures.map(({ words }) => `✗ ${words.slice(0, failureMessageLength)}\n`),
  ];
  return `\n${[...said, ...lines].join('\n')}\n`;
}

async function main(args: readonly string[]): Promise<number> {
  const isRing = (arg: string): arg is Ring => (rings as readonly string[]).includes(arg);
  const named = args.filter(isRing);
  const others = args.filter((arg) => !isRing(arg));
  const chosen = named.length > 0 ? named : rings;
  mkdirSync(resultFolder, { recursive: true });
  if (chosen.includes('e2e') && isOnPath('chromium') && !buildWebApp()) {
    process.stderr.write('The web app does not build, so nothing can be tested in the browser.\n');
    return 1;
  }
  const asked = lanes.map((lane) => lane.filter((ring) => chosen.includes(ring)));
  const alone = asked.filter((lane) => lane.length > 0).length === 1;
  const first = (await Promise.all(asked.map((lane) => runLane(lane, others, alone)))).flat();
  const { results, unsteady } =
    others.length === 0 ? await runAgain(first) : { results: first, unsteady: [] };
  process.stdout.write(summary(results, unsteady));
  return results.every((result) => result.ok) ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
