import { type Attributes, dataSetOf, putAttributes } from './attributes.ts';
import { drawText } from './bitmap-font.ts';
import { examAttributes, examUid, timeInExam } from './exam.ts';
import { createHead } from './head.ts';
import { ctPlanes } from './mr-geometry.ts';
import { createRandom } from './random.ts';
import { finished, type PhantomInstance, type SeriesPlan, writesExplicitVr } from './series.ts';
import { labelSlice } from './slice-labels.ts';
import { createPixelMaker } from './slice-pixels.ts';
import { perTissue } from './tissues.ts';

const ctImageStorage = '1.2.840.10008.5.1.4.1.1.2';
const secondaryCaptureImageStorage = '1.2.840.10008.5.1.4.1.1.7';

const slicesOfCt = 40;
const sizeOfCt = 256;
const fieldOfViewMm = 240;
const coverageMm = 160;
/** Stored values are Hounsfield units above this. */
const rescaleIntercept = -1024;

function commonAttributes(plan: SeriesPlan, startsAt: number): Attributes {
  const { exam } = plan;
  return {
    ...examAttributes(exam),
    ManufacturerModelName: exam.centre.manufacturer === 'SIEMENS' ? 'SOMATOM Force' : 'Revolution CT',
    Modality: 'CT',
    SeriesInstanceUID: examUid(exam, 'series', plan.seriesNumber),
    SeriesNumber: plan.seriesNumber,
    SeriesDate: exam.date,
    SeriesTime: timeInExam(exam, startsAt),
    ContentDate: exam.date,
    ContentTime: timeInExam(exam, startsAt + 5),
    BodyPartExamined: 'HEAD',
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    PixelRepresentation: 0,
  };
}

function ctAttributes(plan: SeriesPlan, size: number, spacingMm: number): Attributes {
  const { exam } = plan;
  const pixelMm = fieldOfViewMm / size;
  return {
    ...commonAttributes(plan, 60),
    SOPClassUID: ctImageStorage,
    ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
    SeriesDescription:
      plan.description ??
      (exam.centre.manufacturer === 'SIEMENS' ? 'Schaedel nativ 4.0 Hr38' : 'HEAD W/O 4mm STD'),
    ProtocolName: 'Head routine',
    AcquisitionDate: exam.date,
    AcquisitionTime: timeInExam(exam, 62),
    AcquisitionNumber: 1,
    PatientPosition: 'HFS',
    FrameOfReferenceUID: examUid(exam, 'frame-of-reference'),
    PositionReferenceIndicator: null,
    KVP: 120,
    ExposureTime: 1000,
    XRayTubeCurrent: 280,
    Exposure: 280,
    ConvolutionKernel: exam.centre.manufacturer === 'SIEMENS' ? 'Hr38' : 'STANDARD',
    GantryDetectorTilt: 0,
    DataCollectionDiameter: 500,
    ReconstructionDiameter: fieldOfViewMm,
    SliceThickness: spacingMm,
    SpacingBetweenSlices: spacingMm,
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    PixelSpacing: [pixelMm, pixelMm],
    Rows: size,
    Columns: size,
    BitsAllocated: 16,
    BitsStored: 12,
    HighBit: 11,
    RescaleIntercept: rescaleIntercept,
    RescaleSlope: 1,
    RescaleType: 'HU',
    WindowCenter: 40,
    WindowWidth: 80,
  };
}

/** Axial slices of the head in Hounsfield units. */
export function* makeCtSeries(plan: SeriesPlan): Generator<PhantomInstance> {
  const { exam } = plan;
  const random = createRandom(exam.seed).fork(exam.patient.patientId);
  const head = createHead(random, plan.lesion === undefined ? {} : { lesion: plan.lesion });
  const maker = createPixelMaker(random.fork(`${exam.key}/${plan.seriesNumber}`));
  const slices = plan.slices ?? slicesOfCt;
  const size = plan.size ?? sizeOfCt;
  const spacingMm = coverageMm / slices;
  const shared = ctAttributes(plan, size, spacingMm);
  const values = perTissue(({ hounsfield }) => hounsfield - rescaleIntercept);
  for (const [slice, plane] of ctPlanes({ slices, size, fieldOfViewMm, spacingMm }).entries()) {
    const sop = examUid(exam, 'instance', plan.seriesNumber, slice + 1);
    const words = maker.pixels(labelSlice(head, plane), {
      rows: size,
      columns: size,
      values,
      noise: 5,
      magnitude: false,
      lowest: 0,
      highest: 4095,
    });
    const dataSet = dataSetOf(writesExplicitVr(plan), {
      ...shared,
      SOPInstanceUID: sop,
      InstanceNumber: slice + 1,
      ImagePositionPatient: plane.positionMm.map((value) => Number(value.toFixed(6))),
      SliceLocation: Number(plane.positionMm[2].toFixed(3)),
      PixelData: new Uint8Array(words.buffer),
    });
    yield finished(plan, dataSet, {
      study: examUid(exam, 'study'),
      series: examUid(exam, 'series', plan.seriesNumber),
      sopClass: ctImageStorage,
      sop,
    });
  }
}

function doseLines({ exam }: SeriesPlan): string[] {
  const { patient, centre } = exam;
  return [
    centre.institutionName,
    'DOSE REPORT',
    '',
    `PATIENT  ${patient.name.split('=')[0] ?? ''}`,
    `ID       ${patient.patientId}`,
    `BORN     ${patient.birthDate}  SEX ${patient.sex}`,
    `ACC      ${exam.accessionNumber}`,
    `EXAM     ${exam.date} ${exam.time}`,
    `STATION  ${centre.stationName}`,
    '',
    'SERIES   TYPE      CTDIVOL    DLP',
    '1        SCOUT     0.09       2.4',
    '2        AXIAL     52.31      912.6',
    '',
    'TOTAL DLP  915.0 MGY*CM',
    'PHANTOM    HEAD 16CM',
  ];
}

/** The page of numbers that a CT sends with its pictures: a secondary capture with the patient's identity in its pixels. */
export function* makeDoseReport(plan: SeriesPlan): Generator<PhantomInstance> {
  const { exam } = plan;
  const size = plan.size ?? 512;
  const pixels = new Uint8Array(size * size);
  const magnification = Math.max(1, Math.round(size / 256));
  for (const [line, text] of doseLines(plan).entries())
    drawText(text, { x: 6 * magnification, y: (8 + line * 12) * magnification, magnification }, (x, y) => {
      if (x < size && y < size) pixels[y * size + x] = 235;
    });
  const sop = examUid(exam, 'instance', plan.seriesNumber, 1);
  const dataSet = dataSetOf(writesExplicitVr(plan), {
    ...commonAttributes(plan, 120),
    SOPClassUID: secondaryCaptureImageStorage,
    SOPInstanceUID: sop,
    ConversionType: 'WSD',
    ImageType: ['DERIVED', 'SECONDARY', 'OTHER', 'CT_SOM5 PROT'],
    SeriesDescription: plan.description ?? 'Dose Report',
    InstanceNumber: 1,
    Rows: size,
    Columns: size,
    BitsAllocated: 8,
    BitsStored: 8,
    HighBit: 7,
  });
  putAttributes(dataSet, { PixelData: pixels });
  yield finished(plan, dataSet, {
    study: examUid(exam, 'study'),
    series: examUid(exam, 'series', plan.seriesNumber),
    sopClass: secondaryCaptureImageStorage,
    sop,
  });
}
