/**
 * How fast images are received, on one machine, one disk, one run, with the same 1,000 CT instances of 512 × 512 pixels:
 * our whole path (receive, de-identify, hash, durable, catalogued) beside Orthanc's plain C-STORE and dcmtk's storescp
 * writing files, with 1 and with 4 associations of dcmtk's storescu. TCP_NODELAY=1 for every dcmtk program and Orthanc:
 * without it they stall at some 20 instances a second.
 *
 *   node bench/src/receive.ts [--instances 1000] [--rounds 3] [--write]
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { makeSeries, part10Of } from '@pesscara/phantom';
import { freePort, median, untilAnswers } from './measuring.ts';
import { startOurs } from './our-server.ts';
import { machineLines, writeResult } from './result-page.ts';

const { values: options } = parseArgs({
  options: {
    instances: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '3' },
    write: { type: 'boolean', default: false },
  },
});
const count = Number(options.instances);
const rounds = Number(options.rounds);
const environment = { ...process.env, TCP_NODELAY: '1' };

interface Receiver {
  port: number;
  calledAe: string;
  stop(): Promise<void>;
}

interface Contestant {
  name: string;
  isThere: boolean;
  start(directory: string): Promise<Receiver>;
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
}

async function stopped(child: ChildProcess): Promise<void> {
  const over = ended(child);
  child.kill('SIGTERM');
  await over;
}

const contestants: Contestant[] = [
  {
    name: 'PESSCARA, whole path',
    isThere: true,
    async start(directory) {
      const server = await startOurs(directory);
      return { port: server.dicomPort, calledAe: 'PESSCARA', stop: server.stop };
    },
  },
  {
    name: 'Orthanc, default',
    isThere: existsSync('/usr/sbin/Orthanc') || existsSync('/usr/bin/Orthanc'),
    async start(directory) {
      const [port, httpPort] = [await freePort(), await freePort()];
      const file = path.join(directory, 'orthanc.json');
      await writeFile(
        file,
        JSON.stringify({
          StorageDirectory: directory,
          IndexDirectory: directory,
          HttpPort: httpPort,
          DicomPort: port,
          DicomAet: 'ORTHANC',
          DicomAlwaysAllowStore: true,
          AuthenticationEnabled: false,
        }),
      );
      const child = spawn('Orthanc', [file], { env: environment, stdio: 'ignore' });
      await untilAnswers(port);
      return { port, calledAe: 'ORTHANC', stop: () => stopped(child) };
    },
  },
  {
    name: 'dcmtk storescp +B',
    isThere: existsSync('/usr/bin/storescp'),
    async start(directory) {
      const port = await freePort();
      const child = spawn('storescp', ['+B', '--fork', '-od', directory, String(port)], {
        env: environment,
        stdio: 'ignore',
      });
      await untilAnswers(port);
      return { port, calledAe: 'ANY-SCP', stop: () => stopped(child) };
    },
  },
];

const goals = [
  { peer: 'Orthanc, default', associations: 1, factor: 4 },
  { peer: 'Orthanc, default', associations: 4, factor: 3 },
  { peer: 'dcmtk storescp +B', associations: 4, factor: 0.7 },
];

/** Writes the instances once, in as many folders as there are associations at most. */
async function makeInput(directory: string, folders: number): Promise<void> {
  for (let folder = 0; folder < folders; folder++) {
    const target = path.join(directory, String(folder));
    await mkdir(target, { recursive: true });
    const perFolder = Math.ceil(count / folders);
    let written = 0;
    for (let series = 0; written < perFolder; series++)
      for (const instance of makeSeries({
        kind: 'ct',
        seriesNumber: folder * 100 + series + 1,
        slices: Math.min(100, perFolder - written),
        size: 512,
      }))
        await writeFile(path.join(target, `${String(written++).padStart(5, '0')}.dcm`), part10Of(instance));
  }
}

async function send({ port, calledAe }: Receiver, folders: readonly string[]): Promise<number> {
  const from = performance.now();
  const senders = folders.map((folder) =>
    ended(
      spawn('storescu', ['-aec', calledAe, '127.0.0.1', String(port), '+sd', folder], {
        env: environment,
        stdio: 'ignore',
      }),
    ),
  );
  const codes = await Promise.all(senders);
  if (codes.some((code) => code !== 0)) throw new Error(`storescu ended with ${codes.join(', ')}`);
  return count / ((performance.now() - from) / 1000);
}

const scratch = await mkdtemp(
  path.join(process.env['PESSCARA_TEST_BENCH_DIR'] ?? os.tmpdir(), 'pesscara-bench-'),
);
try {
  const input = path.join(scratch, 'input');
  await makeInput(input, 4);
  const rates = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++)
    for (const associations of [1, 4])
      for (const contestant of contestants.filter((one) => one.isThere)) {
        const directory = path.join(scratch, 'store');
        await mkdir(directory, { recursive: true });
        const receiver = await contestant.start(directory);
        // Preallocated files and start-up work settle before the clock starts, for everybody.
        await pause(5000);
        const all = ['0', '1', '2', '3'].map((name) => path.join(input, name));
        const rate = associations === 1 ? await sendInOne(receiver, input) : await send(receiver, all);
        await receiver.stop();
        await rm(directory, { recursive: true, force: true });
        const key = `${contestant.name}|${associations}`;
        rates.set(key, [...(rates.get(key) ?? []), rate]);
        process.stdout.write(
          `${contestant.name}, ${associations} association(s): ${rate.toFixed(0)} instances/s\n`,
        );
      }
  await report(rates);
} finally {
  await rm(scratch, { recursive: true, force: true });
}

async function sendInOne(receiver: Receiver, input: string): Promise<number> {
  const from = performance.now();
  const code = await ended(
    spawn('storescu', ['-aec', receiver.calledAe, '127.0.0.1', String(receiver.port), '+sd', '+r', input], {
      env: environment,
      stdio: 'ignore',
    }),
  );
  if (code !== 0) throw new Error(`storescu ended with ${code}`);
  return count / ((performance.now() - from) / 1000);
}

async function report(rates: Map<string, number[]>): Promise<void> {
  const rate = (name: string, associations: number) => median(rates.get(`${name}|${associations}`) ?? []);
  const names = contestants.filter((one) => one.isThere).map((one) => one.name);
  const ours = names[0] ?? '';
  const rows = names.flatMap((name) =>
    [1, 4].map((associations) => {
      const value = rate(name, associations);
      const ratio = name === ours ? '' : `${(rate(ours, associations) / value).toFixed(2)} ×`;
      const all = (rates.get(`${name}|${associations}`) ?? []).map((one) => one.toFixed(0)).join(', ');
      return `| ${name} | ${associations} | ${value.toFixed(0)} | ${all} | ${ratio} |`;
    }),
  );
  const page = [
    '# Receiving',
    '',
    `${count} CT instances of 512 × 512 pixels (about 526 kB each), sent by dcmtk's storescu over loopback; medians of ${rounds} rounds, every receiver with an empty store, all on one disk in one run.`,
    'Our whole path: receive, de-identify by the profile `research`, hash, durable on disk, row committed, then the answer. Orthanc: default configuration, as sent. storescp +B: files as they come, no index, no sync.',
    '',
    ...(await machineLines()),
    '',
    '| receiver | associations | instances/s | rounds | ours ÷ theirs |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    '| goal | reached | |',
    '| --- | --- | --- |',
    ...goals.flatMap(({ peer, associations, factor }) => {
      const reached = rate(ours, associations) / rate(peer, associations);
      if (!names.includes(peer)) return [];
      return `| ${factor} × ${peer}, ${associations} association(s) | ${reached.toFixed(2)} × | ${reached >= factor ? 'met' : 'missed'} |`;
    }),
    '',
    'Where the time goes: [receive-profile.md](receive-profile.md).',
    '',
    'Run it: `npm run bench -- receive --write`',
    '',
  ].join('\n');
  process.stdout.write(`${page}\n`);
  if (options.write) await writeResult('receive.md', page);
}
