import { createHash } from 'node:crypto';
import { transferSyntaxOf } from '@pesscara/dicom';
import type { BlobStore } from '../../kernel/blobs/index.ts';
import type { ArrivedInstance } from './arrived-instance.ts';
import type { KnownInstance } from './registrar.repository.ts';

const stepBytes = 1024 * 1024;

/**
 * Whether a stored and an arrived object with equal original headers have equal Pixel Data: the other bytes differ then
 * because the profile or the engine changed since. A deflated file hides its pixels, so it counts as different.
 */
export async function hasSamePixelData(
  blobs: BlobStore,
  known: KnownInstance,
  instance: ArrivedInstance,
): Promise<boolean> {
  if (known.pixelDataBytes !== instance.pixelDataBytes) return false;
  if (known.transferSyntaxUid !== instance.transferSyntaxUid) return false;
  if (transferSyntaxOf(known.transferSyntaxUid)?.deflated === true) return false;
  const { pixelDataOffset: knownOffset, pixelDataBytes } = known;
  const { pixelDataOffset: offset } = instance;
  if (knownOffset === null || offset === null || pixelDataBytes === null) return true;
  for (let at = 0; at < pixelDataBytes; at += stepBytes) {
    const end = Math.min(at + stepBytes, pixelDataBytes);
    const [one, other] = await Promise.all([
      blobs.readBytes(known.blobSha256, knownOffset + at, knownOffset + end),
      blobs.readBytes(instance.blobSha256, offset + at, offset + end),
    ]);
    if (!one.equals(other)) return false;
  }
  return true;
}

/** SHA-256 of an arrived object's Pixel Data; undefined when it has none, or hides them. */
export async function pixelDigest(blobs: BlobStore, instance: ArrivedInstance): Promise<Buffer | undefined> {
  const { blobSha256, pixelDataOffset: start, pixelDataBytes } = instance;
  if (start === null || pixelDataBytes === null) return undefined;
  const hash = createHash('sha256');
  for await (const chunk of blobs.read(blobSha256, { start, end: start + pixelDataBytes }))
    hash.update(chunk as Buffer);
  return hash.digest();
}
