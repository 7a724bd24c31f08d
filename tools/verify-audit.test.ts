import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { checkpointOrigin, createSigner, signCheckpoint } from '../apps/server/src/audit/checkpoint.ts';
import { chainHash, chainStart, createMerkleTree, leafHash } from '../apps/server/src/audit/tree.ts';

const script = path.join(import.meta.dirname, 'verify-audit.mjs');
const folder = await mkdtemp(path.join(os.tmpdir(), 'verify-audit-'));
afterAll(() => rm(folder, { recursive: true }));

const signer = createSigner('pesscara', generateKeyPairSync('ed25519').privateKey);

function exportOf(actors: string[]): string {
  const tree = createMerkleTree();
  let chained = chainStart;
  const lines = actors.map((actor, index) => {
    const bytes = Buffer.from(JSON.stringify({ actor }));
    const leaf = leafHash(bytes);
    tree.append(leaf);
    chained = chainHash(chained, leaf);
    return JSON.stringify({
      sequence: index + 1,
      leaf: leaf.toString('hex'),
      chained: chained.toString('hex'),
      bytes: bytes.toString('base64'),
    });
  });
  const checkpoint = signCheckpoint(signer, checkpointOrigin, { size: tree.size, root: tree.root() });
  return [JSON.stringify({ checkpoint }), ...lines, ''].join('\n');
}

async function verify(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const run = promisify(execFile)(process.execPath, [script, ...args]);
  return run.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
}

test('the script alone tells an intact export from one that is not, and wrong use from both', async () => {
  const [intact, broken, key] = ['intact.ndjson', 'broken.ndjson', 'audit.pub'].map((name) =>
    path.join(folder, name),
  ) as [string, string, string];
  await writeFile(intact, exportOf(['alice', 'bob', 'carol']));
  await writeFile(broken, exportOf(['alice', 'bob', 'carol']).split('\n').toSpliced(2, 1).join('\n'));
  await writeFile(key, `${signer.verifierKey}\n`);
  expect(await verify(intact, '--public-key', key)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^intact: 3 entries, 1 signed/) as string,
  });
  expect(await verify(intact, '--public-key', signer.verifierKey, '--json')).toMatchObject({ code: 0 });
  expect(await verify(broken, '--public-key', key)).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^NOT INTACT at entry 2: seq.gap/) as string,
  });
  expect(await verify(intact)).toMatchObject({ code: 2 });
  expect(await verify(intact, '--public-key', 'rubbish')).toMatchObject({ code: 2 });
});
