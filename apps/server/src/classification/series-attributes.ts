/** What the rules look at: values of the DICOM header of a series, gathered over its instances. */

/** Attributes whose values are text; the names are DICOM keywords. */
export const textAttributes = [
  'Modality',
  'SOPClassUID',
  'ImageType',
  'AcquisitionContrast',
  'ComplexImageComponent',
  'ScanningSequence',
  'SequenceVariant',
  'ScanOptions',
  'MRAcquisitionType',
  'AngioFlag',
  'SequenceName',
  'PulseSequenceName',
  'ContrastBolusAgent',
  'ArterialSpinLabelingContrast',
  'CorrectedImage',
  'Units',
  'BodyPartExamined',
  'Manufacturer',
  'SeriesDescription',
  'ProtocolName',
  'StudyDescription',
] as const;
export type TextAttribute = (typeof textAttributes)[number];

/**
 * Attributes whose values are numbers. The last five are counted, not read: `TemporalPositions` is how often a slice
 * position occurs, `SlicePositions` and `OrientationGroups` how many different ones there are, `Images` instances × frames.
 */
export const numberAttributes = [
  'EchoTime',
  'RepetitionTime',
  'InversionTime',
  'FlipAngle',
  'EchoTrainLength',
  'DiffusionBValue',
  'SpacingBetweenSlices',
  'SliceThickness',
  'PixelSpacing',
  'TemporalPositions',
  'SlicePositions',
  'OrientationGroups',
  'EchoTimes',
  'Images',
] as const;
export type NumberAttribute = (typeof numberAttributes)[number];

/** Row and column direction cosines (PS3.3 C.7.6.2.1.1): six numbers. */
export type ImageOrientation = readonly number[];

export interface SeriesAttributes {
  /** Distinct values over all instances, in the order found, trimmed. Absent attributes have no entry. */
  readonly text: Readonly<Partial<Record<TextAttribute, readonly string[]>>>;
  /** Distinct values; times in ms, angles in degrees, lengths in mm, b-values in s/mm². */
  readonly numbers: Readonly<Partial<Record<NumberAttribute, readonly number[]>>>;
  /** Distinct orientations, rounded, at most a few. */
  readonly orientations: readonly ImageOrientation[];
}

/** The values of a text attribute; none when it is absent. */
export function textOf(attributes: SeriesAttributes, attribute: TextAttribute): readonly string[] {
  return attributes.text[attribute] ?? [];
}

/** The values of a number attribute; none when it is absent. */
export function numbersOf(attributes: SeriesAttributes, attribute: NumberAttribute): readonly number[] {
  return attributes.numbers[attribute] ?? [];
}
