import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { CommandError } from './failures.ts';

export interface Credential {
  readonly token: string;
  readonly tokenId: string;
  readonly userName: string;
}

type Credentials = Record<string, Credential>;

function homeOf(environment: NodeJS.ProcessEnv): string {
  return environment['HOME'] ?? os.homedir();
}

/** The file of tokens, by server (XDG Base Directory Specification). */
export function credentialsFile(environment: NodeJS.ProcessEnv): string {
  const folder = environment['XDG_CONFIG_HOME'] ?? path.join(homeOf(environment), '.config');
  return path.join(folder, 'pesscara', 'tokens.json');
}

/** The folder for what uploads remember. */
export function stateFolder(environment: NodeJS.ProcessEnv): string {
  const folder = environment['XDG_STATE_HOME'] ?? path.join(homeOf(environment), '.local', 'state');
  return path.join(folder, 'pesscara', 'uploads');
}

async function readAll(file: string): Promise<Credentials> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  try {
    return JSON.parse(text) as Credentials;
  } catch {
    throw new CommandError(`${file} is damaged. Remove it and sign in again.`);
  }
}

async function writeAll(file: string, credentials: Credentials): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const half = `${file}.half`;
  // The mode counts only for a file that is made now; one left behind may have another.
  await writeFile(half, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  await chmod(half, 0o600);
  await rename(half, file);
}

/** The token that `login` kept for this server. */
export async function findCredential(
  environment: NodeJS.ProcessEnv,
  baseUrl: string,
): Promise<Credential | undefined> {
  return (await readAll(credentialsFile(environment)))[baseUrl];
}

export async function keepCredential(
  environment: NodeJS.ProcessEnv,
  baseUrl: string,
  credential: Credential,
): Promise<void> {
  const file = credentialsFile(environment);
  await writeAll(file, { ...(await readAll(file)), [baseUrl]: credential });
}

export async function forgetCredential(environment: NodeJS.ProcessEnv, baseUrl: string): Promise<void> {
  const file = credentialsFile(environment);
  const { [baseUrl]: forgotten, ...others } = await readAll(file);
  if (forgotten !== undefined) await writeAll(file, others);
}
