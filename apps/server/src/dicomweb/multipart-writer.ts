import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';

/** One part of a multipart answer. */
export interface OutgoingPart {
  contentType: string;
  contentLocation?: string | undefined;
  body: AsyncIterable<Uint8Array> | Uint8Array;
}

/** A boundary that no content holds, by chance of 2^-128. */
export function makeBoundary(): string {
  return `pesscara-${randomBytes(16).toString('hex')}`;
}

/** A multipart/related body (RFC 2387) as a stream; parts are asked for one by one. */
export function multipartStream(boundary: string, parts: AsyncIterable<OutgoingPart>): Readable {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for await (const { contentType, contentLocation, body } of parts) {
      const location = contentLocation === undefined ? '' : `Content-Location: ${contentLocation}\r\n`;
      yield Buffer.from(`--${boundary}\r\nContent-Type: ${contentType}\r\n${location}\r\n`);
      if (body instanceof Uint8Array) yield body;
      else yield* body;
      yield Buffer.from('\r\n');
    }
    yield Buffer.from(`--${boundary}--\r\n`);
  }
  return Readable.from(bytes(), { objectMode: false, highWaterMark: 256 * 1024 });
}
