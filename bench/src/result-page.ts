import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

function versionOf(program: string, args: string[]): string {
  try {
    const text = execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    return /\d+\.\d+(\.\d+)?/.exec(text)?.[0] ?? 'present';
  } catch {
    return 'absent';
  }
}

/** Machine, versions and date, as the head of every result. */
export async function machineLines(): Promise<string[]> {
  const cpu = os.cpus()[0]?.model.trim() ?? 'unknown';
  const lines = [
    `- Machine: ${os.cpus().length} × ${cpu}, ${(os.totalmem() / 2 ** 30).toFixed(0)} GiB, ${os.type()} ${os.release()}`,
    `- Load when it ended: ${os
      .loadavg()
      .map((load) => load.toFixed(1))
      .join(', ')}`,
    `- Node ${process.version}, dcmtk ${versionOf('storescu', ['--version'])}, Orthanc ${versionOf('Orthanc', ['--version'])}`,
    `- Date: ${new Date().toISOString().slice(0, 10)}`,
  ];
  return Promise.resolve(lines);
}

/** Writes a page into docs/benchmarks. */
export async function writeResult(name: string, text: string): Promise<void> {
  const folder = path.join(import.meta.dirname, '../../docs/benchmarks');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, name), text);
}
