import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDescriptorCleaner } from './descriptor-cleaning.ts';

const { clean } = createDescriptorCleaner([]);
const nobody: ReadonlySet<string> = new Set();

describe('cleaning a description', () => {
  it.each([
    'AX T1 PRE',
    'Axial T1 post-contrast',
    't1_mprage_sag_p2_iso',
    'ep2d_diff_3scan_trace_p2_ADC',
    'MR BRAIN W AND W/O CONTRAST',
    'T2-FLAIR 3D 1mm',
    'pre 12 bolus',
    'CT CHEST/ABD/PEL 1.25 MM',
    'Schädel nativ 5.0 H30s',
    'L4-L5 axial (post OP)',
    'DSC perfusion 256x256x20',
    '*tfl3d1_16ns T1',
    'DWI b1000',
    'ISOVUE300/100',
    'Uncompressed',
  ])('keeps %j as it is', (text) => {
    const cleaned = clean(text, nobody);
    expect(cleaned.droppedWords === 0 ? cleaned.text : cleaned).toBe(text);
  });

  it.each([
    ['T1 post for Dr SMITH', 'T1 post for Dr'],
    ['SMITH^JOHN HEAD CT', 'HEAD CT'],
    ['AX T2 2015-03-14', 'AX T2'],
    ['AX T2 14.03.2015 brain', 'AX T2 brain'],
    ['MRN 0012345 KNEE', 'KNEE'],
    ['call 507 284 2511 KNEE', 'KNEE'],
    ['KNEE A12345', 'KNEE'],
    ['山田太郎 HEAD', 'HEAD'],
    ['Kowalska Thorax', 'Thorax'],
    ['MUELLER', ''],
    ['1.2.840.113619.2 T1', 'T1'],
    ['123-45-6789', ''],
  ])('cleans %j to %j', (text, expected) => {
    expect(clean(text, nobody).text).toBe(expected);
  });

  it('drops the identifiers of the subject even when they are words of the dictionary', () => {
    const cleaned = clean('DIXON water, T1 DIXON1', new Set(['DIXON']));
    expect(cleaned.text).toBe('water, T1');
    expect(cleaned.droppedWords).toBe(2);
  });

  it('keeps the terms of the project', () => {
    const own = createDescriptorCleaner(['GLIOTRIAL']);
    expect(own.clean('GLIOTRIAL axial', nobody).droppedWords).toBe(0);
    expect(clean('GLIOTRIAL axial', nobody).text).toBe('axial');
  });

  it('changes nothing the second time, whatever the text', () => {
    const word = fc.oneof(
      fc.constantFrom('T1', 'AX', 'SMITH', '12', '2015', '03', 'W/O', '-', '_', '1.5', 'é', '山', '^'),
      fc.string({ unit: 'binary', maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(word, fc.constantFrom(' ', '_', '^', '', '/'))), (parts) => {
        const once = clean(parts.flat().join(''), new Set(['SMITH']));
        expect(clean(once.text, new Set(['SMITH']))).toEqual({ text: once.text, droppedWords: 0 });
      }),
      { numRuns: 500 },
    );
  });
});
