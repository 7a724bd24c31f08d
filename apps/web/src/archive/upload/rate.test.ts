import { describe, expect, it } from 'vitest';
import { rateOf, type Sample, secondsLeft, withSample } from './rate.ts';

const steady = (count: number, everyMs: number, bytes: number) =>
  Array.from({ length: count }, (_, at) => ({ atMs: at * everyMs, bytes: at * bytes })).reduce<Sample[]>(
    withSample,
    [],
  );

describe('the rate of an upload', () => {
  it('is bytes per second over the last ten seconds', () => {
    expect(rateOf(steady(100, 200, 2000))).toBeCloseTo(10_000);
    expect(steady(100, 200, 2000).length).toBeLessThanOrEqual(52);
  });
  it('is unknown at first', () => {
    expect(rateOf([])).toBeNull();
    expect(rateOf(steady(2, 100, 10))).toBeNull();
  });
  it('falls to nothing when nothing moves', () => {
    const samples = [...Array(60).keys()].reduce<Sample[]>(
      (all, at) => withSample(all, { atMs: at * 500, bytes: 5000 }),
      [],
    );
    expect(rateOf(samples)).toBe(0);
  });
  it('tells the time that is left', () => {
    expect(secondsLeft(1000, 4000, 10_000)).toBe(6);
    expect(secondsLeft(null, 0, 10)).toBeNull();
    expect(secondsLeft(0, 0, 10)).toBeNull();
    expect(secondsLeft(null, 10, 10)).toBe(0);
  });
});
