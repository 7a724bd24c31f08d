import type { OriginalValue } from '@pesscara/deidentification';
import type { PatientIdentity } from './crosswalk/sealed-values.ts';

/** A value that tells who the patient is, or who treated them where. */
export interface KnownIdentifier {
  readonly kind:
    | 'patient-name'
    | 'patient-id'
    | 'birth-date'
    | 'accession-number'
    | 'contact'
    | 'physician'
    | 'institution';
  readonly text: string;
}

/** Top-level attributes of the original header that hold identifiers (PS3.3 C.7.1.1, C.7.2.1, C.7.5.1). */
const kinds: Readonly<Record<string, KnownIdentifier['kind']>> = {
  '(0010,0010)': 'patient-name',
  '(0010,1001)': 'patient-name',
  '(0010,1005)': 'patient-name',
  '(0010,0020)': 'patient-id',
  '(0010,1000)': 'patient-id',
  '(0010,0030)': 'birth-date',
  '(0008,0050)': 'accession-number',
  '(0010,1040)': 'contact',
  '(0010,2154)': 'contact',
  '(0008,0080)': 'institution',
  '(0008,0090)': 'physician',
  '(0008,1050)': 'physician',
  '(0008,1070)': 'physician',
};

/** Both readings of bytes whose character set is not known any more. */
function readings(bytes: Uint8Array): string[] {
  const buffer = Buffer.from(bytes);
  const utf8 = buffer.toString('utf8');
  const texts = utf8.includes('\uFFFD') ? [buffer.toString('latin1')] : [utf8];
  return texts.map((text) => text.replaceAll('\0', ' ').trim()).filter((text) => text !== '');
}

/** The identifiers among an instance's original values. */
export function identifiersAmong(originals: readonly OriginalValue[]): KnownIdentifier[] {
  return originals.flatMap(({ path, bytes }) => {
    const kind = kinds[path];
    return kind === undefined ? [] : readings(bytes).map((text) => ({ kind, text }));
  });
}

/** The identifiers of a patient of the crosswalk. */
export function identifiersOfPatient({
  patientId,
  patientName,
  birthDate,
}: PatientIdentity): KnownIdentifier[] {
  const known: KnownIdentifier[] = [
    { kind: 'patient-id', text: patientId },
    { kind: 'patient-name', text: patientName },
    { kind: 'birth-date', text: birthDate },
  ];
  return known.filter(({ text }) => text.trim() !== '');
}
