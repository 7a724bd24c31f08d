import type { Archive } from '../archive/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Deidentification } from '../deidentification/index.ts';
import type { Imaging } from '../imaging/index.ts';
import type { Clock } from '../kernel/clock/index.ts';
import type { Database } from '../kernel/db/index.ts';
import type { Events } from '../kernel/events/index.ts';
import type { Jobs } from '../kernel/jobs/index.ts';
import type { Logger } from '../kernel/log/index.ts';
import type { Vault } from '../kernel/vault/index.ts';
import type { Projects } from '../projects/index.ts';

export interface DefacingDeps {
  db: Database;
  clock: Clock;
  log: Logger;
  vault: Vault;
  audit: Audit;
  events: Events;
  jobs: Jobs;
  archive: Pick<Archive, 'reader' | 'versions'>;
  imaging: Pick<Imaging, 'decodeFrame'>;
  deidentification: { profiles: Pick<Deidentification['profiles'], 'findIfThere'> };
  projects: Pick<Projects, 'findProject'>;
  config: { defacingTimeoutMs: number; defacingMaxVoxels: number };
}
