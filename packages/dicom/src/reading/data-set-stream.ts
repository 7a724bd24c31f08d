import type { DataSet } from '../data-set/data-set.ts';
import { transferSyntaxOf } from '../dictionary/transfer-syntaxes.ts';
import type { Encoding } from '../encoding.ts';
import { type DicomLimits, limitsFrom } from '../limits.ts';
import { DataSetParser } from './data-set-parser.ts';
import { detectEncoding } from './detect-encoding.ts';
import { createFragmentWalker, type FragmentWalker } from './fragment-walker.ts';
import { createHeaderBuffer } from './header-buffer.ts';
import { createInflater } from './inflater.ts';
import { caught, encodingOf } from './read-data-set.ts';
import { DicomReadError, type DicomReadWarning } from './read-error.ts';

export type DataSetStreamHandlers = {
  /**
   * The data set before Pixel Data, as soon as it is known; its last element is then the BulkElement of Pixel Data.
   * Without Pixel Data: the whole data set, at the end.
   */
  onHeader: (header: DataSet) => void;
  /**
   * The value of Pixel Data in order: native, exactly its length; encapsulated, all items and the sequence delimiter.
   * The bytes belong to the chunk fed (to zlib for a deflated data set): use or copy them before returning.
   */
  onBulk?: (bytes: Uint8Array) => void;
  /** Each fragment of an encapsulated value as its header passes; number 0 is the Basic Offset Table. */
  onFragment?: (fragment: { index: number; valueOffset: number; byteLength: number }) => void;
  /** Elements behind Pixel Data, as bytes; not kept and not parsed. */
  onTrailer?: (bytes: Uint8Array) => void;
};

export type DataSetStreamOptions = DataSetStreamHandlers & {
  /** Of the data set, as negotiated or stated in the file meta. */
  transferSyntaxUid?: string | undefined;
  /** Promised encoding instead of a transfer syntax. */
  encoding?: Encoding;
  limits?: Partial<DicomLimits>;
};

/** What a stream turned out to hold. Byte counts are after inflation. */
export type StreamedDataSet = {
  readonly kind: 'streamed';
  readonly header: DataSet;
  /** Undefined when the data set has no Pixel Data. */
  readonly bulkByteLength: number | undefined;
  readonly fragmentCount: number;
  /** Encapsulated Pixel Data ended without its delimiter; whoever stores it may add one. */
  readonly isDelimiterMissing: boolean;
  readonly trailerByteLength: number;
  readonly warnings: readonly DicomReadWarning[];
};

/**
 * A data set arriving in chunks. After a failure every further call gives the same failure. Feed the next chunk only
 * when the promise of the last one has settled: only a deflated data set makes it wait.
 */
export type DataSetStream = {
  feed(chunk: Uint8Array): Promise<DicomReadError | undefined>;
  end(): Promise<StreamedDataSet | DicomReadError>;
  /** Lets go of everything, for a sender that vanished; `end` must not follow. */
  abort(): void;
};

/** The synchronous part of a stream: a data set as it is once inflated. */
export type PlainDataSetStream = {
  feed(chunk: Uint8Array): DicomReadError | undefined;
  end(): StreamedDataSet | DicomReadError;
};

/** Reads a data set without file meta as it arrives, in memory bounded by `limits.maxHeaderBytes`. */
export function createDataSetStream(options: DataSetStreamOptions): DataSetStream {
  const plain = createPlainDataSetStream(options);
  const { transferSyntaxUid } = options;
  const isDeflated = transferSyntaxUid !== undefined && transferSyntaxOf(transferSyntaxUid)?.deflated;
  if (!isDeflated) {
    return {
      feed: async (chunk) => plain.feed(chunk),
      end: async () => plain.end(),
      abort: () => undefined,
    };
  }
  const inflater = createInflater(limitsFrom(options.limits), (bytes) => plain.feed(bytes));
  return {
    feed: (chunk) => inflater.feed(chunk),
    end: async () => (await inflater.end()) ?? plain.end(),
    abort: () => inflater.close(),
  };
}

/** Chunks are looked at in steps of this size while the header lasts, so that little Pixel Data is copied with it. */
const headerStepBytes = 32 * 1024;

type Phase = 'header' | 'native' | 'encapsulated' | 'trailer';

/** As createDataSetStream for data sets that are not deflated, without promises. */
export function createPlainDataSetStream(options: DataSetStreamOptions): PlainDataSetStream {
  return new StreamReader(options);
}

class StreamReader implements PlainDataSetStream {
  private readonly options: DataSetStreamOptions;
  private readonly limits: DicomLimits;
  private readonly buffer = createHeaderBuffer();
  private readonly warnings: DicomReadWarning[] = [];
  private parser: DataSetParser | undefined;
  private walker: FragmentWalker | undefined;
  private phase: Phase = 'header';
  private nativeRemaining = 0;
  private bulkByteLength: number | undefined;
  private trailerByteLength = 0;
  private failure: DicomReadError | undefined;

  constructor(options: DataSetStreamOptions) {
    this.options = options;
    this.limits = limitsFrom(options.limits);
  }

  feed(chunk: Uint8Array): DicomReadError | undefined {
    let rest = chunk;
    while (rest.length > 0 && !this.failure) {
      const taken =
        this.phase === 'header'
          ? this.feedHeader(rest)
          : this.phase === 'trailer'
            ? this.feedTrailer(rest)
            : this.feedBulk(rest, this.phase);
      if (taken instanceof DicomReadError) this.failure = taken;
      else rest = rest.subarray(taken);
    }
    return this.failure;
  }

  end(): StreamedDataSet | DicomReadError {
    if (this.failure) return this.failure;
    if (this.phase === 'header') {
      const outcome = this.advance(true);
      if (outcome instanceof DicomReadError) return outcome;
      this.finishHeader();
    }
    const { phase, walker, parser, bulkByteLength, trailerByteLength } = this;
    const isCutOff = phase === 'native' ? this.nativeRemaining > 0 : !(walker?.isBetweenFragments ?? true);
    if (isCutOff)
      return new DicomReadError('truncated', bulkByteLength ?? 0, 'The bytes end inside Pixel Data');
    return {
      kind: 'streamed',
      header: (parser as DataSetParser).dataSet,
      bulkByteLength,
      fragmentCount: walker?.fragmentCount ?? 0,
      isDelimiterMissing: phase === 'encapsulated',
      trailerByteLength,
      warnings: [...this.warnings, ...(parser as DataSetParser).tally.warnings],
    };
  }

  /** Takes header bytes from the chunk; how many. */
  private feedHeader(chunk: Uint8Array): number | DicomReadError {
    const { buffer, limits } = this;
    const step = chunk.subarray(0, headerStepBytes);
    buffer.append(step);
    const outcome = this.advance(false);
    if (outcome instanceof DicomReadError) return outcome;
    if (outcome === 'done') {
      const surplus = buffer.length - (this.parser as DataSetParser).position;
      this.finishHeader();
      return step.length - surplus;
    }
    if (buffer.length <= limits.maxHeaderBytes) return step.length;
    const explanation = `More than ${limits.maxHeaderBytes} bytes came without Pixel Data`;
    return new DicomReadError('header-too-large', buffer.length, explanation);
  }

  private advance(complete: boolean): 'done' | 'more' | DicomReadError {
    if (!this.parser) {
      if (this.buffer.length < 8 && !complete) return 'more';
      this.parser = this.startParser(complete);
    }
    const { parser } = this;
    parser.available = this.buffer.length;
    return caught(() => parser.advance(complete));
  }

  private startParser(complete: boolean): DataSetParser {
    const { buffer, limits, options } = this;
    const promised = options.encoding ?? encodingOf(options.transferSyntaxUid);
    const reach = complete ? buffer.length : limits.maxHeaderBytes;
    const found = buffer.length < 8 ? promised : detectEncoding(buffer.bytes, 0, promised, reach);
    if (found !== promised) {
      this.warnings.push({ code: 'encoding-differs-from-transfer-syntax', byteOffset: 0 });
    }
    const ceiling = limits.maxHeaderBytes;
    return new DataSetParser({ buffer, start: 0, encoding: found, limits, stopAt: 'pixel-data', ceiling });
  }

  private finishHeader(): void {
    const { dataSet, bulk, position } = this.parser as DataSetParser;
    this.buffer.trim(position);
    if (bulk) {
      this.bulkByteLength = 0;
      this.nativeRemaining = bulk.byteLength ?? 0;
      this.phase = bulk.byteLength === undefined ? 'encapsulated' : 'native';
      if (bulk.byteLength === 0) this.phase = 'trailer';
    }
    if (this.phase === 'encapsulated') {
      const { maxFragments } = this.limits;
      const { onFragment } = this.options;
      this.walker = createFragmentWalker({
        maxFragments,
        littleEndian: dataSet.encoding.littleEndian,
        onFragment,
      });
    }
    this.options.onHeader(dataSet);
  }

  private feedBulk(chunk: Uint8Array, phase: 'native' | 'encapsulated'): number | DicomReadError {
    const taken = phase === 'native' ? Math.min(this.nativeRemaining, chunk.length) : this.walk(chunk);
    if (taken instanceof DicomReadError) return taken;
    this.nativeRemaining -= taken;
    this.bulkByteLength = (this.bulkByteLength ?? 0) + taken;
    this.options.onBulk?.(chunk.subarray(0, taken));
    if (phase === 'native' ? this.nativeRemaining === 0 : this.walker?.isOver) this.phase = 'trailer';
    return taken;
  }

  private walk(chunk: Uint8Array): number | DicomReadError {
    return (this.walker as FragmentWalker).walk(chunk);
  }

  private feedTrailer(chunk: Uint8Array): number | DicomReadError {
    this.trailerByteLength += chunk.length;
    const { maxTrailerBytes } = this.limits;
    if (this.trailerByteLength > maxTrailerBytes) {
      const explanation = `More than ${maxTrailerBytes} bytes follow Pixel Data`;
      return new DicomReadError('trailer-too-large', this.trailerByteLength, explanation);
    }
    this.options.onTrailer?.(chunk);
    return chunk.length;
  }
}
