import { addDays, localDate, type LocalDate } from '../../domain/local-date.ts';
import { firstDay, lastDay, type Month } from '../../domain/month.ts';
import { instantOf, type Zone } from '../../platform/clock.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { fullNameOf } from '../organisation/queries.ts';
import { minuteOf, workingMinutes } from './working-time.ts';

export type OutageState = 'tercatat' | 'diusulkan' | 'dibuka' | 'diabaikan';

/** A stretch in which people could not work. */
export interface Outage {
  readonly id: string;
  /** Noted by the server itself, or declared by a person. */
  readonly source: 'tercatat' | 'dinyatakan';
  readonly beganAt: Date;
  readonly endedAt: Date;
  /** Minutes of it in working hours. */
  readonly workingMinutes: number;
  /** Names of the payroll units it is declared for; null for all. */
  readonly units: readonly string[] | null;
  readonly explanation: string | null;
  readonly recordedBy: string | null;
  readonly recorderName: string | null;
  readonly state: OutageState;
  /** Work dates that are open again, both included, and until when. */
  readonly opened: { readonly from: LocalDate; readonly to: LocalDate; readonly until: LocalDate } | undefined;
  readonly cite: string | null;
  readonly deciderName: string | null;
  readonly decidedAt: Date | null;
  readonly answer: string | null;
  readonly version: number;
}

interface Row extends Record<string, unknown> {
  id: string;
  source: 'tercatat' | 'dinyatakan';
  began_at: Date;
  ended_at: Date;
  working_minutes: number;
  units: string[] | null;
  explanation: string | null;
  recorded_by: string | null;
  recorder_name: string | null;
  state: OutageState;
  work_from: string | null;
  work_to: string | null;
  open_until: string | null;
  cite: string | null;
  decider_name: string | null;
  decided_at: Date | null;
  answer: string | null;
  version: number;
}

const SELECT = `SELECT o.id, o.source, o.began_at, o.ended_at, o.working_minutes,
    (SELECT array_agg(u.name ORDER BY u.name) FROM payroll_unit u WHERE u.id = ANY (o.units)) AS units, o.explanation, o.recorded_by,
    (SELECT ${fullNameOf('r')} FROM employee r WHERE r.id = o.recorded_by) AS recorder_name, o.state, o.work_from, o.work_to,
    o.open_until, o.cite, (SELECT ${fullNameOf('d')} FROM employee d WHERE d.id = o.decided_by) AS decider_name, o.decided_at,
    o.answer, o.version FROM outage o`;

const from = (row: Row): Outage => ({
  id: row.id,
  source: row.source,
  beganAt: row.began_at,
  endedAt: row.ended_at,
  workingMinutes: row.working_minutes,
  units: row.units,
  explanation: row.explanation,
  recordedBy: row.recorded_by,
  recorderName: row.recorder_name,
  state: row.state,
  opened:
    row.work_from === null || row.work_to === null || row.open_until === null
      ? undefined
      : { from: localDate(row.work_from), to: localDate(row.work_to), until: localDate(row.open_until) },
  cite: row.cite,
  deciderName: row.decider_name,
  decidedAt: row.decided_at,
  answer: row.answer,
  version: row.version,
});

/** One outage. */
export async function outageOf(sql: Sql, id: string): Promise<Outage | undefined> {
  const { rows } = await sql.query<Row>(`${SELECT} WHERE o.id = $1`, [id]);
  return rows[0] && from(rows[0]);
}

/** The first and the last instant of a month in a zone, the last one not included. */
export const monthSpan = (zone: Zone, month: Month): readonly [Date, Date] => [
  instantOf(zone, firstDay(month), 0),
  instantOf(zone, addDays(lastDay(month), 1), 0),
];

/** What a page of the ledger shows at most; a month with more has other worries. */
const MOST = 200;

/**
 * The outages of a month, the latest first.
 * @param waiting whether those of any month that wait for a decision stand there too
 */
export async function outagesIn(sql: Sql, zone: Zone, month: Month, waiting: boolean): Promise<Outage[]> {
  const { rows } = await sql.query<Row>(
    `${SELECT} WHERE (o.began_at < $2 AND o.ended_at > $1) OR ($3 AND o.state = 'diusulkan')
     ORDER BY o.began_at DESC, o.id LIMIT ${String(MOST)}`,
    [...monthSpan(zone, month), waiting],
  );
  return rows.map(from);
}

/* Of a demonstration whose clock was turned back two may overlap. */
const DOWN = `SELECT coalesce(sum(extract(epoch FROM upper(part) - lower(part))) / 60, 0)::int AS all FROM (
    SELECT unnest(range_agg(tstzrange(greatest(o.began_at, $1), least(o.ended_at, $2)))) AS part
    FROM outage o WHERE o.source = 'tercatat' AND o.began_at < $2 AND o.ended_at > $1) parts`;
const NOTED_IN = `SELECT o.began_at AS "beganAt", o.ended_at AS "endedAt", o.working_minutes AS "workingMinutes", o.units
  FROM outage o WHERE o.source = 'tercatat' AND o.began_at < $2 AND o.ended_at > $1`;

interface Noted extends Record<string, unknown> {
  readonly beganAt: Date;
  readonly endedAt: Date;
  readonly workingMinutes: number;
  readonly units: string[] | null;
}

/**
 * Minutes in which people could not work, of a month: stretches that overlap count once, and of one that runs over the end
 * of a month each minute in its own. Declared ones do not count.
 */
export async function downMinutesIn(sql: Sql, zone: Zone, month: Month): Promise<{ all: number; working: number }> {
  const [first, next] = monthSpan(zone, month);
  const all = (await sql.query<{ all: number }>(DOWN, [first, next])).rows[0]?.all ?? 0;
  const { rows } = await sql.query<Noted>(NOTED_IN, [first, next]);
  let working = 0;
  for (const noted of rows)
    working += (await workingUntil(sql, zone, noted, next)) - (await workingUntil(sql, zone, noted, first));
  return { all, working };
}

/** Working minutes of a stretch before an instant: what was noted where it is over by then, so that parts add up to it. */
async function workingUntil(sql: Sql, zone: Zone, noted: Noted, end: Date): Promise<number> {
  if (end <= noted.beganAt) return 0;
  if (end >= noted.endedAt) return noted.workingMinutes;
  const span = { from: minuteOf(noted.beganAt), until: minuteOf(end) };
  return Math.min(noted.workingMinutes, await workingMinutes(sql, zone, span, noted.units));
}
