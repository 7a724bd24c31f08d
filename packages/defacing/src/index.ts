export {
  type DefaceMeasures,
  type DefaceOptions,
  type DefaceResult,
  deface,
  type FailureReason,
  failureReasons,
} from './deface.ts';
export { type Affine, invert, type Point, transform } from './geometry.ts';
export {
  type Applicability,
  headApplicability,
  leastSlices,
  type NotApplicableReason,
  notApplicableReasons,
  type SeriesFacts,
} from './head-detector.ts';
export { flood } from './masks.ts';
export {
  type Picture,
  type PictureName,
  type PictureOptions,
  pictureNames,
  takePictures,
} from './pictures.ts';
export { type FaceRegion, removeFromSlice, type SliceGeometry, type SliceResult } from './region.ts';
export { type SlicePosition, type Stack, sliceAffine, stackSlices } from './stack.ts';
export { type Samples, type ScannedVolume, sampleBetween, voxelSizesMm } from './volume.ts';
