import { ApiProblem, type ProblemDocument } from '../../api/problem.ts';
import { apiUrl, call } from '../../api/request.ts';
import type { IngestAnswer } from '../../api/types.ts';
import { openSource } from './local-source.ts';
import { partName, type SendBundle } from './upload-engine.ts';

/** The numbers of an upload as the server counted them. */
export interface Receipt {
  counts: Partial<Record<string, number>>;
  ignored?: unknown;
  startedAt: string;
  finishedAt: string | null;
}

export const openUpload = (project: string) =>
  call<{ id: string }>('post', '/projects/{project}/uploads', { path: { project } });
export const finishUpload = (project: string, id: string) =>
  call<Receipt>('post', '/projects/{project}/uploads/{id}/finish', { path: { project, id } });

/** A multipart/related body (RFC 2387) of whole files. Plain files are read by the browser while it sends. */
async function bodyOf(sources: Parameters<typeof openSource>[0][], boundary: string): Promise<Blob> {
  const parts: BlobPart[] = [];
  for (const [at, source] of sources.entries()) {
    parts.push(
      `--${boundary}\r\nContent-Type: application/dicom\r\nContent-Disposition: attachment; filename="${partName(at)}"\r\n\r\n`,
      await openSource(source),
      '\r\n',
    );
  }
  parts.push(`--${boundary}--\r\n`);
  return new Blob(parts);
}

function problemOf(request: XMLHttpRequest): ApiProblem {
  const isJson = (request.getResponseHeader('content-type') ?? '').includes('json');
  const document: ProblemDocument = isJson
    ? (JSON.parse(request.responseText) as ProblemDocument)
    : { title: `The server answered ${request.status}` };
  return new ApiProblem(request.status, document);
}

/** Sends by XMLHttpRequest: fetch cannot tell how much of a body has left. */
function post(url: string, body: Blob, type: string, onSent: (bytes: number) => void, signal: AbortSignal) {
  return new Promise<IngestAnswer>((done, failed) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.setRequestHeader('content-type', type);
    request.setRequestHeader('accept', 'application/json');
    request.upload.onprogress = (event) => onSent(event.loaded);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300)
        done(JSON.parse(request.responseText) as IngestAnswer);
      else failed(problemOf(request));
    };
    request.onerror = () =>
      failed(new ApiProblem(0, { title: 'The server was not reached', detail: 'The connection was lost.' }));
    request.onabort = () => failed(new ApiProblem(0, { title: 'Stopped' }));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(body);
  });
}

/** Sends bundles of one upload to the server. */
export function createSender(project: string, uploadId: string): SendBundle {
  const url = apiUrl('/projects/{project}/uploads/{id}/files', { project, id: uploadId });
  return async (bundle, onSent, signal) => {
    const boundary = `pesscara-${crypto.randomUUID()}`;
    const body = await bodyOf(bundle.sources, boundary);
    return await post(
      url,
      body,
      `multipart/related; type="application/dicom"; boundary=${boundary}`,
      onSent,
      signal,
    );
  };
}
