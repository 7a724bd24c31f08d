import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import { z } from 'zod';
import type { Http } from './server.ts';

/** Serves the built web app; every address that is not a file and not of the API is the app's own. */
export async function serveWebApp(http: Http, directory: string): Promise<void> {
  if (!existsSync(path.join(directory, 'index.html'))) return;
  await http.app.register(fastifyStatic, {
    root: directory,
    wildcard: true,
    // Names of built files carry their content's hash; the page that names them must be asked for each time.
    setHeaders: (reply, file) => {
      void reply.header(
        'cache-control',
        file.includes(`${path.sep}assets${path.sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  http.onUnknownAddress((request, reply) => {
    const isPage =
      request.method === 'GET' &&
      !/^\/(api|dicom-web)\//.test(request.url) &&
      !path.extname(request.url.split('?')[0] ?? '');
    return isPage ? reply.header('cache-control', 'no-cache').sendFile('index.html') : undefined;
  });
}

/** GET /health and GET /openapi.json. */
export function metaRoutes(http: Http, version: string, isReady: () => Promise<boolean>): void {
  http.route(
    {
      method: 'GET',
      url: '/health',
      operationId: 'getHealth',
      tag: 'server',
      summary: 'Is the server ready?',
      description: '200 when it takes requests and its database answers; 503 otherwise.',
      permission: 'public',
      response: z
        .object({ status: z.enum(['ready', 'unavailable']), version: z.string() })
        .meta({ id: 'Health' }),
    },
    async ({ reply }) => {
      const ready = await isReady();
      if (!ready) reply.code(503);
      return { status: ready ? 'ready' : 'unavailable', version } as const;
    },
  );
  http.route(
    {
      method: 'GET',
      url: '/openapi.json',
      operationId: 'getOpenApi',
      tag: 'server',
      summary: 'This API, described (OpenAPI 3.1)',
      permission: 'public',
      response: z.record(z.string(), z.unknown()),
    },
    () => Promise.resolve(http.openApi()),
  );
}
