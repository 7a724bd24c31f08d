import { describe, expect, test } from 'vitest';
import { credentialsOf, isCrossSiteChange, sessionSetCookie } from './credentials.ts';

const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

describe('credentials', () => {
  test.each([
    [{}, '/api/v1/x', { kind: 'none' }],
    [{ cookie: 'a=b; pesscara_session=secret; c=d' }, '/api/v1/x', { kind: 'session', secret: 'secret' }],
    [{ cookie: 'other=1' }, '/api/v1/x', { kind: 'none' }],
    [
      { authorization: 'Bearer psc_abc', cookie: 'pesscara_session=s' },
      '/api/v1/x',
      { kind: 'token', token: 'psc_abc' },
    ],
    [{ authorization: 'bearer  psc_abc' }, '/api/v1/x', { kind: 'token', token: 'psc_abc' }],
    [{ authorization: 'Bearer abc' }, '/api/v1/x', { kind: 'malformed' }],
    [
      { authorization: basic('alice', 'psc_abc') },
      '/dicom-web/glioma/studies',
      { kind: 'token', token: 'psc_abc' },
    ],
    [{ authorization: basic('alice', 'psc_abc') }, '/api/v1/x', { kind: 'malformed' }],
    [{ authorization: basic('alice', 'her password') }, '/dicom-web/glioma/studies', { kind: 'malformed' }],
    [{ authorization: '' }, '/api/v1/x', { kind: 'malformed' }],
  ])('%j at %s', (headers, url, expected) => {
    expect(credentialsOf({ headers, url })).toEqual(expected);
  });

  test('the cookie is closed to scripts and to other sites', () => {
    expect(sessionSetCookie('s', 60_000, true)).toBe(
      'pesscara_session=s; Path=/; HttpOnly; SameSite=Strict; Max-Age=60; Secure',
    );
    expect(sessionSetCookie('', 0, false)).toBe(
      'pesscara_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0',
    );
  });
});

describe('a change from another site', () => {
  test.each([
    ['GET', { 'sec-fetch-site': 'cross-site' }, false],
    ['POST', { 'sec-fetch-site': 'same-origin' }, false],
    ['POST', { 'sec-fetch-site': 'none' }, false],
    ['POST', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, true],
    ['POST', { 'sec-fetch-site': 'cross-site' }, true],
    ['POST', { 'sec-fetch-site': 'same-site', origin: 'http://other.localhost:8080' }, true],
    ['DELETE', { origin: 'https://evil.example' }, true],
    ['DELETE', { origin: 'null' }, true],
    ['PATCH', { origin: 'http://localhost:8080' }, false],
    ['PUT', {}, false],
    ['PUT', { origin: 'https://images.hospital.example' }, false],
  ])('%s with %j: %s', (method, headers, expected) => {
    expect(
      isCrossSiteChange(
        { method, headers: { host: 'localhost:8080', ...headers } },
        'images.hospital.example',
      ),
    ).toBe(expected);
  });
});
