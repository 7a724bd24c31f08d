import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { createReceiver } from './archive/index.ts';
import { systemContext } from './kernel/context/index.ts';
import type { DataFolder } from './kernel/data-folder/index.ts';
import { createLogger } from './kernel/log/index.ts';
import { createServer } from './server.ts';
import type { ServerConfig } from './server-config.ts';

/** What the thread of the receiver is given. */
export interface DicomThreadOptions {
  config: ServerConfig;
  folder: DataFolder;
  databaseUrl: string;
}

export type DicomThreadMessage =
  | { kind: 'listening'; address: { aeTitle: string; host: string; port: number; tlsPort: number | null } }
  | { kind: 'failed'; message: string; facts: Record<string, unknown> };

const stopDeadlineMs = 10_000;

function tlsOptions(config: ServerConfig) {
  const { dicomTlsPort: port, dicomTlsKey, dicomTlsCertificate, dicomTlsAuthorities } = config;
  if (port === undefined || dicomTlsKey === undefined || dicomTlsCertificate === undefined) return undefined;
  const shared = { port, key: readFileSync(dicomTlsKey), cert: readFileSync(dicomTlsCertificate) };
  return dicomTlsAuthorities === undefined
    ? { ...shared, requestClientCertificate: 'optional' as const }
    : { ...shared, ca: readFileSync(dicomTlsAuthorities), requestClientCertificate: 'required' as const };
}

/** The receiver in its own thread: the same composition as the main one, of which only the archive is used. */
async function run({ config, folder, databaseUrl }: DicomThreadOptions): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('This is the program of a worker thread');
  const log = createLogger(config.logLevel);
  const address = { aeTitle: config.aeTitle, host: config.host, port: config.dicomPort, tlsPort: null };
  const server = await createServer({
    config,
    folder,
    databaseUrl,
    log,
    slot: 'dicom',
    receiverAddress: () => address,
  });
  const receiver = createReceiver({
    archive: server.archive,
    db: server.db,
    audit: server.audit,
    ctx: systemContext('receiver', log),
    log,
    monotonicMs: () => performance.now(),
    config,
    tls: tlsOptions(config),
  });
  const bound = await receiver.start();
  port.postMessage({
    kind: 'listening',
    address: { ...address, port: bound.port, tlsPort: bound.tlsPort ?? null },
  } satisfies DicomThreadMessage);
  port.once('message', () => {
    const stopped = receiver.stop(stopDeadlineMs).then(() => server.close());
    stopped.then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}

run(workerData as DicomThreadOptions).catch((error: unknown) => {
  const { message, code, port, address, path } = error as NodeJS.ErrnoException & {
    port?: number;
    address?: string;
  };
  parentPort?.postMessage({
    kind: 'failed',
    message,
    facts: { code, port, address, path },
  } satisfies DicomThreadMessage);
  parentPort?.close();
});
