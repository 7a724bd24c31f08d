import {
  characterSetIn,
  createItem,
  type DataSet,
  firstText,
  setText,
  type Tag,
  textValues,
  type ValueElement,
  type Vr,
} from '@pesscara/dicom';
import { methodMeanings, type OptionCode, option } from './actions/confidentiality-profile.ts';
import { foldText } from './cleaning/descriptor-cleaning.ts';
import { paddedAscii, plainText, trimPadding } from './latin1.ts';
import { showsOverlay } from './overlay-graphics.ts';
import { type DeidentificationProfile, temporalModeOf } from './profile/profile.ts';

/** What the caller did to the pixels, with success on the whole object; the header then may say so. */
export interface ProvenPixelChanges {
  readonly burnedInTextRemoved?: boolean;
  readonly visualFeaturesRemoved?: boolean;
  /** A person decided about every overlay that the object had. */
  readonly graphicsCleaned?: boolean;
}

export const stampedTags = {
  patientIdentityRemoved: 0x00120062,
  deidentificationMethod: 0x00120063,
  deidentificationMethodCodeSequence: 0x00120064,
  burnedInAnnotation: 0x00280301,
  recognizableVisualFeatures: 0x00280302,
  longitudinalTemporalInformationModified: 0x00280303,
} as const satisfies Record<string, Tag>;

const codeValue = 0x00080100;
const codingSchemeDesignator = 0x00080102;
const codeMeaning = 0x00080104;

/** What our outputs say of how they were made (0012,0063); each at most 64 characters. */
export function methodTexts(engineVersion: string, profileReference: string, keyId: string): string[] {
  return [`PESSCARA ${engineVersion}`, profileReference, `UID key ${keyId}`];
}

/**
 * True when the object is one of our outputs, or was made from one, under the same key: UIDs in it that look like
 * replacements are replacements.
 */
export function isOwnOutput(header: DataSet, keyId: string): boolean {
  if (plainText(header, stampedTags.patientIdentityRemoved) !== 'YES') return false;
  return plainText(header, stampedTags.deidentificationMethod)
    .split('\\')
    .map(trimPadding)
    .includes(`UID key ${keyId}`);
}

const pixelOptions: ReadonlySet<OptionCode> = new Set([option.cleanPixelData, option.cleanVisualFeatures]);

function provenCodes(proven: ProvenPixelChanges): string[] {
  const { burnedInTextRemoved, visualFeaturesRemoved, graphicsCleaned } = proven;
  const codes: string[] = [];
  if (graphicsCleaned) codes.push(option.cleanGraphics);
  if (burnedInTextRemoved) codes.push(option.cleanPixelData);
  if (visualFeaturesRemoved) codes.push(option.cleanVisualFeatures);
  return codes;
}

function codesOf(header: DataSet, profile: DeidentificationProfile, proven: ProvenPixelChanges): string[] {
  // Pixel options are claims about the whole object: only their proof makes them true. So is that of graphics where an
  // overlay waits for a person.
  const isUnproven = (code: OptionCode) =>
    pixelOptions.has(code) || (code === option.cleanGraphics && showsOverlay(header));
  return ['113100', ...profile.options.filter((code) => !isUnproven(code)), ...provenCodes(proven)].sort();
}

const codeElements = new Map<string, readonly ValueElement[]>();

/** The elements of a code's item are made once; items are not shared, since they belong to one data set. */
function elementsOfCode(code: string): readonly ValueElement[] {
  const known = codeElements.get(code);
  if (known !== undefined) return known;
  const made = (
    [
      [codeValue, 'SH', code],
      [codingSchemeDesignator, 'SH', 'DCM'],
      [codeMeaning, 'LO', methodMeanings.get(code) ?? ''],
    ] as const
  ).map(
    ([tag, vr, text]) => ({ kind: 'value', tag, vr, bytes: paddedAscii(text), littleEndian: true }) as const,
  );
  codeElements.set(code, made);
  return made;
}

function appendCodes(header: DataSet, codes: readonly string[]): void {
  const tag = stampedTags.deidentificationMethodCodeSequence;
  const existing = header.get(tag);
  const items = existing?.kind === 'sequence' ? [...existing.items] : [];
  const present = new Set(items.map((item) => firstText(item, codeValue)));
  for (const code of codes) {
    if (present.has(code)) continue;
    const item = createItem(header);
    for (const element of elementsOfCode(code)) item.append(element);
    items.push(item);
  }
  const undefinedLength = existing?.kind === 'sequence' && existing.undefinedLength;
  header.set({ kind: 'sequence', tag, vr: 'SQ', items, undefinedLength });
}

function appendTexts(header: DataSet, texts: readonly string[]): void {
  const tag = stampedTags.deidentificationMethod;
  if (!header.has(tag)) return setPlain(header, tag, 'LO', texts.join('\\'));
  const present = textValues(header, tag).filter((text) => text !== '');
  const joined = [...present, ...texts.filter((text) => !present.includes(text))].join('\\');
  const expressible = characterSetIn(header).encode(joined) !== undefined;
  setText(header, tag, 'LO', expressible ? joined : foldText(joined).replace(/[^\x20-\x7e]/g, ''));
}

function setPlain(header: DataSet, tag: Tag, vr: Vr, text: string): void {
  header.set({ kind: 'value', tag, vr, bytes: paddedAscii(text), littleEndian: true });
}

function temporalInformation(header: DataSet, profile: DeidentificationProfile): string {
  const before = plainText(header, stampedTags.longitudinalTemporalInformationModified);
  switch (temporalModeOf(profile)) {
    case 'remove':
      return 'REMOVED';
    case 'shift':
      return 'MODIFIED';
    case 'keep':
      // What was changed before cannot become original again.
      return before === 'MODIFIED' || before === 'REMOVED' ? before : 'UNMODIFIED';
  }
}

const derivationDescription = 0x00082111;
/** What (0008,2111) says of an image without its face (PS3.3 C.7.6.1.1.3). */
const faceDerivation =
  'Face removed: voxels in front of and below a plane beside the brain were replaced by air.';
const mostDescription = 1024;

function appendDerivation(header: DataSet, sentence: string): void {
  const before = firstText(header, derivationDescription) ?? '';
  if (before.includes(sentence)) return;
  const joined = before === '' ? sentence : `${before}; ${sentence}`;
  setText(header, derivationDescription, 'ST', joined.length > mostDescription ? sentence : joined);
}

/** Whether the object says of itself, in our words, that its face was removed. */
export function saysFaceRemoved(header: DataSet): boolean {
  return (firstText(header, derivationDescription) ?? '').includes(faceDerivation);
}

/** Takes out of (0008,2111) what `stampProvenPixels` wrote there: cleaning would leave some of its words. */
export function withdrawDerivation(header: DataSet): void {
  if (!saysFaceRemoved(header)) return;
  const rest = (firstText(header, derivationDescription) ?? '')
    .replace(faceDerivation, '')
    .replace(/; $/, '');
  if (rest === '') header.delete(derivationDescription);
  else setText(header, derivationDescription, 'ST', rest);
}

/**
 * Writes what was done to the pixels after the header was de-identified: codes into (0012,0064), NO into (0028,0301) and
 * (0028,0302), a sentence into (0008,2111). Only for objects of which it was proven.
 */
export function stampProvenPixels(header: DataSet, proven: ProvenPixelChanges): void {
  const codes = provenCodes(proven);
  if (codes.length > 0) appendCodes(header, codes);
  if (proven.burnedInTextRemoved) setPlain(header, stampedTags.burnedInAnnotation, 'CS', 'NO');
  if (!proven.visualFeaturesRemoved) return;
  setPlain(header, stampedTags.recognizableVisualFeatures, 'CS', 'NO');
  appendDerivation(header, faceDerivation);
}

/** Writes the attributes of PS3.15 E.1.1 that say that, and how, the object was de-identified. Earlier entries stay. */
export function stampMethod(
  header: DataSet,
  profile: DeidentificationProfile,
  texts: readonly string[],
  proven: ProvenPixelChanges,
): void {
  setPlain(header, stampedTags.patientIdentityRemoved, 'CS', 'YES');
  appendTexts(header, texts);
  appendCodes(header, codesOf(header, profile, proven));
  const temporal = temporalInformation(header, profile);
  setPlain(header, stampedTags.longitudinalTemporalInformationModified, 'CS', temporal);
  stampProvenPixels(header, proven);
}
