import { inspect } from 'node:util';
import { pino } from 'pino';

export type Logger = pino.Logger;

/** Wraps a value that identifies a patient: however it is printed, it says `[phi]`. */
export class Phi<T> {
  readonly #value: T;
  constructor(value: T) {
    this.#value = value;
  }
  /** The value itself, for the few places that must work with it. */
  reveal(): T {
    return this.#value;
  }
  toJSON(): string {
    return '[phi]';
  }
  toString(): string {
    return '[phi]';
  }
  [inspect.custom](): string {
    return '[phi]';
  }
}

/**
 * JSON lines on standard output: a constant message and fields, of which `event` names what happened.
 * Levels: error = a person must look; warn = degraded; info = a fact of the business; debug = off.
 */
export function createLogger(level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}
