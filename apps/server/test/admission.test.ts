import { AssociationError, openAssociation } from '@pesscara/dicom-network';
import { makeSeries, type PhantomInstance } from '@pesscara/phantom';
import { describe, expect, it } from 'vitest';
import { itemsOf } from './kit/api.ts';
import { makeProject, saveRoutes } from './kit/builders.ts';
import { hasOpenssl, makeAuthority } from './kit/certificates.ts';
import { echoes, send } from './kit/sender.ts';
import { startServer } from './kit/server.ts';
import { until } from './kit/until.ts';

const [instance] = makeSeries({ kind: 'flair', slices: 1 }) as [PhantomInstance];
const verification = { sopClassUid: '1.2.840.10008.1.1', transferSyntaxUid: '1.2.840.10008.1.2' };

type TlsOptions = NonNullable<Parameters<typeof openAssociation>[0]['tls']>;

/** How the server answers a caller: `echo`, or why there is no association. */
async function call(
  port: number,
  callingAe: string,
  { calledAe = 'PESSCARA', tls }: { calledAe?: string; tls?: TlsOptions } = {},
): Promise<string> {
  try {
    const association = await openAssociation({
      host: '127.0.0.1',
      port,
      callingAe,
      calledAe,
      instances: [verification],
      ...(tls === undefined ? {} : { tls: { servername: 'localhost', ...tls } }),
    });
    const outcome = await association.echo();
    await association.release();
    return outcome.kind === 'answered' ? 'echo' : outcome.kind;
  } catch (error) {
    if (!(error instanceof AssociationError)) throw error;
    return /source \d+, reason \d+/.exec(error.message)?.[0] ?? error.message;
  }
}

// PS3.8 9.3.4: source 1 is the service user; reason 3 is the calling AE title, 7 the called one.
const unknownCaller = 'source 1, reason 3';
const unknownCalled = 'source 1, reason 7';

describe('a receiver that trusts nobody, not even its own machine', async () => {
  const server = await startServer({
    settings: { PESSCARA_TRUST_LOOPBACK: 'false', PESSCARA_ACCEPT_PRIVATE_SOP_CLASSES: 'false' },
  });
  await makeProject(server, 'trial');
  await saveRoutes(server, [{ project: 'trial' }]);
  const addPeer = async (peer: Record<string, unknown>) => {
    const made = await server.api('POST', '/peers', peer);
    expect(made.status, made.bytes.toString()).toBe(201);
    return made.body;
  };
  /** The receiver takes note of a changed list within a second. */
  const untilAnswered = (callingAe: string, expected: string) =>
    until(
      `${callingAe} to be answered with ${expected}`,
      async () => (await call(server.dicomPort, callingAe)) === expected,
      { everyMs: 200 },
    );

  it('rejects whom it does not know, and records who it was', async () => {
    expect(await call(server.dicomPort, 'STRANGER')).toBe(unknownCaller);
    const [entry] = itemsOf(await server.api('GET', '/audit?type=archive.association.refused'));
    expect(entry).toMatchObject({
      outcome: 8,
      object: { kind: 'ae', id: 'STRANGER' },
      reason: 'calling-ae-not-recognized',
    });
  });

  it('accepts a listed sender, under our own AE title only', async () => {
    await addPeer({ callingAe: 'SCANNER1' });
    await untilAnswered('SCANNER1', 'echo');
    expect(await call(server.dicomPort, 'SCANNER1', { calledAe: 'SOMEBODY' })).toBe(unknownCalled);
    expect([...(await send(server, [instance], { callingAe: 'SCANNER1' })).values()]).toEqual([0]);
  });

  it('rejects a listed sender that calls from elsewhere', async () => {
    await addPeer({ callingAe: 'SCANNER2', addresses: ['10.20.0.0/16', '192.0.2.7'] });
    await addPeer({ callingAe: 'SCANNER3', addresses: ['10.20.0.0/16', '127.0.0.0/8'] });
    await untilAnswered('SCANNER3', 'echo');
    expect(await call(server.dicomPort, 'SCANNER2')).toBe(unknownCaller);
    const [entry] = itemsOf(await server.api('GET', '/audit?type=archive.association.refused'));
    expect(entry).toMatchObject({ object: { id: 'SCANNER2' }, reason: 'address' });
  });

  it('rejects a sender that was switched off', async () => {
    const peer = await addPeer({ callingAe: 'SCANNER4' });
    await untilAnswered('SCANNER4', 'echo');
    const off = await server.api('PATCH', `/peers/${String(peer['id'])}`, {
      enabled: false,
      version: peer['version'],
    });
    expect(off.status, off.bytes.toString()).toBe(200);
    await untilAnswered('SCANNER4', unknownCaller);
  });

  it('rejects a sender that must show a certificate and shows none', async () => {
    await addPeer({ callingAe: 'SCANNER5', certificateSha256: 'ab'.repeat(32) });
    await addPeer({ callingAe: 'SCANNER6' });
    await untilAnswered('SCANNER6', 'echo');
    expect(await call(server.dicomPort, 'SCANNER5')).toBe(unknownCaller);
  });

  it('takes no storage classes that the standard does not list when it is told so', async () => {
    const unusual = { ...instance, sopClassUid: '1.3.46.670589.5.0.3.1' };
    await expect(send(server, [unusual], { callingAe: 'SCANNER1' })).rejects.toThrow(
      'No presentation context',
    );
    expect(await echoes(server, 'SCANNER1')).toBe(true);
  });
});

describe('a receiver with limits', async () => {
  const server = await startServer({
    settings: { PESSCARA_MAX_ASSOCIATIONS_PER_PEER: '2', PESSCARA_ASSOCIATION_IDLE_MS: '4000' },
  });
  const open = () =>
    openAssociation({
      host: '127.0.0.1',
      port: server.dicomPort,
      callingAe: 'BUSY',
      calledAe: 'PESSCARA',
      instances: [verification],
    });

  it('rejects more associations than one address may have, for now, and accepts again when one ended', async () => {
    const [first, second] = await Promise.all([open(), open()]);
    // Source 3 is the service provider's presentation layer; reason 2: local limit exceeded.
    expect(await call(server.dicomPort, 'BUSY')).toBe('source 3, reason 2');
    await first.release();
    await until('a place to be free', async () => (await call(server.dicomPort, 'BUSY')) === 'echo');
    await second.release();
  });

  it('aborts an association that is silent, and says so in the list', async () => {
    const silent = await open();
    // The answer to a second request shows when the first one's silence was ended.
    const ended = await until('the silence to be ended', async () => {
      const log = server
        .output()
        .split('\n')
        .filter((line) => line.includes('archive.association.ended') && line.includes('"BUSY"'));
      return log.find((line) => /"kind":"abort/.test(line) || /idle|silent/i.test(line));
    });
    expect(ended).toMatch(/idle|silent/i);
    silent.abort('over');
    expect(await echoes(server)).toBe(true);
  });
});

describe.skipIf(!hasOpenssl)('the receiver over TLS', async () => {
  if (!hasOpenssl) return;
  const authority = makeAuthority();
  const stranger = makeAuthority();
  const own = authority.issue('receiver');
  const scanner = authority.issue('scanner');
  const other = authority.issue('other');
  const foreign = stranger.issue('foreign');
  const server = await startServer({
    settings: {
      PESSCARA_TRUST_LOOPBACK: 'false',
      PESSCARA_DICOM_TLS_PORT: '0',
      PESSCARA_DICOM_TLS_KEY: own.keyFile,
      PESSCARA_DICOM_TLS_CERTIFICATE: own.certificateFile,
      PESSCARA_DICOM_TLS_AUTHORITIES: authority.certificateFile,
    },
  });
  await server.api('POST', '/peers', { callingAe: 'PINNED', certificateSha256: scanner.sha256 });
  const port = server.dicomTlsPort ?? 0;
  const shown = ({ key, certificate }: typeof scanner): TlsOptions => ({
    ca: authority.certificate,
    key,
    cert: certificate,
  });

  it('accepts the sender whose certificate is the listed one', async () => {
    expect(await call(port, 'PINNED', { tls: shown(scanner) })).toBe('echo');
  });

  it('rejects another certificate of the same authority, and records it', async () => {
    expect(await call(port, 'PINNED', { tls: shown(other) })).toBe(unknownCaller);
    const [entry] = itemsOf(await server.api('GET', '/audit?type=archive.association.refused'));
    expect(entry).toMatchObject({ object: { id: 'PINNED' }, reason: 'certificate' });
  });

  it('does not even negotiate with a certificate of another authority, with none, or below TLS 1.2', async () => {
    const refused = [
      shown(foreign),
      { ca: authority.certificate },
      {
        ...shown(scanner),
        maxVersion: 'TLSv1.1',
        minVersion: 'TLSv1',
        ciphers: 'DEFAULT@SECLEVEL=0',
      } as const,
    ];
    for (const tls of refused)
      expect(await call(port, 'PINNED', { tls })).toMatch(/No connection|The association ended/);
    expect(await call(port, 'PINNED', { tls: shown(scanner) })).toBe('echo');
    expect(server.output()).toContain('archive.association.tls-failed');
  });

  it('does not let the pinned sender in without TLS', async () => {
    expect(await call(server.dicomPort, 'PINNED')).toBe(unknownCaller);
  });
});
