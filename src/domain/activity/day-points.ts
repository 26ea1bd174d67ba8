import { countedPoints } from './points.ts';
import type { EntryStatus } from './lifecycle.ts';

/** What a day's total needs of an entry. */
export interface DayEntry {
  readonly status: EntryStatus;
  readonly points: number;
}

/**
 * Whether an entry counts towards the day as its owner sees it: sent and not sent back. A draft counts when it is sent
 * (ux.md, keg.draf), a returned entry when it is sent again. What is paid counts validated entries alone.
 */
export const countsForDay = (status: EntryStatus): boolean =>
  status === 'dikirim' || status === 'diverifikasi' || status === 'divalidasi';

/** Points of a day: all that was sent, and what of it counts under the daily cap (rulings.md 13). */
export function dayPoints(entries: readonly DayEntry[], cap: number): { sum: number; counted: number } {
  const sum = entries.reduce((total, entry) => (countsForDay(entry.status) ? total + entry.points : total), 0);
  return { sum, counted: countedPoints(sum, cap) };
}

/** Minutes after midnight; the end is not part of it. */
export interface TimeSpan {
  readonly start: number;
  readonly end: number;
}

/** The first of `others` that shares a minute with `span`; touching ends do not overlap. */
export const overlapping = <Other extends TimeSpan>(span: TimeSpan, others: readonly Other[]): Other | undefined =>
  others.find(other => other.start < span.end && span.start < other.end);
