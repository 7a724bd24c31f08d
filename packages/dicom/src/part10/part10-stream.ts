import { transferSyntaxOf } from '../dictionary/transfer-syntaxes.ts';
import { explicitLittleEndian } from '../encoding.ts';
import { type DicomLimits, limitsFrom } from '../limits.ts';
import { DataSetParser } from '../reading/data-set-parser.ts';
import {
  createDataSetStream,
  type DataSetStream,
  type DataSetStreamHandlers,
  type StreamedDataSet,
} from '../reading/data-set-stream.ts';
import { createHeaderBuffer, type HeaderBuffer } from '../reading/header-buffer.ts';
import { caught } from '../reading/read-data-set.ts';
import { DicomReadError } from '../reading/read-error.ts';
import { declaredMetaEnd, type FileMeta, fileMetaOffset, promisedEncoding, readFileMeta } from './part10.ts';

export type Part10StreamOptions = DataSetStreamHandlers & {
  /** Preamble and file meta, before any other event; `fileMeta` is undefined for a file that has none. */
  onFileMeta?: (fileMeta: FileMeta) => void;
  limits?: Partial<DicomLimits>;
};

/** As StreamedDataSet; offsets in `header` count from the start of the data set, `fileMeta.dataSetOffset` in the file. */
export type StreamedPart10 = StreamedDataSet & { readonly fileMeta: FileMeta };

export type Part10Stream = {
  feed(chunk: Uint8Array): Promise<DicomReadError | undefined>;
  end(): Promise<StreamedPart10 | DicomReadError>;
  abort(): void;
};

/** The prologue is collected in steps of this size, so that little of the data set is copied with it. */
const prologueStepBytes = 4 * 1024;
/** Preamble, 'DICM' and one element header: what it takes to tell what kind of file this is. */
const recognisableBytes = 128 + 4 + 12;

/** Reads a DICOM file (PS3.10) as it arrives; files without preamble or file meta too. See createDataSetStream. */
export function createPart10Stream(options: Part10StreamOptions): Part10Stream {
  const limits = limitsFrom(options.limits);
  const prologue = createPrologueReader(limits);
  let fileMeta: FileMeta | undefined;
  let stream: DataSetStream | undefined;
  let failure: DicomReadError | undefined;

  const begin = async (found: FileMeta): Promise<void> => {
    fileMeta = found;
    options.onFileMeta?.(found);
    const { transferSyntaxUid } = found;
    const isDeflated = transferSyntaxUid !== undefined && transferSyntaxOf(transferSyntaxUid)?.deflated;
    const encoding = promisedEncoding(transferSyntaxUid);
    stream = createDataSetStream({ ...options, ...(isDeflated ? { transferSyntaxUid } : { encoding }) });
    failure = await stream.feed(prologue.rest(found));
  };
  return {
    async feed(chunk) {
      let at = 0;
      while (!stream && !failure && at < chunk.length) {
        const step = chunk.subarray(at, at + prologueStepBytes);
        at += step.length;
        const found = prologue.read(step, false);
        if (found instanceof DicomReadError) failure = found;
        else if (found) await begin(found);
      }
      if (stream && !failure && at < chunk.length) failure = await stream.feed(chunk.subarray(at));
      return failure;
    },
    async end() {
      if (!stream && !failure) {
        const found = prologue.read(new Uint8Array(0), true);
        if (found instanceof DicomReadError) failure = found;
        else if (found) await begin(found);
      }
      if (failure || !stream || !fileMeta) return failure ?? notDicom();
      const streamed = await stream.end();
      return streamed instanceof DicomReadError ? streamed : { ...streamed, fileMeta };
    },
    abort: () => stream?.abort(),
  };
}

function notDicom(): DicomReadError {
  return new DicomReadError('not-dicom', 0, 'The bytes are no DICOM file');
}

type PrologueReader = {
  /** Undefined while bytes are missing. */
  read(bytes: Uint8Array, complete: boolean): FileMeta | DicomReadError | undefined;
  /** What was read past the file meta. */
  rest(fileMeta: FileMeta): Uint8Array;
};

function createPrologueReader(limits: DicomLimits): PrologueReader {
  const buffer: HeaderBuffer = createHeaderBuffer();
  let parser: DataSetParser | undefined;

  const read = (bytes: Uint8Array, complete: boolean): FileMeta | DicomReadError | undefined => {
    buffer.append(bytes);
    if (buffer.length < recognisableBytes && !complete) return undefined;
    const collected = buffer.bytes.subarray(0, buffer.length);
    if (complete) return readFileMeta(collected.slice(), { limits });
    const start = fileMetaOffset(collected);
    if (start === undefined) return notDicom();
    parser ??= new DataSetParser({
      buffer,
      start,
      encoding: explicitLittleEndian,
      limits,
      stopAt: 'end-of-file-meta',
      ceiling: limits.maxHeaderBytes,
      declaredMetaEnd: declaredMetaEnd(collected, start),
    });
    const active = parser;
    active.available = buffer.length;
    const outcome = caught(() => active.advance(false));
    if (outcome instanceof DicomReadError) return outcome;
    return outcome === 'done' ? readFileMeta(collected.slice(0, active.position + 8), { limits }) : undefined;
  };
  return { read, rest: ({ dataSetOffset }) => buffer.bytes.subarray(dataSetOffset, buffer.length) };
}
