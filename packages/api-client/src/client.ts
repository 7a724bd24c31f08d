import createFetchClient, { type Client as FetchClient } from 'openapi-fetch';
import { ConnectionError, problemOf } from './problem-error.ts';
import type { paths } from './schema.generated.ts';

export interface ClientOptions {
  /** Where the server is, without /api/v1: `http://127.0.0.1:8080`. */
  readonly baseUrl: string;
  /** An API token; in a browser the session's cookie stands in for it. */
  readonly token?: string;
  readonly fetch?: (request: Request) => Promise<Response>;
}

export interface StreamRequest {
  readonly method?: 'GET' | 'POST' | 'PUT';
  /** With its query, below the base URL: `/api/v1/…`, `/dicom-web/…`. */
  readonly path: string;
  readonly contentType?: string;
  readonly accept?: string;
  readonly body?: Blob | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
  readonly signal?: AbortSignal;
}

export interface Client {
  readonly baseUrl: string;
  /** Every operation of the OpenAPI document, typed: `client.api.GET('/api/v1/projects')`. @throws ProblemError, ConnectionError */
  readonly api: FetchClient<paths>;
  /** A request whose body or answer is bytes that stream. @throws ProblemError, ConnectionError */
  stream(request: StreamRequest): Promise<Response>;
}

/** A client of one server. Every answer that is no success is thrown as ProblemError. */
export function createClient({ baseUrl: address, token, fetch: fetchOption }: ClientOptions): Client {
  const baseUrl = address.replace(/\/+$/, '');
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const send = fetchOption ?? ((request: Request) => fetch(request));

  async function answered(request: Request): Promise<Response> {
    let response: Response;
    try {
      response = await send(request);
    } catch (error) {
      // An abort is its caller's own doing.
      if (request.signal.aborted) throw error;
      throw new ConnectionError(baseUrl, error);
    }
    if (!response.ok) throw await problemOf(response);
    return response;
  }

  function stream({
    method = 'GET',
    path,
    contentType,
    accept,
    body,
    signal,
  }: StreamRequest): Promise<Response> {
    // A stream is sent while the answer is awaited, which fetch wants to hear (duplex); the type of RequestInit lags behind.
    const init: RequestInit & { duplex?: 'half' } = {
      method,
      headers: {
        ...headers,
        ...(contentType === undefined ? {} : { 'content-type': contentType }),
        ...(accept === undefined ? {} : { accept }),
      },
      ...(body === undefined ? {} : { body, duplex: 'half' }),
      ...(signal === undefined ? {} : { signal }),
    };
    return answered(new Request(`${baseUrl}${path}`, init));
  }

  return { baseUrl, api: createFetchClient<paths>({ baseUrl, headers, fetch: answered }), stream };
}

/** The body of a successful answer: `await answer(client.api.GET('/api/v1/projects'))`. */
export async function answer<Data>(result: Promise<{ data?: Data }>): Promise<Data> {
  const { data } = await result;
  return data as Data;
}

/** The pages of a list, one after the other; `fetchPage` gets the cursor of each. */
export async function* pagesOf<Item>(
  fetchPage: (cursor: string | undefined) => Promise<{ items: Item[]; nextCursor: string | null }>,
): AsyncGenerator<Item[]> {
  let cursor: string | undefined;
  do {
    const page = await fetchPage(cursor);
    yield page.items;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}
