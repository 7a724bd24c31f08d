import {
  buildFileMeta,
  DicomReadError,
  type DicomReadErrorCode,
  explicitVrLittleEndian,
  implicitVrLittleEndian,
  type ParsedPart10,
  parsePart10,
  transferSyntaxOf,
  type WrittenBytes,
  writeDataSet,
} from '@pesscara/dicom';
import type { Deidentified, Deidentifier, DeidentifyContext, Refused } from './deidentify.ts';
import { plainText } from './latin1.ts';

/** The bytes are no DICOM file that can be read to its end. */
export interface UnreadableFile {
  readonly kind: 'unreadable';
  readonly code: DicomReadErrorCode;
  readonly reason: string;
}

export interface DeidentifiedFile extends Deidentified {
  /** The new file: zero preamble, new file meta, data set. Unchanged values are views of the input. */
  readonly file: WrittenBytes;
}

const mediaStorageSopClass = 0x00020002;
const sopClass = 0x00080016;

/** The syntax stated, or that of the encoding found when the file states none. */
function transferSyntaxUidOf({ transferSyntaxUid, dataSet }: ParsedPart10): string {
  return transferSyntaxUid ?? (dataSet.encoding.explicitVr ? explicitVrLittleEndian : implicitVrLittleEndian);
}

/**
 * De-identifies a whole DICOM file (PS3.10) in memory. Preamble and file meta are made new: nothing of the old ones is
 * taken over but the SOP Class and the transfer syntax.
 */
export function deidentifyFile(
  deidentifier: Deidentifier,
  bytes: Uint8Array,
  context: Omit<DeidentifyContext, 'sopClassUid'>,
): DeidentifiedFile | Refused | UnreadableFile {
  const parsed = parsePart10(bytes);
  if (parsed instanceof DicomReadError) {
    return { kind: 'unreadable', code: parsed.code, reason: parsed.message };
  }
  const { dataSet, fileMeta } = parsed;
  const stated = fileMeta === undefined ? '' : plainText(fileMeta, mediaStorageSopClass);
  const sopClassUid = stated || plainText(dataSet, sopClass);
  const result = deidentifier.deidentify(dataSet, { ...context, sopClassUid });
  if (result.kind === 'refused') return result;
  try {
    return { ...result, file: newFile(parsed, result, sopClassUid) };
  } catch (error) {
    const kind = error instanceof Error ? error.name : 'unknown error';
    return { kind: 'refused', code: 'failure', reason: `The new file could not be written (${kind}).` };
  }
}

function newFile(
  parsed: ParsedPart10,
  { sopInstanceUid, dataSet }: Deidentified,
  sopClassUid: string,
): WrittenBytes {
  const transferSyntaxUid = transferSyntaxUidOf(parsed);
  const meta = buildFileMeta({
    mediaStorageSopClassUid: sopClassUid,
    mediaStorageSopInstanceUid: sopInstanceUid,
    transferSyntaxUid,
  });
  // A private syntax cannot be asked for; its data set goes out in the encoding it came in.
  const written = writeDataSet(dataSet, transferSyntaxOf(transferSyntaxUid) ? { transferSyntaxUid } : {});
  return { chunks: [meta, ...written.chunks], byteLength: meta.length + written.byteLength };
}
