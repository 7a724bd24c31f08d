#!/usr/bin/env node
// Verifies an export of PESSCARA's audit trail without PESSCARA: one file, no dependencies, Node 18 or newer.
//   node verify-audit.mjs EXPORT.ndjson --public-key KEY|FILE [--checkpoint NOTE-FILE]… [--json]
// EXPORT holds JSON lines: first one per checkpoint {checkpoint: note}, then one per entry {sequence, leaf, chained, bytes}.
// KEY is a C2SP verifier key: name+id+base64. NOTE-FILE: a checkpoint that someone outside kept (a witness).
// Exit status: 0 intact, 1 not intact, 2 wrong use.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};
const hex = (text) => Buffer.from(text, 'hex');

// RFC 6962: a list of complete subtrees [leaves, hash]; two of one size become one of twice the size.
function grow(subtrees, leaf) {
  let node = [1, leaf];
  while (subtrees.length > 0 && subtrees[subtrees.length - 1][0] === node[0])
    node = [node[0] * 2, sha256('\x01', hex(subtrees.pop()[1]), hex(node[1]))];
  subtrees.push(node);
}
function rootOf(subtrees) {
  if (subtrees.length === 0) return sha256('');
  let root = subtrees[subtrees.length - 1][1];
  for (let at = subtrees.length - 2; at >= 0; at--) root = sha256('\x01', hex(subtrees[at][1]), hex(root));
  return root;
}

// C2SP signed-note with Ed25519: the key id is the start of SHA-256(name, newline, 0x01, key).
function readPublicKey(text) {
  const [, name, id, body] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text.trim()) ?? [];
  const bytes = Buffer.from(body ?? '', 'base64');
  if (!name || bytes.length !== 33 || bytes[0] !== 1 || sha256(`${name}\n`, bytes).slice(0, 8) !== id)
    throw new Error('This is not a verifier key (name+id+base64)');
  const der = Buffer.concat([hex('302a300506032b6570032100'), bytes.subarray(1)]);
  return { name, id, key: createPublicKey({ key: der, format: 'der', type: 'spki' }) };
}

/** {size, root} of a checkpoint note, and whether one of the keys signed it. */
function readNote(note, keys) {
  const end = note.lastIndexOf('\n\n');
  const signedText = Buffer.from(note.slice(0, end + 1));
  const [, size, root] = note.split('\n');
  const signed = note
    .slice(end + 2)
    .split('\n')
    .some((line) => {
      const [dash, name, body] = line.split(' ');
      const bytes = Buffer.from(body ?? '', 'base64');
      const known = keys.find((key) => key.name === name && key.id === bytes.subarray(0, 4).toString('hex'));
      return dash === '—' && known !== undefined && verify(null, signedText, known.key, bytes.subarray(4));
    });
  const rootHex = Buffer.from(root ?? '', 'base64').toString('hex');
  return {
    size: Number(size),
    root: rootHex,
    signed: end > 0 && signed && Number.isSafeInteger(Number(size)),
  };
}

/**
 * Checks an export, line by line, and any checkpoints kept elsewhere.
 * Answers {ok, size, root, checkpoints, defect: null | {kind, sequence, detail}}; `defect` is the one with the lowest sequence.
 */
export async function verifyAuditExport(lines, { publicKeys, checkpoints = [] }) {
  const keys = publicKeys.map(readPublicKey);
  const notes = checkpoints.map((note) => readNote(note, keys));
  const subtrees = [];
  let size = 0;
  let held = 0;
  let previous = '00'.repeat(32);
  let defect = null;
  const blame = (kind, sequence, detail) => {
    if (defect === null || sequence < defect.sequence) defect = { kind, sequence, detail };
  };
  const compareRoots = () => {
    for (const note of notes) {
      if (note.size !== size || !note.signed) continue;
      if (note.root === rootOf(subtrees)) held++;
      else blame('root.mismatch', size, `not the entries that the checkpoint at ${size} signed`);
    }
  };
  let begun = false;
  for await (const line of lines) {
    if (line.trim() === '') continue;
    const item = JSON.parse(line);
    if (item.checkpoint !== undefined) {
      if (begun) throw new Error('The checkpoints of an export come before its entries');
      notes.push(readNote(item.checkpoint, keys));
      continue;
    }
    if (!begun) compareRoots();
    begun = true;
    if (defect !== null) break;
    const { sequence, leaf, chained, bytes } = item;
    const expected = size + 1;
    if (sequence !== expected)
      blame('seq.gap', Math.min(sequence, expected), `expected ${expected}, found ${sequence}`);
    else if (sha256('\x00', Buffer.from(bytes, 'base64')) !== leaf)
      blame('leaf.mismatch', sequence, 'the bytes are not those that were sealed');
    else if (sha256(hex(previous), hex(leaf)) !== chained)
      blame('prev.mismatch', sequence, 'the entry is not linked to the one before it');
    else {
      grow(subtrees, leaf);
      size++;
      previous = chained;
      compareRoots();
    }
  }
  const signedSize = Math.max(0, ...notes.filter((note) => note.signed).map((note) => note.size));
  if (defect === null && signedSize > size)
    blame('truncated', size + 1, `a checkpoint covers ${signedSize} entries, ${size} are here`);
  for (const note of notes)
    if (!note.signed)
      blame('sig.bad', note.size || 0, `the checkpoint at ${note.size} is not signed by a known key`);
  return { ok: defect === null, size, root: rootOf(subtrees), checkpoints: held, defect };
}

function usage(message) {
  process.stderr.write(
    `${message}\nverify-audit.mjs EXPORT.ndjson --public-key KEY|FILE [--checkpoint FILE]… [--json]\n`,
  );
  return process.exit(2);
}

async function main() {
  const text = { type: 'string', multiple: true, default: [] };
  const options = { 'public-key': text, checkpoint: text, json: { type: 'boolean' } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const publicKeys = values['public-key'].map((key) => (existsSync(key) ? readFileSync(key, 'utf8') : key));
  const checkpoints = values.checkpoint.map((file) => readFileSync(file, 'utf8'));
  if (positionals.length !== 1 || publicKeys.length === 0) usage('One export and its public key are needed.');
  const lines = createInterface({ input: createReadStream(positionals[0]), crlfDelay: Infinity });
  const result = await verifyAuditExport(lines, { publicKeys, checkpoints });
  const { ok, size, root, defect } = result;
  const summary = ok
    ? `intact: ${size} entries, ${result.checkpoints} signed checkpoints, root ${root}`
    : `NOT INTACT at entry ${defect.sequence}: ${defect.kind} (${defect.detail})`;
  process.stdout.write(`${values.json ? JSON.stringify(result) : summary}\n`);
  process.exit(ok ? 0 : 1);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  main().catch((error) => usage(error.message));
