import { DataSet } from '../data-set/data-set.ts';
import { setBytes, setNumbers, setText, setUid } from '../data-set/value-setters.ts';
import { wellKnownTags } from '../dictionary/tags.ts';
import {
  explicitVrLittleEndian,
  implicitVrLittleEndian,
  transferSyntaxes,
} from '../dictionary/transfer-syntaxes.ts';
import { explicitLittleEndian } from '../encoding.ts';
import { concatBytes, type WrittenBytes } from '../writing/byte-sink.ts';
import { writeDataSet } from '../writing/write-data-set.ts';
import { uidIn } from './part10.ts';

/** Names this software in file meta and associations (PS3.7 D.3.3.2); made from a random UUID (PS3.5 B.2). */
export const implementationClassUid = '2.25.134593856501687661045872846285040663975';
/** At most 16 characters (PS3.7 D.3.3.2.3). */
export const implementationVersionName = 'PESSCARA_0_1';

export type FileMetaContent = {
  mediaStorageSopClassUid: string;
  mediaStorageSopInstanceUid: string;
  transferSyntaxUid: string;
  /** AE title of whoever sent the instance (PS3.10 7.1). */
  sourceApplicationEntityTitle?: string;
};

/** Preamble of zeros, 'DICM' and file meta information (PS3.10 7.1), to be followed by the data set. */
export function buildFileMeta(content: FileMetaContent): Uint8Array {
  const meta = new DataSet({ encoding: explicitLittleEndian });
  setBytes(meta, wellKnownTags.fileMetaVersion, 'OB', Uint8Array.of(0, 1));
  setUid(meta, wellKnownTags.mediaStorageSopClassUid, content.mediaStorageSopClassUid);
  setUid(meta, wellKnownTags.mediaStorageSopInstanceUid, content.mediaStorageSopInstanceUid);
  setUid(meta, wellKnownTags.transferSyntaxUid, content.transferSyntaxUid);
  setUid(meta, wellKnownTags.implementationClassUid, implementationClassUid);
  setText(meta, wellKnownTags.implementationVersionName, 'SH', implementationVersionName);
  const { sourceApplicationEntityTitle } = content;
  if (sourceApplicationEntityTitle !== undefined) {
    setText(meta, wellKnownTags.sourceApplicationEntityTitle, 'AE', sourceApplicationEntityTitle);
  }
  const { byteLength } = writeDataSet(meta);
  setNumbers(meta, wellKnownTags.fileMetaGroupLength, 'UL', byteLength);
  const elements = concatBytes(writeDataSet(meta));
  const bytes = new Uint8Array(128 + 4 + elements.length);
  bytes.set([0x44, 0x49, 0x43, 0x4d], 128);
  bytes.set(elements, 132);
  return bytes;
}

/**
 * A whole file for a data set held in memory, with file meta made new. The SOP class and instance come from the data
 * set; the transfer syntax is that of its encoding unless one is given. Throws RangeError when either UID is missing.
 */
export function writePart10(
  dataSet: DataSet,
  { transferSyntaxUid }: { transferSyntaxUid?: string } = {},
): WrittenBytes {
  const mediaStorageSopClassUid = uidIn(dataSet, 0x00080016);
  const mediaStorageSopInstanceUid = uidIn(dataSet, 0x00080018);
  if (mediaStorageSopClassUid === undefined || mediaStorageSopInstanceUid === undefined) {
    throw new RangeError('A file needs SOP Class UID (0008,0016) and SOP Instance UID (0008,0018)');
  }
  const syntax = transferSyntaxUid ?? nativeSyntaxOf(dataSet);
  const meta = buildFileMeta({
    mediaStorageSopClassUid,
    mediaStorageSopInstanceUid,
    transferSyntaxUid: syntax,
  });
  const { chunks, byteLength } = writeDataSet(dataSet, { transferSyntaxUid: syntax });
  return { chunks: [meta, ...chunks], byteLength: meta.length + byteLength };
}

function nativeSyntaxOf({ encoding }: DataSet): string {
  if (!encoding.explicitVr) return implicitVrLittleEndian;
  if (encoding.littleEndian) return explicitVrLittleEndian;
  return transferSyntaxes.find(({ littleEndian }) => !littleEndian)?.uid ?? explicitVrLittleEndian;
}
