import type { Archive } from '../archive/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Imaging } from '../imaging/index.ts';
import type { Database } from '../kernel/db/index.ts';
import { createDicomwebHandlers } from './dicomweb.service.ts';
import { createQido } from './qido.service.ts';
import { createStow } from './stow.service.ts';
import { createWado } from './wado.service.ts';

export { dicomwebRoutes } from './dicomweb.routes.ts';

/** DICOMweb over the archive: what is released can be found and read, and what is POSTed goes through the receiver. */
export function createDicomweb({
  db,
  audit,
  archive,
  imaging,
  config,
}: {
  db: Database;
  audit: Audit;
  archive: Archive;
  imaging: Imaging;
  config: { publicUrl?: string | undefined };
}) {
  const { reader, frames } = archive;
  return createDicomwebHandlers({
    db,
    audit,
    imaging,
    publicUrl: config.publicUrl,
    qido: createQido({ db, reader }),
    wado: createWado({ db, reader, frames }),
    stow: createStow(archive),
  });
}
