import { type SeriesAttributes, textOf } from '../classification/index.ts';

/** Why a series has no volume. The words for a person are in `detail` of the result. */
export type NotConvertibleReason =
  | 'structured-report'
  | 'segmentation'
  | 'no-pixels'
  | 'no-geometry'
  | 'localizer-mixed-orientation'
  | 'mixed-orientation'
  | 'slices-not-stacked'
  | 'converter-failed';

export interface NotConvertible {
  readonly kind: 'notConvertible';
  readonly reason: NotConvertibleReason;
  readonly message: string;
}

const documentModalities = new Set([
  'SR',
  'KO',
  'PR',
  'DOC',
  'PLAN',
  'AU',
  'ANN',
  'REG',
  'RTSTRUCT',
  'RTPLAN',
  'RTRECORD',
]);

function refuse(reason: NotConvertibleReason, message: string): NotConvertible {
  return { kind: 'notConvertible', reason, message };
}

// Pilots have a few slices in each plane; more than this are several acquisitions in one series.
const maxLocalizerImages = 60;

/**
 * Whether a series can become a volume, by its headers alone; undefined: try.
 * @param hasPixels some instance has rows and columns of pixels
 */
export function judgeConvertible(
  attributes: SeriesAttributes,
  hasPixels: boolean,
): NotConvertible | undefined {
  const modality = textOf(attributes, 'Modality')[0];
  if (modality === 'SEG')
    return refuse(
      'segmentation',
      'This is a segmentation, not an acquired image: its labels refer to the images of another series.',
    );
  if (modality !== undefined && documentModalities.has(modality))
    return refuse(
      'structured-report',
      'This is a document (a report, plan or reference), which has no voxels.',
    );
  if (!hasPixels) return refuse('no-pixels', 'The series has no images.');
  if (attributes.orientations.length === 0)
    return refuse(
      'no-geometry',
      'The images do not state where they lie in the patient (a radiograph, ultrasound, photograph or screen capture), so they make no volume.',
    );
  const groups = attributes.numbers.OrientationGroups?.[0] ?? 1;
  if (groups <= 1) return undefined;
  const images = attributes.numbers.Images?.[0] ?? 0;
  const isLocalizer = images <= maxLocalizerImages || textOf(attributes, 'ImageType').includes('LOCALIZER');
  return isLocalizer
    ? refuse(
        'localizer-mixed-orientation',
        `This is a localizer with slices in ${groups} orientations, which make no single volume.`,
      )
    : refuse('mixed-orientation', `The slices have ${groups} orientations, which make no single volume.`);
}
