import type { DataSet } from '../data-set/data-set.ts';
import type { SourceFragments, SourceSequence } from '../data-set/source-elements.ts';
import type { Source } from '../data-set/source-span.ts';

/** What the reader is in the middle of: one entry of its stack for each open data set, sequence or run of fragments. */
export type DataSetFrame = {
  readonly kind: 'dataSet';
  readonly dataSet: DataSet;
  readonly source: Source;
  readonly contentStart: number;
  /** Where the content ends; undefined until the delimiter says so. */
  readonly end: number | undefined;
  /** The nearest end that any enclosing length imposes. */
  readonly hardEnd: number;
  signedPixels: boolean;
  /** False when a value in it ended without its delimiter, so that other bytes behind it would be read as part of it. */
  isSelfContained: boolean;
};
export type SequenceFrame = {
  readonly kind: 'sequence';
  readonly element: SourceSequence;
  readonly source: Source;
  readonly parent: DataSet;
  readonly end: number | undefined;
  readonly hardEnd: number;
  readonly signedPixels: boolean;
};
export type FragmentsFrame = {
  readonly kind: 'fragments';
  readonly element: SourceFragments;
  readonly source: Source;
  readonly hardEnd: number;
};
export type Frame = DataSetFrame | SequenceFrame | FragmentsFrame;
