/**
 * `error`: the profile cannot work. `basis`: HIPAA's Safe Harbor does not allow it, so the profile must state what it
 * rests on. Neither can be saved as a version. `warning`: probably not meant. `note`: good to know.
 */
export type LintSeverity = 'error' | 'basis' | 'warning' | 'note';

/** Something that speaks against a profile document, or that its author should know. */
export interface LintFinding {
  readonly severity: LintSeverity;
  /** Stable, e.g. `override-uid`. */
  readonly code: string;
  /** RFC 6901 pointer into the document. */
  readonly pointer: string;
  readonly detail: string;
}
