/** The kinds of MIDI-B's checks. */
export const checkKinds = [
  'tag_retained',
  'text_notnull',
  'text_retained',
  'text_removed',
  'date_shifted',
  'uid_changed',
  'uid_consistent',
  'patid_consistent',
  'pixels_hidden',
  'pixels_retained',
] as const;
export type CheckKind = (typeof checkKinds)[number];

/** A text in the pixels of a frame, which is numbered from 1: from `left` and `top` to before `right` and `bottom`. */
export interface BurnedText {
  readonly frame: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** One expectation of one object. `path` is `*` for the whole file. */
export interface Check {
  /** SOP Instance UID of the original. */
  readonly sop: string;
  readonly path: string;
  readonly kind: CheckKind;
  readonly category: string;
  readonly original: string;
  readonly expected: string | null;
  /** A planted identifier of a structured kind (number, name, date of birth, address): all of them must be gone. */
  readonly structured?: boolean;
  /** Of pixels: the texts that must be gone, or beside which everything must stay. */
  readonly burned?: readonly BurnedText[];
}

/** An object with what is expected of it. `name` is the file's name, in and out. */
export interface PlantedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly checks: readonly Check[];
}
