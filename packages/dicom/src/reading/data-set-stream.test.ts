import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ascii, concat, explicitElement, item, sequenceEnd, undefinedLength } from '../../test/bytes.ts';
import {
  buildFileMeta,
  createDataSetStream,
  createPart10Stream,
  type DataSet,
  type DicomLimits,
  DicomReadError,
  deflatedExplicitVrLittleEndian,
  explicitVrLittleEndian,
  type FileMeta,
  firstText,
  orThrow,
  type StreamedDataSet,
} from '../index.ts';

const empty = new Uint8Array(0);
const header = concat(
  explicitElement(0x00080005, 'CS', ascii('ISO_IR 100')),
  explicitElement(0x00081140, 'SQ', item(explicitElement(0x00100020, 'LO', ascii('INNER ')))),
  explicitElement(0x00100020, 'LO', ascii('ID01')),
  explicitElement(0x00204000, 'LT', ascii('x'.repeat(5000))),
);
const pixels = Uint8Array.from({ length: 3001 }, (_, index) => index % 251);
const native = concat(header, explicitElement(0x7fe00010, 'OW', pixels));
const fragments = concat(item(empty), item(pixels), item(pixels.subarray(0, 7)), sequenceEnd);
const encapsulated = concat(
  header,
  explicitElement(0x7fe00010, 'OB', empty, { length: undefinedLength }),
  fragments,
);
const trailer = explicitElement(0xfffcfffc, 'OB', new Uint8Array(50));

type Run = {
  outcome: StreamedDataSet | DicomReadError;
  header: DataSet | undefined;
  bulk: Uint8Array;
  trailer: Uint8Array;
  events: string[];
  fragments: number[];
  fileMeta: FileMeta | undefined;
};

type RunOptions = {
  chunkBytes?: number;
  transferSyntaxUid?: string;
  limits?: Partial<DicomLimits>;
  part10?: boolean;
};

async function run(
  bytes: Uint8Array,
  { chunkBytes = 100, transferSyntaxUid, limits = {}, part10 }: RunOptions = {},
): Promise<Run> {
  const events: string[] = [];
  const note = (event: string): void => {
    if (events.at(-1) !== event) events.push(event);
  };
  const bulk: Uint8Array[] = [];
  const trailing: Uint8Array[] = [];
  const offsets: number[] = [];
  let seen: DataSet | undefined;
  let fileMeta: FileMeta | undefined;
  const handlers = {
    onFileMeta: (found: FileMeta) => {
      note('fileMeta');
      fileMeta = found;
    },
    onHeader: (dataSet: DataSet) => {
      note('header');
      seen = dataSet;
    },
    onBulk: (chunk: Uint8Array) => {
      note('bulk');
      bulk.push(chunk.slice());
    },
    onFragment: ({ valueOffset }: { valueOffset: number }) => void offsets.push(valueOffset),
    onTrailer: (chunk: Uint8Array) => {
      note('trailer');
      trailing.push(chunk.slice());
    },
  };
  const stream = part10
    ? createPart10Stream({ ...handlers, limits })
    : createDataSetStream({
        ...handlers,
        limits,
        transferSyntaxUid: transferSyntaxUid ?? explicitVrLittleEndian,
      });
  let failure: DicomReadError | undefined;
  for (let at = 0; at < bytes.length && !failure; at += chunkBytes) {
    failure = await stream.feed(bytes.slice(at, at + chunkBytes));
  }
  const outcome = await stream.end();
  return {
    outcome,
    header: seen,
    bulk: concat(...bulk),
    trailer: concat(...trailing),
    events,
    fragments: offsets,
    fileMeta,
  };
}

async function codeOf(bytes: Uint8Array, options: RunOptions = {}): Promise<string | undefined> {
  const { outcome } = await run(bytes, options);
  return outcome instanceof DicomReadError ? outcome.code : undefined;
}

const chunkSizes = [1, 2, 7, 64, 1000, 100_000];

describe('a data set stream', () => {
  it.each(chunkSizes)(
    'gives header, then exactly the native pixel value, in chunks of %i',
    async (chunkBytes) => {
      const { outcome, header: seen, bulk, events } = await run(native, { chunkBytes });
      expect(outcome).toMatchObject({
        kind: 'streamed',
        bulkByteLength: pixels.length,
        trailerByteLength: 0,
      });
      expect(seen && firstText(seen, 'PatientID')).toBe('ID01');
      expect(seen?.get('PixelData')).toMatchObject({ kind: 'bulk', byteLength: pixels.length });
      expect(bulk).toEqual(pixels);
      expect(events).toEqual(['header', 'bulk']);
    },
  );

  it.each(chunkSizes)(
    'walks fragments across borders and ends with their delimiter, in chunks of %i',
    async (chunkBytes) => {
      const {
        outcome,
        bulk,
        trailer: rest,
        fragments: offsets,
      } = await run(concat(encapsulated, trailer), { chunkBytes });
      expect(outcome).toMatchObject({
        fragmentCount: 3,
        isDelimiterMissing: false,
        trailerByteLength: trailer.length,
      });
      expect(bulk).toEqual(fragments);
      expect(rest).toEqual(trailer);
      expect(offsets).toEqual([8, 16, 16 + pixels.length + 8]);
    },
  );

  it.each(chunkSizes)(
    'gives the whole data set when there is no pixel data, in chunks of %i',
    async (chunkBytes) => {
      const { outcome, header: seen, events } = await run(header, { chunkBytes });
      expect(outcome).toMatchObject({ bulkByteLength: undefined });
      expect(seen?.size).toBe(4);
      expect(events).toEqual(['header']);
    },
  );

  it('streams float pixel data too, and passes over an empty value', async () => {
    const float = concat(header, explicitElement(0x7fe00008, 'OF', pixels.subarray(0, 400)));
    expect((await run(float)).bulk).toEqual(pixels.subarray(0, 400));
    const nothing = concat(header, explicitElement(0x7fe00010, 'OW', empty), trailer);
    expect((await run(nothing)).outcome).toMatchObject({
      bulkByteLength: 0,
      trailerByteLength: trailer.length,
    });
  });

  it('keeps nothing but the header', async () => {
    const { header: seen } = await run(native, { chunkBytes: 100_000 });
    const element = seen?.get('PatientID');
    expect(element?.kind === 'value' && element.bytes.buffer.byteLength).toBe(native.length - pixels.length);
  });

  it('inflates as the bytes arrive', async () => {
    for (const body of [native, encapsulated, header]) {
      const plain = await run(body);
      const deflated = deflateRawSync(body);
      for (const bytes of [deflated, concat(deflated, Uint8Array.of(0))]) {
        const inflated = await run(bytes, {
          chunkBytes: 97,
          transferSyntaxUid: deflatedExplicitVrLittleEndian,
        });
        expect(inflated.bulk).toEqual(plain.bulk);
        expect(inflated.header?.size).toBe(plain.header?.size);
      }
    }
  });

  it('reports a missing delimiter at the end of fragments', async () => {
    const { outcome } = await run(encapsulated.subarray(0, -8));
    expect(outcome).toMatchObject({ kind: 'streamed', isDelimiterMissing: true });
  });

  it('refuses bytes that end too early, wherever they do', async () => {
    for (const body of [native, encapsulated]) {
      for (let length = 5; length < body.length; length += 13) {
        const { outcome } = await run(body.subarray(0, length), { chunkBytes: 500 });
        const isWhole =
          !(outcome instanceof DicomReadError) &&
          (outcome.bulkByteLength === undefined || outcome.isDelimiterMissing);
        expect(isWhole || (outcome instanceof DicomReadError && outcome.code === 'truncated')).toBe(true);
      }
    }
  });

  it('keeps saying what failed', async () => {
    const stream = createDataSetStream({
      transferSyntaxUid: explicitVrLittleEndian,
      onHeader: () => undefined,
    });
    const garbage = concat(header, new Uint8Array(100).fill(0xab));
    const first = await stream.feed(garbage);
    expect(first?.code).toBe('bad-vr');
    expect(await stream.feed(header)).toBe(first);
    expect(await stream.end()).toBe(first);
  });

  it('refuses more than its limits', async () => {
    expect(await codeOf(header, { limits: { maxHeaderBytes: 2000 } })).toBe('header-too-large');
    const claim = explicitElement(0x00420011, 'OB', new Uint8Array(10), { length: 0x7fffffff });
    expect(await codeOf(concat(header, claim))).toBe('header-too-large');
    expect(await codeOf(concat(native, trailer), { limits: { maxTrailerBytes: 40 } })).toBe(
      'trailer-too-large',
    );
    expect(await codeOf(encapsulated, { limits: { maxFragments: 2 } })).toBe('too-many-fragments');
    expect(await codeOf(concat(encapsulated.subarray(0, -8), header))).toBe('bad-fragment');
  });

  it('stops inflating a bomb soon after the limit', async () => {
    const bomb = deflateRawSync(
      concat(header, explicitElement(0x7fe00010, 'OW', new Uint8Array(300_000_000))),
    );
    const deflated = { transferSyntaxUid: deflatedExplicitVrLittleEndian, chunkBytes: 16_384 };
    const ratio = await run(bomb, deflated);
    expect(ratio.outcome).toMatchObject({ code: 'inflate-ratio' });
    expect(ratio.bulk.length).toBeLessThan(8_000_000);
    expect(await codeOf(bomb, { ...deflated, limits: { maxInflateRatio: 1e6, maxInflatedBytes: 1e6 } })).toBe(
      'inflate-too-large',
    );
    expect(await codeOf(bomb.subarray(0, 5000), { ...deflated, limits: { maxInflateRatio: 1e6 } })).toBe(
      'truncated',
    );
    expect(await codeOf(new Uint8Array(50).fill(0xff), deflated)).toBe('bad-deflate');
  });

  it('hands an exception of a handler to whoever feeds', async () => {
    for (const deflated of [false, true]) {
      const stream = createDataSetStream({
        transferSyntaxUid: deflated ? deflatedExplicitVrLittleEndian : explicitVrLittleEndian,
        onHeader: () => {
          throw new Error('sink is full');
        },
      });
      await expect(stream.feed(deflated ? deflateRawSync(native) : native)).rejects.toThrow('sink is full');
    }
  });

  it('reads fragments in their thousands without slowing down', async () => {
    const many = concat(header, explicitElement(0x7fe00010, 'OB', empty, { length: undefinedLength }));
    const one = item(new Uint8Array(8));
    const body = new Uint8Array(Buffer.concat([many, ...Array<Uint8Array>(200_000).fill(one), sequenceEnd]));
    const started = performance.now();
    const { outcome } = await run(body, { chunkBytes: 65_536 });
    expect(outcome).toMatchObject({ fragmentCount: 200_000 });
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('a file stream', () => {
  const meta = buildFileMeta({
    mediaStorageSopClassUid: '1.2.840.10008.5.1.4.1.1.2',
    mediaStorageSopInstanceUid: '1.2.3',
    transferSyntaxUid: explicitVrLittleEndian,
  });

  it.each(chunkSizes)('gives the file meta first, in chunks of %i', async (chunkBytes) => {
    const { outcome, fileMeta, bulk, events } = await run(concat(meta, native), { chunkBytes, part10: true });
    expect(events).toEqual(['fileMeta', 'header', 'bulk']);
    expect(fileMeta).toMatchObject({ transferSyntaxUid: explicitVrLittleEndian, dataSetOffset: meta.length });
    expect(bulk).toEqual(pixels);
    expect(orThrow(outcome).bulkByteLength).toBe(pixels.length);
  });

  it('takes files without preamble or without file meta', async () => {
    for (const bytes of [concat(meta.subarray(128), native), concat(meta.subarray(132), native), native]) {
      const { header: seen, bulk } = await run(bytes, { part10: true });
      expect(seen && firstText(seen, 'PatientID')).toBe('ID01');
      expect(bulk).toEqual(pixels);
    }
  });

  it('inflates what the file meta says is deflated', async () => {
    const deflatedMeta = buildFileMeta({
      mediaStorageSopClassUid: '1.2',
      mediaStorageSopInstanceUid: '1.2.3',
      transferSyntaxUid: deflatedExplicitVrLittleEndian,
    });
    const { bulk } = await run(concat(deflatedMeta, deflateRawSync(native)), { part10: true });
    expect(bulk).toEqual(pixels);
  });

  it('refuses what is no DICOM', async () => {
    for (const bytes of [empty, ascii('PK'), ascii('%PDF-1.7 '.repeat(100)), new Uint8Array(1000)]) {
      expect(await codeOf(bytes, { part10: true })).toBe('not-dicom');
    }
  });
});
