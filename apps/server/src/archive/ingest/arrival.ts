import { createDeflateRaw } from 'node:zlib';
import {
  buildFileMeta,
  createDataSetStream,
  createPart10Stream,
  createPlainDataSetStream,
  type DataSet,
  type DicomLimits,
  DicomReadError,
  firstText,
  type Part10StreamOptions,
  type StreamedDataSet,
  transferSyntaxOf,
  writeDataSet,
} from '@pesscara/dicom';
import type { BlobStore, BlobWriter } from '../../kernel/blobs/index.ts';
import { newId } from '../../kernel/ids/index.ts';
import type { Announcement, ArrivalOutcome, ArrivalSource, ArrivedInstance } from './arrived-instance.ts';
import { integerOf, seriesAttributes } from './header-facts.ts';
import type { HoldWriter } from './hold.ts';
import type { Prepared, Preparer } from './preparer.ts';
import type { Registrar } from './registrar.ts';
import { actualTransferSyntax } from './transfer-syntax.ts';

export interface ArrivalDependencies {
  blobs: BlobStore;
  prepare: Preparer;
  registrar: Registrar;
  /** Starts keeping the original bytes in the vault: what could not be routed, understood or cleaned. */
  hold(
    source: ArrivalSource,
    facts: { reason: string; detail: string; header?: DataSet | undefined; announcement: Announcement },
  ): HoldWriter;
  limits: Partial<DicomLimits>;
  maxObjectBytes: number;
}

/** One object on its way in. Feed it in order, waiting for the promise; then `end` once, or `abort`. */
export interface Arrival {
  /** Done with the chunk when it returns or, when it returns a promise, when that settles. */
  write(chunk: Uint8Array): void | Promise<void>;
  end(): Promise<ArrivalOutcome>;
  abort(): Promise<void>;
  /** The UIDs that the sender knows the object by; for the answer to the sender only. */
  sentUids(): SentUids;
}

export interface SentUids {
  sopClassUid: string | undefined;
  sopInstanceUid: string | undefined;
}

const mediaStorageDirectory = '1.2.840.10008.1.3.10';
const sequenceDelimiter = Uint8Array.of(0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0);

interface ArrivalStream {
  feed(chunk: Uint8Array): DicomReadError | undefined | Promise<DicomReadError | undefined>;
  end(): StreamedDataSet | DicomReadError | Promise<StreamedDataSet | DicomReadError>;
  abort(): void;
}

type Phase =
  | { kind: 'header' }
  | {
      kind: 'storing';
      prepared: Prepared & { kind: 'ready' };
      writer: BlobWriter;
      output: Output;
      head: HeadFacts;
    }
  | { kind: 'holding'; hold: HoldWriter; reason: string }
  | { kind: 'over'; outcome: ArrivalOutcome };

interface HeadFacts {
  transferSyntaxUid: string;
  pixelDataOffset: number | null;
  deidentified: DataSet;
}

/** Where the new file's bytes go: straight to the blob, or through deflate for the deflated transfer syntax. */
interface Output {
  write(bytes: Uint8Array): Promise<void> | void;
  finish(): Promise<void>;
}

function plainOutput(writer: BlobWriter): Output {
  return { write: (bytes) => writer.write(bytes), finish: () => Promise.resolve() };
}

function deflatedOutput(writer: BlobWriter): Output {
  const deflate = createDeflateRaw();
  const drained = (async () => {
    for await (const chunk of deflate) await writer.write(chunk as Buffer);
  })();
  return {
    write: (bytes) =>
      new Promise((resolve, reject) => {
        deflate.write(bytes, (error) => {
          if (error) reject(error);
          else resolve();
        });
      }),
    finish: async () => {
      deflate.end();
      await drained;
    },
  };
}

/** A reader of the announced format. Bare data sets that are not deflated are read without promises: that is the DIMSE path. */
function openStream(announcement: Announcement, handlers: Part10StreamOptions): ArrivalStream {
  if (announcement.format === 'part10') return createPart10Stream(handlers);
  const { transferSyntaxUid } = announcement;
  const isDeflated =
    transferSyntaxUid !== undefined && transferSyntaxOf(transferSyntaxUid)?.deflated === true;
  if (isDeflated) return createDataSetStream({ ...handlers, transferSyntaxUid });
  const plain = createPlainDataSetStream({ ...handlers, transferSyntaxUid });
  return { feed: plain.feed.bind(plain), end: () => plain.end(), abort: () => undefined };
}

/** Opens the way in for one object: read, route, de-identify, store, register. Memory is bounded by the header's limit. */
export function openArrival(
  source: ArrivalSource,
  announcement: Announcement,
  deps: ArrivalDependencies,
): Arrival {
  let phase = { kind: 'header' } as Phase;
  // Narrowing does not see that an awaited step moved the phase on.
  const now = (): Phase => phase;
  let header: DataSet | undefined;
  let statedTransferSyntaxUid = announcement.transferSyntaxUid;
  let bulk: Uint8Array[] = [];
  let head: Buffer[] = [];
  let receivedBytes = 0;
  let sent: SentUids = { sopClassUid: announcement.sopClassUid, sopInstanceUid: announcement.sopInstanceUid };
  const instanceId = newId();

  const handlers = {
    limits: deps.limits,
    onHeader: (found: DataSet) => {
      header = found;
    },
    onBulk: (bytes: Uint8Array) => {
      bulk.push(bytes);
    },
  };
  const stream = openStream(announcement, {
    ...handlers,
    onFileMeta: (meta) => {
      statedTransferSyntaxUid = meta.transferSyntaxUid;
    },
  });

  async function startHolding(reason: string, detail: string): Promise<void> {
    const hold = deps.hold(source, { reason, detail, header, announcement });
    phase = { kind: 'holding', hold, reason };
    for (const bytes of head) await hold.write(bytes);
    head = [];
    bulk = [];
  }

  function refuse(
    reason: 'malformed' | 'too-large' | 'does-not-match-command' | 'consent-withdrawn',
    detail: string,
  ): void {
    phase = { kind: 'over', outcome: { kind: 'refused', reason, detail } };
    head = [];
    bulk = [];
  }

  function mismatch(found: DataSet): string | undefined {
    const { sopClassUid, sopInstanceUid } = sent;
    const { expectedStudyInstanceUid } = source;
    if (
      expectedStudyInstanceUid !== undefined &&
      firstText(found, 'StudyInstanceUID') !== expectedStudyInstanceUid
    )
      return 'It belongs to another study than the one of the URL.';
    if (
      announcement.sopClassUid !== undefined &&
      sopClassUid !== undefined &&
      sopClassUid !== announcement.sopClassUid
    )
      return 'The SOP class of the data set is not that of the command.';
    if (
      announcement.sopInstanceUid !== undefined &&
      sopInstanceUid !== undefined &&
      sopInstanceUid !== announcement.sopInstanceUid
    )
      return 'The SOP instance of the data set is not that of the command.';
    return undefined;
  }

  async function writeHead(prepared: Prepared & { kind: 'ready' }, original: DataSet): Promise<void> {
    const transferSyntaxUid = actualTransferSyntax(original, statedTransferSyntaxUid);
    const isDeflated = transferSyntaxOf(transferSyntaxUid)?.deflated === true;
    const writer = deps.blobs.createWriter();
    const { dataSet } = prepared;
    const meta = buildFileMeta({
      mediaStorageSopClassUid: prepared.sopClassUid,
      mediaStorageSopInstanceUid: prepared.sopInstanceUid,
      transferSyntaxUid,
    });
    await writer.write(meta);
    const output = isDeflated ? deflatedOutput(writer) : plainOutput(writer);
    const written = writeDataSet(dataSet);
    for (const chunk of written.chunks) await output.write(chunk);
    const hasPixelData = original.elements.at(-1)?.kind === 'bulk';
    const pixelDataOffset = hasPixelData && !isDeflated ? meta.length + written.byteLength : null;
    phase = {
      kind: 'storing',
      prepared,
      writer,
      output,
      head: { transferSyntaxUid, pixelDataOffset, deidentified: dataSet },
    };
    head = [];
  }

  async function decide(original: DataSet): Promise<void> {
    sent = {
      sopClassUid: firstText(original, 'SOPClassUID') ?? announcement.sopClassUid,
      sopInstanceUid: firstText(original, 'SOPInstanceUID') ?? announcement.sopInstanceUid,
    };
    if (firstText(original, 'SOPClassUID') === mediaStorageDirectory) {
      phase = {
        kind: 'over',
        outcome: { kind: 'ignored', reason: 'A DICOMDIR lists files; it holds no image.' },
      };
      return;
    }
    const wrong = mismatch(original);
    if (wrong !== undefined) {
      refuse('does-not-match-command', wrong);
      return;
    }
    const prepared = await deps.prepare({
      source,
      header: original,
      instanceId,
      sopClassUid: announcement.sopClassUid,
    });
    if (prepared.kind === 'withdrawn')
      refuse('consent-withdrawn', 'The project takes no images of this patient. Nothing of it was kept.');
    else if (prepared.kind === 'held') await startHolding(prepared.reason, prepared.detail);
    else await writeHead(prepared, original);
  }

  function passBulk(): void | Promise<void> {
    if (phase.kind !== 'storing') return undefined;
    const pieces = bulk;
    bulk = [];
    for (const [index, bytes] of pieces.entries()) {
      const written = phase.output.write(bytes);
      if (written !== undefined) return passRest(written, phase.output, pieces.slice(index + 1));
    }
    return undefined;
  }

  async function passRest(first: Promise<void>, output: Output, rest: readonly Uint8Array[]): Promise<void> {
    await first;
    for (const bytes of rest) await output.write(bytes);
  }

  async function fail(error: DicomReadError): Promise<void> {
    if (phase.kind === 'storing') {
      await phase.writer.discard();
      refuse('malformed', `${error.message}. Nothing of it was kept.`);
    } else if (error.code === 'not-dicom' && announcement.format === 'part10')
      phase = { kind: 'over', outcome: { kind: 'ignored', reason: 'It is no DICOM file.' } };
    else await startHolding('malformed', error.message);
  }

  async function afterFeed(failure: DicomReadError | undefined): Promise<void> {
    if (phase.kind === 'header' && header !== undefined) await decide(header);
    await passBulk();
    if (failure !== undefined && (phase.kind === 'header' || phase.kind === 'storing')) await fail(failure);
  }

  async function refuseAsTooLarge(): Promise<void> {
    await abort();
    refuse('too-large', `It is larger than ${deps.maxObjectBytes} bytes (PESSCARA_MAX_MESSAGE_BYTES).`);
  }

  function write(chunk: Uint8Array): void | Promise<void> {
    receivedBytes += chunk.length;
    if (phase.kind === 'over') return undefined;
    if (receivedBytes > deps.maxObjectBytes) return refuseAsTooLarge();
    if (phase.kind === 'holding') return phase.hold.write(chunk);
    // Until the header is judged the bytes may still have to go to the vault as they came; the chunk is the caller's.
    if (phase.kind === 'header') head.push(Buffer.from(chunk));
    const failure = stream.feed(chunk);
    // The way of nearly every chunk of an image: read, hand on, no promise.
    if (failure === undefined && phase.kind === 'storing') return passBulk();
    return Promise.resolve(failure).then(afterFeed);
  }

  async function finishStoring(streamed: StreamedDataSet): Promise<ArrivalOutcome> {
    if (phase.kind !== 'storing') throw new Error('There is nothing to store');
    const { prepared, writer, output, head: facts } = phase;
    if (streamed.isDelimiterMissing) await output.write(sequenceDelimiter);
    await output.finish();
    const { sha256, sizeBytes, durable } = writer.startSealing();
    const delimiterBytes = streamed.isDelimiterMissing ? sequenceDelimiter.length : 0;
    const instance: ArrivedInstance = {
      id: instanceId,
      projectId: prepared.projectId,
      subjectCode: prepared.subjectCode,
      series: seriesAttributes(facts.deidentified, {
        study: prepared.studyInstanceUid,
        series: prepared.seriesInstanceUid,
        sopClass: prepared.sopClassUid,
      }),
      associationId: source.associationId,
      channel: source.channel,
      callingAe: source.callingAe ?? null,
      importerId: source.accountId ?? null,
      routeVersion: prepared.routeVersion,
      profileId: prepared.profileId,
      tags: prepared.tags,
      centre: prepared.centre,
      sopInstanceUid: prepared.sopInstanceUid,
      sopClassUid: prepared.sopClassUid,
      transferSyntaxUid: facts.transferSyntaxUid,
      instanceNumber: integerOf(facts.deidentified, 'InstanceNumber'),
      frameCount: Math.max(1, integerOf(facts.deidentified, 'NumberOfFrames') ?? 1),
      rows: integerOf(facts.deidentified, 'Rows'),
      columns: integerOf(facts.deidentified, 'Columns'),
      pixelDataOffset: facts.pixelDataOffset,
      pixelDataBytes: facts.pixelDataOffset === null ? null : (streamed.bulkByteLength ?? 0) + delimiterBytes,
      blobSha256: sha256,
      sizeBytes,
      reportSha256: prepared.reportSha256,
      report: prepared.report,
      originalHeaderHmac: prepared.originalHeaderHmac,
      sealedOriginals: prepared.sealedOriginals,
      findings: prepared.findings,
    };
    return deps.registrar.register(instance, durable);
  }

  async function end(): Promise<ArrivalOutcome> {
    if (phase.kind === 'over') return phase.outcome;
    if (phase.kind !== 'holding') {
      const streamed = await stream.end();
      await afterFeed(streamed instanceof DicomReadError ? streamed : undefined);
      if (!(streamed instanceof DicomReadError) && now().kind === 'storing') return finishStoring(streamed);
    }
    const last = now();
    if (last.kind === 'over') return last.outcome;
    if (last.kind !== 'holding') throw new Error('An arrival ended without a decision');
    return { kind: 'held', heldId: await last.hold.seal(), reason: last.reason };
  }

  async function abort(): Promise<void> {
    stream.abort();
    if (phase.kind === 'storing') await phase.writer.discard();
    if (phase.kind === 'holding') await phase.hold.discard();
    phase = { kind: 'over', outcome: { kind: 'refused', reason: 'aborted', detail: 'The sender gave up.' } };
  }

  return { write, end, abort, sentUids: () => sent };
}
