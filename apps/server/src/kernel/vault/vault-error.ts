/** Sealed bytes that were changed, cut short, or belong elsewhere. */
export class VaultError extends Error {}
