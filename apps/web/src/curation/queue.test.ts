import { describe, expect, it } from 'vitest';
import type { CaseState, Frame, Severity } from '../api/types.ts';
import { countsAfter, gravestFirst, median, montageOf, neighbour, nextUndecided } from './queue.ts';

const one = (id: string, state: CaseState = 'open') => ({ id, state });
const frames = (count: number, flagged: number[] = []): Frame[] =>
  Array.from({ length: count }, (_, at) => ({
    instanceId: `i${at}`,
    frame: 1,
    instanceNumber: at + 1,
    flagged: flagged.includes(at),
  }));

describe('after a decision', () => {
  const queue = [one('a'), one('b'), one('c', 'approved'), one('d', 'first-approved')];
  it('goes down to the next undecided case', () => {
    expect(nextUndecided(queue, 'b', new Set())?.id).toBe('d');
  });
  it('starts again at the top when nothing is left below', () => {
    expect(nextUndecided(queue, 'd', new Set())?.id).toBe('a');
  });
  it('skips what was decided a moment ago', () => {
    expect(nextUndecided(queue, 'd', new Set(['a']))?.id).toBe('b');
  });
  it('ends when everything is decided', () => {
    expect(nextUndecided(queue, 'd', new Set(['a', 'b']))).toBeNull();
    expect(nextUndecided([], 'x', new Set())).toBeNull();
  });
});

describe('next and previous', () => {
  it('stays inside the queue', () => {
    const queue = [one('a'), one('b')];
    expect(neighbour(queue, 'a', -1)?.id).toBe('a');
    expect(neighbour(queue, 'a', 1)?.id).toBe('b');
    expect(neighbour(queue, undefined, 1)?.id).toBe('a');
    expect(neighbour([], 'a', 1)).toBeNull();
  });
});

describe('the montage', () => {
  it('shows everything of a short series, flagged first', () => {
    expect(montageOf(frames(4, [2]), 20)).toEqual([2, 0, 1, 3]);
  });
  it('samples a long series evenly from first to last', () => {
    expect(montageOf(frames(101), 5)).toEqual([0, 25, 50, 75, 100]);
  });
  it('keeps room for the rest beside flagged frames', () => {
    const chosen = montageOf(frames(100, [98, 99]), 4);
    expect(chosen.slice(0, 2)).toEqual([98, 99]);
    expect(chosen).toHaveLength(4);
    expect(new Set(chosen).size).toBe(4);
  });
  it('never shows more than asked for', () => {
    expect(montageOf(frames(50, [...Array(50).keys()]), 20)).toHaveLength(20);
  });
});

describe('the median', () => {
  it('is the middle, or nothing', () => {
    expect(median([9, 1, 4])).toBe(4);
    expect(median([])).toBeNull();
  });
});

describe('the counts of the queue', () => {
  const counts = { open: 3, firstApproved: 1, approved: 0, rejected: 0, released: 0, discarded: 0 };
  it('move with a case', () => {
    expect(countsAfter(counts, 'open', 'approved')).toEqual({ ...counts, open: 2, approved: 1 });
    expect(countsAfter(counts, 'approved', 'open')).toEqual({ ...counts, open: 4 });
  });
  it('stay when nothing changed', () => {
    expect(countsAfter(counts, 'open', 'open')).toEqual(counts);
  });
});

it('puts findings that stop a release before all others, then the gravest', () => {
  const finding = (severity: Severity, stopsRelease: boolean) => ({ severity, stopsRelease });
  const [low, high, stops] = [finding('low', false), finding('high', false), finding('high', true)];
  expect(gravestFirst([low, high, stops])).toEqual([stops, high, low]);
});
