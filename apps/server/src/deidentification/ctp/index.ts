import type { Audit } from '../../audit/index.ts';
import type { Clock } from '../../kernel/clock/index.ts';
import type { Database } from '../../kernel/db/index.ts';
import type { Vault } from '../../kernel/vault/index.ts';
import { type CtpDeidentifier, createCtpDeidentifier } from './ctp-deidentifier.ts';
import { type CtpDocument, isCtpDocument } from './ctp-document.ts';
import { createCtpIntegers } from './ctp-integers.service.ts';
import { createCtpIntegersImport } from './ctp-integers-import.ts';
import { createCtpProfiles } from './ctp-profiles.service.ts';

export { ctpRoutes } from './ctp.routes.ts';
export { type CtpDeidentifier, pixelRegionRule, type RecordedFinding } from './ctp-deidentifier.ts';
export { type CtpDocument, isCtpDocument } from './ctp-document.ts';
export { diffCtpFiles } from './ctp-files-diff.ts';

export interface CtpOptions {
  db: Database;
  clock: Clock;
  audit: Audit;
  vault: Vault;
  engineVersion: string;
}

/** Profiles that are files of RSNA CTP, and the de-identifiers made of them. */
export function createCtp({ db, clock, audit, vault, engineVersion }: CtpOptions) {
  const profiles = createCtpProfiles({ db, clock, audit, vault });
  const integersKey = vault.deriveKey('ctp-integers');
  const integers = createCtpIntegers({ db, key: integersKey });

  return {
    profiles,
    importIntegers: createCtpIntegersImport({ db, audit, key: integersKey }),

    /** For a look: numbers are read, none is handed out. Without a project every number is 0. */
    async lookingDeidentifierOf(
      projectId: string | undefined,
      { id, document }: { id: string; document: CtpDocument },
    ): Promise<CtpDeidentifier> {
      const lookupTable = await profiles.lookupTableOf(id);
      return createCtpDeidentifier({
        document,
        lookupTable,
        projectId: projectId ?? '',
        integers: integers.onlyRead(projectId),
        clock,
        engineVersion,
      });
    },

    /** The de-identifier of a stored profile in a project; undefined when the profile is of another kind. */
    async deidentifierOf(
      projectId: string,
      profile: { id: string; document: unknown },
    ): Promise<CtpDeidentifier | undefined> {
      const { document, id } = profile;
      if (!isCtpDocument(document)) return undefined;
      const lookupTable = await profiles.lookupTableOf(id);
      return createCtpDeidentifier({ document, lookupTable, projectId, integers, clock, engineVersion });
    },
  };
}
