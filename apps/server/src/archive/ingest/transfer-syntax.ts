import { type DataSet, transferSyntaxOf } from '@pesscara/dicom';

/**
 * The transfer syntax that the bytes really have. Senders that announce one and send another exist; the file we write
 * must say what is true, and only the three uncompressed ones can be told by looking (PS3.5 A.1–A.3).
 */
export function actualTransferSyntax(header: DataSet, stated: string | undefined): string {
  const { explicitVr, littleEndian } = header.encoding;
  const known = stated === undefined ? undefined : transferSyntaxOf(stated);
  const agrees =
    known === undefined
      ? explicitVr && littleEndian
      : known.explicitVr === explicitVr && known.littleEndian === littleEndian;
  if (stated !== undefined && agrees) return stated;
  if (!explicitVr) return '1.2.840.10008.1.2';
  return littleEndian ? '1.2.840.10008.1.2.1' : '1.2.840.10008.1.2.2';
}
