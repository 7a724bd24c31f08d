/** A profile that is files of CTP, unchanged. The lookup table is sealed elsewhere: it names patients. */
export interface CtpDocument {
  readonly kind: 'ctp';
  /** The profile's name. */
  readonly id: string;
  readonly version: number;
  readonly script: string;
  readonly filter?: string;
  readonly pixelScript?: string;
  /** HMAC of the lookup table, so that another table is another version. */
  readonly lookupTableHmac?: string;
}

/** True for the document of a profile that is files of CTP. */
export function isCtpDocument(document: unknown): document is CtpDocument {
  return typeof document === 'object' && document !== null && (document as { kind?: unknown }).kind === 'ctp';
}
