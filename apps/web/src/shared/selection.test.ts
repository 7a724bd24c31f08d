import { describe, expect, it } from 'vitest';
import { nothingSelected, type SelectionStep, selectionAfter } from './selection.ts';

const order = ['a', 'b', 'c', 'd', 'e'];
const after = (...steps: SelectionStep[]) =>
  steps.reduce((state, step) => selectionAfter(state, step, order), nothingSelected);

describe('selection', () => {
  it('selects a range from the last toggled row to the shift-clicked one', () => {
    expect([...after({ kind: 'toggle', at: 1 }, { kind: 'range', to: 3 }).chosen]).toEqual(['b', 'c', 'd']);
  });
  it('selects upwards as well', () => {
    expect([...after({ kind: 'toggle', at: 3 }, { kind: 'range', to: 1 }).chosen].sort()).toEqual([
      'b',
      'c',
      'd',
    ]);
  });
  it('extends with shift and the arrow keys, and moves without', () => {
    const state = after(
      { kind: 'move', to: 2 },
      { kind: 'move', to: 3, extend: true },
      { kind: 'move', to: 0 },
    );
    expect([...state.chosen]).toEqual(['c', 'd']);
    expect(state.cursor).toBe(0);
  });
  it('keeps the cursor inside the list', () => {
    expect(after({ kind: 'move', to: 99 }).cursor).toBe(4);
    expect(after({ kind: 'move', to: -3 }).cursor).toBe(0);
  });
  it('takes a row away when it is toggled twice', () => {
    expect(after({ kind: 'toggle', at: 0 }, { kind: 'toggle', at: 0 }).chosen.size).toBe(0);
  });
  it('survives an empty list', () => {
    expect(selectionAfter(nothingSelected, { kind: 'toggle', at: 0 }, []).chosen.size).toBe(0);
  });
});
