import type { DimseLimits } from './dimse-limits.ts';

type GateLimits = Pick<
  DimseLimits,
  'maxAssociations' | 'maxAssociationsPerAddress' | 'newAssociationsPerSecond' | 'newAssociationsBurst'
>;

/**
 * Whether a new connection may become an association. `busy` ones may stay just long enough to be told so by an
 * A-ASSOCIATE-RJ; `flooded` means that even for that there are too many.
 */
export type Entry =
  | { readonly kind: 'open'; leave(): void }
  | { readonly kind: 'busy'; readonly why: 'total' | 'address' | 'rate'; leave(): void }
  | { readonly kind: 'flooded' };

type AddressState = { connections: number; tokens: number; refilledAtMs: number };

/** Addresses remembered for their rate; beyond this, those that have no connection and a full bucket are forgotten. */
const maxRememberedAddresses = 10_000;

/** Counts connections, in all and per address, and lets each address open new ones at a bounded rate (token bucket). */
export function createAssociationGate(limits: GateLimits, monotonicMs: () => number) {
  const addresses = new Map<string, AddressState>();
  let openCount = 0;
  let busyCount = 0;

  function stateOf(address: string): AddressState {
    const nowMs = monotonicMs();
    let state = addresses.get(address);
    if (state === undefined) {
      if (addresses.size >= maxRememberedAddresses) forgetQuiet(nowMs);
      state = { connections: 0, tokens: limits.newAssociationsBurst, refilledAtMs: nowMs };
      addresses.set(address, state);
    }
    state.tokens = tokensAt(state, nowMs);
    state.refilledAtMs = nowMs;
    return state;
  }

  function tokensAt({ tokens, refilledAtMs }: AddressState, nowMs: number): number {
    const refilled = tokens + ((nowMs - refilledAtMs) / 1000) * limits.newAssociationsPerSecond;
    return Math.min(limits.newAssociationsBurst, refilled);
  }

  function forgetQuiet(nowMs: number): void {
    for (const [address, state] of addresses) {
      if (state.connections === 0 && tokensAt(state, nowMs) >= limits.newAssociationsBurst)
        addresses.delete(address);
    }
  }

  function whyBusy(state: AddressState): 'total' | 'address' | 'rate' | undefined {
    if (openCount >= limits.maxAssociations) return 'total';
    if (state.connections >= limits.maxAssociationsPerAddress) return 'address';
    return state.tokens < 1 ? 'rate' : undefined;
  }

  return {
    enter(address: string): Entry {
      const state = stateOf(address);
      const why = whyBusy(state);
      if (why === undefined) {
        state.tokens -= 1;
        state.connections++;
        openCount++;
        return {
          kind: 'open',
          leave: once(() => {
            state.connections--;
            openCount--;
          }),
        };
      }
      if (busyCount >= limits.maxAssociations) return { kind: 'flooded' };
      busyCount++;
      return { kind: 'busy', why, leave: once(() => busyCount--) };
    },
  };
}

export type AssociationGate = ReturnType<typeof createAssociationGate>;

function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    action();
  };
}
