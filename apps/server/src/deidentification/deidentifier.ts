import {
  createDeidentifier,
  type DeidentificationProfile,
  type Deidentifier,
} from '@pesscara/deidentification';

/**
 * What the archive needs of whatever takes identity away: a data set in, changed in place; a result out, or a refusal.
 * Everything that is kept of how it was done (report, findings, original values) is in the result.
 */
export type HeaderDeidentifier = Pick<Deidentifier, 'deidentify'>;

export interface DeidentifierOrder {
  document: DeidentificationProfile;
  /** Of one project: `deriveSubkey(master, projectId, 'uid')`. */
  uidKey: Uint8Array;
  engineVersion: string;
}

/** The deidentifier of a profile of PS3.15. Scripts of CTP have theirs in ctp/; index.ts chooses. */
export function makeDeidentifier({ document, uidKey, engineVersion }: DeidentifierOrder): HeaderDeidentifier {
  return createDeidentifier({ profile: document, uidKey, engineVersion });
}
