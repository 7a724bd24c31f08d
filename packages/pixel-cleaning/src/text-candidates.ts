import { type DataSet, firstText, textValues } from '@pesscara/dicom';

/** Modalities whose devices write text into images. */
export const textModalities: readonly string[] = [
  ...[
    'US',
    'IVUS',
    'XA',
    'RF',
    'SC',
    'OT',
    'DX',
    'CR',
    'ES',
    'GM',
    'XC',
    'DOC',
    'PX',
    'IO',
    'EPS',
    'HD',
    'ECG',
  ],
];

const secondaryCapture = '1.2.840.10008.5.1.4.1.1.7';

/** Why an object may have text in its pixels; undefined when nothing says so. */
export function whyTextIsPossible(
  header: DataSet,
  sopClassUid: string,
  modalities: ReadonlySet<string> = new Set(textModalities),
): 'burned-in' | 'secondary-capture' | 'image-type' | 'modality' | undefined {
  const burnedIn = (firstText(header, 'BurnedInAnnotation') ?? '').toUpperCase();
  if (burnedIn === 'YES') return 'burned-in';
  if (sopClassUid === secondaryCapture || sopClassUid.startsWith(`${secondaryCapture}.`))
    return 'secondary-capture';
  const types = textValues(header, 'ImageType').map((type) => type.trim().toUpperCase());
  if (types.some((type) => type === 'SECONDARY' || type.includes('SCREEN SAVE'))) return 'image-type';
  return modalities.has((firstText(header, 'Modality') ?? '').toUpperCase()) ? 'modality' : undefined;
}
