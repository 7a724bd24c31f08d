import { pino } from 'pino';

export type Logger = pino.Logger;

/**
 * JSON lines on standard output: a constant message and fields, of which `event` names what happened.
 * Levels: error = a person must look; warn = degraded; info = a fact of the business; debug = off.
 */
export function createLogger(level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}
