import { buildFileMeta } from '@pesscara/dicom';
import type { PhantomInstance } from './series.ts';

/** The instance as a file (PS3.10 7): preamble, file meta information, data set. */
export function part10Of(instance: PhantomInstance): Uint8Array {
  const meta = buildFileMeta({
    mediaStorageSopClassUid: instance.sopClassUid,
    mediaStorageSopInstanceUid: instance.sopInstanceUid,
    transferSyntaxUid: instance.transferSyntaxUid,
    sourceApplicationEntityTitle: instance.callingAeTitle,
  });
  const file = new Uint8Array(meta.length + instance.dataSet.length);
  file.set(meta);
  file.set(instance.dataSet, meta.length);
  return file;
}
