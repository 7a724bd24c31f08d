import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodeOf, messageOf } from '../failures.ts';
import { createProgram } from '../program.ts';
import type { Shell } from '../shell.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'pesscara-cli-ctp-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function fileOf(name: string, text: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, text);
  return file;
}

async function run(...args: string[]) {
  const written = { out: '', err: '' };
  const shell: Shell = {
    environment: {},
    isInteractive: false,
    columns: 80,
    exitCode: 0,
    signal: new AbortController().signal,
    write: (text) => void (written.out += text),
    writeError: (text) => void (written.err += text),
    ask: () => Promise.reject(new Error('nobody there')),
    readInput: () => Promise.resolve(''),
  };
  try {
    await createProgram(shell).parseAsync(['ctp', ...args], { from: 'user' });
    return { ...written, code: shell.exitCode, message: '' };
  } catch (error) {
    return { ...written, code: exitCodeOf(error), message: messageOf(error) };
  }
}

describe('pesscara ctp lint', () => {
  it('needs no server, tells the files apart, and says line by line what is wrong', async () => {
    const script = await fileOf('a.script', '<script>\n<e en="T" t="00100010" n="">@Remove()</e></script>');
    const filter = await fileOf('b.script', 'Modality.equals("CT")');
    const { code, out } = await run('lint', script, filter);
    expect(code).toBe(1);
    expect(out).toContain(`${filter}: filter`);
    expect(out).toContain(`${script}:2: error: (0010,0010)`);
    expect(JSON.parse((await run('lint', '--json', script)).out)).toContainEqual(
      expect.objectContaining({ code: 'miscasedFunction', line: 2 }),
    );
  });

  it('ends with 0 when there are only warnings', async () => {
    const script = await fileOf('c.script', 'set.[0010,0010]PatientName=@empty()\n');
    const { code, out } = await run('lint', script);
    expect(code).toBe(0);
    expect(out).toContain('0 errors');
  });

  it('takes one file of a kind', async () => {
    const one = await fileOf('d.script', '<script/>');
    const other = await fileOf('e.script', '<script/>');
    expect((await run('lint', one, other)).code).toBe(2);
  });
});

describe('pesscara ctp from-dicomedit', () => {
  it('prints the script, and what it left out apart from it', async () => {
    const file = await fileOf('site.das', '(0010,0010) := "x"\nalterPixels["rectangle"]\n');
    const { code, out, err } = await run('from-dicomedit', file);
    expect(code).toBe(1);
    expect(out).toContain('<e en="T" t="00100010" n="">@always()x</e>');
    expect(err).toContain(`${file}:2: left out`);
  });

  it('takes values of variables', async () => {
    const file = await fileOf('project.das', '(0008,1030) := project\n');
    const { code, out } = await run('from-dicomedit', file, '--variable', 'project=GLIO=MA');
    expect(code).toBe(0);
    expect(out).toContain('@always()GLIO=MA');
    expect((await run('from-dicomedit', file, '--variable', 'project')).code).toBe(2);
  });
});
