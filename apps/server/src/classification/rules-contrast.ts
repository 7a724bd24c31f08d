import type { Condition, DescriptionAttribute, Rule } from './rule-language.ts';
import { described } from './rules-weighting-description.ts';

// "W AND W/O", "w/wo", "with and without", "pre and post": says that both were made, nothing about this series.
const both =
  '\\bw(?:ith)?\\/?\\s*(?:&|and|\\+|\\/|-)?\\s*w(?:ith)?\\/?-?\\s?o(?:ut)?\\b|\\bpre[ /&+-]*(?:and )?[ ]?post\\b|\\bpost[ /&+-]*(?:and )?[ ]?pre\\b';

// Not the injection but an operation, a treatment, a computation, or a place behind.
const postOfSomethingElse =
  '(?:-|\\s)*(?:op|ops|operativ\\w*|surg\\w*|proc\\w*|rt|xrt|crt|rad\\w*|tx|treat\\w*|therap\\w*|chemo\\w*|label\\w*|void\\w*|biops\\w*|resect\\w*|fossa|stim\\w*|meal|ictal|mortem|natal|partum|trauma\\w*)\\b';
const preOfSomethingElse =
  '(?:-|\\s)*(?:op|ops|operativ\\w*|surg\\w*|scan\\w*|rt|xrt|crt|rad\\w*|tx|treat\\w*|therap\\w*|chemo\\w*|proc\\w*|biops\\w*|sat\\w*|\\d+)\\b';

const given = [
  `\\bpost\\b(?!${postOfSomethingElse})`,
  '\\bpost-?(?:contrast|gad\\w*|gd|inj\\w*|con)\\b',
  '(?:^|[\\s/-])\\+ ?(?:c|gd|gad\\w*|contrast)\\b',
  '\\bc ?\\+(?!\\w)',
  '\\bgad(?:o\\w*|avist)?\\b',
  '\\bgd\\b',
  '\\bce\\b',
  '\\bwith (?:iv )?(?:contrast|gad\\w*)\\b',
  '\\bw\\/? ?(?:iv )?(?:contrast|con|gad\\w*|gd|c)\\b',
  '(?<!\\bun-?)\\benhanced\\b',
].join('|');

const notGiven = [
  `\\bpre\\b(?!${preOfSomethingElse})`,
  '\\bpre-?(?:contrast|gad\\w*|gd|inj\\w*|con)\\b',
  '\\bw\\/?-?o\\b',
  '\\bwithout\\b(?! (?:fat|fs|sat|mt|motion|mask|grad))',
  '\\bnon-? ?-?(?:con|contrast|enh\\w*|gad\\w*)\\b',
  '\\bnoncon\\w*',
  '\\bno (?:contrast|gad\\w*|gd)\\b',
  '\\bun-?enhanced\\b',
  '\\bplain\\b',
  '\\bnative\\b',
  '(?:^|\\s)-c\\b',
  '\\bc-(?!\\w)',
].join('|');

const givenWords = `^(?!.*(?:${both}))(?!.*(?:${notGiven})).*(?:${given})`;
const notGivenWords = `^(?!.*(?:${both})).*(?:${notGiven})`;

function study(words: string): Condition {
  const attribute: DescriptionAttribute = 'StudyDescription';
  return { words, in: attribute };
}

const agentIsNone: Condition = {
  attribute: 'ContrastBolusAgent',
  matches: '^\\s*(?:no|none|n|n/?a|nil|not given|without|no contrast|unenhanced|0|-)\\s*$',
};

/** Whether a contrast agent was given when the series was acquired, for MR, CT and X-ray angiography. */
export const contrastRules: readonly Rule[] = [
  {
    id: 'header.agent',
    dimension: 'contrast',
    value: 'given',
    weight: 0.85,
    when: { all: [{ attribute: 'ContrastBolusAgent', present: true }, { not: agentIsNone }] },
  },
  { id: 'header.agent-none', dimension: 'contrast', value: 'none', weight: 0.8, when: agentIsNone },
  ...described('contrast-given', { dimension: 'contrast', value: 'given', weight: 0.8, words: givenWords }),
  ...described('contrast-not-given', {
    dimension: 'contrast',
    value: 'none',
    weight: 0.8,
    words: notGivenWords,
  }),
  {
    id: 'study.without-contrast',
    dimension: 'contrast',
    value: 'none',
    weight: 0.6,
    when: study(
      '^(?!.*\\bw(?:ith)?\\/?\\s*(?:&|and|\\+|\\/|-)?\\s*w(?:ith)?\\/?-?\\s?o(?:ut)?\\b).*(?:\\bw\\/?-?o\\b|\\bwithout\\b|\\bnon-?con\\w*)',
    ),
  },
];
