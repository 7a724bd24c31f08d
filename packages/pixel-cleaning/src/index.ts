export { type Black, blackOf } from './black.ts';
export {
  boxesOutside,
  clipBox,
  growBox,
  growLine,
  type ImageSize,
  overlaps,
  type PixelBox,
  unionBox,
} from './boxes.ts';
export {
  createIdentityMatcher,
  type FetalLabel,
  fetalLabelIn,
  harmlessMarks,
  type IdentifierKind,
  isHarmless,
  isSameReading,
  type KnownIdentifier,
} from './burned-text.ts';
export { maskFrame, maskObjection } from './mask-frame.ts';
export { jpegLsLossless, type MaskPlan, planMask, rleLossless } from './mask-plan.ts';
export { type BoxesOfFrame, encapsulatedValue, maskedNativeValue } from './masked-frames.ts';
export { maskHeader, restateEncoding } from './masked-header.ts';
export { isSubsampled, type PixelLayout } from './pixel-layout.ts';
export { type KnownRegions, knownRegions } from './regions.ts';
export { encodeRle } from './rle-encode.ts';
export { textModalities, whyTextIsPossible } from './text-candidates.ts';
