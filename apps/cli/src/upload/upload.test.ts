import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ConnectionError, ProblemError } from '@pesscara/api-client';
import { afterEach, describe, expect, it } from 'vitest';
import yazl from 'yazl';
import { openAcknowledged } from './acknowledged.ts';
import { batchesOf } from './batches.ts';
import type { LocalFile } from './local-file.ts';
import { localFiles } from './local-files.ts';
import { delayBefore, isTransient, type RetryOptions, withRetry } from './retry.ts';
import { looksLikeDicom } from './sniff.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'pesscara-cli-'));
  folders.push(folder);
  return folder;
}

function dicomFile(content = 'content'): Buffer {
  return Buffer.concat([Buffer.alloc(128), Buffer.from(`DICM${content}`)]);
}

async function textOf(file: LocalFile): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.read()) chunks.push(chunk);
  return Buffer.concat(chunks).toString('latin1');
}

async function listed(...paths: string[]): Promise<LocalFile[]> {
  const files: LocalFile[] = [];
  for await (const file of localFiles(paths)) files.push(file);
  return files;
}

describe('looksLikeDicom', () => {
  it('knows files with a preamble and data sets without one, and nothing else', () => {
    expect(looksLikeDicom(dicomFile())).toBe(true);
    expect(looksLikeDicom(Buffer.from([8, 0, 5, 0, 0x43, 0x53, 10, 0]))).toBe(true);
    expect(looksLikeDicom(Buffer.from([8, 0, 0, 0, 4, 0, 0, 0]))).toBe(true);
    expect(looksLikeDicom(Buffer.from('GIF89a and more of it'))).toBe(false);
    expect(looksLikeDicom(Buffer.from('x'))).toBe(false);
    expect(looksLikeDicom(Buffer.alloc(0))).toBe(false);
  });
});

describe('localFiles', () => {
  it('walks folders in order, opens zips and leaves links alone', async () => {
    const folder = await makeFolder();
    await mkdir(path.join(folder, 'b'));
    await writeFile(path.join(folder, 'b', 'two.dcm'), dicomFile('two'));
    await writeFile(path.join(folder, 'a.txt'), 'no image');
    await writeFile(path.join(folder, 'empty'), '');
    await symlink(folder, path.join(folder, 'b', 'round'));
    const zip = new yazl.ZipFile();
    zip.addBuffer(dicomFile('zipped'), 'deep/in/one.dcm');
    zip.addBuffer(Buffer.from('text'), 'readme');
    zip.addEmptyDirectory('hollow');
    zip.end();
    await writeFile(path.join(folder, 'c.zip'), zip.outputStream);

    const files = await listed(folder);
    expect(files.map((file) => [path.relative(folder, file.place), file.isDicom])).toEqual([
      ['a.txt', false],
      [path.join('b', 'two.dcm'), true],
      ['c.zip: deep/in/one.dcm', true],
      ['c.zip: readme', false],
      ['empty', false],
    ]);
    const zipped = files[2] as LocalFile;
    expect(await textOf(zipped)).toContain('DICMzipped');
    expect(await textOf(zipped), 'read again').toContain('DICMzipped');
    expect(zipped.sizeBytes).toBe(dicomFile('zipped').length);
  });

  it('gives a file another key when it was changed', async () => {
    const file = path.join(await makeFolder(), 'x.dcm');
    await writeFile(file, dicomFile('first'));
    const [before] = await listed(file);
    await writeFile(file, dicomFile('second version'));
    const [after] = await listed(file);
    expect(after?.key).not.toBe(before?.key);
  });

  it('fails for a path that is not there', async () => {
    await expect(listed('/nowhere/at/all')).rejects.toThrow(/ENOENT/);
  });
});

describe('batchesOf', () => {
  const files = (sizes: number[]) =>
    sizes.map((sizeBytes, at) => ({
      place: String(at),
      key: String(at),
      sizeBytes,
      isDicom: true,
      isZipEntry: false,
      read: () => (async function* () {})(),
    }));

  it('closes a bundle at its number of files and at its bytes; a large file goes alone', async () => {
    const sizes: number[][] = [];
    for await (const batch of batchesOf(files([1, 1, 1, 5, 20, 1]), { maxFiles: 2, maxBytes: 6 }))
      sizes.push(batch.map((file) => file.sizeBytes));
    expect(sizes).toEqual([[1, 1], [1, 5], [20], [1]]);
  });
});

describe('openAcknowledged', () => {
  it('remembers over runs, for one destination, and writes no path down', async () => {
    const folder = await makeFolder();
    const first = await openAcknowledged(folder, 'server/project');
    expect(first.has('/home/Doe^John/1.dcm')).toBe(false);
    await first.add(['/home/Doe^John/1.dcm']);
    expect(first.has('/home/Doe^John/1.dcm')).toBe(true);

    const again = await openAcknowledged(folder, 'server/project');
    expect(again.has('/home/Doe^John/1.dcm')).toBe(true);
    expect(again.has('/home/Doe^John/2.dcm')).toBe(false);
    expect((await openAcknowledged(folder, 'server/other')).has('/home/Doe^John/1.dcm')).toBe(false);

    const [name] = await (await import('node:fs/promises')).readdir(folder);
    expect(await readFile(path.join(folder, name ?? ''), 'latin1')).not.toContain('Doe');
    expect((await stat(path.join(folder, name ?? ''))).mode & 0o777).toBe(0o600);
    await again.forget();
    expect((await openAcknowledged(folder, 'server/project')).has('/home/Doe^John/1.dcm')).toBe(false);
  });
});

describe('withRetry', () => {
  const problem = (status: number, retryAfterMs?: number) =>
    new ProblemError({ type: 'about:blank', title: 'x', status }, retryAfterMs);
  const options: RetryOptions = {
    maxAttempts: 3,
    firstDelayMs: 1,
    maxDelayMs: 4,
    signal: new AbortController().signal,
  };

  it('tries again what may pass, and nothing else', () => {
    expect(
      [problem(500), problem(503), problem(429), new ConnectionError('http://x', undefined)].every(
        isTransient,
      ),
    ).toBe(true);
    expect([problem(400), problem(401), problem(404), problem(409), new Error('bug')].some(isTransient)).toBe(
      false,
    );
  });

  it('gives the result of the attempt that succeeds, and the last failure when none does', async () => {
    let attempts = 0;
    const result = await withRetry(options, () =>
      ++attempts < 3 ? Promise.reject(problem(503)) : Promise.resolve('done'),
    );
    expect([result, attempts]).toEqual(['done', 3]);
    await expect(withRetry(options, () => Promise.reject(problem(503)))).rejects.toThrow(ProblemError);
    attempts = 0;
    await expect(withRetry(options, () => (attempts++, Promise.reject(problem(400))))).rejects.toThrow();
    expect(attempts).toBe(1);
  });

  it('doubles its waits up to a limit, and waits as long as the server asks', () => {
    const slow = { ...options, firstDelayMs: 1000, maxDelayMs: 3000 };
    expect([2, 3, 4, 5].map((attempt) => delayBefore(attempt, problem(500), slow))).toEqual([
      1000, 2000, 3000, 3000,
    ]);
    expect(delayBefore(2, problem(429, 9000), slow)).toBe(9000);
  });

  it('ends its wait when it is interrupted', async () => {
    const interruption = new AbortController();
    const waiting = withRetry(
      {
        ...options,
        firstDelayMs: 60_000,
        maxDelayMs: 60_000,
        signal: interruption.signal,
        onWait: () => interruption.abort(),
      },
      () => Promise.reject(problem(503)),
    );
    await expect(waiting).rejects.toThrow(/abort/i);
  });
});
