import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { statusOf, toProblem } from '../api/problem.ts';

let onSignedOut: () => void = () => undefined;

/** Sets what happens when the server says that the session has ended. */
export function whenSignedOut(run: () => void): void {
  onSignedOut = run;
}

function notice(error: unknown): void {
  const { status, kind } = toProblem(error);
  if (status === 401 && kind.endsWith('not-signed-in')) onSignedOut();
}

/** Only what may pass by itself is tried again: a network that is down, a server that restarts. */
function worthRetrying(failureCount: number, error: Error): boolean {
  return [0, 502, 503, 504].includes(statusOf(error)) && failureCount < 2;
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: notice }),
  mutationCache: new MutationCache({ onError: notice }),
  defaultOptions: {
    queries: { staleTime: 10_000, retry: worthRetrying, refetchOnWindowFocus: false },
    mutations: { retry: false },
  },
});
