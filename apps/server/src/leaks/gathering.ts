import { textValues, transferSyntaxOf } from '@pesscara/dicom';
import type { Identifier } from '@pesscara/leak-check';
import type { Archive, StoredInstance } from '../archive/index.ts';
import type { Deidentification } from '../deidentification/index.ts';
import type { Database } from '../kernel/db/index.ts';
import type { ObjectBytes } from './check-messages.ts';
import { createIdentifierList } from './identifier-sources.ts';
import { selectOriginals } from './leaks.repository.ts';

export interface GatheringDeps {
  db: Database;
  deidentification: Pick<Deidentification, 'identitiesOf' | 'openOriginals'>;
  archive: Pick<Archive, 'reader'>;
}

export interface Gathered {
  identifiers: Identifier[];
  /** Of the objects as they are now. */
  characterSetTerms: string[];
}

const originalsOfQuery = 200;

/** Who the subject is by the crosswalk: what is known without any object. */
export async function identifiersOfSubject(
  { deidentification }: Pick<GatheringDeps, 'deidentification'>,
  projectId: string,
  subjectCode: string,
) {
  const list = createIdentifierList();
  for (const { patientName, patientId, birthDate } of await deidentification.identitiesOf(
    projectId,
    subjectCode,
  )) {
    list.add({ kind: 'patient-name', text: patientName });
    list.add({ kind: 'patient-id', text: patientId });
    list.add({ kind: 'birth-date', text: birthDate });
  }
  return list;
}

/** Everything that identifies in an arrival: from the crosswalk, and from the values that were taken out, where they are kept. */
export async function gatherIdentifiers(
  deps: GatheringDeps,
  { projectId, subjectCode }: { projectId: string; subjectCode: string },
  instances: readonly StoredInstance[],
): Promise<Gathered> {
  const list = await identifiersOfSubject(deps, projectId, subjectCode);
  const [first] = instances;
  const header = first === undefined ? undefined : (await deps.archive.reader.header(first)).dataSet;
  const characterSetTerms = header === undefined ? [] : textValues(header, 'SpecificCharacterSet');
  for (let at = 0; at < instances.length; at += originalsOfQuery) {
    const ids = instances.slice(at, at + originalsOfQuery).map(({ id }) => id);
    for (const { instanceId, sealed } of await selectOriginals(deps.db, ids))
      list.addOriginals(
        await deps.deidentification.openOriginals({ projectId, instanceId, sealed }),
        characterSetTerms,
      );
  }
  return { identifiers: list.list(), characterSetTerms };
}

/** Compressed frames begin with markers that programs write comments into. */
const frameBeginning = 65_536;
const trailingMost = 1_048_576;

/** What of an instance is searched; undefined: it is larger than may be read into memory. */
export async function bytesOf(
  { archive }: Pick<GatheringDeps, 'archive'>,
  instance: StoredInstance,
  mostBytes: number,
): Promise<ObjectBytes | undefined> {
  const { reader } = archive;
  if ((instance.pixelDataOffset ?? instance.sizeBytes) > mostBytes) return undefined;
  const parts: { path: string; bytes: Uint8Array }[] = [];
  const trailing = await reader.trailingBytes(instance, trailingMost);
  if (trailing.length > 0) parts.push({ path: '(after pixels)', bytes: trailing });
  if (transferSyntaxOf(instance.transferSyntaxUid)?.encapsulated === true)
    parts.push({ path: '(7FE0,0010)', bytes: await reader.pixelData(instance, 0, frameBeginning) });
  return { head: await reader.headerBytes(instance), parts };
}
