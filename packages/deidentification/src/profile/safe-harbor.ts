import { attributeOf, keywordOf } from '@pesscara/dicom';
import { type OptionCode, option, profileRowOf } from '../actions/confidentiality-profile.ts';
import { parseAttributePath } from '../attribute-path.ts';
import type { LintFinding } from './lint-finding.ts';
import { type DeidentificationProfile, profileBases } from './profile.ts';

/** The oldest age that Safe Harbor lets through; from 90 on it is "90 or older" (45 CFR 164.514(b)(2)(i)(C)). */
const safeHarborAgeYears = 89;

/** What each option keeps that is among the eighteen identifiers of 45 CFR 164.514(b)(2)(i). */
const optionObjections: readonly (readonly [OptionCode, string, string])[] = [
  [option.retainFullDates, 'safe-harbor-dates', 'dates are kept as they are, and only the year may stay'],
  [option.retainModifiedDates, 'safe-harbor-dates', 'dates are shifted but kept in full'],
  [option.retainDeviceIdentity, 'safe-harbor-device', 'serial numbers and names of devices are kept'],
  [option.retainUids, 'safe-harbor-codes', 'original UIDs are kept, which are unique codes'],
  [option.retainInstitutionIdentity, 'safe-harbor-place', 'name and address of the institution are kept'],
];

interface Objection {
  readonly code: string;
  readonly pointer: string;
  readonly detail: string;
}

function overrideObjections({ overrides }: DeidentificationProfile): Objection[] {
  return overrides.flatMap(({ path, action }, index) => {
    const last = parseAttributePath(path)?.at(-1);
    if (action !== 'K' || last?.kind !== 'standard') return [];
    const vr = attributeOf(last.tag)?.vrs[0];
    const isDate = vr === 'DA' || vr === 'DT';
    if (!isDate && vr !== 'PN' && !(profileRowOf(last.tag)?.basic ?? 'K').match(/^[XZD]/)) return [];
    const detail = `${keywordOf(last.tag) ?? path} is kept as it arrives`;
    return [{ code: 'safe-harbor-override', pointer: `/overrides/${index}/action`, detail }];
  });
}

function objectionsOf(profile: DeidentificationProfile): Objection[] {
  const { options, ageCapYears } = profile;
  const objections: Objection[] = optionObjections
    .filter(([code]) => options.includes(code))
    .map(([chosen, code, detail]) => ({ code, pointer: `/options/${options.indexOf(chosen)}`, detail }));
  if (
    options.includes(option.retainPatientCharacteristics) &&
    (ageCapYears === null || ageCapYears > safeHarborAgeYears)
  )
    objections.push({ code: 'safe-harbor-age', pointer: '/ageCapYears', detail: 'ages over 89 are kept' });
  if (!options.includes(option.cleanVisualFeatures))
    objections.push({
      code: 'safe-harbor-face',
      pointer: '/options',
      detail: 'faces in images of the head are not masked (113102)',
    });
  return [...objections, ...overrideObjections(profile)];
}

/**
 * What HIPAA's Safe Harbor does not allow in what the profile lets through. Each asks for a `basis`; once the profile
 * states one, they are there to be read.
 */
export function safeHarborFindings(profile: DeidentificationProfile): LintFinding[] {
  const { basis } = profile;
  return objectionsOf(profile).map(({ code, pointer, detail }) => ({
    severity: basis === undefined ? 'basis' : 'note',
    code,
    pointer,
    detail:
      basis === undefined
        ? `Not Safe Harbor: ${detail}. State the basis of the use: ${Object.keys(profileBases).join(', ')}.`
        : `Not Safe Harbor: ${detail}. Rests on: ${basis}.`,
  }));
}
