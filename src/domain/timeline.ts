/**
 * Values in time: each entry holds from its date until the next one begins. Overlaps cannot be expressed; an ending is
 * an entry of its own (for example `value: null` with the decree that ended it).
 */
export interface TimelineEntry<T> {
  /** First day in force, `YYYY-MM-DD`. */
  readonly from: string;
  readonly value: T;
}

export type Timeline<T> = readonly TimelineEntry<T>[];

/** Builds a timeline in date order. Throws when two entries begin on the same day. */
export function timeline<T>(entries: Iterable<TimelineEntry<T>>): Timeline<T> {
  const ordered = [...entries].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  ordered.forEach((entry, index) => {
    if (ordered[index - 1]?.from === entry.from) throw new Error(`two values begin on ${entry.from}`);
  });
  return ordered;
}

/** The entry in force on a day, or null before the first. */
export function entryOn<T>(entries: Timeline<T>, day: string): TimelineEntry<T> | null {
  return entries.findLast(entry => entry.from <= day) ?? null;
}

/** The value in force on a day. Throws when there is none: never the first or the latest instead. */
export function on<T>(entries: Timeline<T>, day: string): T {
  const entry = entryOn(entries, day);
  if (entry === null) throw new Error(`no value in force on ${day}`);
  return entry.value;
}
