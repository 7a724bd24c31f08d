import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { apiUrl } from '../api/request.ts';
import type { LiveEvent } from '../api/types.ts';
import { patchSeriesRows } from '../catalogue/live-rows.ts';
import { addReleased } from '../catalogue/released-since.ts';
import { toastProblem } from '../shared/ui/notice.tsx';
import { type Effects, effectsOf } from './live-effects.ts';

const gatherMs = 400;
const reconnectMs = 5000;

function apply(client: QueryClient, effects: Effects): void {
  for (const queryKey of effects.invalidate) void client.invalidateQueries({ queryKey });
  if (effects.series.length > 0) patchSeriesRows(client, effects.series).catch(toastProblem);
  if (Object.keys(effects.released).length > 0) addReleased(effects.released);
}

/** Follows the server's events while the app is shown. Bursts are gathered so that 1,000 arrivals cause one reload, not 1,000. */
export function useLiveEvents(): void {
  const client = useQueryClient();
  useEffect(() => {
    let source: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let retry: ReturnType<typeof setTimeout> | undefined;
    let gathered: LiveEvent[] = [];
    const flush = () => {
      timer = undefined;
      const events = gathered;
      gathered = [];
      apply(client, effectsOf(events));
    };
    const connect = () => {
      source = new EventSource(apiUrl('/api/v1/events/stream'));
      source.onmessage = (message: MessageEvent<string>) => {
        gathered.push(JSON.parse(message.data) as LiveEvent);
        timer ??= setTimeout(flush, gatherMs);
      };
      // The browser reconnects by itself unless the server refused the stream; then it is tried anew.
      source.onerror = () => {
        if (source?.readyState === EventSource.CLOSED) retry = setTimeout(connect, reconnectMs);
      };
    };
    connect();
    return () => {
      clearTimeout(timer);
      clearTimeout(retry);
      source?.close();
    };
  }, [client]);
}
