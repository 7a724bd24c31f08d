import { buffer } from 'node:stream/consumers';
import { type DataSet, DicomReadError, parsePart10, transferSyntaxOf } from '@pesscara/dicom';
import type { InstanceReader, StoredInstance } from '../archive/index.ts';
import { type Database, transact } from '../kernel/db/index.ts';
import type { Vault } from '../kernel/vault/index.ts';
import {
  deleteOriginalRows,
  insertOriginal,
  listOriginals,
  type OriginalRow,
} from './defacing.repository.ts';

/** An instance as it was before its face was removed. */
export interface Original {
  header: DataSet;
  /** The value of Pixel Data as it was stored. */
  pixelData: Buffer;
  transferSyntaxUid: string;
}

const pixelDataTag = 0x7fe00010;

function splitFile(bytes: Buffer, transferSyntaxUid: string): Original {
  const parsed = parsePart10(bytes, { stopBeforePixelData: true });
  if (parsed instanceof DicomReadError) throw new RangeError(`A kept original is unreadable: ${parsed.code}`);
  const header = parsed.dataSet;
  const last = header.elements.at(-1);
  if (last?.kind !== 'bulk' || last.tag !== pixelDataTag)
    throw new RangeError('A kept original has no Pixel Data');
  const end = last.byteLength === undefined ? bytes.length : last.valueOffset + last.byteLength;
  return { header, pixelData: bytes.subarray(last.valueOffset, end), transferSyntaxUid };
}

/** The instances with their faces, sealed in the vault: what a reviewer can have back until the case is decided. */
export function createOriginals({
  db,
  vault,
  reader,
}: {
  db: Database;
  vault: Vault;
  reader: InstanceReader;
}) {
  /** Keeps an instance as it is now. What is kept already stays: it is older, and has the face. */
  async function keep(intakeId: string, instance: StoredInstance): Promise<void> {
    const writer = vault.createFileWriter();
    try {
      for await (const chunk of reader.file(instance)) await writer.write(chunk as Uint8Array);
    } catch (error) {
      await writer.discard();
      throw error;
    }
    const vaultFile = await writer.seal();
    const { id: instanceId, transferSyntaxUid } = instance;
    await transact(db, (trx) => insertOriginal(trx, { instanceId, intakeId, vaultFile, transferSyntaxUid }));
  }

  /** Opens what is kept of an instance. @throws RangeError, VaultError */
  async function open({ vaultFile, transferSyntaxUid }: OriginalRow): Promise<Original> {
    return splitFile(await buffer(vault.openFile(vaultFile)), transferSyntaxUid);
  }

  return {
    keep,
    open,
    list: async (intakeId: string): Promise<Map<string, OriginalRow>> =>
      new Map((await listOriginals(db, intakeId)).map((row) => [row.instanceId, row])),

    /** Removes what is kept of an arrival. */
    async forget(intakeId: string): Promise<void> {
      for (const { vaultFile } of await listOriginals(db, intakeId)) await vault.removeFile(vaultFile);
      await transact(db, (trx) => deleteOriginalRows(trx, intakeId));
    },
  };
}

export type Originals = ReturnType<typeof createOriginals>;

/** Whether pixels of a syntax can be changed where they lie: little endian, one sample after the other. */
export function isNativeLittleEndian(transferSyntaxUid: string): boolean {
  const syntax = transferSyntaxOf(transferSyntaxUid);
  return syntax !== undefined && !syntax.encapsulated && syntax.littleEndian && !syntax.deflated;
}
