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
import type { TextReader } from './text-reader.ts';

export interface PixelsDeps {
  db: Database;
  clock: Clock;
  log: Logger;
  audit: Audit;
  events: Events;
  jobs: Jobs;
  vault: Vault;
  archive: Pick<Archive, 'reader' | 'frames' | 'versions'>;
  imaging: Pick<Imaging, 'renderFrame' | 'maskFrame'>;
  deidentification: Pick<Deidentification, 'readReport' | 'knownIdentifiers' | 'profiles'>;
  reader: TextReader;
  config: {
    textModalities: readonly string[];
    harmlessMarks: readonly string[];
    textFramesRead: number;
    overlayFramesRead: number;
    textThreads: number;
    maskUndoMs: number;
  };
}
