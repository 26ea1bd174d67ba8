import { addDays, localDate, type LocalDate } from '../../domain/local-date.ts';
import { firstDay, lastDay, type Month } from '../../domain/month.ts';
import { instantOf, type Zone } from '../../platform/clock.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { fullNameOf } from '../organisation/queries.ts';

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

/** The outages of a month, the latest first, and those of any month that wait for a decision. */
export async function outagesIn(sql: Sql, zone: Zone, month: Month): Promise<Outage[]> {
  const { rows } = await sql.query<Row>(
    `${SELECT} WHERE (o.began_at < $2 AND o.ended_at > $1) OR o.state = 'diusulkan' ORDER BY o.began_at DESC, o.id LIMIT ${String(MOST)}`,
    [...monthSpan(zone, month)],
  );
  return rows.map(from);
}

/** Minutes in which people could not work, of a month: stretches that overlap count once. Declared ones do not count. */
export async function downMinutesIn(sql: Sql, zone: Zone, month: Month): Promise<{ all: number; working: number }> {
  const { rows } = await sql.query<{ all: number; working: number }>(
    `SELECT coalesce(sum(extract(epoch FROM least(o.ended_at, $2) - greatest(o.began_at, $1))) / 60, 0)::int AS all,
       coalesce(sum(o.working_minutes), 0)::int AS working
     FROM outage o WHERE o.source = 'tercatat' AND o.began_at < $2 AND o.ended_at > $1`,
    [...monthSpan(zone, month)],
  );
  return rows[0] ?? { all: 0, working: 0 };
}
