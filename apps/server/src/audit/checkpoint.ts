import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify as verifySignature,
} from 'node:crypto';
import { chmod, link, mkdir, open, readFile, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { newId } from '../kernel/ids/index.ts';

/** The name of the key in notes; the log's origin is `<name>/audit`. */
export const signerName = 'pesscara';
export const checkpointOrigin = `${signerName}/audit`;

/** C2SP signed-note: algorithm byte of Ed25519. */
const ed25519Algorithm = 0x01;
/** SubjectPublicKeyInfo of an Ed25519 key without its 32 bytes (RFC 8410 section 4). */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');

export interface CheckpointHead {
  /** Entries that the tree covers. */
  size: number;
  /** RFC 6962 root over their leaves. */
  root: Buffer;
}

export interface Signer {
  readonly name: string;
  /** C2SP verifier key: `name+hex(key id)+base64(0x01 ‖ public key)`. */
  readonly verifierKey: string;
  sign(text: string): Buffer;
}

interface VerifierKey {
  name: string;
  keyId: Buffer;
  publicKey: KeyObject;
}

/** C2SP signed-note: the first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key). */
function keyIdOf(name: string, publicKey: Uint8Array): Buffer {
  return createHash('sha256')
    .update(name)
    .update(Buffer.of(0x0a, ed25519Algorithm))
    .update(publicKey)
    .digest()
    .subarray(0, 4);
}

/** Makes notes with this Ed25519 private key. */
export function createSigner(name: string, privateKey: KeyObject): Signer {
  const raw = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(spkiPrefix.length);
  const keyId = keyIdOf(name, raw);
  return {
    name,
    verifierKey: `${name}+${keyId.toString('hex')}+${Buffer.concat([Buffer.of(ed25519Algorithm), raw]).toString('base64')}`,
    sign: (text) => Buffer.concat([keyId, sign(null, Buffer.from(text), privateKey)]),
  };
}

/** A C2SP tlog-checkpoint as a signed note: origin, size and root, an empty line, one signature. */
export function signCheckpoint(signer: Signer, origin: string, head: CheckpointHead): string {
  const text = `${origin}\n${head.size}\n${head.root.toString('base64')}\n`;
  return `${text}\n— ${signer.name} ${signer.sign(text).toString('base64')}\n`;
}

function parseVerifierKey(text: string): VerifierKey | undefined {
  const [, name, id, body] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text.trim()) ?? [];
  if (name === undefined || id === undefined || body === undefined) return undefined;
  const bytes = Buffer.from(body, 'base64');
  const raw = bytes.subarray(1);
  if (bytes[0] !== ed25519Algorithm || raw.length !== 32) return undefined;
  const keyId = keyIdOf(name, raw);
  if (keyId.toString('hex') !== id) return undefined;
  return {
    name,
    keyId,
    publicKey: createPublicKey({ key: Buffer.concat([spkiPrefix, raw]), format: 'der', type: 'spki' }),
  };
}

/** What a checkpoint note says, whether signed or not; undefined when it is not a checkpoint. */
export function readCheckpoint(note: string): CheckpointHead | undefined {
  const [origin, size, root] = note.split('\n');
  if (!origin || size === undefined || root === undefined || !/^(0|[1-9]\d{0,15})$/.test(size))
    return undefined;
  const bytes = Buffer.from(root, 'base64');
  return bytes.length === 32 ? { size: Number(size), root: bytes } : undefined;
}

/** Whether one of these verifier keys signed the note (C2SP signed-note; signatures of unknown keys are passed over). */
export function isSignedBy(note: string, verifierKeys: readonly string[]): boolean {
  const end = note.lastIndexOf('\n\n');
  if (end < 0) return false;
  const text = Buffer.from(note.slice(0, end + 1));
  const keys = verifierKeys.map(parseVerifierKey).filter((key) => key !== undefined);
  return note
    .slice(end + 2)
    .split('\n')
    .some((line) => {
      const [, name, body] = /^— (\S+) ([A-Za-z0-9+/=]+)$/.exec(line) ?? [];
      if (name === undefined || body === undefined) return false;
      const signature = Buffer.from(body, 'base64');
      const key = keys.find((known) => known.name === name && known.keyId.equals(signature.subarray(0, 4)));
      return key !== undefined && verifySignature(null, text, key.publicKey, signature.subarray(4));
    });
}

const keyFileName = 'audit-signing.key';

async function readOrMakeKey(file: string): Promise<KeyObject> {
  try {
    return createPrivateKey(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const { privateKey } = generateKeyPairSync('ed25519');
  const half = `${file}.${newId()}.half`;
  const handle = await open(half, 'w', 0o400);
  await handle.writeFile(privateKey.export({ format: 'pem', type: 'pkcs8' }));
  await handle.sync();
  await handle.close();
  // Linked, not renamed: of two processes that start together one makes the key and both use it.
  await link(half, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await unlink(half);
  return createPrivateKey(await readFile(file, 'utf8'));
}

/**
 * The installation's signing key, made at the first start in a file that only its owner may read (mode 0400), outside the database,
 * with the verifier key beside it (`audit-signing.pub`) to give to auditors.
 * @throws Error when the file cannot be read or is not a key
 */
export async function loadSigner(keysFolder: string): Promise<Signer> {
  await mkdir(keysFolder, { recursive: true, mode: 0o700 });
  const file = path.join(keysFolder, keyFileName);
  const signer = createSigner(signerName, await readOrMakeKey(file));
  await chmod(file, 0o400);
  await writeFile(path.join(keysFolder, 'audit-signing.pub'), `${signer.verifierKey}\n`);
  return signer;
}
