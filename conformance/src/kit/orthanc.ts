import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterAll } from 'vitest';
import { temporaryFolder } from '../../../apps/server/test/kit/server.ts';
import { until } from '../../../apps/server/test/kit/until.ts';

const program = ['/usr/sbin/Orthanc', '/usr/bin/Orthanc'].find(existsSync);

/** Debian's Orthanc, installed by scripts/install-peers.sh. */
export const hasOrthanc = program !== undefined;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A PACS with an empty archive that knows one modality, `pesscara`; ended after the file. */
export async function startOrthanc(pesscaraPort: number) {
  const folder = temporaryFolder('orthanc');
  const [httpPort, dicomPort] = [await freePort(), await freePort()];
  const configuration = {
    Name: 'test',
    StorageDirectory: path.join(folder, 'storage'),
    IndexDirectory: path.join(folder, 'storage'),
    Plugins: [],
    HttpPort: httpPort,
    RemoteAccessAllowed: false,
    AuthenticationEnabled: false,
    DicomAet: 'ORTHANC',
    DicomPort: dicomPort,
    DicomModalities: { pesscara: ['PESSCARA', '127.0.0.1', pesscaraPort] },
  };
  const file = path.join(folder, 'orthanc.json');
  await writeFile(file, JSON.stringify(configuration));
  const server = spawn(program ?? 'Orthanc', [file], { stdio: 'ignore', cwd: folder });
  const ended = new Promise((resolve) => server.once('close', resolve));
  afterAll(async () => {
    server.kill('SIGTERM');
    await ended;
  });
  const url = `http://127.0.0.1:${httpPort}`;
  await until('Orthanc to answer', () =>
    fetch(`${url}/system`).then(
      (answer) => answer.ok,
      () => false,
    ),
  );

  async function post(at: string, body: Uint8Array | object): Promise<Record<string, unknown>> {
    const isBytes = body instanceof Uint8Array;
    const answer = await fetch(`${url}${at}`, {
      method: 'POST',
      body: isBytes ? Buffer.from(body) : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`Orthanc answers ${answer.status} to ${at}: ${text.slice(0, 500)}`);
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  }

  return {
    /** Puts a file into its archive; gives Orthanc's own id. */
    add: async (file: Uint8Array) => String((await post('/instances', file))['ID']),
    echo: () => post('/modalities/pesscara/echo', {}),
    /** Sends instances to us over C-STORE and waits for the end. */
    store: (ids: readonly string[]) =>
      post('/modalities/pesscara/store', { Resources: ids, Synchronous: true }),
  };
}
