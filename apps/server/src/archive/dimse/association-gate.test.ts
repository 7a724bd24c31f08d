import { expect, it } from 'vitest';
import { createAssociationGate, type Entry } from './association-gate.ts';

const limits = {
  maxAssociations: 3,
  maxAssociationsPerAddress: 2,
  newAssociationsPerSecond: 2,
  newAssociationsBurst: 4,
};

function startGate(overrides: Partial<typeof limits> = {}) {
  let nowMs = 0;
  const gate = createAssociationGate({ ...limits, ...overrides }, () => nowMs);
  return {
    gate,
    wait(milliseconds: number) {
      nowMs += milliseconds;
    },
  };
}

function leave(entry: Entry): void {
  if (entry.kind !== 'flooded') entry.leave();
}

it('opens up to the limit of an address, and again when one has left', () => {
  const { gate } = startGate();
  const first = gate.enter('10.0.0.1');
  gate.enter('10.0.0.1');
  expect(gate.enter('10.0.0.1')).toMatchObject({ kind: 'busy', why: 'address' });
  leave(first);
  leave(first);
  expect(gate.enter('10.0.0.1')).toMatchObject({ kind: 'open' });
  expect(gate.enter('10.0.0.1')).toMatchObject({ kind: 'busy', why: 'address' });
});

it('opens up to the limit of all addresses together', () => {
  const { gate } = startGate();
  for (const address of ['10.0.0.1', '10.0.0.2', '10.0.0.3']) expect(gate.enter(address).kind).toBe('open');
  expect(gate.enter('10.0.0.4')).toMatchObject({ kind: 'busy', why: 'total' });
});

it('lets an address open a burst, and then as many a second as allowed', () => {
  const { gate, wait } = startGate();
  for (let count = 0; count < 4; count++) leave(gate.enter('10.0.0.1'));
  const refused = gate.enter('10.0.0.1');
  expect(refused).toMatchObject({ kind: 'busy', why: 'rate' });
  leave(refused);
  leave(gate.enter('10.0.0.2'));
  wait(500);
  expect(gate.enter('10.0.0.1').kind).toBe('open');
  expect(gate.enter('10.0.0.1')).toMatchObject({ kind: 'busy', why: 'rate' });
});

it('drops connections when too many are busy being refused', () => {
  const { gate } = startGate({ maxAssociationsPerAddress: 1 });
  gate.enter('10.0.0.1');
  const busy = [gate.enter('10.0.0.1'), gate.enter('10.0.0.1'), gate.enter('10.0.0.1')];
  expect(busy.map((entry) => entry.kind)).toEqual(['busy', 'busy', 'busy']);
  expect(gate.enter('10.0.0.1').kind).toBe('flooded');
  for (const entry of busy) leave(entry);
  expect(gate.enter('10.0.0.1').kind).toBe('busy');
});
