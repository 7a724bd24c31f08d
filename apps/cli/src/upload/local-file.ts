/** A file on this machine, or an entry of a zip, that may be DICOM. */
export interface LocalFile {
  /** Where it is, for messages. */
  readonly place: string;
  /** What makes it the same file at the next run: place, size and time of its last change. */
  readonly key: string;
  readonly sizeBytes: number;
  readonly isDicom: boolean;
  readonly isZipEntry: boolean;
  read(): AsyncIterable<Uint8Array>;
}
