import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectDimseSender } from './dimse-sender.ts';
import {
  createSignal,
  hashingSink,
  makeCtFile,
  plannedContexts,
  run,
  startReceiver,
} from './test/receiver.ts';

function isInstalled(program: string, ...parameters: string[]): boolean {
  try {
    execFileSync(program, parameters, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const hasDcmtk = isInstalled('storescu', '--version') && isInstalled('echoscu', '--version');
const hasOpenssl = isInstalled('openssl', 'version');
/** Without it dcmtk stalls some 40 ms for each object: it leaves Nagle's algorithm on. */
const noDelay = { TCP_NODELAY: '1' };

type Receiver = Awaited<ReturnType<typeof startReceiver>>;
let folder = '';
const files: { path: string; dataSetSha256: string }[] = [];
const running: Receiver[] = [];

function storescu(port: number, paths: readonly string[], ...options: string[]) {
  return run(
    'storescu',
    [...options, '-aet', 'DCMTK', '-aec', 'PESSCARA', '127.0.0.1', String(port), ...paths],
    noDelay,
  );
}

async function echo(port: number, ...options: string[]): Promise<number | null> {
  return (await run('echoscu', [...options, '127.0.0.1', String(port)], noDelay).exited).exitCode;
}

async function receiver(overrides: Parameters<typeof startReceiver>[0] = {}): Promise<Receiver> {
  const started = await startReceiver(overrides);
  running.push(started);
  return started;
}

const paths = () => files.map(({ path }) => path);
const sentHashes = () => files.map(({ dataSetSha256 }) => dataSetSha256).sort();
const receivedHashes = ({ received }: Receiver) => received.map(({ sha256 }) => sha256).sort();

describe.skipIf(!hasDcmtk)('dcmtk against the receiver', () => {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pesscara-dimse-'));
    for (let number = 1; number <= 12; number++) {
      const { file, dataSet } = makeCtFile(`1.2.826.0.1.3680043.10.9.${number}`, 2 * 512 * 512);
      const path = join(folder, `${number}.dcm`);
      writeFileSync(path, file);
      files.push({ path, dataSetSha256: createHash('sha256').update(dataSet).digest('hex') });
    }
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  afterEach(async () => {
    await Promise.all(running.splice(0).map(({ listener }) => listener.stop(0)));
  });

  it('is answered C-ECHO', async () => {
    const { port, summaries } = await receiver();
    expect(await echo(port)).toBe(0);
    await vi.waitFor(() => expect(summaries).toMatchObject([{ kind: 'released', echoCount: 1 }]));
  });

  it('stores byte for byte what it was given', async () => {
    const started = await receiver();
    expect(await storescu(started.port, paths()).exited).toMatchObject({ exitCode: 0 });
    expect(receivedHashes(started)).toEqual(sentHashes());
    await vi.waitFor(() =>
      expect(started.summaries).toMatchObject([{ kind: 'released', storedCount: files.length }]),
    );
  });

  it('stores with the smallest PDUs', async () => {
    const started = await receiver();
    const options = ['--max-pdu', '4096', '--max-send-pdu', '4096'];
    expect(await storescu(started.port, paths(), ...options).exited).toMatchObject({ exitCode: 0 });
    expect(receivedHashes(started)).toEqual(sentHashes());
  });

  it('stores over four associations at once', async () => {
    const started = await receiver();
    const senders = [0, 1, 2, 3].map((part) =>
      storescu(
        started.port,
        paths().filter((_, index) => index % 4 === part),
      ),
    );
    for (const { exited } of senders) expect(await exited).toMatchObject({ exitCode: 0 });
    expect(receivedHashes(started)).toEqual(sentHashes());
    await vi.waitFor(() => expect(started.summaries).toHaveLength(4));
  });

  it('reports the failure that we answer', async () => {
    const { port } = await receiver({
      sink: () => ({ write: () => undefined, end: () => 0xa700, abort: () => undefined }),
    });
    const { errors } = await storescu(port, paths().slice(0, 1), '-v').exited;
    expect(errors).toContain('Refused: OutOfResources');
  });

  it('reports our rejection of its title', async () => {
    const { port } = await receiver({ admit: () => ({ kind: 'rejected', source: 1, reason: 3 }) });
    const { exitCode, errors } = await storescu(port, paths().slice(0, 1)).exited;
    expect(exitCode).not.toBe(0);
    expect(errors).toContain('Calling AE Title Not Recognized');
  });

  it('is told when no presentation context is acceptable', async () => {
    const { port, received } = await receiver({ acceptsSopClass: () => false });
    const { exitCode, errors } = await storescu(port, paths().slice(0, 1)).exited;
    expect(exitCode).not.toBe(0);
    expect(errors).toContain('No Acceptable Presentation Contexts');
    expect(received).toEqual([]);
  });

  it('may abort the association after its objects', async () => {
    const started = await receiver();
    await storescu(started.port, paths().slice(0, 2), '--abort').exited;
    await vi.waitFor(() =>
      expect(started.summaries).toMatchObject([{ kind: 'aborted-by-peer', storedCount: 2 }]),
    );
    expect(await echo(started.port)).toBe(0);
  });

  it('may be killed in the middle of an object', async () => {
    const firstChunk = createSignal();
    const mayGoOn = createSignal();
    const started = await receiver({
      sink(object) {
        const hashing = hashingSink(object);
        return {
          ...hashing,
          async write(chunk) {
            await hashing.write(chunk);
            firstChunk.give();
            await mayGoOn.given;
          },
        };
      },
    });
    const { file } = makeCtFile('1.2.826.0.1.3680043.10.9.99', 20_000_000);
    const path = join(folder, 'large.dcm');
    writeFileSync(path, file);
    const { child, exited } = storescu(started.port, [path]);
    await firstChunk.given;
    child.kill('SIGKILL');
    await exited;
    mayGoOn.give();
    await vi.waitFor(() =>
      expect(started.summaries).toMatchObject([{ kind: 'connection-lost', unansweredCount: 1 }]),
    );
    expect(started.received).toMatchObject([{ outcome: 'aborted' }]);
    expect(await echo(started.port)).toBe(0);
  });

  describe.skipIf(!hasOpenssl)('over TLS', () => {
    const pem = (name: string) => readFileSync(join(folder, name), 'utf8');

    beforeAll(async () => {
      for (const name of ['server', 'client']) {
        const options =
          'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1';
        const output = ['-keyout', join(folder, `${name}.key`), '-out', join(folder, `${name}.crt`)];
        expect(await run('openssl', [...options.split(' '), ...output]).exited).toMatchObject({
          exitCode: 0,
        });
      }
    });

    const tls = (requestClientCertificate: 'never' | 'optional' | 'required') => ({
      port: 0,
      key: pem('server.key'),
      cert: pem('server.crt'),
      ca: pem('client.crt'),
      requestClientCertificate,
    });

    it('stores without a certificate of its own', async () => {
      const started = await receiver({ tls: tls('never') });
      expect(await storescu(started.tlsPort ?? 0, paths(), '+tla', '-ic').exited).toMatchObject({
        exitCode: 0,
      });
      expect(receivedHashes(started)).toEqual(sentHashes());
      expect(started.associations).toMatchObject([{ tls: true, callingAe: 'DCMTK' }]);
      expect(started.associations[0]?.clientCertificateSha256).toBeUndefined();
    });

    it('is known by the certificate it shows', async () => {
      const started = await receiver({ tls: tls('required') });
      const certificate = ['+tls', join(folder, 'client.key'), join(folder, 'client.crt')];
      expect(await storescu(started.tlsPort ?? 0, paths(), ...certificate, '-ic').exited).toMatchObject({
        exitCode: 0,
      });
      const der = Buffer.from(pem('client.crt').replace(/-----[^-]+-----|\s/g, ''), 'base64');
      expect(started.associations).toMatchObject([
        {
          clientCertificateSha256: createHash('sha256').update(der).digest('hex'),
          isClientCertificateTrusted: true,
        },
      ]);
    });

    it('is refused without the certificate that is required, and with one that nobody signed', async () => {
      const started = await receiver({ tls: tls('required') });
      const stranger = ['+tls', join(folder, 'server.key'), join(folder, 'server.crt')];
      for (const options of [['+tla'], stranger]) {
        const { exitCode } = await storescu(started.tlsPort ?? 0, paths().slice(0, 1), ...options, '-ic')
          .exited;
        expect(exitCode).not.toBe(0);
      }
      expect(started.associations).toEqual([]);
      expect(started.received).toEqual([]);
    });

    it('is reported as untrusted, by its certificate, where one is optional', async () => {
      const started = await receiver({ tls: tls('optional') });
      const stranger = ['+tls', join(folder, 'server.key'), join(folder, 'server.crt')];
      expect(await echo(started.tlsPort ?? 0, ...stranger, '-ic')).toBe(0);
      expect(started.associations).toMatchObject([{ tls: true, isClientCertificateTrusted: false }]);
      expect(started.associations[0]?.clientCertificateSha256).toMatch(/^[0-9a-f]{64}$/);
    });

    it('is not heard in plain text on the TLS port', async () => {
      const started = await receiver({ tls: tls('never') });
      expect(await echo(started.tlsPort ?? 0)).not.toBe(0);
      expect(await echo(started.tlsPort ?? 0, '+tla', '-ic')).toBe(0);
    });

    it('has a sender of ours as its equal', async () => {
      const started = await receiver({ tls: tls('required') });
      const peer = {
        host: '127.0.0.1',
        port: started.tlsPort ?? 0,
        callingAe: 'SENDER',
        calledAe: 'PESSCARA',
        tls: { ca: pem('server.crt'), key: pem('client.key'), cert: pem('client.crt') },
      };
      const scu = await connectDimseSender(peer, plannedContexts());
      await scu.associate();
      expect(await scu.echo()).toEqual({ kind: 'answered', status: 0 });
      expect(await scu.release()).toMatchObject({ kind: 'released' });
    });
  });
});
