import { Readable } from 'node:stream';

/** A JSON array as a stream: its items are asked for as the reader takes them, so a study of any size costs the same. */
export function jsonArrayStream(items: AsyncIterable<unknown>): Readable {
  async function* bytes(): AsyncGenerator<Buffer> {
    let separator = '[';
    for await (const item of items) {
      yield Buffer.from(`${separator}${JSON.stringify(item)}`);
      separator = ',';
    }
    yield Buffer.from(separator === '[' ? '[]' : ']');
  }
  return Readable.from(bytes(), { objectMode: false });
}
