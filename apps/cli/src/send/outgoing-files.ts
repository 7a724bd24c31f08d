import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import {
  DicomReadError,
  firstText,
  implicitVrLittleEndian,
  type OutgoingInstance,
  readFileMeta,
} from '@pesscara/dicom';
import { localFiles } from '../upload/local-files.ts';

export interface OutgoingFile {
  readonly place: string;
  readonly sizeBytes: number;
  readonly instance: OutgoingInstance;
}

/** File meta information is short; one with more than this in front of its data set is no file to send. */
const headBytes = 64 * 1024;
const directoryUid = '1.2.840.10008.1.3.10';

async function readHead(file: string): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** How a file goes out by C-STORE: by what its file meta says, data set as it stands. Undefined when it is not to be sent. */
async function outgoingFile(file: string, sizeBytes: number): Promise<OutgoingFile | undefined> {
  const meta = readFileMeta(await readHead(file));
  if (meta instanceof DicomReadError || meta.fileMeta === undefined) return undefined;
  const sopClassUid = firstText(meta.fileMeta, 'MediaStorageSOPClassUID');
  const sopInstanceUid = firstText(meta.fileMeta, 'MediaStorageSOPInstanceUID');
  if (sopClassUid === undefined || sopInstanceUid === undefined || sopClassUid === directoryUid)
    return undefined;
  const transferSyntaxUid = meta.transferSyntaxUid ?? implicitVrLittleEndian;
  const dataSet = {
    [Symbol.asyncIterator]: () =>
      createReadStream(file, { start: meta.dataSetOffset })[Symbol.asyncIterator](),
  };
  return { place: file, sizeBytes, instance: { sopClassUid, sopInstanceUid, transferSyntaxUid, dataSet } };
}

/** The DICOM files under these paths (zips are left closed), and how many others there are. */
export async function outgoingFiles(
  paths: readonly string[],
): Promise<{ files: OutgoingFile[]; otherFiles: number }> {
  const files: OutgoingFile[] = [];
  let otherFiles = 0;
  for await (const { place, sizeBytes, isDicom, isZipEntry } of localFiles(paths)) {
    const file = isDicom && !isZipEntry ? await outgoingFile(place, sizeBytes) : undefined;
    if (file === undefined) otherFiles += 1;
    else files.push(file);
  }
  return { files, otherFiles };
}

/** Kinds of instances that one association can carry (PS3.8 9.3.2.2), less one for C-ECHO. */
const kindsOfAssociation = 127;

/** Runs of files whose kinds fit into one association each. */
export function associationRuns(files: readonly OutgoingFile[]): OutgoingFile[][] {
  const runs: OutgoingFile[][] = [];
  let run: OutgoingFile[] = [];
  let kinds = new Set<string>();
  for (const file of files) {
    const kind = `${file.instance.sopClassUid} ${file.instance.transferSyntaxUid}`;
    if (!kinds.has(kind) && kinds.size === kindsOfAssociation) {
      runs.push(run);
      run = [];
      kinds = new Set();
    }
    kinds.add(kind);
    run.push(file);
  }
  return run.length > 0 ? [...runs, run] : runs;
}
