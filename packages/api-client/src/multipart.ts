/** A file on its way: its name is told back in the results, so give one that may be seen. */
export interface OutgoingFile {
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

export interface OutgoingBlob {
  readonly name: string;
  readonly blob: Blob;
}

const encoder = new TextEncoder();

function makeBoundary(): string {
  return `pesscara-${crypto.randomUUID()}`;
}

function contentTypeOf(boundary: string): string {
  return `multipart/related; type="application/dicom"; boundary=${boundary}`;
}

// A line break in a name would end the header; everything but plain ASCII travels percent-encoded.
function partHead(boundary: string, name: string): string {
  return `--${boundary}\r\nContent-Type: application/dicom\r\nContent-Location: ${encodeURIComponent(name)}\r\n\r\n`;
}

/** A multipart/related body that reads each file when its turn comes (PS3.18 8.6.1.2): nothing is collected. For Node. */
export function multipartStream(files: AsyncIterable<OutgoingFile> | Iterable<OutgoingFile>): {
  contentType: string;
  body: ReadableStream<Uint8Array>;
} {
  const boundary = makeBoundary();
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for await (const { name, bytes } of files) {
      yield encoder.encode(partHead(boundary, name));
      yield* bytes;
      yield encoder.encode('\r\n');
    }
    yield encoder.encode(`--${boundary}--\r\n`);
  }
  const iterator = chunks();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await iterator.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    async cancel() {
      await iterator.return(undefined);
    },
  });
  return { contentType: contentTypeOf(boundary), body };
}

/** The same body made of blobs, which a browser reads from disk as it sends; browsers do not stream over HTTP/1.1. */
export function multipartBlob(files: readonly OutgoingBlob[]): { contentType: string; body: Blob } {
  const boundary = makeBoundary();
  const parts = files.flatMap(({ name, blob }) => [partHead(boundary, name), blob, '\r\n']);
  return { contentType: contentTypeOf(boundary), body: new Blob([...parts, `--${boundary}--\r\n`]) };
}
