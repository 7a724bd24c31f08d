import type { Audit } from '../audit/index.ts';
import type { Catalogue } from '../catalogue/index.ts';
import type { Deidentification } from '../deidentification/index.ts';
import type { BlobStore } from '../kernel/blobs/index.ts';
import type { Clock } from '../kernel/clock/index.ts';
import type { Context } from '../kernel/context/index.ts';
import type { Database } from '../kernel/db/index.ts';
import type { Events } from '../kernel/events/index.ts';
import type { ProjectId } from '../kernel/ids/index.ts';
import type { Jobs } from '../kernel/jobs/index.ts';
import type { Vault } from '../kernel/vault/index.ts';
import { createAssociations } from './association/association.service.ts';
import { createConflicts } from './conflict/conflict.service.ts';
import { createDownloads } from './files/download.service.ts';
import { createHeld } from './held/held.service.ts';
import { openArrival } from './ingest/arrival.ts';
import type { ArrivedInstance } from './ingest/arrived-instance.ts';
import { createHolder } from './ingest/hold.ts';
import { createPreparer } from './ingest/preparer.ts';
import type { KnownInstance } from './ingest/registrar.repository.ts';
import { createRegistrar } from './ingest/registrar.ts';
import { createFrameReader } from './instance/frame-reader.ts';
import { createInstanceReader } from './instance/instance.reader.ts';
import { createIntakes } from './intake/intake.service.ts';
import { createPeers } from './peer/peer.service.ts';
import { createRouting } from './routing/routing.service.ts';
import { createUploads } from './upload/upload.service.ts';

export { archiveSettings } from './archive.config.ts';
export { archiveRoutes } from './archive.routes.ts';
export { type HeaderLine, listHeader } from './files/header-listing.ts';
export type { FrameReader, Frames } from './instance/frame-reader.ts';
export type { InstanceReader } from './instance/instance.reader.ts';
export {
  eachInstance,
  findInstance,
  listInstances,
  type StoredInstance,
  type Visibility,
} from './instance/instance.repository.ts';
export {
  deleteOriginals,
  deleteRejected,
  findReferencedBlobs,
  type Restoration,
  restoreRejected,
} from './intake/rejected.repository.ts';
export { createReceiver } from './receiver.ts';

const mebibyte = 1024 * 1024;

export interface ArchiveDeps {
  db: Database;
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

/** Receives, stores and hands out DICOM: routes, held area, intakes, instances. */
export function createArchive(deps: ArchiveDeps) {
  const { db, clock, blobs, vault, audit, events, jobs, catalogue, deidentification, ctx, config } = deps;
  const findProfileId = (name: string) => deidentification.findProfileId(name);
  const routing = createRouting({
    db,
    clock,
    audit,
    findProjectId: deps.findProjectId,
    findProfileId,
    refreshMs: 1000,
  });
  const peers = createPeers({ db, clock, audit, refreshMs: 1000 });
  const associations = createAssociations({ db, clock });
  const intakes = createIntakes({
    db,
    clock,
    catalogue,
    audit,
    events,
    jobs,
    quietPeriodMs: config.quietPeriodMs,
    ctx,
  });
  const reader = createInstanceReader(blobs);
  const frames = createFrameReader(blobs, reader);

  // Equal headers in the clear, other bytes now: the profile or the engine changed. Then the pixels decide.
  async function hasSamePixelData(known: KnownInstance, instance: ArrivedInstance): Promise<boolean> {
    if (
      known.pixelDataBytes !== instance.pixelDataBytes ||
      known.transferSyntaxUid !== instance.transferSyntaxUid
    )
      return false;
    if (known.pixelDataOffset === null || instance.pixelDataOffset === null || known.pixelDataBytes === null)
      return true;
    for (let at = 0; at < known.pixelDataBytes; at += mebibyte) {
      const end = Math.min(at + mebibyte, known.pixelDataBytes);
      const [one, other] = await Promise.all([
        blobs.readBytes(known.blobSha256, known.pixelDataOffset + at, known.pixelDataOffset + end),
        blobs.readBytes(instance.blobSha256, instance.pixelDataOffset + at, instance.pixelDataOffset + end),
      ]);
      if (!one.equals(other)) return false;
    }
    return true;
  }

  const registrar = createRegistrar({
    db,
    clock,
    openIntakes: intakes.openIntakes,
    keepReports: (instances) => deidentification.keepReports(instances),
    hasSamePixelData,
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
  const open: typeof openArrival extends (source: infer S, announcement: infer A, deps: never) => infer R
    ? (source: S, announcement: A) => R
    : never = (source, announcement) => openArrival(source, announcement, arrivalDeps);
  const zipLimits = {
    maxEntries: 200_000,
    maxEntryBytes: config.maxMessageBytes,
    maxTotalBytes: 64 * 1024 * mebibyte,
    maxRatio: 200,
  };
  return {
    routing,
    peers,
    associations,
    intakes,
    reader,
    frames,
    open,
    downloads: createDownloads({ db, blobs, reader, audit, clock, events }),
    conflicts: createConflicts({ db, audit, intakes }),
    held: createHeld({ db, vault, clock, audit, jobs, associations, open }),
    uploads: createUploads({ db, clock, audit, associations, open, zipLimits }),
  };
}

export type Archive = ReturnType<typeof createArchive>;
