import type { ByteDuplex } from '@pesscara/dicom';
import { describe, expect, it } from 'vitest';
import { createRateWatch } from './rate-watch.ts';

/** A watch whose time the test moves; it is for 100 bytes a second, judged after 10 s. */
function makeWatch({ minBytesPerSecond = 100 } = {}) {
  let nowMs = 0;
  let due: { atMs: number; callback: () => void } | undefined;
  const found: number[] = [];
  const watch = createRateWatch({
    timers: {
      setTimer: (milliseconds, callback) => {
        due = { atMs: nowMs + milliseconds, callback };
        return due;
      },
      clearTimer: () => {
        due = undefined;
      },
    },
    monotonicMs: () => nowMs,
    minBytesPerSecond,
    windowMs: 10_000,
    onTooSlow: (bytesPerSecond) => {
      found.push(bytesPerSecond);
      watch.stop();
    },
  });
  const silent = () => undefined;
  const duplex: ByteDuplex = {
    write: () => true,
    onDrain: silent,
    pause: silent,
    resume: silent,
    end: silent,
    destroy: silent,
  };
  return {
    watch,
    transport: watch.watch(duplex),
    found,
    /** Lets seconds pass, with so many bytes at the end of each. */
    pass(seconds: number, bytesEach = 0): void {
      for (let count = 0; count < seconds; count++) {
        const untilMs = nowMs + 1000;
        while (due !== undefined && due.atMs <= untilMs) {
          nowMs = due.atMs;
          due.callback();
        }
        nowMs = untilMs;
        if (bytesEach > 0) watch.heard(bytesEach);
      }
    },
  };
}

describe('the rate of a sender', () => {
  it('is too low when it trickles, however regularly', () => {
    const { pass, found } = makeWatch();
    pass(30, 1);
    expect(found).toHaveLength(1);
    expect(found[0]).toBeLessThan(2);
  });

  it('is enough when a slow line carries what is asked for', () => {
    const { pass, found } = makeWatch();
    pass(600, 110);
    expect(found).toEqual([]);
  });

  it('is judged anew in each window: a fast beginning earns no rest in the middle of a message', () => {
    const { pass, watch, found } = makeWatch();
    watch.heard(10_000_000);
    pass(11, 1000);
    expect(found).toEqual([]);
    pass(30, 1);
    expect(found).toHaveLength(1);
  });

  it('does not matter between messages', () => {
    const { pass, watch, transport, found } = makeWatch();
    for (let message = 0; message < 10; message++) {
      watch.heard(200);
      transport.write([]);
      pass(50);
    }
    expect(found).toEqual([]);
  });

  it('is not judged by the time in which the sender waits for us', () => {
    const { pass, watch, transport, found } = makeWatch();
    watch.heard(500);
    transport.pause();
    pass(120);
    transport.resume();
    pass(5, 1);
    expect(found).toEqual([]);
    pass(10, 1);
    expect(found).toHaveLength(1);
  });

  it('does not matter at all with a limit of 0', () => {
    const { pass, found } = makeWatch({ minBytesPerSecond: 0 });
    pass(1000, 1);
    expect(found).toEqual([]);
  });
});
