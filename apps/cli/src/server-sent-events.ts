import { addAbortSignal, Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';

export interface ServerSentEvent {
  readonly id: string | undefined;
  readonly data: string;
}

/**
 * The events of a stream (HTML Standard 9.2): blocks of lines, an empty line after each. Comments are passed over. The stream itself is
 * told to stop: a signal that only the request has may not reach a body that is read for long.
 * @throws AbortError when `signal` is aborted
 */
export async function* serverSentEvents(
  response: Response,
  signal: AbortSignal,
): AsyncGenerator<ServerSentEvent> {
  if (response.body === null) return;
  let id: string | undefined;
  let data: string[] = [];
  const body = addAbortSignal(signal, Readable.fromWeb(response.body as ReadableStream<Uint8Array>));
  for await (const line of lines(body)) {
    if (line === '') {
      if (data.length > 0) yield { id, data: data.join('\n') };
      data = [];
      continue;
    }
    const [, field, value = ''] = /^([^:]+)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'data') data.push(value);
    if (field === 'id') id = value;
  }
}

async function* lines(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true });
    const parts = rest.split(/\r\n|\n/);
    rest = parts.pop() ?? '';
    yield* parts;
  }
}
