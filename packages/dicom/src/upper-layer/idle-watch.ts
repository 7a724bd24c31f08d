import type { Timers } from './byte-duplex.ts';

export type IdleWatch = {
  /** Something was heard from the peer. Costs one assignment: it is called for every chunk. */
  heard(): void;
  stop(): void;
};

/** Ticks per idle period: the peer is given up between one and one and a quarter periods after its last byte. */
const ticksPerPeriod = 4;

/**
 * Calls `onIdle` when nothing was heard for `idleMs` while `isPeersTurn()`. A tick that looks at a flag replaces
 * re-arming a timer for each of the thousands of chunks a second.
 */
export function watchIdle(
  timers: Timers,
  idleMs: number,
  isPeersTurn: () => boolean,
  onIdle: () => void,
): IdleWatch {
  let hasHeard = false;
  let quietTicks = 0;
  let timer: unknown;

  function arm(): void {
    timer = timers.setTimer(idleMs / ticksPerPeriod, tick);
  }

  function tick(): void {
    quietTicks = hasHeard || !isPeersTurn() ? 0 : quietTicks + 1;
    hasHeard = false;
    if (quietTicks >= ticksPerPeriod) onIdle();
    else arm();
  }

  arm();
  return {
    heard() {
      hasHeard = true;
    },
    stop: () => timers.clearTimer(timer),
  };
}
