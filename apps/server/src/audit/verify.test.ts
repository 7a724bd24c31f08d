import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { verifyAuditExport } from '../../../../tools/verify-audit.mjs';
import { canonicalJson } from './canonical-json.ts';
import { checkpointOrigin, createSigner, loadSigner, signCheckpoint } from './checkpoint.ts';
import { chainHash, chainStart, createMerkleTree, leafHash } from './tree.ts';
import { type ChainedEntry, verifyChain } from './verify.ts';

const signer = createSigner('pesscara', generateKeyPairSync('ed25519').privateKey);
const stranger = createSigner('pesscara', generateKeyPairSync('ed25519').privateKey);

function seal(texts: Buffer[]): ChainedEntry[] {
  let previous = chainStart;
  return texts.map((bytes, index) => {
    const leaf = leafHash(bytes);
    previous = chainHash(previous, leaf);
    return { sequence: index + 1, leaf, chained: previous, bytes };
  });
}

function noteAt(entries: ChainedEntry[], size: number, by = signer): string {
  const tree = createMerkleTree();
  for (const entry of entries.slice(0, size)) tree.append(entry.leaf);
  return signCheckpoint(by, checkpointOrigin, { size, root: tree.root() });
}

const texts = Array.from({ length: 20 }, (_, index) => Buffer.from(canonicalJson({ actor: 'alice', index })));
const honest = seal(texts);
const notes = [noteAt(honest, 8), noteAt(honest, 20)];
const forged = Buffer.from(canonicalJson({ actor: 'mallory', index: 5 }));

function exportLines(entries: ChainedEntry[], checkpoints: string[]): string[] {
  const lines = checkpoints.map((checkpoint) => JSON.stringify({ checkpoint }));
  for (const { sequence, leaf, chained, bytes } of entries)
    lines.push(
      JSON.stringify({
        sequence,
        leaf: leaf.toString('hex'),
        chained: chained.toString('hex'),
        bytes: bytes.toString('base64'),
      }),
    );
  return lines;
}

/** The server's verdict, once the stand-alone script has given the same one. */
async function verdict(entries: ChainedEntry[], checkpoints: string[]) {
  const verifierKeys = [signer.verifierKey];
  const ours = await verifyChain(entries, { checkpoints, verifierKeys });
  const theirs = await verifyAuditExport(exportLines(entries, checkpoints), { publicKeys: verifierKeys });
  expect({
    ok: theirs.ok,
    kind: theirs.defect?.kind,
    sequence: theirs.defect?.sequence,
    size: theirs.size,
    root: theirs.root,
  }).toEqual({
    ok: ours.ok,
    kind: ours.defect?.kind,
    sequence: ours.defect?.sequence,
    size: ours.size,
    root: ours.root.toString('hex'),
  });
  return ours.defect === null
    ? `ok ${ours.size} ${ours.checkpointsVerified}`
    : `${ours.defect.kind} ${ours.defect.sequence}`;
}

describe('verification of the audit trail', () => {
  test('an untouched trail is intact, an empty one too', async () => {
    expect(await verdict(honest, notes)).toBe('ok 20 2');
    expect(await verdict([], [])).toBe('ok 0 0');
    expect(await verdict([], [noteAt([], 0)])).toBe('ok 0 1');
  });

  test('an edited entry is named', async () => {
    const edited = honest.map((entry) => (entry.sequence === 6 ? { ...entry, bytes: forged } : entry));
    expect(await verdict(edited, notes)).toBe('leaf.mismatch 6');
  });

  test('an edited entry with a new leaf breaks the link', async () => {
    const edited = honest.map((entry) =>
      entry.sequence === 6 ? { ...entry, bytes: forged, leaf: leafHash(forged) } : entry,
    );
    expect(await verdict(edited, notes)).toBe('prev.mismatch 6');
  });

  test('an entry removed from the middle leaves a gap', async () => {
    expect(await verdict(honest.toSpliced(9, 1), notes)).toBe('seq.gap 10');
  });

  test('renumbering hides the gap but not the broken link', async () => {
    const renumbered = honest.toSpliced(9, 1).map((entry, index) => ({ ...entry, sequence: index + 1 }));
    expect(await verdict(renumbered, notes)).toBe('prev.mismatch 10');
  });

  test('a removed tail is seen by any checkpoint that covers it', async () => {
    expect(await verdict(honest.slice(0, 15), notes)).toBe('truncated 16');
    expect(await verdict([], notes)).toBe('truncated 1');
  });

  test('exchanged entries are seen', async () => {
    const reordered = honest.with(3, honest[4] as ChainedEntry).with(4, honest[3] as ChainedEntry);
    expect(await verdict(reordered, notes)).toBe('seq.gap 4');
    const renumbered = reordered.map((entry, index) => ({ ...entry, sequence: index + 1 }));
    expect(await verdict(renumbered, notes)).toBe('prev.mismatch 4');
  });

  test('re-hashing everything after an edit does not fit the signed checkpoint', async () => {
    const rehashed = seal(texts.with(5, forged));
    expect(await verdict(rehashed, notes)).toBe('root.mismatch 8');
    // The intruder signs anew with a key of their own.
    expect(await verdict(rehashed, [noteAt(rehashed, 8, stranger), noteAt(rehashed, 20, stranger)])).toBe(
      'sig.bad 8',
    );
    // The intruder removes the checkpoints from the database: the one that a witness kept still speaks.
    expect(await verdict(rehashed, [notes[1] as string])).toBe('root.mismatch 20');
  });

  test('a checkpoint whose root was changed is not signed', async () => {
    const changed = (notes[0] as string).replace('\n8\n', '\n9\n');
    expect(await verdict(honest, [changed])).toBe('sig.bad 9');
    expect(await verdict(honest, ['rubbish'])).toBe('sig.bad 0');
  });
});

describe('the signing key', () => {
  const folder = mkdtemp(path.join(os.tmpdir(), 'audit-key-'));
  afterAll(async () => {
    await rm(await folder, { recursive: true });
  });

  test('is made once, in a file that only its owner reads', async () => {
    const keys = path.join(await folder, 'keys');
    const [first, second] = await Promise.all([loadSigner(keys), loadSigner(keys)]);
    expect(first.verifierKey).toBe(second.verifierKey);
    expect((await loadSigner(keys)).verifierKey).toBe(first.verifierKey);
    expect((await stat(path.join(keys, 'audit-signing.key'))).mode & 0o777).toBe(0o400);
    expect((await readFile(path.join(keys, 'audit-signing.pub'), 'utf8')).trim()).toBe(first.verifierKey);
  });
});
