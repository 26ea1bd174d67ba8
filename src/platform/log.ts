import { writeSync } from 'node:fs';
import pino, { type Logger } from 'pino';

export type Log = Logger;

const STDERR = 2;
const TRIES = 50;

/**
 * One JSON line per event on stderr. Callers log ids, route patterns, states and durations: never names, NIP, bank
 * data or typed text (architecture.md 4.12).
 */
export const createLog = (level: string): Log =>
  pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, { write: writeLine });

let lost = 0;

/**
 * A log that cannot be written (its disk is full, its reader gone) stops nobody's work: the line is lost, and the next
 * one that can be written is preceded by how many were.
 */
function writeLine(line: string): void {
  const words =
    lost === 0 ? line : `${JSON.stringify({ level: 40, lost, msg: 'lines of this log were lost' })}\n${line}`;
  if (writeWhole(words)) lost = 0;
  else lost += 1;
}

/** Whether all of it has gone out. A reader that is slow is asked a few times; a broken-off line is ended by the next. */
function writeWhole(words: string): boolean {
  let rest = Buffer.from(words);
  for (let tries = 0; rest.length > 0 && tries < TRIES; tries += 1) {
    try {
      rest = rest.subarray(writeSync(STDERR, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return false;
    }
  }
  return rest.length === 0;
}
