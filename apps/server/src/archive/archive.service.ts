import type { Audit } from '../audit/index.ts';
import type { Catalogue } from '../catalogue/index.ts';
import type { Deidentification } from '../deidentification/index.ts';
import type { BlobStore } from '../kernel/blobs/index.ts';
import type { Clock } from '../kernel/clock/index.ts';
import type { Context } from '../kernel/context/index.ts';
import type { Database, DeferredCommit } from '../kernel/db/index.ts';
import type { Events } from '../kernel/events/index.ts';
import type { ProjectId } from '../kernel/ids/index.ts';
import type { Jobs } from '../kernel/jobs/index.ts';
import type { Vault } from '../kernel/vault/index.ts';
import { createAssociations } from './association/association.service.ts';
import { createConflicts } from './conflict/conflict.service.ts';
import { createDownloads } from './files/download.service.ts';
import { createHeld } from './held/held.service.ts';
import { type Arrival, openArrival } from './ingest/arrival.ts';
import type { Announcement, ArrivalSource } from './ingest/arrived-instance.ts';
import { createHolder } from './ingest/hold.ts';
import { createPreparer } from './ingest/preparer.ts';
import { createRegistrar } from './ingest/registrar.ts';
import { hasSamePixelData, pixelDigest } from './ingest/same-pixel-data.ts';
import { createFrameReader } from './instance/frame-reader.ts';
import { createInstanceReader } from './instance/instance.reader.ts';
import { createIntakes, type Intakes } from './intake/intake.service.ts';
import { createPeers } from './peer/peer.service.ts';
import { createRouting, type Routing } from './routing/routing.service.ts';
import { createUploads } from './upload/upload.service.ts';
import { hadPixels } from './version/version.repository.ts';
import { createVersions } from './version/version.service.ts';

/** How long routes and peers that another process saved may go unnoticed. */
const refreshMs = 1000;
const zipDefaults = { maxEntries: 200_000, maxTotalBytes: 64 * 1024 ** 3, maxRatio: 200 };

export interface ArchiveDeps {
  db: Database;
  deferredCommit: DeferredCommit;
  clock: Clock;
  blobs: BlobStore;
  vault: Vault;
  audit: Audit;
  events: Events;
  jobs: Jobs;
  catalogue: Catalogue;
  deidentification: Deidentification;
  /** Of the receiver itself: it acts for nobody. */
  ctx: Context;
  findProjectId(key: string): Promise<ProjectId | undefined>;
  config: { quietPeriodMs: number; maxHeaderBytes: number; maxMessageBytes: number };
}

type Open = (source: ArrivalSource, announcement: Announcement) => Arrival;

/** The way in: everything that an arriving object passes, down to its row. */
function createIngest(deps: ArchiveDeps, routing: Routing, intakes: Intakes): Open {
  const { db, clock, blobs, vault, audit, events, deidentification, ctx, config } = deps;
  const registrar = createRegistrar({
    db,
    deferredCommit: deps.deferredCommit,
    clock,
    openIntakes: intakes.openIntakes,
    keepReports: (instances) => deidentification.keepReports(instances),
    async hasSamePixelData(known, instance) {
      if (await hasSamePixelData(blobs, known, instance)) return true;
      const digest = await pixelDigest(blobs, instance);
      return digest !== undefined && hadPixels(db, known.id, digest);
    },
    maxBatch: 200,
  });
  const arrivalDeps = {
    blobs,
    registrar,
    prepare: createPreparer({ routing, deidentification }),
    hold: createHolder({ db, vault, events, audit, clock, ctx }),
    limits: { maxHeaderBytes: config.maxHeaderBytes },
    maxObjectBytes: config.maxMessageBytes,
  };
  return (source, announcement) => openArrival(source, announcement, arrivalDeps);
}

/** Receives, stores and hands out DICOM: routes, held area, intakes, instances. */
export function createArchive(deps: ArchiveDeps) {
  const { db, clock, blobs, vault, audit, events, jobs, config, findProjectId } = deps;
  const { findProfileId } = deps.deidentification;
  const routing = createRouting({ db, clock, audit, findProjectId, findProfileId, refreshMs });
  const associations = createAssociations({ db, clock });
  const intakes = createIntakes({ ...deps, quietPeriodMs: config.quietPeriodMs });
  const reader = createInstanceReader(blobs);
  const open = createIngest(deps, routing, intakes);
  const zipLimits = { ...zipDefaults, maxEntryBytes: config.maxMessageBytes };
  return {
    routing,
    peers: createPeers({ db, clock, audit, refreshMs }),
    associations,
    intakes,
    reader,
    frames: createFrameReader(blobs, reader),
    open,
    downloads: createDownloads({ db, blobs, reader, audit, clock, events }),
    conflicts: createConflicts({ db, audit, intakes }),
    versions: createVersions({
      ...deps,
      reader,
      intakes,
      keepReports: (items) => deps.deidentification.keepReports(items),
    }),
    held: createHeld({ db, vault, clock, audit, jobs, associations, open }),
    uploads: createUploads({ db, clock, audit, associations, open, zipLimits }),
  };
}

export type Archive = ReturnType<typeof createArchive>;
