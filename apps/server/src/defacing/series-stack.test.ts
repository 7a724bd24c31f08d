import { orThrow, parseDataSet, setNumbers, setText } from '@pesscara/dicom';
import { makeSeries, type SeriesKind } from '@pesscara/phantom';
import { describe, expect, test } from 'vitest';
import { planSeries } from './series-stack.ts';
import { sliceFactsOf } from './slice-facts.ts';

type Header = Parameters<typeof sliceFactsOf>[0];

/** The facts of a made series, each header changed first. */
function factsOf(
  kind: SeriesKind,
  slices: number,
  change: (header: Header, at: number) => void = () => undefined,
) {
  return makeSeries({ kind, slices, size: 96 }).map(({ dataSet, transferSyntaxUid }, at) => {
    const header = orThrow(parseDataSet(dataSet, { transferSyntaxUid })).dataSet;
    change(header, at);
    return sliceFactsOf(header);
  });
}

describe('what is to be done with a series', () => {
  test('is to look into a head of thin slices, whatever order they came in', () => {
    const facts = factsOf('mprage', 60);
    const plan = planSeries([...facts].reverse());
    expect(plan).toMatchObject({ kind: 'look', by: 'name', stack: { dimensions: [96, 96, 60] } });
  });

  test('is to look into a CT of a head, whose air is 1000 below water', () => {
    const facts = factsOf('ct', 40);
    expect(planSeries(facts)).toMatchObject({ kind: 'look', by: 'name' });
    expect(facts[0]).toMatchObject({
      rescaleSlope: 1,
      rescaleIntercept: -1024,
      pixels: { bitsAllocated: 16 },
    });
  });

  test.each<[SeriesKind, number, string]>([
    ['flair', 28, 'coarse-slices'],
    ['localizer', 9, 'no-stack'],
    ['ultrasound', 3, 'modality'],
  ])('is nothing for %s', (kind, slices, reason) => {
    expect(planSeries(factsOf(kind, slices))).toEqual({ kind: 'not-applicable', reason });
  });

  test('is for a person when a slice is missing', () => {
    const facts = factsOf('mprage', 60).filter((_, at) => at !== 20);
    expect(planSeries(facts)).toEqual({ kind: 'not-defaced', reason: 'no-volume' });
  });

  test('is for a person when an image has many frames', () => {
    const facts = factsOf('mprage', 1, (header) => setText(header, 'NumberOfFrames', 'IS', '176'));
    expect(planSeries(facts)).toEqual({ kind: 'not-defaced', reason: 'multi-frame' });
  });

  test('is for a person when pixels are no grey levels', () => {
    const facts = factsOf('mprage', 60, (header) => setNumbers(header, 'SamplesPerPixel', 'US', [3]));
    expect(planSeries(facts)).toEqual({ kind: 'not-defaced', reason: 'unsupported-pixels' });
  });

  test('is nothing for an empty arrival', () => {
    expect(planSeries([])).toEqual({ kind: 'not-applicable', reason: 'modality' });
  });
});
