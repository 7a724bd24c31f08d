import { ConnectionError, ProblemError } from '@pesscara/api-client';

/** What a failure tells a person: what happened, why, and the id to quote. */
export interface Problem {
  /** HTTP status; 0: the server was not reached; -1: this page failed. */
  status: number;
  /** `<slice>/<name>` of the problem, '' where there is none. */
  kind: string;
  title: string;
  detail: string | null;
  requestId: string | null;
  errors: readonly { pointer: string; detail: string }[];
}

/** A problem from anything that was thrown. */
export function toProblem(error: unknown): Problem {
  if (error instanceof ProblemError)
    return {
      status: error.status,
      kind: error.problem,
      title: error.document.title,
      detail: error.document.detail ?? null,
      requestId: (error.document.instance ?? '').replace('urn:uuid:', '') || null,
      errors: error.document.errors ?? [],
    };
  const none = { kind: '', requestId: null, errors: [] };
  if (error instanceof ConnectionError)
    return {
      ...none,
      status: 0,
      title: 'The server was not reached',
      detail: 'It may be restarting, or the network is down.',
    };
  const detail = error instanceof Error ? error.message : String(error);
  return { ...none, status: -1, title: 'Something in this page failed', detail };
}

/** The HTTP status of a failure; see Problem. */
export function statusOf(error: unknown): number {
  return toProblem(error).status;
}

/** The sentence that says what to do about a problem, from its status; null: its detail says it, for this very case. */
export function adviceFor({ status, detail, errors }: Problem): string | null {
  if (status === 0) return 'Check the network connection, then try again.';
  if (status < 400 || status >= 500)
    return 'Try again. When it keeps failing, give the request id to your administrator.';
  if (errors.length > 0) return 'Correct what is marked and send it again.';
  if (detail !== null && status !== 401) return null;
  return adviceByStatus[status] ?? 'Correct it and send it again.';
}

const adviceByStatus: Readonly<Record<number, string>> = {
  401: 'Sign in again. You come back to this page.',
  403: 'Ask a project lead or an administrator for the right to do this.',
  404: 'It may have been removed, or you may not have access to it.',
  409: 'Load the newest state, look at it, and decide again.',
  413: 'Send less at once.',
  429: 'Wait a minute, then try again.',
};
