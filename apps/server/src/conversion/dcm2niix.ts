import { mkdir, readdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { run } from '../kernel/process/index.ts';
import type { WasmConversion, WasmOutcome } from './wasm-worker.ts';

/** What a run of dcm2niix came to. Files lie in the output directory. */
export type ConverterOutcome =
  | {
      readonly kind: 'finished';
      readonly exitCode: number;
      readonly log: string;
      readonly files: readonly string[];
    }
  | {
      readonly kind: 'failed';
      readonly reason: 'timeout' | 'cancelled' | 'crashed';
      readonly detail: string;
    };

export interface ConverterRequest {
  /** Part 10 files of one series. */
  readonly inputs: readonly string[];
  /** Empty, or not there yet. */
  readonly outputDirectory: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface Converter {
  /** Program, version and build: kept with what it made. */
  readonly name: string;
  convert(request: ConverterRequest): Promise<ConverterOutcome>;
}

/** Version of the WebAssembly build in @niivue/dcm2niix 1.2.0. */
export const wasmVersion = '1.0.20241231';

/**
 * -ba y: no identity in sidecars (they are held against an allow-list besides). -x i: volumes are stored as they were
 * acquired, whatever vendor's marks say that a turned copy may be made. -f: one name, renamed by us. -z n: compressed by us,
 * as a stream.
 */
const programArguments = ['-b', 'y', '-ba', 'y', '-z', 'n', '-x', 'i', '-f', 'volume', '-v', '0'] as const;

async function filesIn(directory: string): Promise<string[]> {
  return (await readdir(directory)).sort().map((name) => path.join(directory, name));
}

const maxHeapMb = 1024;

/** The WebAssembly build on a thread of its own. Memory: 2 GiB for volumes at most, by its 32 bits. */
export function createWasmConverter(): Converter {
  async function convert({
    inputs,
    outputDirectory,
    timeoutMs,
    signal,
  }: ConverterRequest): Promise<ConverterOutcome> {
    await mkdir(outputDirectory, { recursive: true });
    const workerData: WasmConversion = { inputs, outputDirectory, arguments: programArguments };
    const worker = new Worker(new URL('./wasm-worker.ts', import.meta.url), {
      workerData,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
    });
    const outcome = await new Promise<WasmOutcome | Extract<ConverterOutcome, { kind: 'failed' }>>(
      (resolve) => {
        const fail = (reason: 'timeout' | 'cancelled' | 'crashed', detail: string) => {
          resolve({ kind: 'failed', reason, detail });
        };
        const timer = setTimeout(
          () => fail('timeout', `It took longer than ${timeoutMs / 1000} s.`),
          timeoutMs,
        );
        const cancel = () => fail('cancelled', 'It was cancelled.');
        signal?.addEventListener('abort', cancel, { once: true });
        if (signal?.aborted === true) cancel();
        worker.once('message', (message: WasmOutcome) => resolve(message));
        worker.once('error', (error: NodeJS.ErrnoException) => fail('crashed', error.code ?? error.name));
        worker.once('exit', () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', cancel);
          fail('crashed', 'The converter ended without an answer.');
        });
      },
    );
    await worker.terminate();
    if ('kind' in outcome) return outcome;
    return { kind: 'finished', ...outcome, files: await filesIn(outputDirectory) };
  }
  return { name: `dcm2niix ${wasmVersion} (WebAssembly)`, convert };
}

/** A dcm2niix program that is installed. @param program its name or path */
export function createNativeConverter(program: string, version: string): Converter {
  async function convert({
    inputs,
    outputDirectory,
    timeoutMs,
    signal,
  }: ConverterRequest): Promise<ConverterOutcome> {
    const inputDirectory = `${outputDirectory}-in`;
    await mkdir(outputDirectory, { recursive: true });
    await mkdir(inputDirectory, { recursive: true });
    for (const [index, file] of inputs.entries())
      await symlink(path.resolve(file), path.join(inputDirectory, `${String(index).padStart(6, '0')}.dcm`));
    const result = await run(program, [...programArguments, '-o', outputDirectory, inputDirectory], {
      timeoutMs,
      maxOutputBytes: 64 * 1024,
      ...(signal === undefined ? {} : { signal }),
    });
    if (signal?.aborted === true) return { kind: 'failed', reason: 'cancelled', detail: 'It was cancelled.' };
    if (result.timedOut)
      return { kind: 'failed', reason: 'timeout', detail: `It took longer than ${timeoutMs / 1000} s.` };
    if (result.exitCode === null)
      return { kind: 'failed', reason: 'crashed', detail: 'The program was killed.' };
    return {
      kind: 'finished',
      exitCode: result.exitCode,
      log: result.stdout,
      files: await filesIn(outputDirectory),
    };
  }
  return { name: `dcm2niix ${version} (native)`, convert };
}

/** The version that a dcm2niix program says it has; undefined when it cannot be run. */
export async function nativeVersion(program: string): Promise<string | undefined> {
  try {
    const { stdout } = await run(program, ['-v'], { timeoutMs: 10_000 });
    return /\bv(\d+\.\d+\.\d{8})\b/.exec(stdout)?.[1];
  } catch (error) {
    if (
      (error as NodeJS.ErrnoException).code === 'ENOENT' ||
      (error as NodeJS.ErrnoException).code === 'EACCES'
    )
      return undefined;
    throw error;
  }
}

function isAtLeast(version: string, other: string): boolean {
  const [one, two] = [version, other].map((text) => text.split('.').map(Number));
  for (const [index, part] of (two ?? []).entries()) {
    const mine = one?.[index] ?? 0;
    if (mine !== part) return mine > part;
  }
  return true;
}

/**
 * The converter to use. `auto`: the native program when one is installed that is at least as new as the WebAssembly build
 * (an older one knows fewer transfer syntaxes and vendors); else WebAssembly.
 */
export async function chooseConverter(
  choice: 'auto' | 'wasm' | 'native',
  program: string,
): Promise<Converter> {
  if (choice === 'wasm') return createWasmConverter();
  const version = await nativeVersion(program);
  if (version === undefined) return createWasmConverter();
  return choice === 'native' || isAtLeast(version, wasmVersion)
    ? createNativeConverter(program, version)
    : createWasmConverter();
}
