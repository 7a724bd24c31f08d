import { type Attributes, dataSetOf } from './attributes.ts';
import { drawText } from './bitmap-font.ts';
import { type Exam, examAttributes, examUid, timeInExam } from './exam.ts';
import { createRandom, type Random } from './random.ts';
import { finished, type PhantomInstance, type SeriesPlan, writesExplicitVr } from './series.ts';

const ultrasoundMultiFrameImageStorage = '1.2.840.10008.5.1.4.1.1.3.1';

/** Where the picture of the body is, inside the screen with its texts. */
interface Sector {
  readonly apexX: number;
  readonly apexY: number;
  readonly innerRadius: number;
  readonly outerRadius: number;
  readonly halfAngle: number;
}

function sectorOf(columns: number, rows: number): Sector {
  return {
    apexX: columns / 2,
    apexY: rows * 0.02,
    innerRadius: rows * 0.18,
    outerRadius: rows * 0.94,
    halfAngle: 0.62,
  };
}

const beams = 256;
const samples = 256;

/** Echoes of tissue by beam and depth: speckle, brighter bands, fading with depth. */
function makeSpeckle(random: Random): Float32Array {
  const speckle = new Float32Array(beams * samples);
  for (let beam = 0; beam < beams; beam++)
    for (let depth = 0; depth < samples; depth++) {
      const band = 0.65 + 0.25 * Math.sin(depth / 17 + Math.sin(beam / 29));
      const rayleigh = Math.sqrt(-Math.log(1 - random.next() * 0.999));
      speckle[beam * samples + depth] = 95 * band * rayleigh * (1 - depth / (samples * 1.5));
    }
  return speckle;
}

function texts(exam: Exam): { x: number; y: number; text: string }[] {
  const { patient, centre } = exam;
  const family = (patient.name.split('=')[0] ?? '').replace('^', ', ');
  return [
    { x: 4, y: 4, text: centre.institutionName },
    { x: 4, y: 14, text: family },
    { x: 4, y: 24, text: `ID ${patient.patientId}` },
    { x: 4, y: 34, text: `DOB ${patient.birthDate}` },
    { x: 212, y: 14, text: exam.date },
    { x: 212, y: 24, text: 'MI 0.9 TIS 0.4' },
    { x: 212, y: 34, text: 'C5-1 ABD' },
  ];
}

/** For every pixel the echo that is shown there, an index into the speckle; -1 outside the sector. Worked out once for all frames. */
function scanConversion(columns: number, rows: number): Int32Array {
  const sector = sectorOf(columns, rows);
  const echoes = new Int32Array(columns * rows).fill(-1);
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) {
      const dx = x - sector.apexX;
      const dy = y - sector.apexY;
      const depth =
        (Math.sqrt(dx * dx + dy * dy) - sector.innerRadius) / (sector.outerRadius - sector.innerRadius);
      if (depth < 0 || depth >= 1) continue;
      const across = (Math.atan2(dx, dy) / sector.halfAngle + 1) / 2;
      if (across < 0 || across >= 1) continue;
      echoes[y * columns + x] = Math.floor(across * beams) * samples + Math.floor(depth * samples);
    }
  return echoes;
}

/** One frame, RGB: a sector of tissue with a vessel that widens with the pulse. */
function drawFrame(
  target: Uint8Array,
  columns: number,
  echoes: Int32Array,
  speckle: Float32Array,
  pulse: number,
): void {
  const rows = echoes.length / columns;
  const [vesselX, vesselY] = [columns * 0.54, rows * 0.55];
  const [vesselWidth, vesselHeight] = [columns * 0.13, rows * (0.055 + 0.012 * pulse)];
  for (let at = 0; at < echoes.length; at++) {
    const index = echoes[at] as number;
    if (index < 0) continue;
    const dx = ((at % columns) - vesselX) / vesselWidth;
    const dy = (Math.floor(at / columns) - vesselY) / vesselHeight;
    const distance = dx * dx + dy * dy;
    const echo = speckle[index] as number;
    const grey = Math.min(255, distance < 1 ? echo * 0.08 : distance < 1.25 ? echo * 1.6 + 40 : echo);
    target[at * 3] = distance < 0.55 ? Math.min(255, grey + 90 + 60 * pulse) : grey;
    target[at * 3 + 1] = grey;
    target[at * 3 + 2] = grey;
  }
}

function regionOf(columns: number, rows: number): Attributes {
  const sector = sectorOf(columns, rows);
  const cmPerPixel = 15 / (sector.outerRadius - sector.innerRadius);
  const halfWidth = sector.outerRadius * Math.sin(sector.halfAngle);
  return {
    RegionSpatialFormat: 1,
    RegionDataType: 1,
    RegionFlags: 2,
    RegionLocationMinX0: Math.floor(sector.apexX - halfWidth),
    RegionLocationMinY0: Math.floor(sector.apexY + sector.innerRadius * Math.cos(sector.halfAngle)),
    RegionLocationMaxX1: Math.ceil(sector.apexX + halfWidth),
    RegionLocationMaxY1: Math.ceil(sector.apexY + sector.outerRadius),
    PhysicalUnitsXDirection: 3,
    PhysicalUnitsYDirection: 3,
    PhysicalDeltaX: cmPerPixel,
    PhysicalDeltaY: cmPerPixel,
  };
}

function ultrasoundAttributes(plan: SeriesPlan, columns: number, rows: number, frames: number): Attributes {
  const { exam } = plan;
  return {
    ...examAttributes(exam),
    ManufacturerModelName: 'LOGIQ E10',
    SOPClassUID: ultrasoundMultiFrameImageStorage,
    Modality: 'US',
    SeriesInstanceUID: examUid(exam, 'series', plan.seriesNumber),
    SeriesNumber: plan.seriesNumber,
    SeriesDate: exam.date,
    SeriesTime: timeInExam(exam, 30),
    ContentDate: exam.date,
    ContentTime: timeInExam(exam, 35 + plan.seriesNumber),
    SeriesDescription: plan.description ?? 'Abdomen aorta cine',
    BodyPartExamined: 'ABDOMEN',
    ImageType: ['ORIGINAL', 'PRIMARY', 'ABDOMINAL', '0001'],
    InstanceNumber: 1,
    PatientOrientation: null,
    NumberOfFrames: frames,
    FrameTime: 40,
    FrameIncrementPointer: 0x00181063,
    SequenceOfUltrasoundRegions: [regionOf(columns, rows)],
    BurnedInAnnotation: 'YES',
    LossyImageCompression: '00',
    Rows: rows,
    Columns: columns,
    SamplesPerPixel: 3,
    PhotometricInterpretation: 'RGB',
    PlanarConfiguration: 0,
    BitsAllocated: 8,
    BitsStored: 8,
    HighBit: 7,
    PixelRepresentation: 0,
  };
}

/** A clip of an ultrasound machine: colour, many frames in one instance, and the patient's name on every one of them. */
export function* makeUltrasound(plan: SeriesPlan): Generator<PhantomInstance> {
  const { exam } = plan;
  const rows = plan.size ?? 240;
  const columns = Math.round((rows * 4) / 3);
  const frames = plan.slices ?? 16;
  const speckle = makeSpeckle(createRandom(exam.seed).fork(`${exam.key}/${plan.seriesNumber}`));
  const echoes = scanConversion(columns, rows);
  const frameBytes = rows * columns * 3;
  const pixels = new Uint8Array(frameBytes * frames);
  const magnification = Math.max(1, Math.round(columns / 320));
  for (let frame = 0; frame < frames; frame++) {
    const target = pixels.subarray(frame * frameBytes, (frame + 1) * frameBytes);
    drawFrame(target, columns, echoes, speckle, Math.sin((2 * Math.PI * frame) / frames));
    for (const { x, y, text } of texts(exam))
      drawText(text, { x: x * magnification, y: y * magnification, magnification }, (px, py) => {
        if (px < columns && py < rows) target.fill(230, (py * columns + px) * 3, (py * columns + px) * 3 + 3);
      });
  }
  const sop = examUid(exam, 'instance', plan.seriesNumber, 1);
  const dataSet = dataSetOf(writesExplicitVr(plan), {
    ...ultrasoundAttributes(plan, columns, rows, frames),
    SOPInstanceUID: sop,
    PixelData: pixels,
  });
  yield finished(plan, dataSet, {
    study: examUid(exam, 'study'),
    series: examUid(exam, 'series', plan.seriesNumber),
    sopClass: ultrasoundMultiFrameImageStorage,
    sop,
  });
}
