import { ApiProblem, type ProblemDocument } from './problem.ts';

export type Query = Record<string, string | number | boolean | string[] | null | undefined>;

export interface CallOptions {
  path?: Record<string, string | number>;
  query?: Query;
  body?: unknown;
  signal?: AbortSignal;
}

export const apiRoot = '/api/v1';

/** Fills `{name}` in a path template and appends the query; arrays repeat their key. */
export function apiUrl(
  template: string,
  path: Record<string, string | number> = {},
  query: Query = {},
): string {
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(path[name] ?? '')),
  );
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === '') continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(key, String(one));
  }
  const text = search.toString();
  return apiRoot + filled + (text === '' ? '' : `?${text}`);
}

/** Turns an answer that is not 2xx into an ApiProblem. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const type = response.headers.get('content-type') ?? '';
  const document: ProblemDocument = type.includes('json')
    ? ((await response.json()) as ProblemDocument)
    : { title: `The server answered ${response.status} ${response.statusText}` };
  return new ApiProblem(response.status, document);
}

/** Sends one request. @throws ApiProblem for every failure, reaching the server included. */
export async function send(url: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { credentials: 'same-origin', ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiProblem(0, {
      title: 'The server was not reached',
      detail: 'It may be restarting, or the network is down.',
    });
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Calls one operation of the API and gives its JSON; undefined for 204. */
export async function call<T>(method: Method, template: string, options: CallOptions = {}): Promise<T> {
  const { path, query, body, signal } = options;
  const response = await send(apiUrl(template, path, query), {
    method: method.toUpperCase(),
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
