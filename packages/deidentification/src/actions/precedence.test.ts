import { attributeOf } from '@pesscara/dicom';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { basicProfile, validateProfile } from '../index.ts';
import { basicWith, deidentified, madeObject, sopClassUids } from '../testing/made-objects.ts';
import { effectiveAction } from './actions.ts';
import { methodMeanings, type OptionCode, option, profileRows } from './confidentiality-profile.ts';

const allOptions = [...methodMeanings.keys()].filter((code) => code !== '113100') as OptionCode[];

/** Any set of options but those with both kinds of dates. */
const optionSet = fc
  .subarray(allOptions)
  .filter((codes) => !(codes.includes(option.retainFullDates) && codes.includes(option.retainModifiedDates)));

describe('any combination of options', () => {
  it('is a valid profile, but for both kinds of dates at once', () => {
    fc.assert(
      fc.property(fc.subarray(allOptions), (codes) => {
        const isContradiction =
          codes.includes(option.retainFullDates) && codes.includes(option.retainModifiedDates);
        const problems = validateProfile({ ...basicProfile(), options: [...codes].sort() });
        expect(problems.length > 0).toBe(isContradiction);
      }),
    );
  });

  it('lets an option override the Basic Profile, and clean win over keep, for all 621 rows', () => {
    fc.assert(
      fc.property(optionSet, fc.boolean(), (codes, isReversed) => {
        const options = new Set(isReversed ? [...codes].reverse() : codes);
        for (const row of profileRows) {
          const asked = codes.flatMap((code) => row.options.get(code) ?? []);
          const expected = asked.includes('C') ? 'C' : asked.includes('K') ? 'K' : row.basic;
          expect(`${row.pattern} ${effectiveAction(row, options)}`).toBe(`${row.pattern} ${expected}`);
        }
      }),
      { numRuns: 300 },
    );
  });

  const planted = profileRows.filter(({ pattern }) => {
    if (!/^[0-9A-F]{8}$/.test(pattern) || /^000[024]|^00100010|^00100020|^00200|^000800/.test(pattern))
      return false;
    const vr = attributeOf(Number.parseInt(pattern, 16))?.vrs[0];
    return vr === 'LO' || vr === 'DA' || vr === 'SH';
  });
  const values: Record<string, string> = { LO: 'AXIAL', SH: 'AXIAL', DA: '20240101' };

  it('is what the engine does to every attribute, and what its report says', () => {
    fc.assert(
      fc.property(optionSet, (codes) => {
        const elements = Object.fromEntries(
          planted.map(({ pattern }) => {
            const vr = attributeOf(Number.parseInt(pattern, 16))?.vrs[0] ?? 'LO';
            return [`${pattern} ${vr}`, values[vr] ?? ''];
          }),
        );
        const { report } = deidentified(madeObject(sopClassUids.MR, elements), basicWith(...codes));
        const ruleOf = new Map(report.entries.map(({ path, rule }) => [path, rule]));
        for (const row of planted) {
          const path = `(${row.pattern.slice(0, 4)},${row.pattern.slice(4)})`;
          const action = effectiveAction(row, new Set(codes));
          expect(`${path} ${ruleOf.get(path) ?? 'none'}`).toContain(`${path} E.1-1:2024e:${action}`);
        }
      }),
      { numRuns: 60 },
    );
  });
});
