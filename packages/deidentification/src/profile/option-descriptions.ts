import { type OptionCode, option } from '../actions/confidentiality-profile.ts';

/** What each option of CID 7050 does here, for people who choose. */
export const optionDescriptions: Readonly<Record<OptionCode, string>> = {
  [option.cleanPixelData]:
    'Text burned into pixels is to be removed. Written into an object only with the proof that it was.',
  [option.cleanVisualFeatures]:
    'The face of a head in MR and CT is removed before review, and the brain stays whole; what cannot be is not released before a person decided. Written into an object only with the proof that it was.',
  [option.cleanGraphics]:
    'Texts of annotations keep the words of a dictionary, and lines stay. Overlays that lie inside their image stay until a reviewer, who sees them over it, keeps or removes them; nothing is released before. Other overlays and curves are removed. Without it, overlays are removed and texts of annotations replaced.',
  [option.cleanStructuredContent]:
    'Each content item of a report is treated by its concept name (Table E.3.4-1): removed, replaced, kept or cleaned; texts of other items are cleaned. Without it, every text is replaced.',
  [option.cleanDescriptors]:
    'Descriptions and comments keep the words of a dictionary and lose all others. Without it, they are removed.',
  [option.retainFullDates]: 'Dates and times stay as they are.',
  [option.retainModifiedDates]:
    'Dates move by a number of days of the subject, so that intervals stay. Times of day stay.',
  [option.retainPatientCharacteristics]:
    'Sex, age, size, weight, ethnic group, pregnancy and smoking status stay; allergies, patient state and special needs are cleaned.',
  [option.retainDeviceIdentity]: 'Serial numbers, names of stations and other identities of devices stay.',
  [option.retainUids]: 'UIDs stay as they are. Without it, they are replaced by a keyed map of the project.',
  [option.retainSafePrivate]:
    'Private elements of Table E.3.10-1 stay, and those of the lists that the profile names. Without it, all private elements go.',
  [option.retainInstitutionIdentity]: 'Name, address and departments of the institution stay.',
};
