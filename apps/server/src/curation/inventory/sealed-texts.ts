import type { Vault } from '../../kernel/vault/index.ts';

export type TextVault = Pick<Vault, 'seal' | 'unseal' | 'deriveKey'>;

const purpose = 'inventory';

/** Texts of the inventory as the database has them: sealed, each for its place. */
export function createSealedTexts(vault: TextVault) {
  const placeOfValue = (projectId: string, hash: Buffer) =>
    `curation.inventory_value|${projectId}|${hash.toString('hex')}|sealed`;
  const placeOfReplacement = (projectId: string, hash: Buffer) =>
    `curation.value_decision|${projectId}|${hash.toString('hex')}|sealed_replacement`;
  return {
    /** Of the names of values: who has it not cannot tell which value a hash is of. */
    hashKey: vault.deriveKey('inventory-values'),
    sealValue: (projectId: string, hash: Buffer, text: string): Buffer =>
      vault.seal(purpose, placeOfValue(projectId, hash), Buffer.from(text)),
    openValue: (projectId: string, hash: Buffer, sealed: Buffer): string =>
      vault.unseal(purpose, placeOfValue(projectId, hash), sealed).toString(),
    /** What a value is replaced by; `hash` is the value's. */
    sealReplacement: (projectId: string, hash: Buffer, text: string): Buffer =>
      vault.seal(purpose, placeOfReplacement(projectId, hash), Buffer.from(text)),
    /** Null stays null: the value is removed. */
    openReplacement: (projectId: string, hash: Buffer, sealed: Buffer | null): string | null =>
      sealed === null ? null : vault.unseal(purpose, placeOfReplacement(projectId, hash), sealed).toString(),
  };
}

export type SealedTexts = ReturnType<typeof createSealedTexts>;
