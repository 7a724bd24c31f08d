import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  credentialsFile,
  findCredential,
  forgetCredential,
  keepCredential,
  stateFolder,
} from './credentials.ts';

const home = await mkdtemp(path.join(os.tmpdir(), 'pesscara-home-'));
afterAll(() => rm(home, { recursive: true }));
const environment = { HOME: home };
const credential = { token: 'psc_secret', tokenId: 'id', userName: 'ann' };

describe('credentials', () => {
  it('are kept by server in a file that only its owner may read', async () => {
    await keepCredential(environment, 'http://a', credential);
    await keepCredential(environment, 'http://b', { ...credential, userName: 'bea' });
    expect((await findCredential(environment, 'http://a'))?.userName).toBe('ann');
    expect((await findCredential(environment, 'http://b'))?.userName).toBe('bea');
    expect(await findCredential(environment, 'http://c')).toBeUndefined();
    const file = credentialsFile(environment);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await chmod(file, 0o644);
    await keepCredential(environment, 'http://a', credential);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('are forgotten for one server alone', async () => {
    await forgetCredential(environment, 'http://a');
    expect(await findCredential(environment, 'http://a')).toBeUndefined();
    expect(await findCredential(environment, 'http://b')).toBeDefined();
  });

  it('in a damaged file are an error that names it', async () => {
    await writeFile(credentialsFile(environment), '{');
    await expect(findCredential(environment, 'http://a')).rejects.toThrow(/tokens\.json is damaged/);
  });

  it('lie where the XDG variables say', () => {
    const xdg = { HOME: home, XDG_CONFIG_HOME: '/c', XDG_STATE_HOME: '/s' };
    expect(credentialsFile(xdg)).toBe('/c/pesscara/tokens.json');
    expect(stateFolder(xdg)).toBe('/s/pesscara/uploads');
    expect(credentialsFile(environment)).toBe(path.join(home, '.config/pesscara/tokens.json'));
  });
});
