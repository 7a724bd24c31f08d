import { constants, inflateRawSync, inflateSync } from 'node:zlib';

/** A text that must not be found, in one of the forms that bytes can take. */
interface Needle {
  text: string;
  form: string;
  bytes: Buffer;
}

/** Where a text was found that should not be there. */
export interface Find {
  text: string;
  form: string;
  where: string;
  offset: number;
  /** What stands around it. */
  context: string;
}

const fold = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte,
);

function folded(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.map((byte) => fold[byte] as number));
}

function utf16(text: string, bigEndian: boolean): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
}

/** The characters that base64 of these bytes has for sure, wherever they begin within a group of three. */
function base64Forms(bytes: Buffer): Buffer[] {
  return [0, 1, 2].map((before) => {
    const padded = Buffer.concat([Buffer.alloc(before), bytes]);
    const code = padded.toString('base64').replaceAll('=', '');
    const from = Math.ceil((before * 8) / 6);
    const to = Math.floor((padded.length * 8) / 6);
    return Buffer.from(code.slice(from, to));
  });
}

/** The same in the alphabet of tokens and URLs, where it differs (RFC 4648 5). */
function base64UrlForms(bytes: Buffer): Buffer[] {
  return base64Forms(bytes)
    .map((form) => form.toString())
    .filter((code) => /[+/]/.test(code))
    .map((code) => Buffer.from(code.replaceAll('+', '-').replaceAll('/', '_')));
}

/** As a JSON writer has it that keeps to ASCII. */
function jsonEscaped(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function formsOf(text: string): Needle[] {
  const plain: [string, Buffer][] = [['utf-8', Buffer.from(text)]];
  if (/[^\x00-\x7f]/.test(text)) plain.push(['latin-1', Buffer.from(text, 'latin1')]);
  const wide: [string, Buffer][] = [
    ['utf-16le', utf16(text, false)],
    ['utf-16be', utf16(text, true)],
  ];
  const coded = [...plain, ...wide].flatMap(([form, bytes]) =>
    [...base64Forms(bytes), ...base64UrlForms(bytes)].map((code): [string, Buffer] => [
      `base64 of ${form}`,
      code,
    ]),
  );
  const hex: [string, Buffer][] = plain.map(([form, bytes]) => [
    `hex of ${form}`,
    Buffer.from(bytes.toString('hex')),
  ]);
  const escaped = [encodeURIComponent(text), jsonEscaped(text)].filter((form) => form !== text);
  const spelled = escaped.map((form): [string, Buffer] => ['escaped', Buffer.from(form)]);
  return [...plain, ...wide, ...coded, ...hex, ...spelled].map(([form, bytes]) => ({
    text,
    form,
    bytes: folded(bytes),
  }));
}

const zeros = Buffer.alloc(4096);
const isDigits = /^\d+$/;

/**
 * Looks for texts in bytes, without regard to the case of ASCII letters: as UTF-8, Latin-1, UTF-16, base64, hexadecimal and
 * escaped for URLs or JSON, and in what gzip, zlib, zip and deflate streams among the bytes unpack to.
 */
export function createNeedles(texts: readonly string[]) {
  const needles = texts.flatMap(formsOf);
  const short = needles.find(({ bytes }) => bytes.length < 6);
  if (short !== undefined) throw new Error(`${short.text} as ${short.form} is too short to be looked for`);
  const byPrefix = new Map<number, Needle[]>();
  const isPrefix = new Uint8Array(1 << 24);
  for (const needle of needles) {
    const key = needle.bytes.readUIntBE(0, 3);
    isPrefix[key] = 1;
    byPrefix.set(key, [...(byPrefix.get(key) ?? []), needle]);
  }

  // Digits within a long number are that number's: a UID of 38 digits may hold any date.
  function isPartOfNumber(bytes: Buffer, { text }: Needle, at: number): boolean {
    if (!isDigits.test(text)) return false;
    const around = bytes.subarray(Math.max(0, at - 24), at + text.length + 24).toString('latin1');
    const run = around.split(/[^\d.]/).find((part) => part.includes(text));
    return (run?.length ?? 0) > 20;
  }

  function findAt(bytes: Buffer, at: number, key: number, where: string): Find | undefined {
    const candidates = byPrefix.get(key) ?? [];
    const hit = candidates.find((needle) => {
      if (at + needle.bytes.length > bytes.length) return false;
      for (let index = 3; index < needle.bytes.length; index++)
        if (fold[bytes[at + index] as number] !== needle.bytes[index]) return false;
      return !isPartOfNumber(bytes, needle, at);
    });
    if (hit === undefined) return undefined;
    const context = bytes
      .subarray(Math.max(0, at - 60), at + 100)
      .toString('latin1')
      .replaceAll(/[^\x20-\x7e]/g, '.');
    return { text: hit.text, form: hit.form, where, offset: at, context };
  }

  function searchPlain(bytes: Buffer, where: string, finds: Find[]): void {
    let key = 0;
    for (let at = 0; at < bytes.length; at++) {
      if (
        at % 4096 === 0 &&
        bytes.length - at >= 4096 &&
        bytes.compare(zeros, 0, 4096, at, at + 4096) === 0
      ) {
        at += 4095;
        key = 0;
        continue;
      }
      key = ((key << 8) | (fold[bytes[at] as number] as number)) & 0xffffff;
      if (at < 2 || isPrefix[key] === 0) continue;
      const find = findAt(bytes, at - 2, key, where);
      if (find !== undefined) finds.push(find);
    }
  }

  /** Everything that is found in some bytes; `where` is told with each find. */
  function search(bytes: Buffer, where: string): Find[] {
    const finds: Find[] = [];
    searchPlain(bytes, where, finds);
    for (const [offset, unpacked] of unpackedStreams(bytes))
      searchPlain(unpacked, `${where}, unpacked at ${offset}`, finds);
    return finds;
  }

  return { search };
}

const unpackOptions = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 256 * 1024 * 1024 };

/** What an unpacker makes of bytes; undefined when they are not for it. */
function unpacked(
  unpack: (bytes: Buffer, options: typeof unpackOptions) => Buffer,
  bytes: Buffer,
): Buffer | undefined {
  try {
    const result = unpack(bytes, unpackOptions);
    return result.length > 0 ? result : undefined;
  } catch {
    return undefined;
  }
}

/** Where the deflate stream of a gzip member begins (RFC 1952 2.3); what follows the member does not disturb it there. */
function endOfGzipHeader(bytes: Buffer): number {
  const flags = bytes[3] ?? 0;
  let at = 10;
  if ((flags & 4) !== 0 && bytes.length > 12) at += 2 + bytes.readUInt16LE(10);
  for (const flag of [8, 16]) if ((flags & flag) !== 0) at = bytes.indexOf(0, at) + 1;
  return (flags & 2) === 0 ? at : at + 2;
}

/** The data of a zip's entry (APPNOTE 4.3.7), whatever follows. */
const unzipEntry = (bytes: Buffer, options: typeof unpackOptions) =>
  bytes.length > 30 && bytes.readUInt16LE(8) === 8
    ? inflateRawSync(bytes.subarray(30 + bytes.readUInt16LE(26) + bytes.readUInt16LE(28)), options)
    : Buffer.alloc(0);

const gunzip = (bytes: Buffer, options: typeof unpackOptions) =>
  inflateRawSync(bytes.subarray(endOfGzipHeader(bytes)), options);

/** Compressed streams among the bytes: gzip, zlib and zip entries by their first bytes, a deflated DICOM data set behind its file meta. */
function* unpackedStreams(bytes: Buffer): Generator<[number, Buffer]> {
  const starts: [Buffer, typeof gunzip][] = [
    [Buffer.of(0x1f, 0x8b, 8), gunzip],
    ...[0x01, 0x5e, 0x9c, 0xda].map((level): [Buffer, typeof gunzip] => [
      Buffer.of(0x78, level),
      inflateSync,
    ]),
    [Buffer.from('PK\x03\x04', 'latin1'), unzipEntry],
  ];
  for (const [magic, unpack] of starts)
    for (let at = bytes.indexOf(magic); at >= 0; at = bytes.indexOf(magic, at + 1)) {
      const stream = unpacked(unpack, bytes.subarray(at, at + 16 * 1024 * 1024));
      if (stream !== undefined) yield [at, stream];
    }
  const deflated = Buffer.from('1.2.840.10008.1.2.1.99');
  for (let at = bytes.indexOf(deflated); at >= 0; at = bytes.indexOf(deflated, at + 1)) {
    // Other elements of the file meta follow the transfer syntax; the stream begins at one of the next bytes.
    for (let start = at + deflated.length; start < at + 200; start++) {
      const stream = unpacked(inflateRawSync, bytes.subarray(start, start + 16 * 1024 * 1024));
      if (stream !== undefined && stream.length > 64) yield [start, stream];
    }
  }
}
