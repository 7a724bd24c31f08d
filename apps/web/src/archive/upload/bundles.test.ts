import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bundlesOf } from './bundles.ts';
import type { MeasuredSource } from './local-source.ts';

const source = (sizeBytes: number): MeasuredSource => ({
  kind: 'file',
  path: '',
  sizeBytes,
  file: new File([], ''),
});
const series = (sizes: number[]) => ({
  key: 's',
  sources: sizes.map(source),
  instances: sizes.map((_, at) => `i${at}`),
});

describe('requests of a series', () => {
  it('are filled up to the limit', () => {
    expect(bundlesOf(series([4, 4, 4]), () => false, 8).map((bundle) => bundle.sizeBytes)).toEqual([8, 4]);
  });
  it('hold a file that is larger than the limit alone', () => {
    expect(bundlesOf(series([2, 50, 2]), () => false, 8).map((bundle) => bundle.instances)).toEqual([
      ['i0'],
      ['i1'],
      ['i2'],
    ]);
  });
  it('leave out what was taken before', () => {
    expect(bundlesOf(series([2, 2]), (instance) => instance === 'i0', 8)).toHaveLength(1);
    expect(bundlesOf(series([2, 2]), () => true, 8)).toHaveLength(0);
  });
  it('send every file once and in order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100)), fc.integer({ min: 1, max: 120 }), (sizes, most) => {
        const bundles = bundlesOf(series(sizes), () => false, most);
        expect(bundles.flatMap((bundle) => bundle.instances)).toEqual(sizes.map((_, at) => `i${at}`));
        for (const bundle of bundles)
          expect(bundle.sizeBytes <= most || bundle.sources.length === 1).toBe(true);
      }),
    );
  });
});
