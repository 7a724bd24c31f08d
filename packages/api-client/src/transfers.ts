import type { Client } from './client.ts';
import type { OutgoingBlob, OutgoingFile } from './multipart.ts';
import { multipartBlob, multipartStream } from './multipart.ts';
import type { components } from './schema.generated.ts';

export type UploadResults = components['schemas']['UploadResults'];

interface UploadTarget {
  readonly project: string;
  readonly uploadId: string;
  readonly signal?: AbortSignal;
}

async function post(
  client: Client,
  target: UploadTarget,
  contentType: string,
  body: Blob | ReadableStream<Uint8Array>,
): Promise<UploadResults> {
  const path = `/api/v1/projects/${encodeURIComponent(target.project)}/uploads/${encodeURIComponent(target.uploadId)}/files`;
  const response = await client.stream({
    method: 'POST',
    path,
    contentType,
    body,
    ...(target.signal === undefined ? {} : { signal: target.signal }),
  });
  return (await response.json()) as UploadResults;
}

/** Sends files of an upload as one request; results come in their order. */
export function uploadFiles(
  client: Client,
  target: UploadTarget & { files: AsyncIterable<OutgoingFile> | Iterable<OutgoingFile> },
): Promise<UploadResults> {
  const { contentType, body } = multipartStream(target.files);
  return post(client, target, contentType, body);
}

/** Sends blobs of an upload as one request, from a browser; results come in their order. */
export function uploadBlobs(
  client: Client,
  target: UploadTarget & { files: readonly OutgoingBlob[] },
): Promise<UploadResults> {
  const { contentType, body } = multipartBlob(target.files);
  return post(client, target, contentType, body);
}

export interface DownloadedFile {
  /** From Content-Disposition, without any folder; undefined when the server gave none. */
  readonly fileName: string | undefined;
  readonly sizeBytes: number | undefined;
  readonly body: ReadableStream<Uint8Array>;
}

/** A file or zip as a stream; `path` with its query, e.g. `/api/v1/projects/demo/series/…/files?format=nifti`. */
export async function download(client: Client, path: string, signal?: AbortSignal): Promise<DownloadedFile> {
  const response = await client.stream({ path, ...(signal === undefined ? {} : { signal }) });
  const length = response.headers.get('content-length');
  return {
    fileName: fileNameOf(response.headers.get('content-disposition')),
    sizeBytes: length === null ? undefined : Number(length),
    body: response.body ?? new ReadableStream({ start: (controller) => controller.close() }),
  };
}

function fileNameOf(disposition: string | null): string | undefined {
  const [, encoded, plain] = /filename\*=UTF-8''([^;]+)|filename="?([^";]+)"?/i.exec(disposition ?? '') ?? [];
  const name = encoded === undefined ? plain : decodeURIComponent(encoded);
  // A name is never a path: a server must not choose the folder.
  const last = name?.split(/[/\\]/).at(-1)?.trim();
  return last === undefined || last === '' || last === '.' || last === '..' ? undefined : last;
}
