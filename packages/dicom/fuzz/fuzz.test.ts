import { execFile } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

// A moment for those who change something, a minute for continuous integration. From the same beginning each time, so that
// what failed fails again; the targets themselves, run by hand, begin anew each time.
const seconds = process.env['CI'] === undefined ? 2 : 60;

/** Runs a fuzz target in a process of its own, so that both have a core; gives what it printed. */
function fuzz(target: string): Promise<{ code: number | string; output: string }> {
  const seed = 20_261_122;
  const args = [path.join(import.meta.dirname, target), '--seconds', String(seconds), '--seed', String(seed)];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.code ?? 'killed'), output: `${stdout}${stderr}` });
    });
  });
}

describe.concurrent(`${seconds} seconds of mutated input`, () => {
  it.each([
    [
      'files do not break the reader or the writer',
      'parse.ts',
      { inputs: /"inputs":(\d+)/, read: /"read":(\d+)/ },
    ],
    ['conversations do not break the upper layer', 'pdu.ts', { inputs: /^(\d+) conversations/m }],
  ])(
    '%s',
    async (_, target, counted: { inputs: RegExp; read?: RegExp }) => {
      const { code, output } = await fuzz(target);
      expect(code, output.slice(0, 20_000)).toBe(0);
      expect(Number(counted.inputs.exec(output)?.[1])).toBeGreaterThan(50 * seconds);
      if (counted.read) expect(Number(counted.read.exec(output)?.[1])).toBeGreaterThan(10 * seconds);
    },
    (seconds + 60) * 1000,
  );
});
