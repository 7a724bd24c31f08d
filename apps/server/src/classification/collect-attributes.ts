import { type DataSet, numberValues, sequenceItems, textValues } from '@pesscara/dicom';
import { orientationGroups } from './plane.ts';
import {
  type ImageOrientation,
  type NumberAttribute,
  type SeriesAttributes,
  type TextAttribute,
  textAttributes,
} from './series-attributes.ts';

// More different values than this tell nothing more.
const maxDistinct = 64;
// Frames of an enhanced object that are looked at, spread over all of them.
const maxFrames = 256;

type Keyword = Parameters<DataSet['get']>[0];

/** Where a number stands: in the data set itself, or in the functional groups of enhanced objects (PS3.3 C.7.6.16). */
const numberKeywords: readonly (readonly [NumberAttribute, Keyword])[] = [
  ['EchoTime', 'EchoTime'],
  ['EchoTime', 'EffectiveEchoTime'],
  ['RepetitionTime', 'RepetitionTime'],
  ['InversionTime', 'InversionTime'],
  ['InversionTime', 'InversionTimes'],
  ['FlipAngle', 'FlipAngle'],
  ['EchoTrainLength', 'EchoTrainLength'],
  ['DiffusionBValue', 'DiffusionBValue'],
  ['SpacingBetweenSlices', 'SpacingBetweenSlices'],
  ['SliceThickness', 'SliceThickness'],
];

const textKeywords: readonly (readonly [TextAttribute, Keyword])[] = [
  ...textAttributes.map((attribute) => [attribute, attribute] as const),
  ['ImageType', 'FrameType'],
];

/** Enhanced MR says in its own attributes what classic MR puts into Scanning Sequence (PS3.3 C.8.13.4). */
const pulseSequenceTerms: readonly (readonly [Keyword, string, readonly string[]])[] = [
  ['EchoPulseSequence', 'SPIN', ['SE']],
  ['EchoPulseSequence', 'GRADIENT', ['GR']],
  ['EchoPulseSequence', 'BOTH', ['SE', 'GR']],
  ['EchoPlanarPulseSequence', 'YES', ['EP']],
  ['InversionRecovery', 'YES', ['IR']],
];

/** The data set, and the items of its functional groups: one attribute's values are spread over them. */
function scopesOf(dataSet: DataSet): DataSet[] {
  const frames = sequenceItems(dataSet, 'PerFrameFunctionalGroupsSequence');
  const step = Math.max(1, Math.ceil(frames.length / maxFrames));
  const groups = [
    ...sequenceItems(dataSet, 'SharedFunctionalGroupsSequence'),
    ...frames.filter((_, index) => index % step === 0),
  ];
  return [
    dataSet,
    ...groups.flatMap((group) =>
      group.elements.flatMap((element) => (element.kind === 'sequence' ? element.items : [])),
    ),
  ];
}

function isOrientation(values: readonly number[]): boolean {
  return values.length === 6 && values.every(Number.isFinite);
}

/**
 * Gathers what the rules look at. Hand it the headers of the instances one after the other (Pixel Data not needed), then
 * ask for the result. Costs memory only for distinct values.
 */
export function createAttributeCollector() {
  const text = new Map<TextAttribute, Set<string>>();
  const numbers = new Map<NumberAttribute, Set<number>>();
  const orientations = new Map<string, ImageOrientation>();
  const positions = new Set<string>();
  let images = 0;
  let temporalPositions = 0;
  let isMosaic = false;

  function addText(attribute: TextAttribute, values: readonly string[]): void {
    const seen = text.get(attribute) ?? new Set();
    for (const value of values) {
      // PS3.5 6.2 allows no NUL in text, and PostgreSQL takes none.
      const allowed = value.replaceAll('\0', '');
      if (allowed !== '' && seen.size < maxDistinct) seen.add(allowed);
    }
    if (seen.size > 0) text.set(attribute, seen);
  }

  function addNumbers(attribute: NumberAttribute, values: readonly number[]): void {
    const seen = numbers.get(attribute) ?? new Set();
    for (const value of values) if (Number.isFinite(value) && seen.size < maxDistinct) seen.add(value);
    if (seen.size > 0) numbers.set(attribute, seen);
  }

  function addGeometry(scope: DataSet): void {
    const orientation = numberValues(scope, 'ImageOrientationPatient');
    if (isOrientation(orientation)) {
      const rounded = orientation.map((cosine) => Math.round(cosine * 1000) / 1000);
      if (orientations.size < maxDistinct) orientations.set(rounded.join(), rounded);
    }
    const position = numberValues(scope, 'ImagePositionPatient');
    if (position.length === 3) positions.add(position.map((mm) => Math.round(mm * 10)).join());
    addNumbers('PixelSpacing', numberValues(scope, 'PixelSpacing').slice(0, 1));
  }

  /** Adds an instance's header. */
  function add(dataSet: DataSet): void {
    for (const scope of scopesOf(dataSet)) {
      for (const [attribute, keyword] of textKeywords) addText(attribute, textValues(scope, keyword));
      for (const [attribute, keyword] of numberKeywords) addNumbers(attribute, numberValues(scope, keyword));
      addGeometry(scope);
    }
    for (const [keyword, term, says] of pulseSequenceTerms)
      if (textValues(dataSet, keyword).includes(term)) addText('ScanningSequence', says);
    images += numberValues(dataSet, 'NumberOfFrames')[0] || 1;
    temporalPositions = Math.max(
      temporalPositions,
      numberValues(dataSet, 'NumberOfTemporalPositions')[0] || 0,
    );
    isMosaic ||= textValues(dataSet, 'ImageType').includes('MOSAIC');
  }

  /**
   * What was gathered.
   * @param isComplete false when only some of the series' instances were added: counts of positions are left out then
   */
  function result(isComplete: boolean): SeriesAttributes {
    const counted = positions.size > 0 ? images / positions.size : 0;
    const repeats = Number.isInteger(counted) || isMosaic ? counted : 0;
    const computed: Partial<Record<NumberAttribute, number>> = {
      OrientationGroups: orientationGroups([...orientations.values()]),
      EchoTimes: numbers.get('EchoTime')?.size ?? 0,
      ...(isComplete ? { Images: images, SlicePositions: positions.size } : {}),
      TemporalPositions: Math.max(temporalPositions, isComplete ? repeats : 0),
    };
    return {
      text: Object.fromEntries([...text].map(([attribute, values]) => [attribute, [...values]])),
      numbers: {
        ...Object.fromEntries([...numbers].map(([attribute, values]) => [attribute, [...values]])),
        ...Object.fromEntries(Object.entries(computed).map(([attribute, value]) => [attribute, [value]])),
      },
      orientations: [...orientations.values()],
    };
  }

  return { add, result };
}

/** The attributes of a series from all its headers. */
export function collectAttributes(dataSets: Iterable<DataSet>): SeriesAttributes {
  const collector = createAttributeCollector();
  for (const dataSet of dataSets) collector.add(dataSet);
  return collector.result(true);
}
