import { createPrivateKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import { createSigner, isSignedBy, readCheckpoint, signCheckpoint } from './checkpoint.ts';
import { createMerkleTree, leafHash, nodeHash } from './tree.ts';

const folder = path.join(import.meta.dirname, '../../../../../shared/reference/ps3.15');
const present = existsSync(path.join(folder, 'audit_rfc6962_vectors.json'));

interface TreeVectors {
  leaves_hex: string[];
  roots_by_size_hex: Record<string, string>;
  inclusion: { index: number; size: number; path: string[] }[];
  consistency: { m: number; n: number; path: string[] }[];
}
interface DesignVectors {
  audit: { records: { canonical: string; leaf: string }[]; root: string };
  checkpoint: { ed25519Seed: string; verifierKey: string; signedNote: string };
}
const read = (name: string): unknown => JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
const hex = (text: string) => Buffer.from(text, 'hex');

// RFC 9162 section 2.1.3.2.
function rootFromInclusion(leaf: Buffer, index: number, size: number, proof: Buffer[]): Buffer {
  let [position, last, node] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (position % 2 === 1 || position === last) {
      node = nodeHash(sibling, node);
      while (position % 2 === 0 && position !== 0) [position, last] = [position >> 1, last >> 1];
    } else node = nodeHash(node, sibling);
    [position, last] = [position >> 1, last >> 1];
  }
  return node;
}

// RFC 9162 section 2.1.4.2.
function rootsFromConsistency(
  oldSize: number,
  newSize: number,
  oldRoot: Buffer,
  given: Buffer[],
): [Buffer, Buffer] {
  const proof = Number.isInteger(Math.log2(oldSize)) ? [oldRoot, ...given] : given;
  let [position, last] = [oldSize - 1, newSize - 1];
  while (position % 2 === 1) [position, last] = [position >> 1, last >> 1];
  let [older, newer] = [proof[0] ?? oldRoot, proof[0] ?? oldRoot];
  for (const node of proof.slice(1)) {
    if (position % 2 === 1 || position === last) {
      older = nodeHash(node, older);
      newer = nodeHash(node, newer);
      while (position % 2 === 0 && position !== 0) [position, last] = [position >> 1, last >> 1];
    } else newer = nodeHash(newer, node);
    [position, last] = [position >> 1, last >> 1];
  }
  return [older, newer];
}

describe.skipIf(!present)('the audit log against published vectors', () => {
  const vectors = present ? (read('audit_rfc6962_vectors.json') as TreeVectors) : undefined;
  const rootAt = (size: number) => vectors?.roots_by_size_hex[String(size)] ?? '';
  const leaves = vectors?.leaves_hex.map((leaf) => leafHash(hex(leaf))) ?? [];

  test('roots of sizes 0 to 8 are those of certificate transparency', () => {
    const tree = createMerkleTree();
    expect(tree.root().toString('hex')).toBe(rootAt(0));
    for (const leaf of leaves) {
      tree.append(leaf);
      expect(tree.root().toString('hex')).toBe(rootAt(tree.size));
      const resumed = createMerkleTree(tree.size, tree.frontier());
      expect(resumed.root()).toEqual(tree.root());
    }
  });

  test('inclusion proofs lead to the root', () => {
    for (const { index, size, path: proof } of vectors?.inclusion ?? [])
      expect(
        rootFromInclusion(leaves[index] ?? Buffer.of(), index, size, proof.map(hex)).toString('hex'),
      ).toBe(rootAt(size));
  });

  test('consistency proofs lead to both roots', () => {
    for (const { m, n, path: proof } of vectors?.consistency ?? []) {
      if (m === n) continue;
      const roots = rootsFromConsistency(m, n, hex(rootAt(m)), proof.map(hex));
      expect(roots.map((root) => root.toString('hex'))).toEqual([rootAt(m), rootAt(n)]);
    }
  });

  test('our own records hash and sign as designed', () => {
    const { audit, checkpoint } = read('design_vectors.json') as DesignVectors;
    const tree = createMerkleTree();
    for (const record of audit.records) {
      expect(canonicalJson(JSON.parse(record.canonical))).toBe(record.canonical);
      const leaf = leafHash(Buffer.from(record.canonical));
      expect(leaf.toString('hex')).toBe(record.leaf);
      tree.append(leaf);
    }
    expect(tree.root().toString('hex')).toBe(audit.root);
    const pkcs8 = Buffer.concat([hex('302e020100300506032b657004220420'), hex(checkpoint.ed25519Seed)]);
    const signer = createSigner(
      'audit.example.org',
      createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }),
    );
    expect(signer.verifierKey).toBe(checkpoint.verifierKey);
    const note = signCheckpoint(signer, 'audit.example.org/main', { size: tree.size, root: tree.root() });
    expect(note).toBe(checkpoint.signedNote);
    expect(isSignedBy(note, [checkpoint.verifierKey])).toBe(true);
    expect(readCheckpoint(note)).toEqual({ size: 3, root: tree.root() });
  });
});
