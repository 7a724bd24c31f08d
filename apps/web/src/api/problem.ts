/** What a failed call tells a person: what happened, why, what to do, and the id to quote. */
export class ApiProblem extends Error {
  /** HTTP status; 0 when the server was not reached. */
  readonly status: number;
  /** `<slice>/<name>` of the problem, or '' when the answer was not a problem document. */
  readonly kind: string;
  readonly detail: string | null;
  readonly requestId: string | null;
  readonly errors: { pointer: string; detail: string }[];
  constructor(status: number, document: ProblemDocument) {
    super(document.title ?? 'The request failed');
    this.status = status;
    this.kind = (document.type ?? '').replace('urn:pesscara:problem:', '');
    this.detail = document.detail ?? null;
    this.requestId = (document.instance ?? '').replace('urn:uuid:', '') || null;
    this.errors = document.errors ?? [];
  }
}

export interface ProblemDocument {
  type?: string;
  title?: string;
  detail?: string;
  instance?: string;
  errors?: { pointer: string; detail: string }[];
}

/** The sentence that says what to do about a problem, from its status. */
export function adviceFor(problem: ApiProblem): string {
  const { status } = problem;
  if (status === 0) return 'Check the network connection, then try again.';
  if (status === 400 || status === 422) return 'Correct what is marked and send it again.';
  if (status === 401) return 'Sign in again. You come back to this page.';
  if (status === 403) return 'Ask a project lead or an administrator for the right to do this.';
  if (status === 404) return 'It may have been removed, or you may not have access to it.';
  if (status === 409) return 'Load the newest state, look at it, and decide again.';
  if (status === 413) return 'Send less at once.';
  if (status === 429) return 'Wait a minute, then try again.';
  return 'Try again. When it keeps failing, give the request id to your administrator.';
}

/** A problem from anything that was thrown. */
export function toProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new ApiProblem(-1, { title: 'Something in this page failed', detail });
}
