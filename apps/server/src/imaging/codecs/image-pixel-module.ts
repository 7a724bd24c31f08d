import { type DataSet, firstNumber, firstText, wellKnownTags } from '@pesscara/dicom';
import type { PixelFormat } from './pixel-format.ts';

/** Reads the Image Pixel module (PS3.3 C.7.6.3). */
export function readPixelFormat(dataSet: DataSet): PixelFormat {
  const bitsAllocated = firstNumber(dataSet, 'BitsAllocated') ?? 0;
  const bitsStored = firstNumber(dataSet, 'BitsStored') ?? bitsAllocated;
  const pixelData = dataSet.get(wellKnownTags.pixelData);
  return {
    rows: firstNumber(dataSet, 'Rows') ?? 0,
    columns: firstNumber(dataSet, 'Columns') ?? 0,
    samplesPerPixel: firstNumber(dataSet, 'SamplesPerPixel') ?? 1,
    bitsAllocated,
    bitsStored,
    highBit: firstNumber(dataSet, 'HighBit') ?? bitsStored - 1,
    isSigned: firstNumber(dataSet, 'PixelRepresentation') === 1,
    photometricInterpretation: firstText(dataSet, 'PhotometricInterpretation') ?? 'MONOCHROME2',
    planarConfiguration: firstNumber(dataSet, 'PlanarConfiguration') ?? 0,
    sampleKind: dataSet.has(wellKnownTags.floatPixelData)
      ? 'float32'
      : dataSet.has(wellKnownTags.doubleFloatPixelData)
        ? 'float64'
        : 'integer',
    isWordSwapped: !dataSet.encoding.littleEndian && pixelData?.vr === 'OW' && bitsAllocated <= 8,
  };
}
