import type { Audit } from '../audit/index.ts';
import type { Crosswalk } from '../deidentification/index.ts';
import type { Clock } from '../kernel/clock/index.ts';
import type { Database } from '../kernel/db/index.ts';
import type { Events } from '../kernel/events/index.ts';
import type { Jobs } from '../kernel/jobs/index.ts';
import { createKeys } from './keys.service.ts';
import { createReveal, type RevealDeps } from './reveal.service.ts';
import { createTables, type TablesDeps } from './table/table.service.ts';

export { identitySettings } from './identity.config.ts';
export { identityRoutes } from './identity.routes.ts';

export interface IdentityDeps {
  db: Database;
  clock: Clock;
  audit: Audit;
  events: Events;
  jobs: Jobs;
  crosswalk: Crosswalk;
  config: RevealDeps['config'] & TablesDeps['config'];
}

/** Who is who: the desk of the crosswalk, clinical tables by research ID, the keys of both. */
export function createIdentity(deps: IdentityDeps) {
  const keys = createKeys(deps);
  const tables = createTables(deps);
  return {
    keys,
    tables,
    reveal: createReveal(deps),
    /** Begins the work that runs by itself. */
    async start(): Promise<void> {
      await keys.start();
      await tables.start();
    },
  };
}

export type Identity = ReturnType<typeof createIdentity>;
