import type { Vault } from '../../kernel/vault/index.ts';
import type { DataKey, Envelope, WrappedDataKey } from './envelope.ts';

/** A patient as the header names them. Identified: never logged, never stored but sealed. */
export interface PatientIdentity {
  issuer: string;
  patientId: string;
  patientName: string;
  birthDate: string;
}

export interface SealedAliasRow {
  id: string;
  projectId: string;
  /** Null: sealed by the vault itself, before there were data keys. */
  dataKey: WrappedDataKey | null;
  /** Empty: destroyed. */
  sealed: Buffer;
}

export interface SealedSubjectRow {
  id: string;
  projectId: string;
  /** As of an alias. */
  dataKey: WrappedDataKey | null;
  sealedDateShift: Buffer;
}

const vaultPurpose = 'crosswalk';
const firstForm = (table: 'alias' | 'subject', projectId: string, rowId: string, field: string) =>
  `crosswalk.${table}|${projectId}|${rowId}|${field}`;

/** Seals and opens what the crosswalk keeps of a person, in today's form; opens the form from before data keys as well. */
export function createSealedValues({ envelope, vault }: { envelope: Envelope; vault: Vault }) {
  const aliasPlace = ({ id, projectId }: { id: string; projectId: string }) =>
    ({ table: 'alias', projectId, rowId: id, field: 'sealed' }) as const;
  const shiftPlace = ({ id, projectId }: { id: string; projectId: string }) =>
    ({ table: 'subject', projectId, rowId: id, field: 'sealed_date_shift' }) as const;

  return {
    sealIdentity: (
      dataKey: DataKey,
      row: { id: string; projectId: string },
      identity: PatientIdentity,
    ): Buffer => envelope.seal(dataKey, aliasPlace(row), Buffer.from(JSON.stringify(identity))),

    sealShift(dataKey: DataKey, row: { id: string; projectId: string }, dateShiftDays: number): Buffer {
      const bytes = Buffer.alloc(4);
      bytes.writeInt32BE(dateShiftDays);
      return envelope.seal(dataKey, shiftPlace(row), bytes);
    },

    /** Who an alias names; undefined when that was destroyed. @throws VaultError */
    openIdentity(row: SealedAliasRow): PatientIdentity | undefined {
      if (row.sealed.length === 0) return undefined;
      const bytes =
        row.dataKey === null
          ? vault.unseal(vaultPurpose, firstForm('alias', row.projectId, row.id, 'sealed'), row.sealed)
          : envelope.unseal(envelope.open(row.dataKey), aliasPlace(row), row.sealed);
      return JSON.parse(bytes.toString()) as PatientIdentity;
    },

    /** The date shift of a subject in days. @throws VaultError */
    openShift(row: SealedSubjectRow): number {
      const bytes =
        row.dataKey === null
          ? vault.unseal(
              vaultPurpose,
              firstForm('subject', row.projectId, row.id, 'sealed_date_shift'),
              row.sealedDateShift,
            )
          : envelope.unseal(envelope.open(row.dataKey), shiftPlace(row), row.sealedDateShift);
      return bytes.readInt32BE(0);
    },
  };
}

/** A data key as a left join gives it: null where there is none. */
export function joinedDataKey(row: {
  projectId: string;
  dataKeyId: string | null;
  keyEncryptionKeyId: string | null;
  wrapped: Buffer | null;
}): WrappedDataKey | null {
  const { projectId, dataKeyId, keyEncryptionKeyId, wrapped } = row;
  if (dataKeyId === null || keyEncryptionKeyId === null || wrapped === null) return null;
  return { id: dataKeyId, projectId, keyEncryptionKeyId, wrapped };
}

export type SealedValues = ReturnType<typeof createSealedValues>;
