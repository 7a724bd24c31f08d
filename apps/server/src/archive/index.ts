export { archiveSettings } from './archive.config.ts';
export { archiveRoutes } from './archive.routes.ts';
export { type Archive, type ArchiveDeps, createArchive } from './archive.service.ts';
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
export { holdIntake } from './intake/intake.repository.ts';
export {
  deleteOriginals,
  deleteRejected,
  findReferencedBlobs,
  type Restoration,
  restoreRejected,
} from './intake/rejected.repository.ts';
export { createOrphanBlobs } from './orphan/orphan-blobs.ts';
export { createReceiver } from './receiver.ts';
export type {
  CurrentVersion,
  Lineage,
  NewVersion,
  Rewrite,
  Staging,
  VersionCause,
} from './version/version.schema.ts';
export type { Versions } from './version/version.service.ts';
