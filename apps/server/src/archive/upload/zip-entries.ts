import { Unzip, type UnzipFile, UnzipInflate } from 'fflate';

export interface ZipLimits {
  maxEntries: number;
  maxEntryBytes: number;
  maxTotalBytes: number;
  /** Output ÷ input of an entry, once it passed a mebibyte. */
  maxRatio: number;
}

export interface ZipSink {
  write(bytes: Uint8Array): void | Promise<void>;
  end(): Promise<void>;
}

/** Why a zip was given up; entries before that point were taken. */
export class ZipError extends Error {}

const stepBytes = 16 * 1024;
const localEntry = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
const encryptedFlag = 1;

/** Whether the header of the entry with this name, which ends what was just read, says that it is encrypted (APPNOTE 4.4.4). */
function isEncrypted(read: Buffer, name: string): boolean {
  for (let at = read.indexOf(localEntry); at !== -1; at = read.indexOf(localEntry, at + 1)) {
    if (at + 30 > read.length) return false;
    const nameEnd = at + 30 + read.readUInt16LE(at + 26);
    const isItsHeader =
      read.toString('utf8', at + 30, nameEnd) === name || read.toString('latin1', at + 30, nameEnd) === name;
    if (isItsHeader && (read.readUInt16LE(at + 6) & encryptedFlag) !== 0) return true;
  }
  return false;
}

type Piece = { file: UnzipFile; bytes: Uint8Array; isLast: boolean };

/**
 * Takes a zip apart as it arrives, entry by entry, without a file on disk: an upload may name patients. Entry names are
 * handed on for the receipt and never used as paths, so `../` in them leads nowhere. Entries in entries are not opened.
 * @throws ZipError for damage and for what goes beyond the limits
 */
export async function readZip(
  body: AsyncIterable<unknown>,
  limits: ZipLimits,
  open: (name: string) => ZipSink,
): Promise<void> {
  const pieces: Piece[] = [];
  let failure: Error | undefined;
  let entries = 0;
  let totalBytes = 0;
  const sinks = new Map<UnzipFile, ZipSink>();
  /** The last two steps: a header may begin in the one before. */
  let read = Buffer.alloc(0);

  const unzip = new Unzip((file) => {
    if (file.name.endsWith('/')) return;
    if (isEncrypted(read, file.name)) {
      failure = new ZipError('The zip is encrypted. Unpack it with its password, and upload what was in it.');
      return;
    }
    if (++entries > limits.maxEntries)
      failure = new ZipError(`The zip has more than ${limits.maxEntries} files.`);
    let entryBytes = 0;
    file.ondata = (error, bytes, isLast) => {
      if (error !== null) failure = new ZipError('The zip is damaged.');
      entryBytes += bytes.length;
      totalBytes += bytes.length;
      if (entryBytes > limits.maxEntryBytes || totalBytes > limits.maxTotalBytes)
        failure = new ZipError('The zip unpacks to more than is allowed.');
      const compressed = file.size ?? 0;
      if (compressed > 0 && entryBytes > 1024 * 1024 && entryBytes / compressed > limits.maxRatio)
        failure = new ZipError('A file in the zip is packed suspiciously tight.');
      pieces.push({ file, bytes, isLast });
    };
    file.start();
  });
  unzip.register(UnzipInflate);

  async function drain(): Promise<void> {
    for (const { file, bytes, isLast } of pieces.splice(0)) {
      let sink = sinks.get(file);
      if (sink === undefined) {
        sink = open(file.name);
        sinks.set(file, sink);
      }
      if (bytes.length > 0) await sink.write(bytes);
      if (isLast) {
        sinks.delete(file);
        await sink.end();
      }
    }
  }

  function push(chunk: Uint8Array, isLast: boolean): void {
    read = Buffer.concat([read.subarray(-stepBytes), chunk]);
    try {
      unzip.push(chunk, isLast);
    } catch {
      failure ??= new ZipError('It is no zip, a damaged one, or packed by a method that cannot be read.');
    }
  }

  for await (const chunk of body) {
    // Small steps keep what one step unpacks, all in memory, small too.
    const bytes = chunk as Buffer;
    for (let at = 0; at < bytes.length; at += stepBytes) {
      push(bytes.subarray(at, at + stepBytes), false);
      await drain();
      if (failure !== undefined) throw failure;
    }
  }
  push(new Uint8Array(0), true);
  await drain();
  if (failure !== undefined) throw failure;
  if (sinks.size > 0 || entries === 0) throw new ZipError('The zip ends early or is none.');
}
