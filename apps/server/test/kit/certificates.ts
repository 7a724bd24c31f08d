import { execFileSync, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from './server.ts';

/** Certificates are made by the openssl program of the operating system. */
export const hasOpenssl = spawnSync('openssl', ['version'], { stdio: 'ignore' }).error === undefined;

export interface Certificate {
  keyFile: string;
  certificateFile: string;
  key: Buffer;
  certificate: Buffer;
  /** As a peer's pin names it. */
  sha256: string;
}

/** An authority of the test's own, and certificates that it signs. */
export function makeAuthority() {
  const folder = temporaryFolder('certificates');
  const at = (name: string) => path.join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-subj',
    '/CN=Test authority',
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.crt'),
  );

  return {
    certificateFile: at('ca.crt'),
    certificate: readFileSync(at('ca.crt')),
    issue(name: string): Certificate {
      const [keyFile, requestFile, certificateFile] = ['key', 'csr', 'crt'].map((kind) =>
        at(`${name}.${kind}`),
      ) as [string, string, string];
      const names = ['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
      openssl('req', ...newKey, '-subj', `/CN=${name}`, ...names, '-keyout', keyFile, '-out', requestFile);
      const signing = [
        '-CA',
        at('ca.crt'),
        '-CAkey',
        at('ca.key'),
        '-CAcreateserial',
        '-copy_extensions',
        'copy',
        '-days',
        '2',
      ];
      openssl('x509', '-req', '-in', requestFile, ...signing, '-out', certificateFile);
      const certificate = readFileSync(certificateFile);
      const sha256 = new X509Certificate(certificate).fingerprint256.replaceAll(':', '').toLowerCase();
      return { keyFile, certificateFile, key: readFileSync(keyFile), certificate, sha256 };
    },
  };
}
