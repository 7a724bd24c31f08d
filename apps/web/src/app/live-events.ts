import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { statusOf } from '../api/problem.ts';
import { apiUrl, client } from '../api/request.ts';
import type { LiveEvent } from '../api/types.ts';
import { patchSeriesRows } from '../catalogue/live-rows.ts';
import { addReleased } from '../catalogue/released-since.ts';
import { toastProblem } from '../shared/ui/notice.tsx';
import { createEventCutter } from './event-stream.ts';
import { type Effects, effectsOf } from './live-effects.ts';

const gatherMs = 400;
const reconnectMs = 5000;
const longestAnswerMs = 5000;

async function apply(queries: QueryClient, effects: Effects): Promise<void> {
  if (effects.series.length > 0) patchSeriesRows(queries, effects.series).catch(toastProblem);
  if (Object.keys(effects.released).length > 0) addReleased(effects.released);
  await Promise.all(effects.invalidate.map((queryKey) => queries.invalidateQueries({ queryKey })));
}

/** Reads one connection until it ends; `after`: the position after which to go on, null: from now. */
async function readStream(
  after: number | null,
  onEvent: (event: LiveEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const response = await client.stream({
    path: apiUrl('/api/v1/events/stream', {}, { after }),
    accept: 'text/event-stream',
    signal,
  });
  if (response.body === null) return;
  const take = createEventCutter((data) => onEvent(JSON.parse(data) as LiveEvent));
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) take(text);
}

const wait = (ms: number, signal: AbortSignal) =>
  new Promise<void>((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
  });

/** Follows the events without a gap: after a break it goes on where it stopped. Ends when the session ends. */
async function follow(onEvent: (event: LiveEvent) => void, signal: AbortSignal): Promise<void> {
  let after: number | null = null;
  while (!signal.aborted) {
    try {
      await readStream(
        after,
        (event) => {
          after = event.position;
          onEvent(event);
        },
        signal,
      );
    } catch (error) {
      if (signal.aborted || statusOf(error) === 401) return;
    }
    await wait(reconnectMs, signal);
  }
}

/** Follows the server's events while the app is shown. Bursts are gathered so that 1,000 arrivals cause one reload, not 1,000. */
export function useLiveEvents(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let gathered: LiveEvent[] = [];
    // Asking again ends a question that is under way: in a steady stream of events no answer would ever come.
    const flush = async () => {
      const events = gathered;
      gathered = [];
      const patience = new Promise((done) => setTimeout(done, longestAnswerMs));
      await Promise.race([apply(queries, effectsOf(events)), patience]);
      timer = undefined;
      if (gathered.length > 0) gather();
    };
    const gather = () => {
      timer ??= setTimeout(() => void flush(), gatherMs);
    };
    void follow((event) => {
      gathered.push(event);
      gather();
    }, stop.signal);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [queries]);
}
