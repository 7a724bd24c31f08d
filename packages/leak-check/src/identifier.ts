/** Whose, and what, an identifier is. */
export type IdentifierKind =
  | 'patient-name'
  | 'patient-id'
  | 'accession-number'
  | 'birth-date'
  | 'contact'
  | 'address'
  | 'physician'
  | 'institution';

/** A value that must not be in the output, as it was in the input or in the crosswalk. It identifies a person. */
export interface Identifier {
  readonly kind: IdentifierKind;
  /** Decoded: a name in the form of PN, a date as `YYYYMMDD`, anything else as it was written. */
  readonly text: string;
  /** As it stood in the object, in whatever character set; searched for as well. */
  readonly bytes?: Uint8Array | undefined;
}

/** How the form that was found comes from the identifier. */
export type VariantKind =
  | 'whole'
  | 'word'
  | 'joined'
  | 'initials'
  | 'digits'
  | 'date'
  | 'short-date'
  | 'within-word'
  | 'compact'
  | 'base64'
  | 'hexadecimal';

export type LeakSeverity = 'high' | 'medium' | 'low';

/** An identifier of the input in the output. It names the place, never the value. */
export interface LeakFinding {
  /** Tags from the outside in, `(0040,A730)[0]/(0040,A160)`; `$.key` of JSON; what the caller named; `@offset` of bytes. */
  readonly path: string;
  readonly kind: IdentifierKind;
  readonly variantKind: VariantKind;
  /** HMAC-SHA-256 of the identifier under the caller's key, 32 hexadecimal digits: equal for equal identifiers. */
  readonly valueHash: string;
  readonly severity: LeakSeverity;
}
