/**
 * How fast the page of distinct values opens over a batch of 10,000 images that wait for review: sent, de-identified, searched
 * and gathered by the server as it is started, then asked for over HTTP as the page asks. Goal: under 2 s.
 *
 *   node bench/src/distinct-values.ts [--instances 10000] [--rounds 20] [--write]
 */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { concatBytes, orThrow, parseDataSet, setText, writeDataSet } from '@pesscara/dicom';
import { makeSeries, type PhantomInstance, part10Of, patients } from '@pesscara/phantom';
import { percentile } from './measuring.ts';
import { type OurServer, startOurs } from './our-server.ts';
import { machineLines, writeResult } from './result-page.ts';

const { values: options } = parseArgs({
  options: {
    instances: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '20' },
    write: { type: 'boolean', default: false },
  },
});
const instanceCount = Number(options.instances);
const rounds = Number(options.rounds);
const slices = Math.min(100, instanceCount);
const seriesCount = Math.ceil(instanceCount / slices);
const folders = 4;
const goalMs = 2000;
const kinds = ['ct', 't1', 't2', 'flair'] as const;

/** A value of its own for every tenth image, as vendors write them: that is what makes a batch long to look through. */
function withOwnValue(instance: PhantomInstance, number: number): PhantomInstance {
  const { transferSyntaxUid } = instance;
  const { dataSet } = orThrow(parseDataSet(instance.dataSet, { transferSyntaxUid }));
  setText(dataSet, 'ScanOptions', 'CS', `SLOT ${10_000 + Math.floor(number / 10)}`);
  return { ...instance, dataSet: concatBytes(writeDataSet(dataSet)) };
}

/** Writes the images of some 25 patients, a folder for each association. */
async function makeInput(directory: string): Promise<void> {
  for (let series = 0; series < seriesCount; series++) {
    const folder = path.join(directory, String(series % folders), String(series));
    await mkdir(folder, { recursive: true });
    const patientId = `BENCH${1000 + Math.floor(series / 4)}`;
    const made = makeSeries({
      kind: kinds[series % kinds.length] ?? 'ct',
      patient: { ...patients.quillfeather, patientId },
      seed: series + 1,
      seriesNumber: series + 1,
      description: `AX ${series} PLAN ${7000 + series}`,
      slices,
      size: 16,
    });
    for (const [at, instance] of made.slice(0, instanceCount - series * slices).entries())
      await writeFile(path.join(folder, `${at}.dcm`), part10Of(withOwnValue(instance, series * slices + at)));
  }
}

async function send({ dicomPort }: OurServer, input: string): Promise<void> {
  const codes = await Promise.all(
    Array.from({ length: folders }, (_, folder) => {
      const from = path.join(input, String(folder));
      const child = spawn(
        'storescu',
        ['-aec', 'PESSCARA', '127.0.0.1', String(dicomPort), '+sd', '+r', from],
        { env: { ...process.env, TCP_NODELAY: '1' }, stdio: 'ignore' },
      );
      return new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? 1)));
    }),
  );
  if (codes.some((code) => code !== 0)) throw new Error(`storescu ended with ${codes.join(', ')}`);
}

interface Page {
  items: { flags: string[] }[];
  nextCursor: string | null;
  counts: { distinct: number; undecided: number; series: number; instances: number; gathering: number };
}

async function ask(server: OurServer, query: string): Promise<Page> {
  return (await server.call('GET', `/projects/bench/quarantine-values?${query}`)) as Page;
}

/** Resolves when every image waits for review and its values are gathered. */
async function untilGathered(server: OurServer): Promise<Page['counts']> {
  for (let waitedSeconds = 0; waitedSeconds < 3600; waitedSeconds++) {
    const { counts } = await ask(server, 'limit=1');
    if (counts.instances === instanceCount && counts.gathering === 0) return counts;
    await pause(1000);
  }
  throw new Error('The batch was not gathered within an hour');
}

interface Timing {
  name: string;
  firstMs: number;
  p50Ms: number;
  p95Ms: number;
}

async function measure(server: OurServer, name: string, query: string): Promise<Timing> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const from = performance.now();
    await ask(server, query);
    times.push(performance.now() - from);
  }
  return {
    name,
    firstMs: times[0] ?? Number.NaN,
    p50Ms: percentile(times, 0.5),
    p95Ms: percentile(times, 0.95),
  };
}

async function measureAll(server: OurServer) {
  const first = await measure(server, 'first page of 200, flagged first', 'limit=200');
  const page = await ask(server, 'limit=200');
  const isFlaggedFirst = page.items.every(
    ({ flags }, at, all) => at === 0 || flags.length === 0 || (all[at - 1]?.flags.length ?? 0) > 0,
  );
  if (!isFlaggedFirst) throw new Error('A flagged value stands behind one that is not');
  const timings = [
    first,
    ...(page.nextCursor === null
      ? []
      : [await measure(server, 'second page', `limit=200&cursor=${page.nextCursor}`)]),
    await measure(server, 'only undecided', 'limit=200&state=undecided'),
    await measure(server, 'one attribute', 'limit=200&q=ScanOptions'),
  ];
  return timings;
}

const scratch = await mkdtemp(
  path.join(process.env['PESSCARA_TEST_BENCH_DIR'] ?? os.tmpdir(), 'pesscara-values-'),
);
process.env['PESSCARA_QUIET_PERIOD_MS'] ??= '5000';
const server = await startOurs(scratch);
try {
  const input = path.join(scratch, 'input');
  await makeInput(input);
  await send(server, input);
  const sentAt = performance.now();
  const counts = await untilGathered(server);
  const gatheredSeconds = (performance.now() - sentAt) / 1000;
  const timings = await measureAll(server);
  const page = [
    '# Distinct values',
    '',
    `${instanceCount} images in ${counts.series} series that wait for review, sent, de-identified, searched for identifiers and gathered by the server as it is started, with the embedded PostgreSQL: ${counts.distinct} distinct values, ${counts.undecided} flagged. Asked for over HTTP as the page asks, texts unsealed; ${rounds} rounds, nobody else asks.`,
    '',
    ...(await machineLines()),
    '',
    '| question | first ms | p50 ms | p95 ms |',
    '| --- | ---: | ---: | ---: |',
    ...timings.map(
      ({ name, firstMs, p50Ms, p95Ms }) =>
        `| ${name} | ${firstMs.toFixed(0)} | ${p50Ms.toFixed(0)} | ${p95Ms.toFixed(0)} |`,
    ),
    '',
    `Goal: the first page under ${goalMs / 1000} s: ${timings.every(({ firstMs, p95Ms }) => Math.max(firstMs, p95Ms) < goalMs) ? 'met' : 'missed'}.`,
    `From the last image sent until every value was there (quiet period, search for identifiers, gathering): ${gatheredSeconds.toFixed(0)} s.`,
    '',
    'Run it: `npm run bench -- distinct-values --write`',
    '',
  ].join('\n');
  process.stdout.write(`${page}\n`);
  if (options.write) await writeResult('distinct-values.md', page);
} finally {
  await server.stop();
  await rm(scratch, { recursive: true, force: true });
}
