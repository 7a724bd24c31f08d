import { createClient, type paths } from '@pesscara/api-client';

/** The one way to the server: the client generated from its OpenAPI document; the session's cookie signs in. */
export const client = createClient({ baseUrl: globalThis.location?.origin ?? '' });

export type Query = Record<string, string | number | boolean | string[] | null | undefined>;

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never;
}[keyof paths];
type Operation<M extends Method, P extends PathOf<M>> = paths[P] extends Record<M, infer O> ? O : never;

type Loose<T> = { [K in keyof T]: T[K] | null | undefined };
type PathPart<O> = O extends { parameters: { path: infer T } } ? { path: T } : { path?: undefined };
type QueryPart<O> = O extends { parameters: { query?: infer T } }
  ? { query?: Loose<NonNullable<T>> }
  : object;
type BodyPart<O> = O extends { requestBody: { content: { 'application/json': infer T } } }
  ? { body: T }
  : { body?: undefined };
export type CallOptions<O> = PathPart<O> & QueryPart<O> & BodyPart<O> & { signal?: AbortSignal };

type JsonOf<R> = R extends { content: { 'application/json': infer T } } ? T : undefined;
type AnswerOf<O> = O extends { responses: infer R }
  ? {
      [S in keyof R & (200 | 201 | 202)]: JsonOf<R[S]>;
    }[keyof R & (200 | 201 | 202)]
  : never;
/** What an operation answers: `Answer<'get', '/api/v1/home'>`. */
export type Answer<M extends Method, P extends PathOf<M>> = AnswerOf<Operation<M, P>>;

/** Leaves out what is empty, so that it is not sent as the text "null". */
function filled(query: Query | undefined): Query {
  return Object.fromEntries(
    Object.entries(query ?? {}).filter(([, value]) => value !== null && value !== undefined && value !== ''),
  );
}

/** Calls one operation of the API and gives its JSON; undefined where there is none. @throws ProblemError, ConnectionError */
export async function call<M extends Method, P extends PathOf<M>>(
  method: M,
  path: P,
  ...[options]: Record<string, never> extends CallOptions<Operation<M, P>>
    ? [options?: CallOptions<Operation<M, P>>]
    : [options: CallOptions<Operation<M, P>>]
): Promise<Answer<M, P>> {
  const {
    path: inPath,
    query,
    body,
    signal,
  } = (options ?? {}) as {
    path?: unknown;
    query?: Query;
    body?: unknown;
    signal?: AbortSignal;
  };
  // The types above hold what openapi-fetch would infer; it is called by its untyped side.
  const request = client.api.request as unknown as (
    method: string,
    path: string,
    init: object,
  ) => Promise<{ data?: unknown }>;
  const { data } = await request(method, path, {
    params: { path: inPath, query: filled(query) },
    ...(body === undefined ? {} : { body }),
    ...(signal === undefined ? {} : { signal }),
  });
  return data as Answer<M, P>;
}

/** The address of an operation that a browser loads by itself: pictures and downloads. Arrays repeat their key. */
export function apiUrl<P extends PathOf<'get'>>(
  template: P,
  path: Record<string, string | number> = {},
  query: Query = {},
): string {
  const address = template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(path[name] ?? '')),
  );
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(filled(query)))
    for (const one of Array.isArray(value) ? value : [value]) search.append(key, String(one));
  const text = search.toString();
  return address + (text === '' ? '' : `?${text}`);
}
