import type { EntryStatus } from '../../src/domain/activity/lifecycle.ts';
import type { Sql } from '../../src/platform/database/sql.ts';

/** A step that the product said it has done. */
interface Acknowledged {
  readonly key: string;
  readonly id: string;
  readonly status: EntryStatus;
  readonly version: number;
}

/** What the product has been told and what it answered, as it happened (assurance.md 3.4, I1). */
export class History {
  private readonly sentKeys = new Set<string>();
  private readonly acknowledged: Acknowledged[] = [];
  private readonly refusedKeys = new Set<string>();

  /** `sent KEY`: noted before the request leaves. */
  sent(key: string): void {
    this.sentKeys.add(key);
  }

  /** `acked KEY ID STATUS VERSION`: the product has answered that the step is done. */
  acked(key: string, id: string, status: EntryStatus, version: number): void {
    this.acknowledged.push({ key, id, status, version });
  }

  /** `refused KEY`: the product has answered that it did not do it (409, 422). */
  refused(key: string): void {
    this.refusedKeys.add(key);
  }

  get keys(): readonly string[] {
    return [...this.sentKeys];
  }

  get acks(): readonly Acknowledged[] {
    return this.acknowledged;
  }

  /** Sent, and neither acknowledged nor refused: may or may not have had its effect. */
  get unanswered(): readonly string[] {
    const answered = new Set([...this.acknowledged.map(({ key }) => key), ...this.refusedKeys]);
    return this.keys.filter(key => !answered.has(key));
  }
}

interface StoredEntry extends Record<string, unknown> {
  readonly id: string;
  readonly status: string;
  readonly version: number;
  readonly key: string;
}

interface StoredEvent extends Record<string, unknown> {
  readonly activity_id: string;
  readonly seq: number;
  readonly from_status: string | null;
  readonly to_status: string;
}

/** The mark in an entry's description by which a test finds what a key has led to, independent of the product's own. */
export const markOf = (key: string): string => `Mencatat surat masuk bernomor ${key}`;

const ENTRIES = `SELECT id, status, version, right(description, 36) AS key FROM activity WHERE description LIKE $1`;
const EVENTS = `SELECT activity_id, seq, from_status, to_status FROM activity_event
  WHERE activity_id = ANY ($1::uuid[]) ORDER BY activity_id, seq`;

/**
 * Judges a history against the database: every acknowledged step is there (I1), no key had two effects (I2), every
 * entry is what replaying its events gives (I5), and there is no step that nobody asked for.
 *
 * @returns what is wrong, in words; empty when the history is consistent
 */
export async function contradictions(sql: Sql, history: History): Promise<string[]> {
  const { rows: entries } = await sql.query<StoredEntry>(ENTRIES, [markOf('%')]);
  const { rows: events } = await sql.query<StoredEvent>(EVENTS, [entries.map(({ id }) => id)]);
  const eventsOf = grouped(events, event => event.activity_id);
  return [
    ...twoEffects(entries, history),
    ...lostSteps(eventsOf, history),
    ...entries.flatMap(entry => misreplayed(entry, eventsOf.get(entry.id) ?? [])),
    ...unaskedSteps(events.length, history),
  ];
}

function twoEffects(entries: readonly StoredEntry[], history: History): string[] {
  const sent = new Set(history.keys);
  return [...grouped(entries, ({ key }) => key)].flatMap(([key, made]) => {
    if (!sent.has(key)) return [`entry ${made[0]!.id} carries the key ${key}, which nobody sent`];
    return made.length > 1 ? [`key ${key} led to ${String(made.length)} entries`] : [];
  });
}

function lostSteps(eventsOf: ReadonlyMap<string, StoredEvent[]>, { acks }: History): string[] {
  return acks.flatMap(({ key, id, status, version }) => {
    const found = eventsOf.get(id)?.find(({ seq }) => seq === version);
    return found?.to_status === status
      ? []
      : [`acknowledged ${key}: ${id} became ${status} at ${String(version)}, stored is ${String(found?.to_status)}`];
  });
}

function misreplayed(entry: StoredEntry, events: readonly StoredEvent[]): string[] {
  let status: string | null = null;
  let version = 0;
  for (const event of events) {
    if (event.from_status !== status || event.seq !== version + 1)
      return [`the events of ${entry.id} break at ${String(event.seq)}`];
    ({ to_status: status, seq: version } = event);
  }
  return status === entry.status && version === entry.version
    ? []
    : [`${entry.id} is ${entry.status} ${String(entry.version)}, its events say ${String(status)} ${String(version)}`];
}

/** Each event is an acknowledged step or, at most, one whose answer was lost. */
function unaskedSteps(events: number, { acks, unanswered }: History): string[] {
  const known = new Set(acks.map(({ id, version }) => `${id} ${String(version)}`)).size;
  return events <= known + unanswered.length
    ? []
    : [`${String(events)} events for ${String(known)} acknowledged and ${String(unanswered.length)} unanswered steps`];
}

function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}
