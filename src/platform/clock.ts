import dayjs from 'dayjs';
import utc from 'dayjs/plugin/utc.js';
import { localDate, type LocalDate } from '../domain/local-date.ts';
import { monthOf, type Month } from '../domain/month.ts';

dayjs.extend(utc);

/** The regency's zone, or a unit's own (rulings.md 4). Indonesia has no daylight saving: an offset is enough. */
export const ZONES = {
  'Asia/Jakarta': { offsetMinutes: 420, label: 'WIB' },
  'Asia/Makassar': { offsetMinutes: 480, label: 'WITA' },
  'Asia/Jayapura': { offsetMinutes: 540, label: 'WIT' },
} as const;

export type Zone = keyof typeof ZONES;
export const isZone = (text: string): text is Zone => Object.hasOwn(ZONES, text);

/**
 * Where the rest of the product gets its time from. Rules, deadlines and work dates use domain time; sessions,
 * throttles, leases and jobs use real time (rulings.md 3).
 */
export interface Clock {
  /** Domain time: real time plus the offset fixed when the server started. */
  now(): Date;
  /** Real time. */
  real(): Date;
}

/** A clock that runs `offsetMs` ahead of real time (behind when negative). */
export const runningClock = (offsetMs: number): Clock => ({
  now: () => new Date(Date.now() + offsetMs),
  real: () => new Date(),
});

/** A clock for tests: domain and real time stand still until set. */
export function fixedClock(start: string | Date): Clock & { set(to: string | Date): void } {
  let at = new Date(start);
  return { now: () => new Date(at), real: () => new Date(at), set: to => void (at = new Date(to)) };
}

/** The wall clock of an instant in a zone, as if it were UTC. Every request asks several times: no library for an addition. */
const wallClock = (zone: Zone, at: Date): Date => new Date(at.getTime() + ZONES[zone].offsetMinutes * 60_000);

/** The calendar day of an instant in a zone. */
export const dayIn = (zone: Zone, at: Date): LocalDate => localDate(wallClock(zone, at).toISOString().slice(0, 10));

/** Minutes after midnight of an instant in a zone. */
export function minuteIn(zone: Zone, at: Date): number {
  const local = wallClock(zone, at);
  return local.getUTCHours() * 60 + local.getUTCMinutes();
}

/** The month of an instant in a zone. */
export const monthIn = (zone: Zone, at: Date): Month => monthOf(dayIn(zone, at));

/** The instant of a zone's local day and minute; minute 1440 is the end of the day. */
export const instantOf = (zone: Zone, day: LocalDate, minute: number): Date =>
  dayjs
    .utc(`${day}T00:00:00Z`)
    .add(minute - ZONES[zone].offsetMinutes, 'minute')
    .toDate();
