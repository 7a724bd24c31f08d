import type { Rule } from './rule-language.ts';
import { contrastRules } from './rules-contrast.ts';
import { ctRules, mrQualifierRules, ptRules, screenCaptureRules } from './rules-other-modalities.ts';
import { mrDescriptionRules } from './rules-weighting-description.ts';
import { mrHeaderRules } from './rules-weighting-header.ts';

/** Raised with every change of a rule: results keep the version that made them. */
export const rulesVersion = '1';

/** The rules for the series of a modality. */
export interface RuleSet {
  readonly modalities: readonly string[];
  readonly rules: readonly Rule[];
}

export const ruleSets: readonly RuleSet[] = [
  {
    modalities: ['MR'],
    rules: [...mrHeaderRules, ...mrDescriptionRules, ...mrQualifierRules, ...contrastRules],
  },
  { modalities: ['CT'], rules: [...ctRules, ...contrastRules] },
  { modalities: ['PT'], rules: ptRules },
  { modalities: ['MR', 'CT', 'PT', 'NM'], rules: screenCaptureRules },
  { modalities: ['XA', 'RF', 'MG'], rules: contrastRules },
];
