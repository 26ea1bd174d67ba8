import type { Actor, Role } from './actor.ts';
import { hasRole } from './actor.ts';

const MINUTE_MS = 60_000;
const PRIVILEGED: readonly Role[] = ['kepegawaian', 'keuangan', 'auditor', 'admin'];

/** How long a session lasts at most, whatever happens in it (rulings.md 21). */
export const LONGEST_SESSION_MS = 24 * 60 * MINUTE_MS;
/** How often the time of last use is written at most. */
export const TOUCH_EVERY_MS = 5 * MINUTE_MS;

/** What a session remembers beside whose it is. Instants are milliseconds of real time. */
export interface SessionTimes {
  readonly startedAt: number;
  readonly seenAt: number;
}

/** Minutes without use after which a session of this person ends: 30 for who handles others' data, else 12 hours. */
export const idleMinutes = (actor: Actor): number => (PRIVILEGED.some(role => hasRole(actor, role)) ? 30 : 12 * 60);

/** Whether a session has ended by itself at `now` (real time, milliseconds). */
export function hasEnded(times: SessionTimes, actor: Actor, now: number): boolean {
  return now - times.startedAt >= LONGEST_SESSION_MS || now - times.seenAt >= idleMinutes(actor) * MINUTE_MS;
}
