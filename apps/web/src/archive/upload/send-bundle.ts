import { ConnectionError, type ProblemDocument, ProblemError } from '@pesscara/api-client';
import { type Answer, call } from '../../api/request.ts';
import type { IngestAnswer } from '../../api/types.ts';
import type { Packer } from './pack-bundle.ts';
import type { SendBundle } from './upload-engine.ts';

/** The numbers of an upload as the server counted them. */
export type Receipt = Answer<'post', '/api/v1/projects/{project}/uploads/{id}/finish'>;

export const openUpload = (project: string) =>
  call('post', '/api/v1/projects/{project}/uploads', { path: { project } });
export const finishUpload = (project: string, id: string) =>
  call('post', '/api/v1/projects/{project}/uploads/{id}/finish', { path: { project, id } });

function problemOf(request: XMLHttpRequest): ProblemError {
  const isJson = (request.getResponseHeader('content-type') ?? '').includes('json');
  const document: ProblemDocument = isJson
    ? (JSON.parse(request.responseText) as ProblemDocument)
    : { type: 'about:blank', title: `The server answered ${request.status}`, status: request.status };
  return new ProblemError({ ...document, status: request.status });
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
    request.onerror = () => failed(new ConnectionError(window.location.origin, new Error('connection lost')));
    request.onabort = () => failed(new ConnectionError(window.location.origin, new Error('stopped')));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(body);
  });
}

/** Sends bundles of one upload to the server. */
export function createSender(project: string, uploadId: string, packer: Packer): SendBundle {
  const url = `/api/v1/projects/${encodeURIComponent(project)}/uploads/${encodeURIComponent(uploadId)}/files`;
  return async (bundle, onSent, signal) => {
    const { contentType, body } = await packer.pack(bundle.sources);
    return await post(url, body, contentType, onSent, signal);
  };
}
