/** What is known of a series before its pixels are looked at. */
export interface SeriesFacts {
  readonly modality: string | null;
  readonly bodyPart: string | null;
  /** Descriptions and protocol names, as they are after de-identification. */
  readonly texts: readonly string[];
  /** Slices at different positions of one stack. */
  readonly slices: number;
  /** Along columns, rows and slices; undefined when the slices make no stack. */
  readonly voxelSizesMm: readonly number[] | undefined;
  readonly extentMm: readonly number[] | undefined;
}

export const notApplicableReasons = {
  modality: 'Only MR and CT are defaced.',
  'no-stack': 'The images are no stack of slices.',
  'few-slices': 'There are too few slices to show a face.',
  'coarse-slices': 'The slices lie too far apart to show a face.',
  'small-field': 'The field of view is smaller than a head.',
  'other-body-part': 'The series says that it is of another part of the body.',
  'not-a-head': 'No head was found in the images, and none is named.',
} as const;
export type NotApplicableReason = keyof typeof notApplicableReasons;

export type Applicability =
  /** `name`: the series says that it shows a head; `geometry`: it could. */
  | { readonly kind: 'applies'; readonly by: 'name' | 'geometry' }
  | { readonly kind: 'does-not-apply'; readonly reason: NotApplicableReason };

export const leastSlices = 20;
/** Between slices, beyond which a surface made of them shows no face: slices of 3 mm with a gap do; CT is sharp enough for more. */
const farthestMm: Readonly<Record<string, number>> = { MR: 4.05, CT: 5.05 };
const smallestFieldMm = 80;

const headWords =
  /\b(head|heads|brain|cranial|cranium|skull|face|facial|orbits?|sinus(es)?|neuro|cerebr\w*|hirn|gehirn|sch(ae|ä)del|kopf|tete|tête|cerveau|cr(a|â)ne|cabeza|cr(a|á)neo|encefalo|testa|cranio|mprage|mp2rage|spgr|bravo|iac|iam|pituitary|hypophyse|temporal bone|whole ?body|wb)\b/i;
const headParts =
  /^(HEAD|BRAIN|SKULL|FACE|ORBITS?|JAW|MAXILLA|MANDIBLE|SINUS|NOSE|EYE|EAR|IAC|PITUITARY|HEADNECK|NECK|WHOLEBODY|TEETH|CSPINE|CTSPINE|TMJ)/;
const otherParts =
  /^(CHEST|THORAX|LUNG|HEART|BREAST|ABDOMEN|LIVER|KIDNEY|PANCREAS|PELVIS|HIP|PROSTATE|UTERUS|BLADDER|RECTUM|TSPINE|LSPINE|SSPINE|SPINE|KNEE|LEG|THIGH|CALF|ANKLE|FOOT|TOE|HAND|FINGER|WRIST|ELBOW|ARM|FOREARM|SHOULDER|CLAVICLE|HUMERUS|FEMUR|TIBIA|EXTREMITY)/;

/** A word of a description; underscores and case changes of protocol names are spaces. */
function spaced(text: string): string {
  return text.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[_/+.,:;()-]+/g, ' ');
}

/** Whether a series can show a face. Pure: the same facts always give the same answer. */
export function headApplicability(facts: SeriesFacts): Applicability {
  const not = (reason: NotApplicableReason): Applicability => ({ kind: 'does-not-apply', reason });
  const farthest = farthestMm[facts.modality ?? ''];
  if (farthest === undefined) return not('modality');
  if (facts.voxelSizesMm === undefined || facts.extentMm === undefined) return not('no-stack');
  if (facts.slices < leastSlices) return not('few-slices');
  if (Math.max(...facts.voxelSizesMm) > farthest) return not('coarse-slices');
  if (Math.min(...facts.extentMm) < smallestFieldMm) return not('small-field');
  const part = (facts.bodyPart ?? '').toUpperCase().replace(/[^A-Z]/g, '');
  const isNamed = headParts.test(part) || facts.texts.some((text) => headWords.test(spaced(text)));
  if (isNamed) return { kind: 'applies', by: 'name' };
  if (otherParts.test(part)) return not('other-body-part');
  return { kind: 'applies', by: 'geometry' };
}
