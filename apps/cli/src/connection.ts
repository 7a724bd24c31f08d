import { type Client, createClient } from '@pesscara/api-client';
import { findCredential } from './credentials.ts';
import { UsageError } from './failures.ts';

/** The server that commands talk to: PESSCARA_URL, or the one that `npm start` starts. @throws UsageError */
export function baseUrlOf(environment: NodeJS.ProcessEnv): string {
  const text = environment['PESSCARA_URL'] ?? 'http://127.0.0.1:8080';
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw new UsageError(`PESSCARA_URL is "${text}": it must be an address such as http://127.0.0.1:8080`);
  return text.replace(/\/+$/, '');
}

/** A client with the token of PESSCARA_TOKEN, or the one that `login` kept; without either it is nobody. */
export async function connect(environment: NodeJS.ProcessEnv): Promise<Client> {
  const baseUrl = baseUrlOf(environment);
  const token = environment['PESSCARA_TOKEN'] ?? (await findCredential(environment, baseUrl))?.token;
  return createClient(token === undefined ? { baseUrl } : { baseUrl, token });
}
