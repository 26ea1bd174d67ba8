import pino, { type Logger } from 'pino';

export type Log = Logger;

/**
 * One JSON line per event on stderr. Callers log ids, route patterns, states and durations: never names, NIP, bank
 * data or typed text (architecture.md 4.12).
 */
export const createLog = (level: string): Log =>
  pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ fd: 2, sync: true }));
