import type { Audit } from '../../audit/index.ts';
import type { Crosswalk } from '../../deidentification/index.ts';
import type { Clock } from '../../kernel/clock/index.ts';
import type { Database } from '../../kernel/db/index.ts';
import type { Events } from '../../kernel/events/index.ts';
import type { Jobs } from '../../kernel/jobs/index.ts';

export interface TablesDeps {
  db: Database;
  clock: Clock;
  audit: Audit;
  events: Events;
  jobs: Jobs;
  crosswalk: Pick<Crosswalk, 'desk' | 'findMany' | 'subjectWithCode' | 'unmatchedRows'>;
  config: { tableMaxBytes: number; tableMaxRows: number; unmatchedRowKeptMs: number };
}
