import { describe, expect, it } from 'vitest';
import type { Action } from './state-machine.ts';
import { actionFor, Event, nextStates, State } from './state-machine.ts';

/** PS3.8 table 9-10 once more, by action instead of by event: event number → state numbers. */
const expectedByAction: Record<Action, Record<number, number[]>> = {
  'AE-1': { 1: [1] },
  'AE-2': { 2: [4] },
  'AE-3': { 3: [5] },
  'AE-4': { 4: [5] },
  'AE-5': { 5: [1] },
  'AE-6': { 6: [2] },
  'AE-7': { 7: [3] },
  'AE-8': { 8: [3] },
  'DT-1': { 9: [6] },
  'DT-2': { 10: [6] },
  'AR-1': { 11: [6] },
  'AR-2': { 12: [6] },
  'AR-3': { 13: [7, 11] },
  'AR-4': { 14: [8, 12] },
  'AR-5': { 17: [13] },
  'AR-6': { 10: [7] },
  'AR-7': { 9: [8] },
  'AR-8': { 12: [7] },
  'AR-9': { 14: [9] },
  'AR-10': { 13: [10] },
  'AA-1': { 3: [2], 4: [2], 10: [2], 12: [2], 13: [2], 15: [3, 5, 6, 7, 8, 9, 10, 11, 12], 19: [2] },
  'AA-2': { 15: [4], 16: [2, 13], 18: [2, 13] },
  'AA-3': { 16: [3, 5, 6, 7, 8, 9, 10, 11, 12] },
  'AA-4': { 17: [3, 4, 5, 6, 7, 8, 9, 10, 11, 12] },
  'AA-5': { 17: [2] },
  'AA-6': { 3: [13], 4: [13], 10: [13], 12: [13], 13: [13] },
  'AA-7': { 6: [13], 19: [13] },
  'AA-8': {
    3: [3, 6, 7, 8, 9, 10, 11, 12],
    4: [3, 6, 7, 8, 9, 10, 11, 12],
    6: [3, 5, 6, 7, 8, 9, 10, 11, 12],
    10: [3, 5, 8, 9, 10, 11, 12],
    12: [3, 5, 8, 9, 10, 11, 12],
    13: [3, 5, 6, 8, 9, 12],
    19: [3, 5, 6, 7, 8, 9, 10, 11, 12],
  },
};

describe('the state machine of PS3.8 table 9-10', () => {
  it('has the action of the standard in every cell, and none in the empty ones', () => {
    const expected = new Map<string, Action>();
    for (const [action, events] of Object.entries(expectedByAction)) {
      for (const [event, states] of Object.entries(events)) {
        for (const state of states) {
          const cell = `Evt${event} Sta${state}`;
          expect(expected.has(cell), cell).toBe(false);
          expected.set(cell, action as Action);
        }
      }
    }
    for (const event of Object.values(Event)) {
      for (const state of Object.values(State)) {
        expect([event, state, actionFor(event, state)]).toEqual([
          event,
          state,
          expected.get(`${event} ${state}`),
        ]);
      }
    }
    expect(Object.values(Event)).toHaveLength(19);
    expect(Object.values(State)).toHaveLength(13);
  });

  it('leads every action to states of the machine', () => {
    const states = new Set<string>(Object.values(State));
    for (const next of Object.values(nextStates).flat()) expect(states.has(next)).toBe(true);
  });
});
