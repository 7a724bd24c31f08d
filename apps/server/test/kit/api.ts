export type Json = Record<string, unknown>;

export interface ApiAnswer {
  status: number;
  headers: Headers;
  /** The JSON object that was answered; empty for anything else. */
  body: Json;
  bytes: Buffer;
}

export interface ApiRequest {
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, with `contentType`. */
  bytes?: Uint8Array | string | ReadableStream<Uint8Array>;
  contentType?: string;
  headers?: Record<string, string>;
}

/** One who speaks to the server: as an account, by its token, or as nobody. */
export type Caller = (method: string, path: string, request?: ApiRequest) => Promise<ApiAnswer>;

/** The problem's short name, e.g. `kernel/not-found`. */
export function problemOf({ body }: ApiAnswer): string {
  return ((body['type'] as string | undefined) ?? '').replace('urn:pesscara:problem:', '');
}

/** The items of a list that was answered. */
export function itemsOf({ body }: ApiAnswer): Json[] {
  return body['items'] as Json[];
}

/** Speaks to a server that may move to another port: the address is asked for at each call. */
export function createCaller(baseUrl: () => string, token?: string): Caller {
  return async (method, path, { body, bytes, contentType, headers = {} } = {}) => {
    const url = `${baseUrl()}${/^\/(dicom-web|api)\//.test(path) || path === '/' ? path : `/api/v1${path}`}`;
    const payload = body === undefined ? bytes : JSON.stringify(body);
    const type = body === undefined ? contentType : 'application/json';
    const answer = await fetch(url, {
      method,
      redirect: 'manual',
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(type === undefined ? {} : { 'content-type': type }),
        ...headers,
      },
      ...(payload === undefined ? {} : { body: payload as NonNullable<RequestInit['body']>, duplex: 'half' }),
    });
    const received = Buffer.from(await answer.arrayBuffer());
    const isJson = (answer.headers.get('content-type') ?? '').includes('json') && received[0] === 0x7b;
    return {
      status: answer.status,
      headers: answer.headers,
      body: isJson ? (JSON.parse(received.toString()) as Json) : {},
      bytes: received,
    };
  };
}
