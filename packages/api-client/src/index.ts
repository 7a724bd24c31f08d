export {
  answer,
  type Client,
  type ClientOptions,
  createClient,
  pagesOf,
  type StreamRequest,
} from './client.ts';
export { multipartBlob, multipartStream, type OutgoingBlob, type OutgoingFile } from './multipart.ts';
export { ConnectionError, type ProblemDocument, ProblemError } from './problem-error.ts';
export type { components, operations, paths } from './schema.generated.ts';
export { type DownloadedFile, download, type UploadResults, uploadBlobs, uploadFiles } from './transfers.ts';
