import type { Deidentification } from '../deidentification/index.ts';
import type { Database } from '../kernel/db/index.ts';
import type { Http } from '../kernel/http/index.ts';
import type { ProjectId } from '../kernel/ids/index.ts';
import type { Archive } from './archive.service.ts';
import { associationRoutes, type ReceiverAddress } from './association/association.routes.ts';
import { conflictRoutes } from './conflict/conflict.routes.ts';
import { fileRoutes } from './files/files.routes.ts';
import { heldRoutes } from './held/held.routes.ts';
import { peerRoutes } from './peer/peer.routes.ts';
import { routingRoutes } from './routing/routing.routes.ts';
import { uploadRoutes } from './upload/upload.routes.ts';
import { versionRoutes } from './version/version.routes.ts';

export interface ArchiveRouteOptions {
  http: Http;
  db: Database;
  archive: Archive;
  deidentification: Deidentification;
  findProjectId(key: string): Promise<ProjectId | undefined>;
  receiver(): ReceiverAddress;
}

/** Everything of the archive that HTTP reaches, but DICOMweb. */
export function archiveRoutes({
  http,
  db,
  archive,
  deidentification,
  findProjectId,
  receiver,
}: ArchiveRouteOptions): void {
  routingRoutes(http, archive.routing);
  peerRoutes(http, archive.peers);
  associationRoutes(http, archive.associations, archive.held, receiver);
  heldRoutes({
    http,
    held: archive.held,
    findProjectId,
    findProfileId: (name) => deidentification.findProfileId(name),
  });
  uploadRoutes(http, archive.uploads);
  fileRoutes({ http, db, reader: archive.reader, downloads: archive.downloads });
  conflictRoutes(http, archive.conflicts);
  versionRoutes(http, db);
}
