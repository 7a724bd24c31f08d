import { invalidRequest, problem } from '../../kernel/problems/index.ts';

export interface MultipartPart {
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  /** In pieces as they arrive; what is left unread is skipped when the next part is asked for. */
  body: AsyncIterable<Buffer>;
}

/** Headers of a part beyond this are no headers. */
const maxPartHeaderBytes = 16 * 1024;

/** RFC 2046 allows 70 characters; Orthanc sends 73. */
const maxBoundaryLength = 200;

const early = 'The multipart body ends early or is not one. Send it again.';

/** The parameters of a Content-Type, e.g. boundary and type; quotes removed (RFC 2045 5.1). */
export function contentTypeParameters(contentType: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const match of contentType.matchAll(/;\s*([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/g))
    parameters[(match[1] as string).toLowerCase()] = match[2]?.replaceAll(/\\(.)/g, '$1') ?? match[3] ?? '';
  return parameters;
}

function boundaryOf(contentType: string): string {
  const { boundary } = contentTypeParameters(contentType);
  if (boundary === undefined || boundary.length === 0 || boundary.length > maxBoundaryLength)
    throw problem(invalidRequest, {
      detail: `The Content-Type must carry a boundary of 1 to ${maxBoundaryLength} characters (RFC 2046 5.1.1).`,
    });
  return boundary;
}

/** Bytes that are asked for up to a mark: a mark may come in pieces, so that much of the end is held back until more is there. */
function createMarkReader(body: AsyncIterable<unknown>, beginning: Buffer) {
  const source = body[Symbol.asyncIterator]();
  let held = beginning;

  async function more(): Promise<void> {
    const next = await source.next();
    if (next.done === true) throw problem(invalidRequest, { detail: early });
    held = held.length === 0 ? (next.value as Buffer) : Buffer.concat([held, next.value as Buffer]);
  }

  return {
    /** Everything before the mark, in pieces; the mark itself is passed over. */
    async *upTo(mark: Buffer): AsyncGenerator<Buffer> {
      for (;;) {
        const at = held.indexOf(mark);
        const sure = at >= 0 ? at : held.length - mark.length + 1;
        if (sure > 0) {
          const piece = held.subarray(0, sure);
          held = held.subarray(sure);
          yield piece;
        }
        if (at >= 0) {
          held = held.subarray(mark.length);
          return;
        }
        await more();
      }
    },
    async startsWith(mark: Buffer): Promise<boolean> {
      while (held.length < mark.length) await more();
      return held.subarray(0, mark.length).equals(mark);
    },
    /** Reads what is behind the last part to its end, so that the connection can go on. */
    async skipRest(): Promise<void> {
      while ((await source.next()).done !== true);
    },
    async close(): Promise<void> {
      await source.return?.();
    },
  };
}

type MarkReader = ReturnType<typeof createMarkReader>;

const lineEnd = Buffer.from('\r\n');
const emptyLine = Buffer.from('\r\n\r\n');
const lastDashes = Buffer.from('--');

async function readHeaders(reader: MarkReader): Promise<Record<string, string>> {
  let block = '';
  for await (const piece of reader.upTo(emptyLine)) {
    block += piece.toString('latin1');
    if (block.length > maxPartHeaderBytes)
      throw problem(invalidRequest, { detail: 'The headers of a part are too long.' });
  }
  const headers: Record<string, string> = {};
  // A line that begins with a space continues the one before it (RFC 5322 2.2.3).
  for (const line of block.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return headers;
}

/**
 * The parts of a multipart body as they arrive; nothing is collected (RFC 2046 5.1.1).
 * @throws invalidRequest for a body that is not multipart or ends early
 */
export async function* multipartParts(
  body: AsyncIterable<unknown>,
  contentType: string,
): AsyncGenerator<MultipartPart> {
  const delimiter = Buffer.from(`\r\n--${boundaryOf(contentType)}`);
  // The first delimiter may stand at the very beginning, without the line end that belongs to the others.
  const reader = createMarkReader(body, lineEnd);
  try {
    await skip(reader.upTo(delimiter));
    while (!(await reader.startsWith(lastDashes))) {
      const headers = await readHeaders(reader);
      const content = reader.upTo(delimiter);
      yield { headers, body: { [Symbol.asyncIterator]: () => pieces(content) } };
      await skip(content);
    }
    await reader.skipRest();
  } finally {
    await reader.close();
  }
}

async function skip(content: AsyncGenerator<Buffer>): Promise<void> {
  while ((await content.next()).done !== true);
}

/** Leaves the content open when its reader stops in the middle, so that the rest can be skipped. */
function pieces(content: AsyncGenerator<Buffer>): AsyncIterator<Buffer> {
  return { next: () => content.next() };
}
