import { pipeline, type Readable } from 'node:stream';
import { Dicer } from '@fastify/busboy';
import { invalidRequest, problem } from '../../kernel/problems/index.ts';

export interface MultipartPart {
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  /** To be read to its end before the next part is asked for. */
  body: Readable;
}

/** The parameters of a Content-Type, e.g. boundary and type; quotes removed (RFC 2045 5.1). */
export function contentTypeParameters(contentType: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const match of contentType.matchAll(/;\s*([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/g))
    parameters[(match[1] as string).toLowerCase()] = match[2]?.replaceAll(/\\(.)/g, '$1') ?? match[3] ?? '';
  return parameters;
}

function boundaryOf(contentType: string): string {
  const { boundary } = contentTypeParameters(contentType);
  if (boundary === undefined || boundary.length === 0 || boundary.length > 70)
    throw problem(invalidRequest, {
      detail: 'The Content-Type must carry a boundary of 1 to 70 characters (RFC 2046 5.1.1).',
    });
  return boundary;
}

/**
 * The parts of a multipart body as they arrive; nothing is collected. A part must be read, or resumed, before the next comes.
 * @throws invalidRequest for a body that is not multipart or ends early
 */
export async function* multipartParts(body: Readable, contentType: string): AsyncGenerator<MultipartPart> {
  const dicer = new Dicer({ boundary: boundaryOf(contentType) });
  const ready: MultipartPart[] = [];
  let isOver = false;
  let failure: Error | undefined;
  let wake: () => void = () => undefined;
  dicer.on('part', (part) => {
    const headers: Record<string, string> = {};
    part.on('header', (header: object) => {
      for (const [name, values] of Object.entries(header as Record<string, string[]>))
        headers[name.toLowerCase()] = values[0] ?? '';
    });
    part.on('error', (error: Error) => {
      failure = error;
      wake();
    });
    ready.push({ headers, body: part });
    wake();
  });
  pipeline(body, dicer as unknown as NodeJS.WritableStream, (error) => {
    failure = error ?? failure;
    isOver = true;
    wake();
  });
  for (;;) {
    const part = ready.shift();
    if (part !== undefined) yield part;
    else if (failure !== undefined)
      throw problem(invalidRequest, {
        detail: 'The multipart body ends early or is not one. Send it again.',
      });
    else if (isOver) return;
    else await new Promise<void>((resolve) => (wake = resolve));
  }
}
