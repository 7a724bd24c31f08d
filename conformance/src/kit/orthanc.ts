import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterwards } from '../../../apps/server/test/kit/afterwards.ts';
import { temporaryFolder } from '../../../apps/server/test/kit/server.ts';
import { until } from '../../../apps/server/test/kit/until.ts';

const program = ['/usr/sbin/Orthanc', '/usr/bin/Orthanc'].find(existsSync);

/** Debian's Orthanc, installed by scripts/install-peers.sh. */
export const hasOrthanc = program !== undefined;

function dicomwebOf({ url, token }: NonNullable<OrthancPeers['dicomweb']>) {
  const server = { Url: `${url}/`, HttpHeaders: { Authorization: `Bearer ${token}` } };
  return { Enable: true, Servers: { pesscara: server } };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const dicomwebPlugin = '/usr/share/orthanc/plugins/libOrthancDicomWeb.so';

/** Its DICOMweb plug-in, installed by the same script. */
export const hasOrthancDicomweb = hasOrthanc && existsSync(dicomwebPlugin);

export interface OrthancPeers {
  dicomPort: number;
  /** …/dicom-web/PROJECT, and a token for it. */
  dicomweb?: { url: string; token: string };
}

/** A PACS with an empty archive that knows us by DICOM, and as a DICOMweb server when asked; ended afterwards. */
export async function startOrthanc({ dicomPort: pesscaraPort, dicomweb }: OrthancPeers) {
  const folder = temporaryFolder('orthanc');
  const [httpPort, dicomPort] = [await freePort(), await freePort()];
  const configuration = {
    Name: 'test',
    StorageDirectory: path.join(folder, 'storage'),
    IndexDirectory: path.join(folder, 'storage'),
    Plugins: dicomweb === undefined ? [] : [dicomwebPlugin],
    ...(dicomweb === undefined ? {} : { DicomWeb: dicomwebOf(dicomweb) }),
    HttpPort: httpPort,
    RemoteAccessAllowed: false,
    AuthenticationEnabled: false,
    DicomAet: 'ORTHANC',
    DicomPort: dicomPort,
    DicomModalities: { pesscara: ['PESSCARA', '127.0.0.1', pesscaraPort] },
  };
  const file = path.join(folder, 'orthanc.json');
  await writeFile(file, JSON.stringify(configuration));
  const log = path.join(folder, 'orthanc.log');
  const logFile = openSync(log, 'w');
  const server = spawn(program ?? 'Orthanc', [file], { stdio: ['ignore', logFile, logFile], cwd: folder });
  closeSync(logFile);
  const ended = new Promise((resolve) => server.once('close', resolve));
  afterwards(async () => {
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

  async function ask<Answer>(method: string, at: string, body?: Uint8Array | object): Promise<Answer> {
    const isBytes = body instanceof Uint8Array;
    const payload = isBytes ? Buffer.from(body) : JSON.stringify(body);
    const answer = await fetch(`${url}${at}`, { method, ...(body === undefined ? {} : { body: payload }) });
    const text = await answer.text();
    if (!answer.ok)
      throw new Error(
        `Orthanc answers ${answer.status} to ${at}: ${text.slice(0, 500)}\n${readFileSync(log, 'utf8').slice(-3000)}`,
      );
    return JSON.parse(text === '' ? '{}' : text) as Answer;
  }

  type Json = Record<string, unknown>;
  const post = (at: string, body: Uint8Array | object) => ask<Json>('POST', at, body);

  return {
    /** Puts a file into its archive; gives Orthanc's own id. */
    add: async (file: Uint8Array) => String((await post('/instances', file))['ID']),
    echo: () => post('/modalities/pesscara/echo', {}),
    /** Sends instances to us over C-STORE and waits for the end. */
    store: (ids: readonly string[]) =>
      post('/modalities/pesscara/store', { Resources: ids, Synchronous: true }),
    /** The same over STOW-RS. */
    stow: (ids: readonly string[]) =>
      post('/dicom-web/servers/pesscara/stow', { Resources: ids, Synchronous: true }),
    /** What our QIDO-RS answers to it. */
    search: (uri: string) =>
      ask<Json[]>('POST', '/dicom-web/servers/pesscara/qido', { Uri: uri, Arguments: {} }),
    /** Takes a study into its archive over WADO-RS. */
    retrieve: (studyInstanceUid: string) =>
      post('/dicom-web/servers/pesscara/retrieve', {
        Resources: [{ Study: studyInstanceUid }],
        Synchronous: true,
      }),
    /** The instances of a study as files. */
    filesOf: async (studyInstanceUid: string) => {
      const found = await ask<string[]>('POST', '/tools/find', {
        Level: 'Instance',
        Query: { StudyInstanceUID: studyInstanceUid },
      });
      return Promise.all(
        found.map(async (id) =>
          Buffer.from(await (await fetch(`${url}/instances/${id}/file`)).arrayBuffer()),
        ),
      );
    },
  };
}
