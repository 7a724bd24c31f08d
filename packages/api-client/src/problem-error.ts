/** A problem document (RFC 9457) as the server sends it. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly instance?: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

const typePrefix = 'urn:pesscara:problem:';

/** What the server answered instead of a success. */
export class ProblemError extends Error {
  readonly status: number;
  /** `<slice>/<name>`, listed in docs/reference/problems.md; 'unknown' when something else than PESSCARA answered. */
  readonly problem: string;
  readonly document: ProblemDocument;
  /** The server asks to wait this long before the next attempt. */
  readonly retryAfterMs: number | undefined;

  constructor(document: ProblemDocument, retryAfterMs?: number) {
    super(document.detail ?? document.title);
    this.name = 'ProblemError';
    this.status = document.status;
    this.problem = document.type.startsWith(typePrefix) ? document.type.slice(typePrefix.length) : 'unknown';
    this.document = document;
    this.retryAfterMs = retryAfterMs;
  }
}

/** No answer at all: the server is down, the address is wrong, the connection broke. */
export class ConnectionError extends Error {
  constructor(baseUrl: string, cause: unknown) {
    super(`No answer from ${baseUrl}. Is the server running, and is this its address?`, { cause });
    this.name = 'ConnectionError';
  }
}

function isProblemDocument(value: unknown): value is ProblemDocument {
  const { type, title } = (value ?? {}) as Partial<ProblemDocument>;
  return typeof type === 'string' && typeof title === 'string';
}

/** The error for an answer that is no success; reads its body. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  const retryAfterMs = Number.isFinite(seconds) ? seconds * 1000 : undefined;
  const body = await readJson(response);
  if (isProblemDocument(body)) return new ProblemError({ ...body, status: response.status }, retryAfterMs);
  const title = `The server answered ${response.status} ${response.statusText}`.trim();
  return new ProblemError({ type: 'about:blank', title, status: response.status }, retryAfterMs);
}

async function readJson(response: Response): Promise<unknown> {
  if (!/json/.test(response.headers.get('content-type') ?? '')) {
    await response.body?.cancel();
    return undefined;
  }
  return response.json().catch(() => undefined);
}
