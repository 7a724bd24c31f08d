import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Audit } from '../../audit/index.ts';
import type { BlobStore } from '../../kernel/blobs/index.ts';
import { type Clock, later } from '../../kernel/clock/index.ts';
import type { Context } from '../../kernel/context/index.ts';
import { type Database, type Trx, transact } from '../../kernel/db/index.ts';
import type { Events } from '../../kernel/events/index.ts';
import { newId, type ProjectId } from '../../kernel/ids/index.ts';
import { problem } from '../../kernel/problems/index.ts';
import { seriesFileAdded } from '../archive.events.ts';
import { fileNotFound, seriesNotFound } from '../archive.problems.ts';
import type { InstanceReader } from '../instance/instance.reader.ts';
import { eachInstance } from '../instance/instance.repository.ts';
import { retireFiles } from '../version/version.repository.ts';

export type DownloadFormat = 'dicom' | 'nifti' | 'sidecar';

/** A derived file of a series. */
export interface SeriesFile {
  id: string;
  format: string;
  name: string;
  sizeBytes: number;
  properties: unknown;
  createdAt: Date;
  blobSha256: Buffer;
}

export interface NewSeriesFile {
  format: string;
  name: string;
  blobSha256: Buffer;
  sizeBytes: number;
  properties: unknown;
  madeBy: string;
}

/** A visible series with the names that its files carry. */
interface NamedSeries {
  id: string;
  subjectCode: string;
  studyDate: string | null;
  seriesNumber: number | null;
  instanceCount: number;
  sizeBytes: number;
  title: string;
}

export interface OutgoingFile {
  fileName: string;
  contentType: string;
  body: Readable;
  sizeBytes?: number;
}

/** Letters, digits and a few signs: safe as a file name everywhere. */
export function safeFileName(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/[^\w.+-]+/g, '_')
    .replaceAll(/_+/g, '_')
    .replace(/^[_.]+|[_.]+$/g, '');
  return plain.slice(0, 80) || 'unnamed';
}

function folderOf({ subjectCode, studyDate, seriesNumber, title }: NamedSeries): string {
  const number = seriesNumber === null ? '' : `${String(seriesNumber).padStart(3, '0')}_`;
  return `${safeFileName(subjectCode)}/${studyDate ?? 'no-date'}/${number}${safeFileName(title)}`;
}

const contentTypes: Record<string, string> = {
  nifti: 'application/gzip',
  'nifti-sidecar': 'application/json',
};

export interface DownloadOptions {
  db: Database;
  blobs: BlobStore;
  reader: InstanceReader;
  audit: Audit;
  clock: Clock;
  events: Events;
}

/** Files of released series: DICOM and derived ones, alone or zipped as they stream. */
export function createDownloads({ db, blobs, reader, audit, clock, events }: DownloadOptions) {
  const prepared = new Map<
    string,
    { ids: string[]; format: DownloadFormat; projectId: string; accountId: string; until: Date }
  >();

  async function findSeries(
    projectId: string,
    filter: { ids?: readonly string[]; examId?: string; subjectId?: string },
  ): Promise<NamedSeries[]> {
    let query = db
      .selectFrom('catalogue.series')
      .select([
        'id',
        'subject_code as subjectCode',
        'study_date as studyDate',
        'series_number as seriesNumber',
        'released_instance_count as instanceCount',
        'released_size_bytes as sizeBytes',
        'normalised_name',
        'series_description',
        'modality',
      ])
      .where('project_id', '=', projectId)
      .where('released_instance_count', '>', 0)
      .orderBy('subject_code')
      .orderBy('study_date')
      .orderBy('series_number')
      .orderBy('id');
    if (filter.ids !== undefined) query = query.where('id', 'in', [...filter.ids]);
    if (filter.examId !== undefined) query = query.where('exam_id', '=', filter.examId);
    if (filter.subjectId !== undefined) query = query.where('subject_id', '=', filter.subjectId);
    const rows = await query.execute();
    return rows.map((row) => ({
      ...row,
      title: row.series_description ?? row.normalised_name ?? row.modality ?? 'series',
    }));
  }

  /** The current derived files of series. Served by series_file_series. */
  async function listFiles(
    seriesIds: readonly string[],
    formats?: readonly string[],
  ): Promise<(SeriesFile & { seriesId: string })[]> {
    if (seriesIds.length === 0) return [];
    let query = db
      .selectFrom('archive.series_file')
      .selectAll()
      .where('series_id', 'in', [...seriesIds])
      .where('superseded_at', 'is', null)
      .orderBy('format')
      .orderBy('name');
    if (formats !== undefined) query = query.where('format', 'in', [...formats]);
    const rows = await query.execute();
    return rows.map((row) => ({
      id: row.id,
      seriesId: row.series_id,
      format: row.format,
      name: row.name,
      sizeBytes: row.size_bytes,
      properties: row.properties,
      createdAt: row.created_at,
      blobSha256: row.blob_sha256,
    }));
  }

  async function recordExport(
    ctx: Context,
    projectId: string,
    kind: string,
    id: string,
    after: unknown,
  ): Promise<void> {
    await transact(db, (trx) =>
      audit.record(trx, ctx, {
        action: 'R',
        type: 'archive.files.exported',
        projectId,
        object: { kind, id },
        after,
      }),
    );
  }

  async function fillZip(
    zip: ZipFile,
    projectId: string,
    series: readonly NamedSeries[],
    format: DownloadFormat,
  ): Promise<void> {
    const folders = new Map<string, number>();
    for (const one of series) {
      // Two series of an exam may have one number and one description.
      const wanted = folderOf(one);
      const uses = (folders.get(wanted) ?? 0) + 1;
      folders.set(wanted, uses);
      const folder = uses === 1 ? wanted : `${wanted}_${uses}`;
      if (format === 'dicom') await addInstances(zip, projectId, one.id, folder);
      else
        for (const file of await listFiles(
          [one.id],
          format === 'nifti' ? ['nifti', 'nifti-sidecar'] : ['nifti-sidecar'],
        ))
          await addStream(zip, blobs.read(file.blobSha256), `${folder}/${file.name}`, file.createdAt);
    }
    zip.end();
  }

  async function addInstances(
    zip: ZipFile,
    projectId: string,
    seriesId: string,
    folder: string,
  ): Promise<void> {
    let number = 0;
    for await (const instance of eachInstance(db, { kind: 'released', projectId }, { seriesId }))
      await addStream(
        zip,
        reader.file(instance),
        `${folder}/${String(++number).padStart(5, '0')}.dcm`,
        instance.receivedAt,
      );
  }

  // One open file at a time: a study of 10,000 instances must not open them all.
  function addStream(zip: ZipFile, stream: Readable, name: string, mtime: Date): Promise<void> {
    return new Promise((resolve, reject) => {
      stream.once('close', resolve);
      stream.once('error', reject);
      zip.addReadStream(stream, name, { mtime, compress: false });
    });
  }

  function zipped(
    projectId: string,
    series: readonly NamedSeries[],
    format: DownloadFormat,
    name: string,
  ): OutgoingFile {
    const zip = new ZipFile();
    const body = zip.outputStream as unknown as Readable;
    fillZip(zip, projectId, series, format).catch((error: unknown) => {
      body.destroy(error as Error);
    });
    return { fileName: `${safeFileName(name)}.zip`, contentType: 'application/zip', body };
  }

  /** The files of a series: one file as it is, several as a zip. */
  async function seriesFiles(
    ctx: Context,
    projectId: ProjectId,
    seriesId: string,
    format: DownloadFormat,
  ): Promise<OutgoingFile> {
    const [series] = await findSeries(projectId, { ids: [seriesId] });
    if (series === undefined) throw problem(seriesNotFound);
    const formats = format === 'nifti' ? ['nifti'] : ['nifti-sidecar'];
    const files = format === 'dicom' ? [] : await listFiles([seriesId], formats);
    if (format !== 'dicom' && files.length === 0)
      throw problem(fileNotFound, { detail: 'This series has no such file. Its conversion says why.' });
    await recordExport(ctx, projectId, 'series', seriesId, { format });
    const [file] = files;
    if (files.length === 1 && file !== undefined)
      return {
        fileName: file.name,
        contentType: contentTypes[file.format] ?? 'application/octet-stream',
        body: blobs.read(file.blobSha256),
        sizeBytes: file.sizeBytes,
      };
    return zipped(projectId, [series], format, `${series.subjectCode}_${series.title}`);
  }

  async function file(
    ctx: Context,
    projectId: ProjectId,
    seriesId: string,
    fileId: string,
  ): Promise<OutgoingFile> {
    const [series] = await findSeries(projectId, { ids: [seriesId] });
    const found =
      series === undefined ? undefined : (await listFiles([seriesId])).find((one) => one.id === fileId);
    if (found === undefined) throw problem(fileNotFound);
    await recordExport(ctx, projectId, 'file', fileId, { seriesId, format: found.format });
    return {
      fileName: found.name,
      contentType: contentTypes[found.format] ?? 'application/octet-stream',
      body: blobs.read(found.blobSha256),
      sizeBytes: found.sizeBytes,
    };
  }

  async function groupFiles(
    ctx: Context,
    projectId: ProjectId,
    kind: 'exam' | 'subject',
    id: string,
    format: DownloadFormat,
  ): Promise<OutgoingFile> {
    const series = await findSeries(projectId, kind === 'exam' ? { examId: id } : { subjectId: id });
    const [first] = series;
    if (first === undefined)
      throw problem(seriesNotFound, { detail: `There is no such ${kind}, or nothing of it is released.` });
    await recordExport(ctx, projectId, kind, id, { format, series: series.length });
    return zipped(
      projectId,
      series,
      format,
      `${first.subjectCode}${kind === 'exam' ? `_${first.studyDate ?? 'exam'}` : ''}`,
    );
  }

  return {
    seriesFiles,
    file,
    groupFiles,
    async fileList(projectId: ProjectId, seriesId: string) {
      const [series] = await findSeries(projectId, { ids: [seriesId] });
      if (series === undefined) throw problem(seriesNotFound);
      return {
        items: await listFiles([seriesId]),
        dicom: { count: series.instanceCount, sizeBytes: series.sizeBytes },
      };
    },
    listFiles,
    /** Remembers a selection for a quarter of an hour, so that the browser can fetch it by a plain link. */
    prepare(ctx: Context, projectId: ProjectId, ids: string[], format: DownloadFormat): string {
      const now = clock.now();
      for (const [id, entry] of prepared) if (entry.until < now) prepared.delete(id);
      const id = newId();
      prepared.set(id, { ids, format, projectId, accountId: ctx.actor.id, until: later(now, 15 * 60_000) });
      return id;
    },
    async fetch(ctx: Context, projectId: ProjectId, id: string): Promise<OutgoingFile> {
      const entry = prepared.get(id);
      if (
        entry === undefined ||
        entry.projectId !== projectId ||
        entry.accountId !== ctx.actor.id ||
        entry.until < clock.now()
      )
        throw problem(fileNotFound, { detail: 'This download has expired. Ask for it again.' });
      const series = await findSeries(projectId, { ids: entry.ids });
      if (series.length === 0) throw problem(seriesNotFound);
      await recordExport(ctx, projectId, 'selection', id, { format: entry.format, series: series.length });
      return zipped(projectId, series, entry.format, 'pesscara-download');
    },
    /** Takes derived files out of sight that were made of instances which were replaced since. */
    async retireFiles(trx: Trx, seriesId: string, { discard }: { discard: boolean }): Promise<void> {
      await retireFiles(trx, seriesId, discard, clock.now());
    },
    /** Adds derived files of a series; those of the same formats before are kept, but superseded. */
    async addFiles(
      trx: Trx,
      ctx: Context,
      projectId: string,
      seriesId: string,
      files: readonly NewSeriesFile[],
    ): Promise<string[]> {
      const now = clock.now();
      const ids: string[] = [];
      await trx
        .updateTable('archive.series_file')
        .set({ superseded_at: now })
        .where('series_id', '=', seriesId)
        .where('format', 'in', [...new Set(files.map((one) => one.format)), 'none'])
        .where('superseded_at', 'is', null)
        .execute();
      for (const one of files) {
        const id = newId();
        ids.push(id);
        await trx
          .insertInto('archive.series_file')
          .values({
            id,
            project_id: projectId,
            series_id: seriesId,
            format: one.format,
            name: one.name,
            blob_sha256: one.blobSha256,
            size_bytes: one.sizeBytes,
            properties: JSON.stringify(one.properties),
            made_by: one.madeBy,
            created_at: now,
          })
          .execute();
        await events.publish(trx, seriesFileAdded, {
          ctx,
          projectId,
          subject: { kind: 'series', id: seriesId },
          data: { seriesId, fileId: id, format: one.format },
        });
      }
      return ids;
    },
  };
}

export type Downloads = ReturnType<typeof createDownloads>;
