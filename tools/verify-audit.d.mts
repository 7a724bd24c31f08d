export interface AuditVerification {
  ok: boolean;
  /** Entries that were read before the end or the defect. */
  size: number;
  /** RFC 6962 root over them, hexadecimal. */
  root: string;
  /** Checkpoints whose signature and root held. */
  checkpoints: number;
  defect: null | {
    kind: 'leaf.mismatch' | 'prev.mismatch' | 'seq.gap' | 'root.mismatch' | 'sig.bad' | 'truncated';
    sequence: number;
    detail: string;
  };
}

/** Checks the lines of an export of the audit trail, and checkpoint notes that were kept elsewhere. @throws Error for lines that are no export */
export function verifyAuditExport(
  lines: AsyncIterable<string> | Iterable<string>,
  options: { publicKeys: readonly string[]; checkpoints?: readonly string[] },
): Promise<AuditVerification>;
