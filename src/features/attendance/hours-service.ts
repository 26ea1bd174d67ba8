import { addMonths, firstDay, monthInWords, monthOf } from '../../domain/month.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import type { WorkPattern } from '../../domain/calendar/work-calendar.ts';
import { audit } from '../../platform/audit.ts';
import { dayIn } from '../../platform/clock.ts';
import type { Sql, Tx } from '../../platform/database/sql.ts';
import { transaction } from '../../platform/database/transaction.ts';
import type { Deps } from '../../platform/deps.ts';
import { once, requestHash } from '../../platform/idempotency.ts';
import { newId } from '../../platform/identity.ts';
import { fullNameOf } from '../organisation/queries.ts';
import { conflict, malformed } from '../organisation/refusal.ts';
import { deriveDays } from './derive.ts';
import { passGates } from './gates.ts';
import type { HoursFields, WeekdayHours } from './hours-form.ts';

/** Hours of a week that were recorded together. */
export interface RecordedHours {
  /** Null: for everybody. */
  readonly unit: string | null;
  readonly pattern: WorkPattern;
  readonly from: LocalDate;
  readonly decree: string;
  readonly recorder: string | null;
  readonly recordedAt: Date;
  readonly days: readonly { readonly weekday: number; readonly start: number; readonly end: number }[];
  /** Minutes of work of a week, without breaks. */
  readonly weekly: number;
  /** Hours recorded later hold from the same day on. */
  readonly replaced: boolean;
}

const RECORDED = `SELECT v.name AS unit, h.pattern, h.from_date AS "from", coalesce(h.decree, '') AS decree,
    CASE WHEN e.id IS NOT NULL THEN ${fullNameOf('e')} END AS recorder, h.recorded_at AS "recordedAt",
    jsonb_agg(jsonb_build_object('weekday', h.weekday, 'start', h.start_minute, 'end', h.end_minute) ORDER BY h.weekday) AS days,
    sum(h.end_minute - h.start_minute - h.break_minutes)::int AS weekly,
    EXISTS (SELECT 1 FROM work_hours n WHERE n.unit_id IS NOT DISTINCT FROM h.unit_id AND n.pattern = h.pattern
      AND n.from_date = h.from_date AND n.seq > max(h.seq)) AS replaced
  FROM work_hours h LEFT JOIN employee e ON e.id = h.recorded_by
  LEFT JOIN LATERAL (SELECT name FROM org_unit_version o WHERE o.unit_id = h.unit_id ORDER BY o.from_date DESC LIMIT 1) v ON true
  GROUP BY h.recording, h.unit_id, v.name, h.pattern, h.from_date, h.decree, e.id, h.recorded_at
  ORDER BY h.from_date DESC, max(h.seq) DESC LIMIT 100`;

/** What was recorded, the latest beginning first. */
export async function recordedHours(sql: Sql): Promise<RecordedHours[]> {
  return (await sql.query<RecordedHours & Record<string, unknown>>(RECORDED)).rows;
}

const INSERT = `INSERT INTO work_hours (id, unit_id, pattern, weekday, from_date, start_minute, end_minute, break_minutes,
    open_before, close_after, decree, recorded_by, recorded_at, recording)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`;
/* Who pays the people of a unit and of everything below it, now or at the beginning. */
const PAYERS = `WITH RECURSIVE below AS (
    SELECT $1::uuid AS unit_id UNION SELECT v.unit_id FROM org_unit_version v JOIN below b ON v.parent_id = b.unit_id)
  SELECT DISTINCT v.payroll_unit_id AS id FROM org_unit_version v JOIN below b ON b.unit_id = v.unit_id ORDER BY 1`;
const CLOSED = `SELECT month FROM payroll_period WHERE kind = 'TPP' AND NOT open AND month >= $1::date
  AND ($2::uuid[] IS NULL OR payroll_unit_id = ANY ($2)) ORDER BY month LIMIT 1`;

/** Who records, under which request. */
export interface HoursKeeper {
  readonly employeeId: string;
  readonly requestId: string;
}

/**
 * Records the hours of a week from a day on, at most once per person and key, and judges the days they touch anew.
 * @throws RecordRefused 422 for a unit that is not there, 409 where a month they touch is closed for a unit they are for
 */
export async function recordHours(deps: Deps, by: HoursKeeper, input: HoursFields): Promise<void> {
  const at = deps.clock.now();
  const today = dayIn(deps.regency.zone, at);
  const { unit, pattern, from, days, decree, key } = input;
  await transaction(deps.pool, async tx => {
    const use = { actorId: by.employeeId, key: key.toLowerCase(), hash: requestHash('jam-kerja', { ...input }) };
    await once(tx, use, async () => {
      const payers = unit === null ? null : await payersOf(tx, unit);
      for (let month = monthOf(from); month <= monthOf(today); month = addMonths(month, 1))
        await passGates(tx, month, payers);
      const closed = (await tx.query<{ month: LocalDate }>(CLOSED, [firstDay(monthOf(from)), payers])).rows[0];
      if (closed)
        throw conflict('tmt', `${monthInWords(monthOf(closed.month))} sudah ditutup. Pilih tanggal sesudahnya`);
      const recording = newId(at);
      for (const span of days)
        for (const weekday of span.weekdays)
          await tx.query(INSERT, [...valuesOf(input, span, weekday, by, at), recording]);
      await audit(tx, {
        at,
        actorId: by.employeeId,
        requestId: by.requestId,
        action: 'presensi.jam_kerja',
        objectType: 'work_hours',
        objectId: `${unit ?? 'semua'}:${String(pattern)}:${from}`,
        after: { unit, pattern, from, days },
        reason: decree,
      });
      if (from < today)
        for (const payrollUnitId of payers ?? [undefined])
          await deriveDays(tx, deps, { payrollUnitId, from, until: today });
      return null;
    });
  });
}

async function payersOf(tx: Tx, unit: string): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(PAYERS, [unit]);
  if (rows.length === 0) throw malformed('unit', 'Pilih unit');
  return rows.map(({ id }) => id);
}

const valuesOf = (
  { unit, pattern, from, openBefore, closeAfter, decree }: HoursFields,
  { start, end, breakMinutes }: WeekdayHours,
  weekday: number,
  by: HoursKeeper,
  at: Date,
): unknown[] => [
  newId(at),
  unit,
  pattern,
  weekday,
  from,
  start,
  end,
  breakMinutes,
  openBefore,
  closeAfter,
  decree,
  by.employeeId,
  at,
];
