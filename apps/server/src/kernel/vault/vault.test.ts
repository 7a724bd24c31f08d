import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, expect, it } from 'vitest';
import { later, systemClock } from '../clock/index.ts';
import { createVault, loadVaultKey, sweepVault, VaultError } from './index.ts';

const directory = await mkdtemp(path.join(os.tmpdir(), 'pesscara-vault-'));
afterAll(() => rm(directory, { recursive: true, force: true }));
const vault = createVault({ directory, key: randomBytes(32) });

async function sealed(bytes: Buffer): Promise<string> {
  const writer = vault.createFileWriter();
  for (let at = 0; at < bytes.length; at += 10_007) await writer.write(bytes.subarray(at, at + 10_007));
  return writer.seal();
}

it('values open only at the place that they were sealed for', () => {
  const value = vault.seal('originals', 'instance|1', Buffer.from('DOE^JANE'));
  expect(value.includes('DOE')).toBe(false);
  expect(vault.unseal('originals', 'instance|1', value).toString()).toBe('DOE^JANE');
  expect(() => vault.unseal('originals', 'instance|2', value)).toThrow(VaultError);
  expect(() => vault.unseal('crosswalk', 'instance|1', value)).toThrow(VaultError);
  value[14] = (value[14] ?? 0) ^ 1;
  expect(() => vault.unseal('originals', 'instance|1', value)).toThrow(VaultError);
});

it.each([0, 1, 65_536, 65_537, 131_072, 300_001])('a file of %i bytes comes back as it was', async (size) => {
  const bytes = randomBytes(size);
  const name = await sealed(bytes);
  expect((await buffer(vault.openFile(name))).equals(bytes)).toBe(true);
});

it('a file that was cut off, even between chunks, does not open', async () => {
  const name = await sealed(randomBytes(200_000));
  const file = path.join(directory, name);
  await truncate(file, 14 + 2 * (65_536 + 16));
  await expect(buffer(vault.openFile(name))).rejects.toThrow(VaultError);
});

it('a file whose chunks were swapped does not open', async () => {
  const name = await sealed(randomBytes(200_000));
  const file = path.join(directory, name);
  const bytes = await readFile(file);
  const chunk = 65_536 + 16;
  const first = Buffer.from(bytes.subarray(14, 14 + chunk));
  bytes.copy(bytes, 14, 14 + chunk, 14 + 2 * chunk);
  first.copy(bytes, 14 + chunk);
  await rm(file);
  await writeFile(file, bytes);
  await expect(buffer(vault.openFile(name))).rejects.toThrow(VaultError);
});

it('a discarded file leaves nothing behind', async () => {
  const before = await readdir(directory);
  const writer = vault.createFileWriter();
  await writer.write(randomBytes(200_000));
  await writer.discard();
  expect(await readdir(directory)).toEqual(before);
});

it('the key is made once, readable by its owner alone', async () => {
  const one = await loadVaultKey(directory, undefined);
  const two = await loadVaultKey(directory, undefined);
  expect(one.equals(two)).toBe(true);
  expect((await stat(path.join(directory, 'vault.key'))).mode & 0o777).toBe(0o400);
});

it('threads that start at once agree on the key, and one that is no key is refused', async () => {
  const keys = await mkdtemp(path.join(os.tmpdir(), 'pesscara-keys-'));
  const loaded = await Promise.all(Array.from({ length: 8 }, () => loadVaultKey(keys, undefined)));
  expect(new Set(loaded.map((key) => key.toString('hex'))).size).toBe(1);
  expect(await readdir(keys)).toEqual(['vault.key']);
  await rm(path.join(keys, 'vault.key'));
  await writeFile(path.join(keys, 'vault.key'), 'not a key');
  await expect(loadVaultKey(keys, undefined)).rejects.toThrow(/Restore it from a backup/);
  await expect(loadVaultKey(keys, 'abc')).rejects.toThrow(/64 hexadecimal digits/);
  await rm(keys, { recursive: true });
});

it('what a killed process left half sealed is swept after a day, whole files never', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'pesscara-vault-'));
  const other = createVault({ directory: folder, key: randomBytes(32) });
  const whole = other.createFileWriter();
  await whole.write(randomBytes(10));
  const name = await whole.seal();
  await other.createFileWriter().write(randomBytes(200_000));
  const tomorrow = { now: () => later(systemClock.now(), 86_400_001) };
  expect(await sweepVault(folder, systemClock)).toBe(0);
  expect(await sweepVault(folder, tomorrow)).toBe(1);
  expect(await readdir(folder)).toEqual([name]);
  await rm(folder, { recursive: true });
});
