import { type Clock, later } from '../../kernel/clock/index.ts';
import type { Database } from '../../kernel/db/index.ts';
import { sealWith, unsealWith, type Vault, VaultError } from '../../kernel/vault/index.ts';
import type { DataKey, Envelope } from './envelope.ts';

const vaultPurpose = 'originals';
/** Before the id of the data key. What was sealed before by the vault alone begins with random bytes. */
const magic = Buffer.from('PSDK\0\x02', 'latin1');
const idBytes = 16;
const rememberedKeys = 200;
/** A data key that is destroyed opens nothing after this long. */
const rememberedMs = 1000;

export interface OriginalsPlace {
  projectId: string;
  instanceId: string;
}

const placeText = ({ projectId, instanceId }: OriginalsPlace) =>
  `archive.original|${projectId}|${instanceId}|sealed`;

function keyIdOf(sealed: Buffer): string | undefined {
  if (!sealed.subarray(0, magic.length).equals(magic)) return undefined;
  const hex = sealed.subarray(magic.length, magic.length + idBytes).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** What everything begins with that this data key sealed. */
export function beginningSealedBy(dataKeyId: string): Buffer {
  return Buffer.concat([magic, Buffer.from(dataKeyId.replaceAll('-', ''), 'hex')]);
}

/**
 * Seals what de-identification took out of an image with the data key of its person: when that is destroyed it opens no more,
 * wherever a copy of it lies.
 */
export function createSealedOriginals({
  crosswalkDb,
  clock,
  vault,
  envelope,
}: {
  crosswalkDb: Database;
  clock: Clock;
  vault: Vault;
  envelope: Envelope;
}) {
  const remembered = new Map<string, { key: DataKey; until: Date }>();

  async function keyWithId(id: string): Promise<DataKey> {
    const known = remembered.get(id);
    if (known !== undefined && known.until > clock.now()) return known.key;
    const key = await envelope.find(crosswalkDb, id);
    if (key === undefined) throw new VaultError('The key of these original values was destroyed');
    if (remembered.size >= rememberedKeys) remembered.clear();
    remembered.set(id, { key, until: later(clock.now(), rememberedMs) });
    return key;
  }

  /** With a person's data key; without one, from before there were any, with the vault's. */
  function seal(key: DataKey | undefined, place: OriginalsPlace, bytes: Uint8Array): Buffer {
    if (key === undefined) return vault.seal(vaultPurpose, placeText(place), bytes);
    return Buffer.concat([beginningSealedBy(key.id), sealWith(key.key, placeText(place), bytes)]);
  }

  return {
    seal,

    /** @throws VaultError when it was changed, belongs to another place, or its key was destroyed */
    async open(place: OriginalsPlace, sealed: Buffer): Promise<Buffer> {
      const id = keyIdOf(sealed);
      if (id === undefined) return vault.unseal(vaultPurpose, placeText(place), sealed);
      const { key } = await keyWithId(id);
      return unsealWith(key, placeText(place), sealed.subarray(magic.length + idBytes));
    },

    /** Seals other values of the same image with the key that sealed these. @throws VaultError */
    async sealAgain(place: OriginalsPlace, before: Buffer, bytes: Uint8Array): Promise<Buffer> {
      const id = keyIdOf(before);
      return seal(id === undefined ? undefined : await keyWithId(id), place, bytes);
    },
  };
}

export type SealedOriginals = ReturnType<typeof createSealedOriginals>;
