import {
  concatBytes,
  type DataSet,
  firstNumber,
  firstText,
  orThrow,
  parseDataSet,
  parsePart10,
  writeDataSet,
} from '@pesscara/dicom';
import type { PhantomInstance } from '@pesscara/phantom';

/** The data set of a made instance, to look at or to change. */
export function dataSetOf({
  dataSet,
  transferSyntaxUid,
}: Pick<PhantomInstance, 'dataSet' | 'transferSyntaxUid'>): DataSet {
  return orThrow(parseDataSet(dataSet, { transferSyntaxUid })).dataSet;
}

/** A made instance with other contents. Its UIDs are read again. */
export function changed(instance: PhantomInstance, change: (dataSet: DataSet) => void): PhantomInstance {
  const dataSet = dataSetOf(instance);
  change(dataSet);
  return {
    ...instance,
    sopClassUid: firstText(dataSet, 'SOPClassUID') ?? instance.sopClassUid,
    sopInstanceUid: firstText(dataSet, 'SOPInstanceUID') ?? instance.sopInstanceUid,
    studyInstanceUid: firstText(dataSet, 'StudyInstanceUID') ?? instance.studyInstanceUid,
    seriesInstanceUid: firstText(dataSet, 'SeriesInstanceUID') ?? instance.seriesInstanceUid,
    dataSet: concatBytes(writeDataSet(dataSet)),
  };
}

function pixelBytes(dataSet: DataSet): Buffer {
  const element = dataSet.get('PixelData');
  if (element?.kind !== 'value') throw new Error('It has no native Pixel Data');
  return Buffer.from(element.bytes);
}

/** Native Pixel Data of a made instance. */
export function pixelsOf(instance: PhantomInstance): Buffer {
  return pixelBytes(dataSetOf(instance));
}

/** What tests look at in a file that the server gave. */
export function readPart10(file: Uint8Array) {
  const { dataSet, transferSyntaxUid, preamble } = orThrow(parsePart10(file));
  return {
    dataSet,
    transferSyntaxUid,
    preamble,
    text: (keyword: Parameters<typeof firstText>[1]) => firstText(dataSet, keyword),
    instanceNumber: firstNumber(dataSet, 'InstanceNumber') ?? Number.NaN,
    pixels: () => pixelBytes(dataSet),
  };
}
