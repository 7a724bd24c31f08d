import type { Point, SlicePosition } from '@pesscara/defacing';
import { type DataSet, firstNumber, firstText, numberValues } from '@pesscara/dicom';

/** What the header of one image says that decides whether and how its face is looked for. */
export interface SliceFacts {
  readonly modality: string | null;
  readonly bodyPart: string | null;
  readonly texts: readonly string[];
  readonly frames: number;
  /** Undefined: it has no place in the patient. */
  readonly position: SlicePosition | undefined;
  /** Undefined: pixels that are no grey levels of 8 or 16 bits. */
  readonly pixels: { readonly bitsAllocated: 8 | 16; readonly isSigned: boolean } | undefined;
  readonly rescaleSlope: number;
  readonly rescaleIntercept: number;
}

function pointAt(values: readonly number[], at: number): Point | undefined {
  const [x, y, z] = values.slice(at, at + 3);
  const isWhole = x !== undefined && y !== undefined && z !== undefined && [x, y, z].every(Number.isFinite);
  return isWhole ? [x, y, z] : undefined;
}

function positionOf(header: DataSet): SlicePosition | undefined {
  const positionMm = pointAt(numberValues(header, 'ImagePositionPatient'), 0);
  const orientation = numberValues(header, 'ImageOrientationPatient');
  const alongRow = pointAt(orientation, 0);
  const alongColumn = pointAt(orientation, 3);
  const [rowSpacingMm = 0, columnSpacingMm = 0] = numberValues(header, 'PixelSpacing');
  const rows = firstNumber(header, 'Rows') ?? 0;
  const columns = firstNumber(header, 'Columns') ?? 0;
  if (positionMm === undefined || alongRow === undefined || alongColumn === undefined) return undefined;
  if (!(rowSpacingMm > 0 && columnSpacingMm > 0 && rows > 0 && columns > 0)) return undefined;
  return { columns, rows, positionMm, alongRow, alongColumn, rowSpacingMm, columnSpacingMm };
}

function pixelsOf(header: DataSet): SliceFacts['pixels'] {
  const bitsAllocated = firstNumber(header, 'BitsAllocated');
  const isGrey = (firstNumber(header, 'SamplesPerPixel') ?? 1) === 1;
  const photometric = firstText(header, 'PhotometricInterpretation') ?? '';
  if (!isGrey || photometric.startsWith('PALETTE') || (bitsAllocated !== 8 && bitsAllocated !== 16))
    return undefined;
  return { bitsAllocated, isSigned: firstNumber(header, 'PixelRepresentation') === 1 };
}

/** Reads the modules General Series, Image Plane and Image Pixel (PS3.3 C.7.3.1, C.7.6.2, C.7.6.3). */
export function sliceFactsOf(header: DataSet): SliceFacts {
  const slope = firstNumber(header, 'RescaleSlope') ?? 1;
  return {
    modality: firstText(header, 'Modality') ?? null,
    bodyPart: firstText(header, 'BodyPartExamined') ?? null,
    texts: (['SeriesDescription', 'ProtocolName', 'StudyDescription'] as const).flatMap(
      (keyword) => firstText(header, keyword) ?? [],
    ),
    frames: firstNumber(header, 'NumberOfFrames') ?? 1,
    position: positionOf(header),
    pixels: pixelsOf(header),
    rescaleSlope: slope === 0 ? 1 : slope,
    rescaleIntercept: firstNumber(header, 'RescaleIntercept') ?? 0,
  };
}
