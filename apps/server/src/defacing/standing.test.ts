import { describe, expect, test } from 'vitest';
import { afterDecision, inWords, obstacleOf, type State, states } from './standing.ts';

const task = (state: State) => ({ state, reason: 'no-brain', instanceCount: 9 });

describe('an arrival whose profile removes faces', () => {
  test.each<[State, boolean]>([
    ['waiting', true],
    ['not-applicable', false],
    ['defaced', false],
    ['not-defaced', true],
    ['accepted', false],
    ['restoring', true],
    ['restored', false],
    ['exempted', false],
  ])('in the state %s is held up: %s', (state, isHeldUp) => {
    expect(obstacleOf(task(state), 9) !== null).toBe(isHeldUp);
  });

  test('is held up before the task is there, and when more instances came', () => {
    expect(obstacleOf(undefined, 9)).toContain('still');
    expect(obstacleOf(task('defaced'), 10)).toContain('still');
  });

  test('says why no face was removed', () => {
    expect(obstacleOf(task('not-defaced'), 9)).toContain('outlined reliably');
  });
});

describe('a reviewer', () => {
  const possible = (decision: 'accept' | 'restore' | 'exempt', hasOriginals = true) =>
    states.filter((state) => afterDecision(state, decision, hasOriginals) !== undefined);

  test('accepts what was defaced, and lets pass what was not', () => {
    expect(possible('accept')).toEqual(['defaced']);
    expect(possible('exempt')).toEqual(['not-defaced']);
  });

  test('has the face brought back while it is kept', () => {
    expect(possible('restore')).toEqual(['defaced', 'accepted']);
    expect(possible('restore', false)).toEqual([]);
  });
});

test('a reason that no program of today knows is shown as it is', () => {
  expect(inWords('from-the-future')).toBe('from-the-future');
  expect(inWords(null)).toBeNull();
});
