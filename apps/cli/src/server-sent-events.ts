export interface ServerSentEvent {
  readonly id: string | undefined;
  readonly data: string;
}

/** The events of a stream (HTML Standard 9.2): blocks of lines, an empty line after each. Comments are passed over. */
export async function* serverSentEvents(response: Response): AsyncGenerator<ServerSentEvent> {
  if (response.body === null) return;
  let id: string | undefined;
  let data: string[] = [];
  for await (const line of lines(response.body)) {
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

async function* lines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true });
    const parts = rest.split(/\r\n|\n/);
    rest = parts.pop() ?? '';
    yield* parts;
  }
}
