import {
  concatBytes,
  type DataSet,
  type DicomJson,
  type Element,
  formatTagCompact,
  toDicomJson,
  transferSyntaxOf,
  writePart10,
} from '@pesscara/dicom';
import {
  eachInstance,
  type FrameReader,
  type InstanceReader,
  type StoredInstance,
} from '../archive/index.ts';
import type { Database } from '../kernel/db/index.ts';
import type { OutgoingPart } from './multipart-writer.ts';
import { findSeriesIds } from './qido.repository.ts';

/** The part of the archive that a WADO path names. */
export interface WadoPath {
  study: string;
  series?: string | undefined;
  instance?: string | undefined;
}

const explicitLittleEndian = '1.2.840.10008.1.2.1';
const metadataBatch = 16;

function pathText(path: readonly number[]): string {
  return path.map((part, index) => (index % 2 === 0 ? formatTagCompact(part) : String(part))).join('/');
}

/** Retrieval of DICOMweb (WADO-RS, PS3.18 10.4) over what is released. */
export function createWado({
  db,
  reader,
  frames,
}: {
  db: Database;
  reader: InstanceReader;
  frames: FrameReader;
}) {
  /** Every visible instance that a path names, in order. */
  async function* find(projectId: string, path: WadoPath): AsyncGenerator<StoredInstance> {
    for (const seriesId of await findSeriesIds(db, projectId, path.study, path.series))
      yield* eachInstance(db, { kind: 'released', projectId }, { seriesId, sopInstanceUid: path.instance });
  }

  async function first(projectId: string, path: WadoPath): Promise<StoredInstance | undefined> {
    for await (const instance of find(projectId, path)) return instance;
    return undefined;
  }

  function instanceUrl(baseUrl: string, path: WadoPath, header: DataSet, instance: StoredInstance): string {
    const series = path.series ?? seriesUidOf(header);
    return `${baseUrl}/studies/${path.study}/series/${series}/instances/${instance.sopInstanceUid}`;
  }

  /** An instance as DICOM JSON with URIs for bulk data (PS3.18 10.4.1.1.2). */
  async function metadata(instance: StoredInstance, path: WadoPath, baseUrl: string): Promise<DicomJson> {
    const { dataSet } = await reader.header(instance);
    const url = instanceUrl(baseUrl, path, dataSet, instance);
    const json = toDicomJson(dataSet, {
      inlineLimitBytes: 1024,
      bulkDataUri: (at) => `${url}/bulkdata/${pathText(at)}`,
    });
    json['00083002'] = { vr: 'UI', Value: [instance.transferSyntaxUid] };
    return json;
  }

  /** The metadata of every instance that a path names; a few are read ahead, however many there are. */
  async function* allMetadata(projectId: string, path: WadoPath, baseUrl: string): AsyncGenerator<DicomJson> {
    let batch: StoredInstance[] = [];
    const read = () => Promise.all(batch.map((instance) => metadata(instance, path, baseUrl)));
    for await (const instance of find(projectId, path)) {
      batch.push(instance);
      if (batch.length < metadataBatch) continue;
      yield* await read();
      batch = [];
    }
    yield* await read();
  }

  /** In which transfer syntax an instance can be given: as stored, or for an uncompressed one as explicit little endian. */
  function syntaxFor(instance: StoredInstance, wanted: string): string | undefined {
    if (wanted === '*' || wanted === instance.transferSyntaxUid) return instance.transferSyntaxUid;
    const stored = transferSyntaxOf(instance.transferSyntaxUid);
    return wanted === explicitLittleEndian && stored !== undefined && !stored.encapsulated
      ? explicitLittleEndian
      : undefined;
  }

  /** Whether an instance can be given in a transfer syntax, '*' being any. */
  function canGive(instance: StoredInstance, wanted: string): boolean {
    return syntaxFor(instance, wanted) !== undefined;
  }

  /** An instance as a file, in a transfer syntax that it can be given in; as stored in any other. */
  async function instancePart(instance: StoredInstance, wanted: string): Promise<OutgoingPart> {
    const syntax = syntaxFor(instance, wanted) ?? instance.transferSyntaxUid;
    const contentType = `application/dicom;transfer-syntax=${syntax}`;
    if (syntax === instance.transferSyntaxUid) return { contentType, body: reader.file(instance) };
    const dataSet = await reader.wholeDataSet(instance);
    return { contentType, body: concatBytes(writePart10(dataSet, { transferSyntaxUid: syntax })) };
  }

  /** A bulk value by its path of tags and item numbers; undefined when there is none. */
  async function bulkData(
    instance: StoredInstance,
    path: string,
  ): Promise<Uint8Array | AsyncIterable<Uint8Array> | undefined> {
    const parts = path.split('/');
    if (parts.length === 1 && parts[0] === '7FE00010' && instance.pixelDataOffset !== null)
      return reader.pixelDataStream(instance);
    let dataSet: DataSet | undefined =
      parts[0] === '7FE00010' ? await reader.wholeDataSet(instance) : (await reader.header(instance)).dataSet;
    for (let at = 0; at < parts.length; at += 2) {
      const element: Element | undefined = dataSet?.get(Number.parseInt(parts[at] ?? '', 16));
      if (element === undefined) return undefined;
      if (at === parts.length - 1) return element.kind === 'value' ? element.bytes : undefined;
      dataSet = element.kind === 'sequence' ? element.items[Number(parts[at + 1])] : undefined;
    }
    return undefined;
  }

  return { find, first, allMetadata, canGive, instancePart, bulkData, frames };
}

function seriesUidOf(header: DataSet): string {
  const element = header.get('SeriesInstanceUID');
  return element?.kind === 'value'
    ? Buffer.from(element.bytes)
        .toString('latin1')
        .replace(/[\0 ]+$/, '')
    : '';
}

export type Wado = ReturnType<typeof createWado>;
