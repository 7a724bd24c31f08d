import { Inflate, inflateSync } from 'fflate';

/** One file inside a zip that lies on the reader's disk. */
export interface ZipEntry {
  name: string;
  /** 0 stored, 8 deflated. */
  method: number;
  compressedBytes: number;
  sizeBytes: number;
  /** Where its local header begins in the zip. */
  headerOffset: number;
}

const endSignature = 0x06054b50;
const end64Signature = 0x06064b50;
const locator64Signature = 0x07064b50;
const entrySignature = 0x02014b50;
const endBytes = 22;
const locator64Bytes = 20;
const longestComment = 65_535;
const encryptedFlag = 1;

/** Why an encrypted file of a zip is left out, in the list of what was. */
export const whyEncrypted = 'encrypted in the zip: unpack it with its password, and add what was in it';
/** More entries than this are refused: the directory itself would not fit in memory. */
const mostEntries = 2_000_000;

async function viewOf(zip: Blob, start: number, length: number): Promise<DataView> {
  return new DataView(await zip.slice(start, start + length).arrayBuffer());
}

interface Directory {
  offset: number;
  sizeBytes: number;
  count: number;
}

/** Zip64 keeps the directory's place in a second record, before the first (APPNOTE 4.3.14). */
async function readEnd64(zip: Blob, endAt: number): Promise<Directory | null> {
  const locatorAt = endAt - locator64Bytes;
  if (locatorAt < 0) return null;
  const locator = await viewOf(zip, locatorAt, locator64Bytes);
  if (locator.getUint32(0, true) !== locator64Signature) return null;
  const end = await viewOf(zip, Number(locator.getBigUint64(8, true)), 56);
  if (end.byteLength < 56 || end.getUint32(0, true) !== end64Signature) return null;
  return {
    count: Number(end.getBigUint64(32, true)),
    sizeBytes: Number(end.getBigUint64(40, true)),
    offset: Number(end.getBigUint64(48, true)),
  };
}

async function findDirectory(zip: Blob): Promise<Directory> {
  const start = Math.max(0, zip.size - endBytes - longestComment);
  const tail = await viewOf(zip, start, zip.size - start);
  for (let at = tail.byteLength - endBytes; at >= 0; at -= 1) {
    if (tail.getUint32(at, true) !== endSignature) continue;
    const long = await readEnd64(zip, start + at);
    if (long !== null) return long;
    return {
      count: tail.getUint16(at + 10, true),
      sizeBytes: tail.getUint32(at + 12, true),
      offset: tail.getUint32(at + 16, true),
    };
  }
  throw new Error('This is not a zip file, or it is cut off.');
}

/** The sizes and place of an entry that do not fit in 32 bits (APPNOTE 4.5.3). */
function applyZip64(entry: ZipEntry, view: DataView, start: number, end: number): void {
  for (let at = start; at + 4 <= end; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let field = at + 4;
    const next = () => {
      field += 8;
      return Number(view.getBigUint64(field - 8, true));
    };
    if (entry.sizeBytes === 0xffffffff) entry.sizeBytes = next();
    if (entry.compressedBytes === 0xffffffff) entry.compressedBytes = next();
    if (entry.headerOffset === 0xffffffff) entry.headerOffset = next();
  }
}

export interface ZipListing {
  entries: ZipEntry[];
  /** Files that cannot be read: encrypted, or packed by another method. */
  unreadable: { name: string; reason: string }[];
}

/** Lists a zip from its directory without reading its content. @throws Error in words for the reader when it is no zip */
export async function listZip(zip: Blob): Promise<ZipListing> {
  const directory = await findDirectory(zip);
  if (directory.count > mostEntries)
    throw new Error(`The zip lists ${directory.count} files, more than can be read.`);
  if (directory.offset + directory.sizeBytes > zip.size) throw new Error('The zip is cut off or damaged.');
  const view = await viewOf(zip, directory.offset, directory.sizeBytes);
  const listing: ZipListing = { entries: [], unreadable: [] };
  for (let at = 0; at + 46 <= view.byteLength && view.getUint32(at, true) === entrySignature; ) {
    const nameBytes = view.getUint16(at + 28, true);
    const extraBytes = view.getUint16(at + 30, true);
    const commentBytes = view.getUint16(at + 32, true);
    const end = at + 46 + nameBytes + extraBytes + commentBytes;
    if (end > view.byteLength) throw new Error('The zip is cut off or damaged.');
    const entry: ZipEntry = {
      name: new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at + 46, nameBytes)),
      method: view.getUint16(at + 10, true),
      compressedBytes: view.getUint32(at + 20, true),
      sizeBytes: view.getUint32(at + 24, true),
      headerOffset: view.getUint32(at + 42, true),
    };
    applyZip64(entry, view, at + 46 + nameBytes, at + 46 + nameBytes + extraBytes);
    const encrypted = (view.getUint16(at + 8, true) & encryptedFlag) !== 0;
    if (encrypted) listing.unreadable.push({ name: entry.name, reason: whyEncrypted });
    else if (entry.method !== 0 && entry.method !== 8)
      listing.unreadable.push({ name: entry.name, reason: 'packed by a method that cannot be read' });
    else if (!entry.name.endsWith('/')) listing.entries.push(entry);
    at = end;
  }
  return listing;
}

async function packedBlob(zip: Blob, entry: ZipEntry): Promise<Blob> {
  const local = await viewOf(zip, entry.headerOffset, 30);
  if (local.byteLength < 30) throw new Error('The zip is cut off or damaged.');
  const start = entry.headerOffset + 30 + local.getUint16(26, true) + local.getUint16(28, true);
  return zip.slice(start, start + entry.compressedBytes);
}

/** The first bytes of an entry, at least `wanted` of them where it has so many. */
export async function readZipPrefix(zip: Blob, entry: ZipEntry, wanted: number): Promise<Uint8Array> {
  const packed = await packedBlob(zip, entry);
  if (entry.method === 0) return new Uint8Array(await packed.slice(0, wanted).arrayBuffer());
  const parts: Uint8Array[] = [];
  let have = 0;
  const inflate = new Inflate((part) => {
    parts.push(part);
    have += part.length;
  });
  for (let at = 0; at < packed.size && have < wanted; at += wanted)
    inflate.push(new Uint8Array(await packed.slice(at, at + wanted).arrayBuffer()), false);
  return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
}

/** A whole entry. Never more than the size that the directory names is unpacked: a zip bomb ends there. */
export async function readZipEntry(zip: Blob, entry: ZipEntry): Promise<Blob> {
  const packed = await packedBlob(zip, entry);
  if (entry.method === 0) return packed;
  const bytes = inflateSync(new Uint8Array(await packed.arrayBuffer()), {
    out: new Uint8Array(entry.sizeBytes),
  });
  return new Blob([bytes as BlobPart]);
}
