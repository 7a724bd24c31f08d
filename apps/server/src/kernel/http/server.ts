import {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
} from 'fastify';
import { z } from 'zod';
import { type ProjectPermission, permissionsOfSystemRoles } from '../access/index.ts';
import type { Clock } from '../clock/index.ts';
import type { Actor, Context } from '../context/index.ts';
import { newId } from '../ids/index.ts';
import type { Logger } from '../log/index.ts';
import {
  forbidden,
  internalError,
  invalidRequest,
  notFound,
  notSignedIn,
  type ProblemDetails,
  ProblemError,
  type ProblemKind,
  problem,
  problemDocument,
  tooLarge,
  unsupportedMediaType,
} from '../problems/index.ts';
import { fullPath, openApiDocument } from './openapi.ts';
import type { RouteHandler, RouteProject, RouteSpec } from './route.ts';

export interface HttpOptions {
  log: Logger;
  clock: Clock;
  version: string;
  maxJsonBytes: number;
  trustProxy: boolean;
}

/** Finds who asks; undefined: nobody. Throws a problem when the credentials are wrong. Given by the accounts slice. */
export type Authenticator = (request: FastifyRequest) => Promise<Actor | undefined>;

/** Finds the project for `key` and checks the permission; throws 404 or 403. Given by the projects slice. */
export type ProjectResolver = (
  ctx: Context,
  key: string,
  permission: ProjectPermission,
) => Promise<RouteProject>;

/** Somebody who is signed in was not let do what they asked for (403). Holds patterns and names of ours, nothing that was typed. */
export interface Refusal {
  readonly method: string;
  /** The route's pattern. */
  readonly route: string;
  readonly permission: string;
  /** Name of the problem that was answered. */
  readonly problem: string;
  /** Key or id of the project in the address, when the permission is one of a project. */
  readonly projectKey?: string;
}

/** Hears of every refusal before it is answered. Given by the composition. */
export type RefusalListener = (ctx: Context, refusal: Refusal) => Promise<void>;

const anonymous: Actor = { kind: 'system', id: 'anonymous', name: 'anonymous', systemRoles: [] };
const requestState = new WeakMap<FastifyRequest, { correlationId: string; startedAt: number }>();

const securityHeaders: Record<string, string> = {
  'content-security-policy':
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; img-src 'self' blob: data:; style-src 'self' 'unsafe-inline'; connect-src 'self' blob: data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};

function pointerOf(where: string, path: PropertyKey[]): string {
  return `/${[where, ...path].map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;
}

/** PostgreSQL keeps no NUL, canonical JSON no half of a character. Without recursion, because JSON may be deep. */
function holdsNoText(value: unknown): boolean {
  const rest: unknown[] = [value];
  while (rest.length > 0) {
    const one = rest.pop();
    if (typeof one === 'string' && (one.includes('\0') || !one.isWellFormed())) return true;
    if (typeof one === 'object' && one !== null)
      for (const [key, inner] of Object.entries(one)) rest.push(key, inner);
  }
  return false;
}

function refuseNoText(where: string, value: unknown): void {
  if (holdsNoText(value))
    throw problem(invalidRequest, {
      detail: 'A text holds NUL (U+0000) or half a surrogate pair. Leave it out and send it again.',
      errors: [{ pointer: `/${where}`, detail: 'holds what is no text' }],
    });
}

function checked<S extends z.ZodType>(where: string, schema: S | undefined, value: unknown): unknown {
  if (schema === undefined) return undefined;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => ({
    pointer: pointerOf(where, issue.path),
    detail: issue.message,
  }));
  throw problem(invalidRequest, {
    detail: `Correct ${errors.length === 1 ? 'this' : 'these'} and send it again: ${errors.map((e) => `${e.pointer}: ${e.detail}`).join('; ')}`,
    errors,
  });
}

function fromFastify(error: FastifyError): [ProblemKind, ProblemDetails] | undefined {
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return [tooLarge, { detail: 'The body is larger than PESSCARA_MAX_JSON_BYTES allows.' }];
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return [unsupportedMediaType, { detail: 'Send application/json.' }];
  // A path that leads out of the web app's folder.
  if (error.statusCode === 403 || error.statusCode === 404)
    return [notFound, { detail: 'There is nothing at this address.' }];
  if (error.statusCode === 400)
    return [invalidRequest, { detail: 'The body is not what its Content-Type says, or is not valid JSON.' }];
  return undefined;
}

/** The HTTP side of the server: routes with their permissions, problems, and the OpenAPI document made from them. */
export function createHttp({ log, clock, version, maxJsonBytes, trustProxy }: HttpOptions) {
  const app: FastifyInstance = fastify({
    logger: false,
    trustProxy,
    bodyLimit: maxJsonBytes,
    forceCloseConnections: true,
    // A browser's slow upload is not an attack; a silent connection is.
    requestTimeout: 0,
    connectionTimeout: 120_000,
    routerOptions: { maxParamLength: 256 },
    // Before any route and hook: an address that cannot be decoded.
    frameworkErrors: (_error, request, reply) =>
      void sendProblem(request, reply, invalidRequest, {
        detail: 'The address is not valid: two hexadecimal digits must follow a percent sign.',
      }),
  });
  const routes: RouteSpec[] = [];
  let unknownAddress: (request: FastifyRequest, reply: FastifyReply) => FastifyReply | undefined = () =>
    undefined;
  let authenticate: Authenticator = () => Promise.resolve(undefined);
  let resolveProject: ProjectResolver = () => Promise.reject(problem(notFound));
  let onRefused: RefusalListener = () => Promise.resolve();

  function sendProblem(
    request: FastifyRequest,
    reply: FastifyReply,
    kind: ProblemKind,
    details: ProblemDetails,
  ) {
    const correlationId = requestState.get(request)?.correlationId ?? newId();
    if (kind.status === 401 && request.url.startsWith('/dicom-web'))
      reply.header('www-authenticate', 'Basic realm="PESSCARA"');
    const retryAfter = details.extra?.['retryAfterSeconds'];
    if (typeof retryAfter === 'number') reply.header('retry-after', retryAfter);
    const successor = details.extra?.['successor'];
    if (typeof successor === 'string') reply.header('link', `<${successor}>; rel="successor-version"`);
    return reply
      .code(kind.status)
      .type('application/problem+json')
      .send(JSON.stringify(problemDocument(kind, details, correlationId)));
  }

  app.addHook('onRequest', async (request, reply) => {
    const correlationId = newId();
    requestState.set(request, { correlationId, startedAt: clock.now().getTime() });
    reply.header('x-request-id', correlationId).headers(securityHeaders);
    if (request.url.startsWith('/api/') || request.url.startsWith('/dicom-web/'))
      reply.header('cache-control', 'no-store');
  });
  app.addHook('onResponse', async (request, reply) => {
    const state = requestState.get(request);
    // The route's pattern, never the URL: a query may hold what a person typed.
    log.debug(
      {
        event: 'kernel.http.answered',
        correlationId: state?.correlationId,
        method: request.method,
        route: request.routeOptions.url,
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime),
      },
      'Request answered',
    );
  });
  // Any other media type reaches its route as a stream; a route that does not read streams answers 415.
  app.addContentTypeParser('*', (_request, payload, done) => {
    done(null, payload);
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof ProblemError) return sendProblem(request, reply, error.kind, error.details);
    const known = fromFastify(error);
    if (known !== undefined) return sendProblem(request, reply, ...known);
    log.error(
      {
        event: 'kernel.http.failed',
        correlationId: requestState.get(request)?.correlationId,
        route: request.routeOptions.url,
        error: { name: error.name, stack: error.stack?.slice(0, 4000) },
      },
      'Request failed',
    );
    return sendProblem(request, reply, internalError, {
      detail: 'This is a fault of the server. Its log holds the details under the id of this request.',
    });
  });
  app.setNotFoundHandler(
    (request, reply) =>
      unknownAddress(request, reply) ??
      sendProblem(request, reply, notFound, { detail: 'There is no such address in the API.' }),
  );

  async function contextOf(request: FastifyRequest, spec: RouteSpec): Promise<Context> {
    const correlationId = requestState.get(request)?.correlationId ?? newId();
    const actor = await authenticate(request);
    if (actor === undefined && spec.permission !== 'public')
      throw problem(notSignedIn, {
        detail: 'Sign in by POST /api/v1/sessions, or send Authorization: Bearer with a token.',
      });
    return {
      actor: actor ?? { ...anonymous, address: request.ip },
      correlationId,
      log: log.child({ correlationId }),
    };
  }

  function checkSystemPermission(ctx: Context, spec: RouteSpec): void {
    if (typeof spec.permission !== 'object' || !('system' in spec.permission)) return;
    const { system } = spec.permission;
    const allowed =
      permissionsOfSystemRoles(ctx.actor.systemRoles).has(system) &&
      ctx.actor.scopes?.includes(system) !== false;
    if (!allowed)
      throw problem(forbidden, {
        detail: `This needs the permission ${system}. An administrator can give it.`,
      });
  }

  async function reportRefusal(
    ctx: Context,
    spec: RouteSpec,
    raw: Record<string, string>,
    error: unknown,
  ): Promise<void> {
    if (!(error instanceof ProblemError) || error.kind.status !== 403 || ctx.actor.id === anonymous.id)
      return;
    const { permission, method, url } = spec;
    const ofProject = typeof permission === 'object' && 'project' in permission;
    await onRefused(ctx, {
      method,
      route: fullPath(url),
      permission: typeof permission === 'string' ? permission : Object.values<string>(permission).join(),
      problem: error.kind.name,
      ...(ofProject && raw['project'] !== undefined ? { projectKey: raw['project'] } : {}),
    });
  }

  /** What came is what the route reads: JSON, or a stream of a kind that it names. */
  function checkMediaType(request: FastifyRequest, { body, consumes }: RouteSpec): void {
    const isStream = typeof (request.body as { pipe?: unknown } | undefined)?.pipe === 'function';
    if (body !== undefined && isStream)
      throw problem(unsupportedMediaType, { detail: 'Send application/json.' });
    const mediaType = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    if (consumes !== undefined && !consumes.includes(mediaType))
      throw problem(unsupportedMediaType, { detail: `Send ${consumes.join(' or ')}.` });
  }

  function route<
    const Permission extends RouteSpec['permission'],
    Params extends z.ZodType | undefined = undefined,
    Query extends z.ZodType | undefined = undefined,
    Body extends z.ZodType | undefined = undefined,
    Response extends z.ZodType | undefined = undefined,
  >(
    spec: RouteSpec<Params, Query, Body, Response> & { permission: Permission },
    handler: RouteHandler<Permission, Params, Query, Body, Response>,
  ): void {
    routes.push(spec);
    app.route({
      method: spec.method,
      url: fullPath(spec.url),
      handler: async (request, reply) => {
        const ctx = await contextOf(request, spec);
        const raw = request.params as Record<string, string>;
        refuseNoText('path', raw);
        refuseNoText('query', request.query);
        const ask = async (): Promise<unknown> => {
          checkSystemPermission(ctx, spec);
          const project =
            typeof spec.permission === 'object' && 'project' in spec.permission
              ? await resolveProject(ctx, raw['project'] ?? '', spec.permission.project)
              : undefined;
          checkMediaType(request, spec);
          // A stream was refused by now where JSON is expected; what is left is a tree.
          if (spec.body !== undefined) refuseNoText('body', request.body);
          return handler({
            ctx,
            project,
            params: checked('path', spec.params, raw),
            query: checked('query', spec.query, request.query),
            body: checked('body', spec.body, request.body),
            request,
            reply,
          } as never);
        };
        const result = await ask().catch(async (error: unknown) => {
          await reportRefusal(ctx, spec, raw, error);
          throw error;
        });
        if (reply.sent || result === reply) return reply;
        if (spec.response === undefined) return reply.code(spec.status ?? 204).send();
        if (reply.statusCode === 200) reply.code(spec.status ?? 200);
        return reply
          .type('application/json; charset=utf-8')
          .send(JSON.stringify(spec.response.parse(result)));
      },
    });
  }

  return {
    app,
    route,
    routes: routes as readonly RouteSpec[],
    openApi: () => openApiDocument(routes, version),
    setAuthenticator(next: Authenticator) {
      authenticate = next;
    },
    setProjectResolver(next: ProjectResolver) {
      resolveProject = next;
    },
    setRefusalListener(next: RefusalListener) {
      onRefused = next;
    },
    /** Answers addresses that no route has, e.g. pages of the web app; undefined leaves the answer to the API. */
    onUnknownAddress(next: typeof unknownAddress) {
      unknownAddress = next;
    },
    sendProblem,
  };
}

export type Http = ReturnType<typeof createHttp>;
