import { connect } from 'node:net';
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  name: string | Uint8Array;
  bytes: Uint8Array;
  /** Said instead of the true length of the packed bytes. */
  statedPackedBytes?: number;
  /** General purpose bits, e.g. 1 for encrypted. */
  flags?: number;
  /** Compression method; 8 (deflate) and 0 (stored) are carried out, others only told. */
  method?: number;
}

/** A zip as written by hand: any name, any lie. Without a central directory unless asked for (APPNOTE 4.3). */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  return Buffer.concat(
    entries.flatMap(({ name, bytes, statedPackedBytes, flags = 0, method = 8 }) => {
      const packed = method === 8 ? deflateRawSync(bytes, { level: 9 }) : Buffer.from(bytes);
      const nameBytes = Buffer.from(name);
      const head = Buffer.alloc(30);
      head.write('PK\x03\x04', 0, 'latin1');
      head.writeUInt16LE(20, 4);
      head.writeUInt16LE(flags, 6);
      head.writeUInt16LE(method, 8);
      head.writeUInt32LE(crc32(bytes), 14);
      head.writeUInt32LE(statedPackedBytes ?? packed.length, 18);
      head.writeUInt32LE(bytes.length, 22);
      head.writeUInt16LE(nameBytes.length, 26);
      return [head, nameBytes, packed];
    }),
  );
}

/** A body of so many bytes that is never held as a whole: `head`, then the same piece over and over. */
export function endlessBody(head: string, piece: Uint8Array, totalBytes: number): ReadableStream<Uint8Array> {
  let sentBytes = 0;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(Buffer.from(head, 'latin1'));
    },
    pull(controller) {
      if (sentBytes >= totalBytes) controller.close();
      else controller.enqueue(piece);
      sentBytes += piece.length;
    },
  });
}

/** Says something to an HTTP port as it stands, and gives the whole answer when the server hangs up. */
export function sayTo(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => socket.write(text, 'latin1'));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
  });
}
