import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openDataFolder } from '../../apps/server/src/kernel/data-folder/index.ts';
import { type EventKind, eventCatalogue } from '../../apps/server/src/kernel/events/index.ts';
import { createLogger } from '../../apps/server/src/kernel/log/index.ts';
import { type ProblemKind, problemCatalogue } from '../../apps/server/src/kernel/problems/index.ts';
import { createServer } from '../../apps/server/src/server.ts';
import { readServerConfig } from '../../apps/server/src/server-config.ts';

export type Json = Record<string, unknown>;

/** What a document about a route needs to know of it. */
export interface RouteFacts {
  method: string;
  path: string;
  operationId: string;
  summary: string;
  permission: string;
}

export interface ServerFacts {
  openApi: Json;
  problems: ProblemKind[];
  events: EventKind[];
  routes: RouteFacts[];
}

/** What the program says of itself, read from a composed server that neither listens nor reaches a database. */
export async function readServerFacts(): Promise<ServerFacts> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'pesscara-generate-'));
  const config = readServerConfig({ PESSCARA_DATA_DIR: scratch, PESSCARA_LOG_LEVEL: 'silent' });
  const server = await createServer({
    config,
    folder: await openDataFolder(scratch),
    // Pools connect at their first query, and nothing here makes one.
    databaseUrl: 'postgres://nobody@127.0.0.1:1/none',
    log: createLogger('silent'),
    slot: 'main',
    receiverAddress: () => ({
      aeTitle: config.aeTitle,
      host: config.host,
      port: config.dicomPort,
      tlsPort: null,
    }),
  });
  try {
    const routes = server.http.routes.map(({ method, url, operationId, summary, permission }) => ({
      method,
      path: url.startsWith('/dicom-web') ? url : `/api/v1${url}`,
      operationId,
      summary,
      permission:
        typeof permission === 'string'
          ? permission
          : 'system' in permission
            ? permission.system
            : permission.project,
    }));
    return { openApi: server.http.openApi(), problems: problemCatalogue(), events: eventCatalogue(), routes };
  } finally {
    await server.close();
    await rm(scratch, { recursive: true, force: true });
  }
}
