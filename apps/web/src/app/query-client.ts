import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../api/problem.ts';

let onSignedOut: () => void = () => undefined;

/** Sets what happens when the server says that the session has ended. */
export function whenSignedOut(run: () => void): void {
  onSignedOut = run;
}

function notice(error: unknown): void {
  if (error instanceof ApiProblem && error.status === 401 && error.kind.endsWith('not-signed-in'))
    onSignedOut();
}

/** Only what may pass by itself is tried again: a network that is down, a server that restarts. */
function worthRetrying(failureCount: number, error: Error): boolean {
  return error instanceof ApiProblem && [0, 502, 503, 504].includes(error.status) && failureCount < 2;
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: notice }),
  mutationCache: new MutationCache({ onError: notice }),
  defaultOptions: {
    queries: { staleTime: 10_000, retry: worthRetrying, refetchOnWindowFocus: false },
    mutations: { retry: false },
  },
});
