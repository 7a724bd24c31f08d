import { type DataSet, privateCreatorOf, textValues } from '@pesscara/dicom';

/** (0019,xx0A) Number of Images in Mosaic, and (0029,xx10) CSA Image Header Info, which holds it too. */
const countingElements = [
  { group: 0x0019, elementByte: 0x0a, creator: 'SIEMENS MR HEADER' },
  { group: 0x0029, elementByte: 0x10, creator: 'SIEMENS CSA HEADER' },
];

/**
 * True for a Siemens mosaic (all slices of a volume as tiles of one image) that does not say any more how many tiles are
 * slices: de-identification removed the private elements.
 */
export function isUncountedMosaic(dataSet: DataSet): boolean {
  if (!textValues(dataSet, 'ImageType').includes('MOSAIC')) return false;
  return !dataSet.elements.some(({ tag }) =>
    countingElements.some(
      ({ group, elementByte, creator }) =>
        tag >>> 16 === group &&
        (tag & 0xff) === elementByte &&
        (tag & 0xffff) > 0xff &&
        privateCreatorOf(dataSet, tag) === creator,
    ),
  );
}
