import { describe, expect, it } from 'vitest';
import { serverSentEvents } from './server-sent-events.ts';

async function eventsOf(...chunks: string[]) {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });
  const events = [];
  for await (const event of serverSentEvents(new Response(body), new AbortController().signal))
    events.push(event);
  return events;
}

describe('serverSentEvents', () => {
  it('reads events across chunks, joins their lines and passes comments over', async () => {
    expect(await eventsOf(': hello\n\nid: 7\nda', 'ta: {"a":\ndata: 1}\n\nid: 8\r\ndata:x\r\n\r\n')).toEqual([
      { id: '7', data: '{"a":\n1}' },
      { id: '8', data: 'x' },
    ]);
  });

  it('drops an event that was cut off', async () => {
    expect(await eventsOf('data: whole\n\ndata: half')).toEqual([{ id: undefined, data: 'whole' }]);
  });

  it('end when they are no longer wanted, though the server goes on', async () => {
    const unending = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode('id: 1\ndata: one\n\n')),
    });
    const interruption = new AbortController();
    const events = serverSentEvents(new Response(unending), interruption.signal);
    expect((await events.next()).value).toEqual({ id: '1', data: 'one' });
    const next = events.next();
    interruption.abort();
    await expect(next).rejects.toMatchObject({ name: 'AbortError' });
  });
});
