/**
 * What a sidecar may say: how the images were acquired and where they lie. Everything else that a version of dcm2niix writes,
 * known or not, is left out: names, numbers, places, times of day, free text of the procedure, serial numbers, UIDs.
 */
const allowedKeys: ReadonlySet<string> = new Set(
  `Modality MagneticFieldStrength ImagingFrequency ImagedNucleus Manufacturer ManufacturersModelName PatientPosition BodyPart
  BodyPartExamined MRAcquisitionType SeriesDescription ProtocolName ScanningSequence SequenceVariant ScanOptions SequenceName
  PulseSequenceName PulseSequenceDetails PulseSequenceType ImageType ImageTypeText RawImage NonlinearGradientCorrection
  SeriesNumber AcquisitionNumber SliceThickness SpacingBetweenSlices SAR NumberOfAverages EchoNumber EchoTime EchoTime1
  EchoTime2 EchoTime3 RepetitionTime RepetitionTimeExcitation RepetitionTimeInversion RepetitionTimePreparation InversionTime
  FlipAngle MTState SpoilingState SpoilingType PartialFourier PartialFourierEnabled PartialFourierDirection Interpolation2D
  BaseResolution ShimSetting TxRefAmp PhaseResolution VendorReportedEchoSpacing ReceiveCoilName ReceiveCoilActiveElements
  CoilString CoilCombinationMethod MatrixCoilMode TablePosition ConsistencyInfo PercentPhaseFOV PercentSampling
  EchoTrainLength PhaseEncodingSteps PhaseEncodingStepsNoPartialFourier PhaseEncodingStepsOutOfPlane FrequencyEncodingSteps
  AcquisitionMatrixPE ReconMatrixPE ParallelReductionFactorInPlane ParallelReductionFactorOutOfPlane ParallelReductionOutOfPlane
  ParallelAcquisitionTechnique ParallelAcquisition MultibandAccelerationFactor CompressedSensingFactor DeepLearningFactor
  DeepLearningStrength EffectiveEchoSpacing EstimatedEffectiveEchoSpacing DerivedVendorReportedEchoSpacing TotalReadoutTime
  EstimatedTotalReadoutTime AcquisitionDuration PixelBandwidth BandwidthPerPixelPhaseEncode DwellTime PhaseEncodingDirection
  PhaseEncodingAxis PhaseEncodingPolarityGE InPlanePhaseEncodingDirectionDICOM SliceTiming SliceEncodingDirection
  ImageOrientationPatientDICOM ImageOrientationText NumberOfSlices WaterFatShift EPIFactor
  PhilipsRescaleSlope PhilipsRescaleIntercept PhilipsScaleSlope PhilipsRWVSlope PhilipsRWVIntercept
  UsePhilipsFloatNotDisplayScaling DiffusionScheme DiffusionBValue DiffusionGradientOrientation
  ArterialSpinLabelingType LabelingDuration PostLabelingDelay PostLabelDelay InitialPostLabelDelay BackgroundSuppression
  BackgroundSuppressionNumberPulses BackgroundSuppressionPulseTime VascularCrushing LabelOffset RFGap MeanGzx10 T1
  BolusDuration BolusCutOffFlag BolusCutOffDelayTime BolusCutOffTechnique InversionTimes TagRFFlipAngle TagRFDuration
  TagRFSeparation MaximumT1Opt TagPlaneDThickness TagDuration NumberOfControlScans ASLContrastTechnique ASLLabelingTechnique
  ContrastBolusIngredient KVP XRayExposure XRayTubeCurrent ExposureTime ConvolutionKernel GantryTilt
  Radionuclide RadionuclideHalfLife RadionuclideTotalDose RadionuclidePositronFraction InjectedRadioactivity
  InjectedRadioactivityUnits TracerName TracerRadionuclide Units DecayCorrected DecayCorrectionFactor DecayFactor DoseCalibrationFactor
  ScatterFraction FrameTimesStart FrameDuration FrameReferenceTime AttenuationCorrectionMethod RandomsCorrectionMethod
  ReconstructionMethod ReconMethodName ReconMethodParameterLabels ReconMethodParameterValues ReconMethodParameterUnits
  ReconFilterType ReconFilterSize SliceSensitivityFactor SoftwareVersions ConversionSoftware ConversionSoftwareVersion BidsGuess`
    .split(/\s+/)
    .filter((key) => key !== ''),
);

/** Times of the acquisition: kept only where the profile kept or shifted the dates of the images themselves. */
const timeKeys: ReadonlySet<string> = new Set(['AcquisitionTime', 'AcquisitionDateTime']);

export type Sidecar = Record<string, unknown>;

/**
 * The sidecar with what it may say.
 * @param hasDates the images' own dates were kept or shifted ((0028,0303) is not REMOVED)
 * @returns undefined when the text is no JSON object
 */
export function cleanSidecar(text: string, hasDates: boolean): Sidecar | undefined {
  const parsed = parseObject(text);
  if (parsed === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(parsed).filter(([key]) => allowedKeys.has(key) || (hasDates && timeKeys.has(key))),
  );
}

function parseObject(text: string): Sidecar | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Sidecar)
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
