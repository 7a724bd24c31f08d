/** `npm run check`: every check, two at a time, each one's words together. Names of checks run only these. */
import { spawn } from 'node:child_process';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');

// Lint takes as long as all others: it has a lane of its own.
const lanes = [
  ['check:lint'],
  ['check:format', 'check:types', 'check:structure', 'check:dead-code', 'check:claims', 'check:generated'],
];

interface CheckResult {
  name: string;
  ok: boolean;
  seconds: number;
}

function runCheck(name: string): Promise<CheckResult> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '--silent', name], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      const seconds = (performance.now() - startedAt) / 1000;
      process.stdout.write(
        `${code === 0 ? 'ok    ' : 'FAILED'} ${name.padEnd(18)} ${seconds.toFixed(0).padStart(4)} s\n`,
      );
      if (code !== 0) process.stdout.write(`${Buffer.concat(output).toString()}\n`);
      resolve({ name, ok: code === 0, seconds });
    });
  });
}

async function runLane(names: readonly string[]): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const name of names) results.push(await runCheck(name));
  return results;
}

const asked = process.argv.slice(2).map((name) => (name.startsWith('check:') ? name : `check:${name}`));
const chosen = lanes.map((names) => names.filter((name) => asked.length === 0 || asked.includes(name)));
const results = (await Promise.all(chosen.map(runLane))).flat();
const failed = results.filter((result) => !result.ok).map((result) => result.name);
if (failed.length > 0) {
  process.stdout.write(`\nFailed: ${failed.join(', ')}\n`);
  process.exitCode = 1;
}
