import { daysBetween, type LocalDate } from '../local-date.ts';

/** Room of a disk at some moment of a day, in bytes. */
export interface NotedRoom {
  readonly day: LocalDate;
  readonly freeBytes: number;
  readonly allBytes: number;
}

/**
 * How long the room of a disk lasts if it goes on as in the days noted. `lasts`: so many whole days. `steady`: it has not become less.
 * `unknown`: too few days are noted since the disk has this size.
 */
export type RoomLeft =
  | { readonly kind: 'lasts'; readonly days: number; readonly overDays: number }
  | { readonly kind: 'steady'; readonly overDays: number }
  | { readonly kind: 'unknown' };

/** A copy made or an old one removed makes single days jump: below this many days nothing is told. */
const LEAST_DAYS = 3;
/** A file system's own doings: less than this part of the disk over all the days is no growth. */
const NOTHING = 1 / 10_000;

/** What whole days may come out short by, of sums that are not exact. */
const A_HAIR = 1e-6;

/**
 * Tells by the line that lies nearest to all days noted (least squares) how many days the room of the last one lasts.
 * @param noted by day, the earliest first, each day once
 */
export function roomLeft(noted: readonly NotedRoom[]): RoomLeft {
  const last = noted.at(-1);
  if (!last) return { kind: 'unknown' };
  const since = noted.slice(noted.findLastIndex(({ allBytes }) => allBytes !== last.allBytes) + 1);
  const points = since.map(({ day, freeBytes }) => ({ at: daysBetween(since[0]!.day, day), freeBytes }));
  const overDays = points.at(-1)!.at;
  if (overDays < LEAST_DAYS || points.length < LEAST_DAYS) return { kind: 'unknown' };
  const mean = (of: (point: (typeof points)[number]) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [at, free] = [mean(point => point.at), mean(point => point.freeBytes)];
  const together = mean(point => (point.at - at) * (point.freeBytes - free));
  const spread = mean(point => (point.at - at) ** 2);
  const lessADay = -together / spread;
  if (lessADay * overDays < last.allBytes * NOTHING) return { kind: 'steady', overDays };
  const exact = last.freeBytes / lessADay + A_HAIR;
  return { kind: 'lasts', days: exact - (exact % 1), overDays };
}
