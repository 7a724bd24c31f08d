import { characterSetIn, type DataSet, type Element, firstNumber, type Tag } from '@pesscara/dicom';
import { typesOfSopClass } from './iod/iod-types.ts';
import { plainText, trimPadding } from './latin1.ts';

export type FindingSeverity = 'high' | 'medium' | 'low';

/** Why a person should look, what it means, and how bad it is. The codes are stable: queues filter by them. */
export const findingKinds = {
  'burned-in-annotation': ['high', 'The object says that identifying text is burned into its pixels.'],
  'secondary-capture': ['high', 'A secondary capture: screens and scanned paper often show the patient.'],
  'image-type-secondary': ['medium', 'Image Type says secondary: the pixels may carry text.'],
  'burned-in-possible': [
    'medium',
    'This modality often burns text into pixels, and the object does not deny it.',
  ],
  'recognizable-features': ['medium', 'The object says that the patient can be recognized in the image.'],
  'encapsulated-document': [
    'high',
    'A document inside the object was replaced; it may be all the object is for.',
  ],
  'overlay-in-pixel-bits': [
    'high',
    'An overlay is kept in unused bits of the pixels; they were not changed.',
  ],
  'overlay-removed': ['low', 'Overlay or curve graphics were removed.'],
  'overlay-kept': ['low', 'Overlay graphics were kept, for a person to look at: keep or remove them.'],
  'private-removed': ['low', 'Private elements were removed.'],
  'private-kept': ['medium', 'Private elements were kept by an override of the profile.'],
  'private-listed': ['low', 'Private elements were kept because a published list says that they are safe.'],
  'unknown-character-set': [
    'medium',
    'The character set is not known: texts were compared as far as they can be read.',
  ],
  'unknown-sop-class': ['low', 'The SOP class is not known: attributes were treated as if it demanded them.'],
  'iod-type1-missing': ['medium', 'The output lacks values that its kind of object must have:'],
  'iod-type2-missing': ['low', 'The output lacks attributes that its kind of object has, if only empty:'],
  'words-dropped': ['low', 'Words outside the dictionary were dropped from a description.'],
  'date-unreadable': ['low', 'A date or time could not be read, and was not kept.'],
  'age-unreadable': ['low', 'An age could not be read, and was not kept.'],
  'uid-malformed': ['low', 'A UID holds characters that UIDs do not have; it was replaced.'],
  'value-undefined': [
    'low',
    'A characteristic of the patient held none of its defined terms, and was not kept.',
  ],
  'sequence-unreadable': ['medium', 'A value that should be a sequence could not be read, and was removed.'],
  'already-deidentified': ['medium', 'The object had been de-identified elsewhere.'],
  'already-deidentified-here': ['low', 'The object comes from this project: its UIDs and dates were kept.'],
  'identity-removed-doubtful': ['medium', 'The object says that identity was removed, but still held some.'],
  'identifier-in-output': [
    'high',
    'An identifier of the patient occurred in a value that the profile keeps; it was emptied.',
  ],
  'name-in-output': [
    'medium',
    'The name of a physician or institution occurred in a value that the profile keeps.',
  ],
  'value-not-searched': ['medium', 'A kept value is too long to be searched for identifiers.'],
} as const satisfies Record<string, readonly [FindingSeverity, string]>;

export type FindingCode = keyof typeof findingKinds;

/** Something about one instance that a person should look at. It holds no value of the object. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: FindingSeverity;
  readonly path?: string;
  readonly detail: string;
}

/** The finding of a code, at a path when it is about one element. */
export function findingOf(code: FindingCode, path?: string): Finding {
  const [severity, detail] = findingKinds[code];
  return { code, severity, ...(path === undefined ? {} : { path }), detail };
}

const patientIdentityRemoved = 0x00120062;
const burnedInAnnotation = 0x00280301;
const recognizableVisualFeatures = 0x00280302;
const imageType = 0x00080008;
const modality = 0x00080060;
const patientBirthDate = 0x00100030;
const specificCharacterSet = 0x00080005;

const secondaryCaptureClass = '1.2.840.10008.5.1.4.1.1.7';

/** Modalities whose devices write text into the image. */
const textBurningModalities: ReadonlySet<string> = new Set(
  'US IVUS XA RF SC OT DX CR ES GM XC DOC PX IO EPS HD ECG'.split(' '),
);

function upperText(dataSet: DataSet, tag: Tag): string {
  return plainText(dataSet, tag).toUpperCase();
}

function pixelFindings(header: DataSet, sopClassUid: string): FindingCode[] {
  const codes: FindingCode[] = [];
  const burnedIn = upperText(header, burnedInAnnotation);
  const types = upperText(header, imageType).split('\\').map(trimPadding);
  const isSecondaryCapture =
    sopClassUid === secondaryCaptureClass || sopClassUid.startsWith(`${secondaryCaptureClass}.`);
  if (burnedIn === 'YES') codes.push('burned-in-annotation');
  if (isSecondaryCapture || types.some((type) => type.includes('SCREEN SAVE')))
    codes.push('secondary-capture');
  else if (types.includes('SECONDARY')) codes.push('image-type-secondary');
  else if (
    burnedIn !== 'NO' &&
    burnedIn !== 'YES' &&
    textBurningModalities.has(upperText(header, modality))
  ) {
    codes.push('burned-in-possible');
  }
  if (upperText(header, recognizableVisualFeatures) === 'YES') codes.push('recognizable-features');
  return codes;
}

/** The even groups 6000 to 601E in a data set; elements stand in order, so it looks from the end. */
function overlayGroups(header: DataSet): Set<number> {
  const groups = new Set<number>();
  const { elements } = header;
  for (let at = elements.length - 1; at >= 0; at -= 1) {
    const { tag } = elements[at] as Element;
    if (tag < 0x60000000) break;
    if (tag < 0x60200000) groups.add(tag - (tag % 0x10000));
  }
  return groups;
}

/** Old overlays have no data of their own: their bits stand above the stored bits of the pixels (PS3.3 C.9.2). */
function hasOverlayInPixels(header: DataSet): boolean {
  for (const group of overlayGroups(header)) {
    const bitPosition = firstNumber(header, group + 0x0102);
    if (bitPosition === undefined || bitPosition === 0 || header.has(group + 0x3000)) continue;
    const allocated = firstNumber(header, group + 0x0100);
    if (allocated === undefined || allocated > 1) return true;
  }
  return false;
}

/** Asking the codec costs more than all other findings; these terms are all but universal. */
const commonCharacterSets: ReadonlySet<string> = new Set(['', 'ISO_IR 6', 'ISO_IR 100', 'ISO_IR 192']);

function hasUnknownCharacterSet(header: DataSet): boolean {
  const term = plainText(header, specificCharacterSet);
  return !commonCharacterSets.has(term) && characterSetIn(header).unknownCharacterSet;
}

/** What the input says about itself, before anything is changed. `isOwn`: it carries our marks and our key's name. */
export function findingsOfInput(header: DataSet, sopClassUid: string, isOwn: boolean): Finding[] {
  const codes = pixelFindings(header, sopClassUid);
  if (hasOverlayInPixels(header)) codes.push('overlay-in-pixel-bits');
  if (header.has(0x00420011)) codes.push('encapsulated-document');
  if (typesOfSopClass(sopClassUid) === undefined) codes.push('unknown-sop-class');
  if (hasUnknownCharacterSet(header)) codes.push('unknown-character-set');
  if (upperText(header, patientIdentityRemoved) === 'YES') {
    codes.push(isOwn ? 'already-deidentified-here' : 'already-deidentified');
    if (plainText(header, patientBirthDate) !== '') codes.push('identity-removed-doubtful');
  }
  return codes.map((code) => findingOf(code));
}
