import { describe, expect, it } from 'vitest';
import { evidenceLine } from './words.ts';

describe('evidence of a classification', () => {
  it('reads a rule with the attribute it looked at', () => {
    expect(
      evidenceLine({
        rule: 'mr-flair',
        attribute: 'SeriesDescription',
        value: 'AX FLAIR',
        sets: { weighting: 'FLAIR' },
      }),
    ).toEqual({ what: 'mr-flair', detail: 'SeriesDescription = AX FLAIR → {"weighting":"FLAIR"}' });
  });
  it('shows what it does not know as it is', () => {
    expect(evidenceLine('by hand')).toEqual({ what: 'by hand', detail: '' });
    expect(evidenceLine({ score: 3 })).toEqual({ what: 'evidence', detail: 'score: 3' });
  });
});
