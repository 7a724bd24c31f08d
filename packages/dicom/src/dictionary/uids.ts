import { storageSopClassLines } from './uids.generated.ts';

/** Media Storage Directory Storage: a DICOMDIR. It is found in files, never sent by C-STORE (PS3.3 F). */
export const mediaStorageDirectoryUid = '1.2.840.10008.1.3.10';

/** Storage SOP classes that PS3.4 has retired and old devices still send. */
const retiredStorageSopClasses: readonly (readonly [string, string])[] = [
  ['1.2.840.10008.5.1.4.1.1.3', 'Ultrasound Multi-frame Image Storage (Retired)'],
  ['1.2.840.10008.5.1.4.1.1.5', 'Nuclear Medicine Image Storage (Retired)'],
  ['1.2.840.10008.5.1.4.1.1.6', 'Ultrasound Image Storage (Retired)'],
  ['1.2.840.10008.5.1.4.1.1.8', 'Standalone Overlay Storage (Retired)'],
  ['1.2.840.10008.5.1.4.1.1.9', 'Standalone Curve Storage (Retired)'],
  ['1.2.840.10008.5.1.4.1.1.10', 'Standalone Modality LUT Storage (Retired)'],
  ['1.2.840.10008.5.1.4.1.1.11', 'Standalone VOI LUT Storage (Retired)'],
  ['1.2.840.10008.5.1.4.1.1.12.3', 'X-Ray Angiographic Bi-Plane Image Storage (Retired)'],
  ['1.2.840.10008.5.1.4.1.1.77.1', 'VL Image Storage - Trial (Retired)'],
  ['1.2.840.10008.5.1.4.1.1.77.2', 'VL Multi-frame Image Storage - Trial (Retired)'],
  ['1.2.840.10008.5.1.4.1.1.129', 'Standalone PET Curve Storage (Retired)'],
];

export type SopClass = { readonly uid: string; readonly name: string; readonly retired: boolean };

/** Every storage SOP class of PS3.4 B.5 and GG.3, retired ones last. */
export const storageSopClasses: readonly SopClass[] = [
  ...storageSopClassLines
    .split('\n')
    .map((line) => ({
      uid: line.slice(0, line.indexOf(' ')),
      name: line.slice(line.indexOf(' ') + 1),
      retired: false,
    }))
    .filter(({ uid }) => uid !== mediaStorageDirectoryUid),
  ...retiredStorageSopClasses.map(([uid, name]) => ({ uid, name, retired: true })),
];

const storageNames: ReadonlyMap<string, string> = new Map(
  storageSopClasses.map(({ uid, name }) => [uid, name]),
);

/** 'CT Image Storage'; undefined when the UID is no storage SOP class of the standard. */
export function storageSopClassName(uid: string): string | undefined {
  return storageNames.get(uid);
}

/** True for the storage SOP classes of the standard; private ones are unknown here. */
export function isStorageSopClass(uid: string): boolean {
  return storageNames.has(uid);
}

/** True for UIDs under 1.2.840.10008, the root of the standard, which are never mapped (PS3.15 E.3.9). */
export function isWellKnownUid(uid: string): boolean {
  return uid.startsWith('1.2.840.10008.');
}

/** True when the text is a UID: at most 64 characters, components without leading zeros (PS3.5 9.1). */
export function isUid(text: string): boolean {
  return text.length <= 64 && /^(0|[1-9]\d*)(\.(0|[1-9]\d*))*$/.test(text);
}
