/** RFC 9457 problems: one catalogue, defined in the slice that throws them, matched by clients by `type`. */

export interface ProblemKind {
  /** `<slice>/<name>`; the type on the wire is `urn:pesscara:problem:<slice>/<name>`. */
  readonly name: string;
  readonly status: number;
  readonly title: string;
}

export interface ProblemPointer {
  /** JSON pointer into the request, e.g. `/body/key`. */
  pointer: string;
  detail: string;
}

export interface ProblemDetails {
  /** What happened in this case and what to do. Never holds a patient's identity. */
  detail?: string;
  errors?: ProblemPointer[];
  /** More members of the problem document. */
  extra?: Record<string, unknown>;
}

export interface ProblemDocument extends Record<string, unknown> {
  type: string;
  title: string;
  status: number;
  detail?: string;
  instance: string;
  errors?: ProblemPointer[];
}

const kinds = new Map<string, ProblemKind>();

/** Adds a kind to the catalogue. @throws Error when the name is taken: that is a mistake in the program. */
export function defineProblem(kind: ProblemKind): ProblemKind {
  if (kinds.has(kind.name)) throw new Error(`Problem ${kind.name} is defined twice`);
  kinds.set(kind.name, kind);
  return kind;
}

/** Every defined problem, by name. */
export function problemCatalogue(): ProblemKind[] {
  return [...kinds.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

export class ProblemError extends Error {
  readonly kind: ProblemKind;
  readonly details: ProblemDetails;
  constructor(kind: ProblemKind, details: ProblemDetails) {
    super(details.detail ?? kind.title);
    this.kind = kind;
    this.details = details;
  }
}

/** An error to throw for an expected failure that the caller must hear of. */
export function problem(kind: ProblemKind, details: ProblemDetails = {}): ProblemError {
  return new ProblemError(kind, details);
}

/** The document for a problem, as every HTTP answer carries it. */
export function problemDocument(
  kind: ProblemKind,
  details: ProblemDetails,
  correlationId: string,
): ProblemDocument {
  return {
    type: `urn:pesscara:problem:${kind.name}`,
    title: kind.title,
    status: kind.status,
    ...(details.detail === undefined ? {} : { detail: details.detail }),
    instance: `urn:uuid:${correlationId}`,
    ...(details.errors === undefined ? {} : { errors: details.errors }),
    ...details.extra,
  };
}

export const invalidRequest = defineProblem({
  name: 'kernel/invalid-request',
  status: 400,
  title: 'The request is not valid',
});
export const notFound = defineProblem({
  name: 'kernel/not-found',
  status: 404,
  title: 'There is nothing here',
});
export const notSignedIn = defineProblem({
  name: 'kernel/not-signed-in',
  status: 401,
  title: 'Sign in first',
});
export const forbidden = defineProblem({
  name: 'kernel/forbidden',
  status: 403,
  title: 'You may not do this',
});
export const tooManyRequests = defineProblem({
  name: 'kernel/too-many-requests',
  status: 429,
  title: 'Too many requests',
});
export const tooLarge = defineProblem({
  name: 'kernel/too-large',
  status: 413,
  title: 'The request is too large',
});
export const unsupportedMediaType = defineProblem({
  name: 'kernel/unsupported-media-type',
  status: 415,
  title: 'This kind of body is not accepted here',
});
export const stale = defineProblem({
  name: 'kernel/stale',
  status: 409,
  title: 'It was changed by someone else in the meantime',
});
export const internalError = defineProblem({
  name: 'kernel/internal-error',
  status: 500,
  title: 'The server failed',
});
export const unavailable = defineProblem({
  name: 'kernel/unavailable',
  status: 503,
  title: 'The server is busy or not ready',
});
