import { closeSync, mkdirSync, openSync, readSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

/**
 * One conversion by the WebAssembly build of dcm2niix, which is a command-line program in Emscripten: a thread is started
 * for it and ends with it, because the module's memory never shrinks. Input files are not copied into the module's file
 * system: their nodes read from the disk.
 */

export interface WasmConversion {
  readonly inputs: readonly string[];
  readonly outputDirectory: string;
  readonly arguments: readonly string[];
}

export interface WasmOutcome {
  readonly exitCode: number;
  /** What the program printed. */
  readonly log: string;
}

interface Stream {
  readonly node: FileNode;
  position: number;
}

interface FileNode {
  usedBytes: number;
  stream_ops: Record<string, unknown>;
}

interface Dcm2niixModule {
  readonly FS: {
    mkdir(path: string): void;
    create(path: string): FileNode;
    readdir(path: string): string[];
    readFile(path: string): Uint8Array;
  };
  callMain(args: string[]): number;
}

type ModuleFactory = (options: object) => Promise<Dcm2niixModule>;

const seekFromStart = 0;
const seekFromCurrent = 1;

/** Makes a node of the module's file system read a file of the disk. */
function backByFile(node: FileNode, file: string): void {
  const { size } = statSync(file);
  let descriptor: number | undefined;
  node.usedBytes = size;
  node.stream_ops = {
    open(): void {
      descriptor ??= openSync(file, 'r');
    },
    close(): void {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
    read(_stream: Stream, buffer: Int8Array, offset: number, length: number, position: number): number {
      if (position >= size || descriptor === undefined) return 0;
      const target = new Uint8Array(
        buffer.buffer,
        buffer.byteOffset + offset,
        Math.min(length, size - position),
      );
      return readSync(descriptor, target, 0, target.length, position);
    },
    llseek(stream: Stream, offset: number, whence: number): number {
      if (whence === seekFromStart) return offset;
      return whence === seekFromCurrent ? stream.position + offset : size + offset;
    },
  };
}

async function loadModule(print: (line: string) => void): Promise<Dcm2niixModule> {
  // The package exports only its browser worker; the program itself stands beside it.
  const program = new URL('dcm2niix.jpeg.js', import.meta.resolve('@niivue/dcm2niix'));
  const { default: factory } = (await import(program.href)) as { default: ModuleFactory };
  return factory({ noInitialRun: true, print, printErr: print });
}

const maxLogLength = 64 * 1024;

async function convert({ inputs, outputDirectory, arguments: args }: WasmConversion): Promise<WasmOutcome> {
  let log = '';
  const module = await loadModule((line) => {
    if (log.length < maxLogLength) log += `${line}\n`;
  });
  module.FS.mkdir('/in');
  module.FS.mkdir('/out');
  for (const [index, file] of inputs.entries())
    backByFile(module.FS.create(`/in/${String(index).padStart(6, '0')}.dcm`), file);
  const exitCode = module.callMain([...args, '-o', '/out', '/in']);
  mkdirSync(outputDirectory, { recursive: true });
  for (const name of module.FS.readdir('/out'))
    if (!name.startsWith('.'))
      writeFileSync(path.join(outputDirectory, path.basename(name)), module.FS.readFile(`/out/${name}`));
  return { exitCode, log };
}

const port = parentPort;
if (port === null) throw new Error('The conversion worker is started by the converter only');
port.postMessage(await convert(workerData as WasmConversion));
