import { describe, expect, it } from 'vitest';
import { exitCodeOf, messageOf } from './failures.ts';
import { createProgram } from './program.ts';
import type { Shell } from './shell.ts';

function testShell(environment: NodeJS.ProcessEnv = {}): Shell & { out: string; err: string } {
  return {
    environment,
    isInteractive: false,
    columns: 80,
    exitCode: 0,
    signal: new AbortController().signal,
    out: '',
    err: '',
    write(text) {
      this.out += text;
    },
    writeError(text) {
      this.err += text;
    },
    ask: () => Promise.reject(new Error('nobody there')),
    readInput: () => Promise.resolve(''),
  };
}

// Nothing listens on port 1: whoever gets as far as a request hears that there is no answer.
const nowhere = { PESSCARA_URL: 'http://127.0.0.1:1', PESSCARA_TOKEN: 'psc_none' };

async function run(args: string[], environment: NodeJS.ProcessEnv = nowhere) {
  const shell = testShell(environment);
  try {
    await createProgram(shell).parseAsync(args, { from: 'user' });
    return { code: shell.exitCode, message: '', ...shell };
  } catch (error) {
    return { code: exitCodeOf(error), message: messageOf(error), out: shell.out, err: shell.err };
  }
}

describe('the command line', () => {
  it('shows its help and ends with 0 when asked for it', async () => {
    const { code, out } = await run(['--help']);
    expect(code).toBe(0);
    expect(out).toContain('upload');
    expect(out).toContain('PESSCARA_TOKEN');
  });

  it('ends with 2 for no command, an unknown one, and one without its arguments', async () => {
    expect((await run([])).code).toBe(2);
    expect((await run(['serie', 'list'])).code).toBe(2);
    expect((await run(['serie'])).err).toContain('series');
    expect((await run(['series', 'show', 'demo'])).code).toBe(2);
    expect((await run(['series', 'show', 'demo'])).err).toContain('series');
  });

  it('ends with 2 for options that are missing, unknown or not what they should be', async () => {
    expect((await run(['upload', '/tmp'])).err).toContain('--project');
    expect((await run(['upload', '/tmp', '--projct', 'x'])).code).toBe(2);
    expect(await run(['series', 'list', 'demo', '--limit', 'many'])).toMatchObject({
      code: 2,
      message: expect.stringContaining('"many"'),
    });
    expect((await run(['quarantine', 'approve', 'demo'])).code).toBe(2);
    expect((await run(['quarantine', 'approve', 'demo', 'x', '--all'])).code).toBe(2);
    expect((await run(['send', '/tmp', '--to', 'nonsense'])).message).toContain('AE@host:port');
  });

  it('offers no limit where a run is over everything that the filters find', async () => {
    const limited = await run(['rerun', 'start', 'demo', 'research', '--modality', 'MR', '--limit', '3']);
    expect(limited).toMatchObject({ code: 2, err: expect.stringContaining("unknown option '--limit'") });
  });

  it('ends with 1 and says where it asked when nobody answers', async () => {
    const { code, message } = await run(['projects', 'list']);
    expect(code).toBe(1);
    expect(message).toContain('http://127.0.0.1:1');
  });

  it('refuses an address that is none', async () => {
    expect(await run(['health'], { PESSCARA_URL: 'localhost:8080' })).toMatchObject({
      code: 2,
      message: expect.stringContaining('PESSCARA_URL'),
    });
  });

  it('asks for --password-stdin where there is no terminal', async () => {
    expect(await run(['login'])).toMatchObject({
      code: 2,
      message: expect.stringContaining('--password-stdin'),
    });
  });

  it('takes --json everywhere', () => {
    const leaves = createProgram(testShell()).commands.flatMap((command) =>
      command.commands.length > 0 ? command.commands : [command],
    );
    expect(leaves.length).toBeGreaterThan(50);
    for (const leaf of leaves)
      expect(
        leaf.options.map((option) => option.long),
        leaf.name(),
      ).toContain('--json');
  });
});
