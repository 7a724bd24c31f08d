import type { Archive } from '../archive/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Catalogue } from '../catalogue/index.ts';
import type { Deidentification } from '../deidentification/index.ts';
import type { Clock } from '../kernel/clock/index.ts';
import type { Database } from '../kernel/db/index.ts';
import type { Events } from '../kernel/events/index.ts';
import type { Jobs } from '../kernel/jobs/index.ts';
import type { Vault } from '../kernel/vault/index.ts';
import type { Pixels } from '../pixels/index.ts';
import { createKeys } from './keys.service.ts';
import { createReveal, type RevealDeps } from './reveal.service.ts';
import type { TablesDeps } from './table/table.deps.ts';
import { createTables } from './table/table.service.ts';
import { createWho, type WhoDeps } from './who/who.service.ts';

export interface IdentityDeps {
  db: Database;
  clock: Clock;
  audit: Audit;
  events: Events;
  jobs: Jobs;
  vault: Vault;
  archive: Archive;
  catalogue: Catalogue;
  deidentification: Deidentification;
  pixels: Pick<Pixels, 'proposedLabels'>;
  /** What codes of a project begin with. */
  projectPrefix(projectId: string): Promise<string>;
  config: RevealDeps['config'] & TablesDeps['config'] & WhoDeps['config'];
}

/** Who is who: the desks of crosswalk and identities, clinical tables by research ID, and the keys. */
export function createIdentity(given: IdentityDeps) {
  const deps = { ...given, crosswalk: given.deidentification.crosswalk };
  const keys = createKeys(deps);
  const tables = createTables(deps);
  return {
    keys,
    tables,
    who: createWho(deps),
    reveal: createReveal(deps),
    /** Begins the work that runs by itself. */
    async start(): Promise<void> {
      await keys.start();
      await tables.start();
    },
  };
}

export type Identity = ReturnType<typeof createIdentity>;
