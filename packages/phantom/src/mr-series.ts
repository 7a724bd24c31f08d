import { type Attributes, dataSetOf } from './attributes.ts';
import { examAttributes, examUid, timeInExam } from './exam.ts';
import { createHead, type Head } from './head.ts';
import { planesOf } from './mr-geometry.ts';
import { putPrivateBlocks } from './private-blocks.ts';
import { type MrKind, type MrProtocol, mrProtocols } from './protocols.ts';
import { createRandom } from './random.ts';
import { finished, type PhantomInstance, type SeriesPlan, writesExplicitVr } from './series.ts';
import { bolusAt, type MrState, mrSignals } from './signals.ts';
import { labelSlice, type SlicePlane } from './slice-labels.ts';
import { createPixelMaker } from './slice-pixels.ts';
import { perTissue } from './tissues.ts';
import { cross } from './vectors.ts';

export const mrImageStorage = '1.2.840.10008.5.1.4.1.1.4';

/** One pass over all slices: a perfusion run has many, diffusion one for each b-value. */
interface Pass {
  readonly state: MrState;
  readonly attributes: Attributes;
  readonly diffusionBValue?: number;
}

const agentAttributes: Attributes = {
  ContrastBolusAgent: 'GADOTERIDOL',
  ContrastBolusRoute: 'IV',
  ContrastBolusVolume: 14,
  ContrastBolusIngredient: 'GADOLINIUM',
};

function perfusionPasses(plan: SeriesPlan, protocol: MrProtocol): Pass[] {
  const timePoints = plan.timePoints ?? 30;
  return Array.from({ length: timePoints }, (_, index) => {
    const seconds = (index * protocol.timing.repetitionTimeMs) / 1000;
    return {
      state: { bolus: bolusAt(seconds, 14) },
      attributes: {
        TemporalPositionIdentifier: index + 1,
        NumberOfTemporalPositions: timePoints,
        TemporalResolution: protocol.timing.repetitionTimeMs,
        AcquisitionNumber: index + 1,
        AcquisitionTime: timeInExam(plan.exam, protocol.startsAt + seconds),
        TriggerTime: seconds * 1000,
        ContentTime: timeInExam(plan.exam, protocol.startsAt + seconds),
      },
    };
  });
}

function passesOf(plan: SeriesPlan, kind: MrKind, protocol: MrProtocol): Pass[] {
  if (kind === 'dsc') return perfusionPasses(plan, protocol);
  if (kind === 'dwi')
    return [0, 1000].map((diffusionBValue) => ({
      state: { diffusionBValue },
      diffusionBValue,
      attributes: {
        DiffusionBValue: diffusionBValue,
        DiffusionDirectionality: diffusionBValue === 0 ? 'NONE' : 'ISOTROPIC',
        AcquisitionNumber: 1,
      },
    }));
  return [{ state: protocol.agent === true ? { agent: 1 } : {}, attributes: { AcquisitionNumber: 1 } }];
}

function imageTypeOf(plan: SeriesPlan, kind: MrKind): string[] {
  if (kind === 'adc') return ['DERIVED', 'PRIMARY', 'DIFFUSION', 'ADC', 'ND'];
  if (kind === 'dwi') return ['ORIGINAL', 'PRIMARY', 'DIFFUSION', 'TRACEW', 'ND'];
  return plan.exam.centre.manufacturer === 'SIEMENS'
    ? ['ORIGINAL', 'PRIMARY', 'M', 'ND']
    : ['ORIGINAL', 'PRIMARY', 'OTHER'];
}

function seriesAttributes(plan: SeriesPlan, kind: MrKind, protocol: MrProtocol): Attributes {
  const { exam } = plan;
  return {
    ...examAttributes(exam),
    ManufacturerModelName: exam.centre.manufacturer === 'SIEMENS' ? 'Skyra' : 'DISCOVERY MR750',
    SoftwareVersions:
      exam.centre.manufacturer === 'SIEMENS' ? 'syngo MR E11' : '25\\LX\\MR Software release:DV25.1',
    SOPClassUID: mrImageStorage,
    Modality: 'MR',
    SeriesInstanceUID: examUid(exam, 'series', plan.seriesNumber),
    SeriesNumber: plan.seriesNumber,
    SeriesDate: exam.date,
    AcquisitionDate: exam.date,
    ContentDate: exam.date,
    SeriesTime: timeInExam(exam, protocol.startsAt),
    AcquisitionTime: timeInExam(exam, protocol.startsAt),
    ContentTime: timeInExam(exam, protocol.startsAt + 60),
    SeriesDescription: plan.description ?? protocol.descriptions[exam.centre.manufacturer],
    ProtocolName: plan.description ?? protocol.descriptions[exam.centre.manufacturer],
    BodyPartExamined: 'BRAIN',
    PatientPosition: 'HFS',
    FrameOfReferenceUID: examUid(exam, 'frame-of-reference'),
    PositionReferenceIndicator: null,
    ImageType: imageTypeOf(plan, kind),
    ...sequenceAttributes(protocol),
  };
}

function sequenceAttributes(protocol: MrProtocol): Attributes {
  const { timing } = protocol;
  return {
    ScanningSequence: protocol.scanningSequence,
    SequenceVariant: protocol.sequenceVariant,
    ScanOptions: protocol.scanOptions ?? null,
    SequenceName: protocol.sequenceName,
    MRAcquisitionType: protocol.acquisitionType,
    RepetitionTime: timing.repetitionTimeMs,
    EchoTime: timing.echoTimeMs,
    ...(timing.inversionTimeMs === undefined ? {} : { InversionTime: timing.inversionTimeMs }),
    FlipAngle: timing.flipAngleDeg,
    EchoTrainLength: protocol.echoTrainLength,
    EchoNumbers: 1,
    NumberOfAverages: 1,
    MagneticFieldStrength: 3,
    ImagingFrequency: 123.2,
    ImagedNucleus: '1H',
    InPlanePhaseEncodingDirection: 'COL',
    PixelBandwidth: 220,
    AngioFlag: 'N',
    SliceThickness: protocol.sliceThicknessMm,
    ...(protocol.agent === true ? agentAttributes : {}),
  };
}

function planeAttributes(plane: SlicePlane): Attributes {
  return {
    ImagePositionPatient: plane.positionMm.map((value) => Number(value.toFixed(6))),
    ImageOrientationPatient: [...plane.alongRow, ...plane.alongColumn].map((value) =>
      Number(value.toFixed(8)),
    ),
    PixelSpacing: [plane.rowSpacingMm, plane.columnSpacingMm].map((value) => Number(value.toFixed(8))),
    Rows: plane.rows,
    Columns: plane.columns,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    BitsAllocated: 16,
    BitsStored: 12,
    HighBit: 11,
    PixelRepresentation: 0,
  };
}

function scaledSignals(kind: MrKind, protocol: MrProtocol, state: MrState): Float32Array {
  // An ADC map is in 10⁻⁶ mm²/s, with nothing where there is no tissue to measure.
  if (kind === 'adc') return perTissue(({ adc, protonDensity }) => (protonDensity < 0.1 ? 0 : adc));
  return mrSignals(protocol.timing, state);
}

/** The factor that puts the second brightest tissue at 1400 of 4095: one for a series, so that time courses can be compared. */
function gainOf(signals: Float32Array): number {
  const ordered = [...signals].sort((a, b) => b - a);
  return 1400 / Math.max(1e-6, ordered[1] ?? 1);
}

/** The label picture of each slice, made at its first use: a perfusion run passes over the same slices many times. */
function slicesOf(head: Head, planes: readonly SlicePlane[]) {
  const labels: Uint8Array[] = [];
  return (slice: number): Uint8Array => (labels[slice] ??= labelSlice(head, planes[slice] as SlicePlane));
}

/** The instances of an MR series, pass after pass, as a scanner stores them. */
export function* makeMrSeries(plan: SeriesPlan, kind: MrKind): Generator<PhantomInstance> {
  const protocol = mrProtocols[kind];
  const { exam } = plan;
  const random = createRandom(exam.seed).fork(exam.patient.patientId);
  const head = createHead(random, plan.lesion === undefined ? {} : { lesion: plan.lesion });
  const maker = createPixelMaker(random.fork(`${exam.key}/${plan.seriesNumber}`));
  const planes = planesOf(protocol, plan.slices ?? protocol.slices, plan.size ?? protocol.size);
  const labelsOf = slicesOf(head, planes);
  const passes = passesOf(plan, kind, protocol);
  const highest = kind === 'adc' ? 4000 : 1400;
  const gain = kind === 'adc' ? 1 : gainOf(scaledSignals(kind, protocol, passes[0]?.state ?? {}));
  const shared = {
    ...seriesAttributes(plan, kind, protocol),
    ...stackAttributes(protocol, planes.length, highest),
  };
  let instanceNumber = 0;
  for (const pass of passes) {
    const values = scaledSignals(kind, protocol, pass.state).map((value) => value * gain);
    for (const [slice, plane] of planes.entries()) {
      instanceNumber += 1;
      const { rows, columns } = plane;
      const noise = protocol.noise * highest;
      const options = { rows, columns, values, noise, magnitude: kind !== 'adc', lowest: 0, highest: 4095 };
      const words = maker.pixels(labelsOf(slice), options);
      yield imageOf(plan, plane, pass, instanceNumber, {
        ...shared,
        PixelData: new Uint8Array(words.buffer),
      });
    }
  }
}

function stackAttributes(protocol: MrProtocol, slices: number, highest: number): Attributes {
  const spacing =
    protocol.plane === 'three-planes'
      ? {}
      : { SpacingBetweenSlices: (protocol.spacingMm * protocol.slices) / slices };
  return { ...spacing, WindowCenter: highest / 2, WindowWidth: highest };
}

function imageOf(
  plan: SeriesPlan,
  plane: SlicePlane,
  pass: Pass,
  instanceNumber: number,
  shared: Attributes,
): PhantomInstance {
  const { exam } = plan;
  const sop = examUid(exam, 'instance', plan.seriesNumber, instanceNumber);
  const dataSet = dataSetOf(writesExplicitVr(plan), {
    ...shared,
    ...planeAttributes(plane),
    ...pass.attributes,
    SOPInstanceUID: sop,
    InstanceNumber: instanceNumber,
  });
  const { diffusionBValue } = pass;
  putPrivateBlocks(dataSet, exam, {
    sliceNormal: cross(plane.alongRow, plane.alongColumn),
    ...(diffusionBValue === undefined ? {} : { diffusionBValue }),
  });
  return finished(plan, dataSet, {
    study: examUid(exam, 'study'),
    series: examUid(exam, 'series', plan.seriesNumber),
    sopClass: mrImageStorage,
    sop,
  });
}
