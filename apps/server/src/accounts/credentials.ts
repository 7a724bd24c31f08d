import { createHash, randomBytes } from 'node:crypto';

export const sessionCookieName = 'pesscara_session';
const tokenPrefix = 'psc_';

/** Only hashes of secrets are stored. They are 256 random bits, so a plain hash suffices. */
export function sha256Of(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

export function makeSessionSecret(): string {
  return randomBytes(32).toString('base64url');
}

export function makeToken(): string {
  return tokenPrefix + randomBytes(32).toString('base64url');
}

export type Credentials =
  | { kind: 'none' }
  | { kind: 'session'; secret: string }
  | { kind: 'token'; token: string }
  | { kind: 'malformed' };

interface RequestHead {
  headers: { authorization?: string | undefined; cookie?: string | undefined };
  url: string;
}

function sessionCookie(header: string | undefined): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === sessionCookieName) return part.slice(at + 1).trim();
  }
  return undefined;
}

/**
 * What a request brings: `Authorization: Bearer psc_…`; under /dicom-web also Basic with the token as password, because that is all
 * that many DICOMweb clients can send; otherwise the session's cookie.
 */
export function credentialsOf({ headers, url }: RequestHead): Credentials {
  const { authorization, cookie } = headers;
  if (authorization === undefined) {
    const secret = sessionCookie(cookie);
    return secret === undefined ? { kind: 'none' } : { kind: 'session', secret };
  }
  const [scheme = '', value = ''] = authorization.trim().split(/\s+/, 2);
  if (scheme.toLowerCase() === 'bearer' && value.startsWith(tokenPrefix))
    return { kind: 'token', token: value };
  if (scheme.toLowerCase() === 'basic' && url.startsWith('/dicom-web/')) {
    const pair = Buffer.from(value, 'base64').toString('utf8');
    const token = pair.slice(pair.indexOf(':') + 1);
    if (token.startsWith(tokenPrefix)) return { kind: 'token', token };
  }
  return { kind: 'malformed' };
}

/** The Set-Cookie of a session; an empty secret ends it. Strict: no other site's link or form carries it. */
export function sessionSetCookie(secret: string, maxAgeMs: number, secure: boolean): string {
  const seconds = Math.floor(maxAgeMs / 1000);
  return `${sessionCookieName}=${secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}${secure ? '; Secure' : ''}`;
}

const readOnlyMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

interface OriginHead {
  method: string;
  headers: {
    origin?: string | undefined;
    host?: string | undefined;
    'sec-fetch-site'?: string | string[] | undefined;
  };
}

/**
 * Whether a browser sent a change from another site's page. Browsers say so themselves (Fetch Metadata), older ones by Origin;
 * a request with neither header is not from a browser's page. `publicHost` is the address before a proxy.
 */
export function isCrossSiteChange({ method, headers }: OriginHead, publicHost?: string): boolean {
  if (readOnlyMethods.has(method)) return false;
  const site = headers['sec-fetch-site'];
  if (site === 'same-origin' || site === 'none') return false;
  const { origin, host } = headers;
  if (origin === undefined) return site !== undefined;
  const originHost = URL.canParse(origin) ? new URL(origin).host : undefined;
  return originHost === undefined || (originHost !== host && originHost !== publicHost);
}
