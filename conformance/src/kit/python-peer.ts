import { existsSync } from 'node:fs';
import path from 'node:path';
import { run } from '../../../apps/server/test/kit/sender.ts';

const python =
  process.env['PESSCARA_PEERS_PYTHON'] ?? path.join(import.meta.dirname, '../../../.peers/bin/python');

/** Python with pydicom and dicomweb-client, made by scripts/install-peers.sh. */
export const hasPython = existsSync(python);

/** Runs a script of conformance/python and gives the JSON that it prints. @throws Error with what it said instead */
export async function runPython<Result>(
  script: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Result> {
  const file = path.join(import.meta.dirname, '../../python', script);
  const { code, output } = await run(python, [file, ...args], { env, timeoutMs: 240_000 });
  if (code !== 0) throw new Error(`${script} ended with ${code}:\n${output.slice(-4000)}`);
  // What it says on stderr stands behind; its answer is the one line that is an object.
  const answer = Buffer.from(output, 'latin1')
    .toString()
    .split('\n')
    .findLast((line) => line.startsWith('{'));
  if (answer === undefined) throw new Error(`${script} printed no answer:\n${output.slice(-4000)}`);
  return JSON.parse(answer) as Result;
}
