import { createRequire } from 'node:module';
import { Decoder } from 'jpeg-lossless-decoder-js';

/**
 * The decoders of @cornerstonejs/codec-*: WebAssembly modules in CommonJS, each loaded when first needed. Their buffers
 * are views of the module's memory: copied before the decoder is deleted.
 */

interface FrameInfo {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  readonly componentCount: number;
  readonly isSigned?: boolean;
}

interface WasmDecoder {
  getEncodedBuffer(length: number): Uint8Array;
  getDecodedBuffer(): Uint8Array | Uint8ClampedArray;
  getFrameInfo(): FrameInfo;
  decode(): void;
  getInterleaveMode?(): number;
  delete(): void;
}

type DecoderClass = new () => WasmDecoder;

interface WasmEncoder {
  getDecodedBuffer(info: FrameInfo): Uint8Array;
  getEncodedBuffer(): Uint8Array;
  setNearLossless(bound: number): void;
  setInterleaveMode(mode: number): void;
  encode(): void;
  delete(): void;
}

interface WasmModule {
  getExceptionMessage?(pointer: number): string;
  JpegLSDecoder?: DecoderClass;
  JpegLSEncoder?: new () => WasmEncoder;
  JPEGDecoder?: DecoderClass;
  J2KDecoder?: DecoderClass;
  HTJ2KDecoder?: DecoderClass;
}

type ModuleFactory = (options: object) => Promise<WasmModule>;

const require = createRequire(import.meta.url);

const libraries = {
  jpegLs: {
    code: '@cornerstonejs/codec-charls/decodewasmjs',
    wasm: '@cornerstonejs/codec-charls/decodewasm',
  },
  jpegLsBoth: { code: '@cornerstonejs/codec-charls/wasmjs', wasm: '@cornerstonejs/codec-charls/wasm' },
  jpeg: {
    code: '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs',
    wasm: '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm',
  },
  jpeg2000: {
    code: '@cornerstonejs/codec-openjpeg/decodewasmjs',
    wasm: '@cornerstonejs/codec-openjpeg/decodewasm',
  },
  htj2k: { code: '@cornerstonejs/codec-openjph/wasmjs', wasm: '@cornerstonejs/codec-openjph/wasm' },
} as const;
type Library = keyof typeof libraries;

const modules = new Map<Library, Promise<WasmModule>>();

function load(library: Library): Promise<WasmModule> {
  const loaded = modules.get(library);
  if (loaded) return loaded;
  const { code, wasm } = libraries[library];
  const factory = require(code) as ModuleFactory;
  // The modules print their progress: an image server's output is its log.
  const quiet = () => undefined;
  const module = factory({ locateFile: () => require.resolve(wasm), print: quiet, printErr: quiet });
  modules.set(library, module);
  return module;
}

function decoderOf(module: WasmModule): DecoderClass {
  const found = module.JpegLSDecoder ?? module.JPEGDecoder ?? module.J2KDecoder ?? module.HTJ2KDecoder;
  if (!found) throw new Error('The codec module has no decoder');
  return found;
}

export type LibraryResult =
  | (FrameInfo & { readonly kind: 'decoded'; readonly bytes: Uint8Array; readonly isPlanar: boolean })
  | { readonly kind: 'damaged'; readonly reason: string };

/** Decodes a stream with a WebAssembly codec. The caller has held its stated size against the limits. */
export async function decodeWithLibrary(library: Library, encoded: Uint8Array): Promise<LibraryResult> {
  const module = await load(library);
  const decoder = new (decoderOf(module))();
  try {
    decoder.getEncodedBuffer(encoded.length).set(encoded);
    decoder.decode();
    const info = decoder.getFrameInfo();
    const output = decoder.getDecodedBuffer();
    return {
      kind: 'decoded',
      ...info,
      bytes: new Uint8Array(output.buffer, output.byteOffset, output.byteLength).slice(),
      isPlanar: info.componentCount > 1 && decoder.getInterleaveMode?.() === 0,
    };
  } catch (error) {
    // An exception of C++ arrives as a pointer; after a trap the module's memory cannot be trusted any more.
    if (error instanceof Error && error.name === 'RuntimeError') modules.delete(library);
    const message = typeof error === 'number' ? module.getExceptionMessage?.(error) : undefined;
    return {
      kind: 'damaged',
      reason: `The compressed image cannot be decoded${message ? `: ${message}` : ''}`,
    };
  } finally {
    decoder.delete();
  }
}

/** Decodes lossless JPEG (process 14, all predictors): bytes as its precision needs, little endian, interleaved. */
export function decodeLosslessJpeg(
  encoded: Uint8Array,
): { kind: 'decoded'; bytes: Uint8Array } | { kind: 'damaged'; reason: string } {
  try {
    const output = new Decoder().decompress(
      encoded.buffer as ArrayBuffer,
      encoded.byteOffset,
      encoded.byteLength,
    );
    return { kind: 'decoded', bytes: new Uint8Array(output) };
  } catch (error) {
    return {
      kind: 'damaged',
      reason: `The lossless JPEG image cannot be decoded: ${(error as Error).message}`,
    };
  }
}

/**
 * Encodes samples as lossless JPEG-LS (ITU-T T.87): colour sample by sample, as it stands.
 * @param samples of 1 byte, or of 2 little endian when they have more than 8 bits
 */
export async function encodeJpegLs(samples: Uint8Array, info: FrameInfo): Promise<Uint8Array> {
  const module = await load('jpegLsBoth');
  if (module.JpegLSEncoder === undefined) throw new Error('The codec module has no encoder');
  const encoder = new module.JpegLSEncoder();
  try {
    encoder.getDecodedBuffer(info).set(samples);
    encoder.setNearLossless(0);
    encoder.setInterleaveMode(info.componentCount > 1 ? 2 : 0);
    encoder.encode();
    return encoder.getEncodedBuffer().slice();
  } finally {
    encoder.delete();
  }
}
