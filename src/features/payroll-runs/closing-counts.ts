import { LEAVE_KINDS, worksOnLeave } from '../../domain/attendance/leave-kind.ts';
import { addDays, type LocalDate } from '../../domain/local-date.ts';
import { firstDay, lastDay, type Month } from '../../domain/month.ts';
import type { Zone } from '../../platform/clock.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { fullNameOf } from '../organisation/queries.ts';

/** Somebody's entries of the month that do not count yet, by whose turn it is. */
export interface PersonOpenEntries {
  readonly name: string;
  /** Drafts and returned entries: the owner's turn. */
  readonly own: number;
  /** Sent: the verifier's turn. */
  readonly sent: number;
  /** Verified: the validator's turn. */
  readonly verified: number;
}

/** What is still under way in a unit's month beside its facts. */
export interface ClosingCounts {
  readonly entries: readonly PersonOpenEntries[];
  readonly objections: number;
  /** Requests to leave somebody out that no second person has answered. */
  readonly exclusions: number;
  /** Proposed facts that wait for a second person. */
  readonly proposals: number;
  /** Attendance written by hand that waits for a second person. */
  readonly records: number;
  /** PINs of the unit's files that belong to nobody on the day. */
  readonly pins: number;
  /** Whose judged days leave out working days of the month: no file covers those, and the cut knows nothing of them. */
  readonly uncovered: { readonly people: number; readonly days: number };
  /** Days with entries that a leave covers by now: the entries were there before the leave (invariant I9). */
  readonly onLeave: readonly PersonDay[];
  /** National holidays that the calendar has for the month's year; without them every weekday counts as a working day. */
  readonly holidays: number;
}

/** Somebody's day. */
export interface PersonDay {
  readonly name: string;
  readonly day: LocalDate;
}

/** Names shown of the people with open entries; the totals of `readiness` count everybody. */
export const MOST_NAMED = 50;

const COUNTS = `SELECT
  (SELECT coalesce(jsonb_agg(to_jsonb(w) ORDER BY w.name), '[]') FROM (
     SELECT ${fullNameOf('e')} AS name, count(*) FILTER (WHERE t.status IN ('draf', 'dikembalikan'))::int AS own,
       count(*) FILTER (WHERE t.status = 'dikirim')::int AS sent, count(*) FILTER (WHERE t.status = 'diverifikasi')::int AS verified
     FROM activity t JOIN employee e ON e.id = t.employee_id
     WHERE t.payroll_unit_id = $1 AND t.work_date BETWEEN $2::date AND $3::date AND t.status NOT IN ('divalidasi', 'ditolak')
     GROUP BY e.id ORDER BY 1 LIMIT ${String(MOST_NAMED)}) w) AS entries,
  (SELECT count(*)::int FROM objection o JOIN activity t ON t.id = o.activity_id AND t.work_date = o.work_date
   WHERE o.state = 'diajukan' AND t.payroll_unit_id = $1 AND o.work_date BETWEEN $2::date AND $3::date) AS objections,
  (SELECT count(*)::int FROM payroll_exclusion x WHERE x.month = $2::date AND x.kind = 'TPP' AND x.payroll_unit_id = $1 AND x.state = 'diajukan') AS exclusions,
  (SELECT count(*)::int FROM fact_proposal f WHERE f.decision IS NULL AND f.month <= $2::date
     AND coalesce(f.until_month, f.month) >= $2::date AND f.employee_id IN (
       SELECT a.employee_id FROM assignment a JOIN position_version p ON p.position_id = a.position_id
       JOIN org_unit_version u ON u.unit_id = p.unit_id
       WHERE u.payroll_unit_id = $1 AND a.kind = 'DEFINITIF' AND a.from_date <= $2::date
         AND (a.last_date IS NULL OR a.last_date >= $2::date))) AS proposals,
  (SELECT count(*)::int FROM attendance_record m WHERE m.payroll_unit_id = $1 AND m.day BETWEEN $2::date AND $3::date
     AND m.source = 'manual' AND m.confirmed_at IS NULL AND m.withdrawn_at IS NULL) AS records,
  (SELECT count(DISTINCT (p.pin_realm, p.pin))::int FROM attendance_batch b JOIN attendance_punch p ON p.batch_id = b.id
   WHERE b.payroll_unit_id = $1 AND b.state = 'disimpan' AND (p.at AT TIME ZONE $4)::date BETWEEN $2::date AND $3::date
     AND NOT EXISTS (SELECT 1 FROM attendance_pin n WHERE n.pin_realm = p.pin_realm AND n.pin = p.pin
       AND n.from_date <= (p.at AT TIME ZONE $4)::date AND (n.last_date IS NULL OR n.last_date >= (p.at AT TIME ZONE $4)::date))) AS pins,
  (SELECT coalesce(jsonb_agg(to_jsonb(v) ORDER BY v.name, v.day), '[]') FROM (
     SELECT DISTINCT ${fullNameOf('e')} AS name, t.work_date AS day, e.id FROM leave_record l
     JOIN activity t ON t.employee_id = l.employee_id AND t.work_date BETWEEN l.first_day AND l.last_day
     JOIN employee e ON e.id = t.employee_id
     WHERE t.payroll_unit_id = $1 AND t.work_date BETWEEN $2::date AND $3::date AND l.revoked_at IS NULL
       AND l.first_day <= $3::date AND l.last_day >= $2::date AND NOT l.kind = ANY ($5::text[])
       AND t.status IN ('dikirim', 'diverifikasi', 'divalidasi')) v) AS "onLeave",
  (SELECT jsonb_build_object('people', count(DISTINCT w.employee_id), 'days', count(*)) FROM (
     SELECT DISTINCT s.employee_id, d.day::date AS day FROM (
       SELECT a.employee_id, a.position_id, greatest(a.from_date, $2::date) AS first, least(a.last_date, $6::date) AS last
       FROM assignment a WHERE a.kind = 'DEFINITIF' AND a.from_date <= $6::date AND (a.last_date IS NULL OR a.last_date >= $2::date)
         AND a.employee_id IN (SELECT t.employee_id FROM attendance_day t
           WHERE t.payroll_unit_id = $1 AND t.day BETWEEN $2::date AND $3::date)) s
     JOIN LATERAL (SELECT v.unit_id FROM position_version v WHERE v.position_id = s.position_id AND v.from_date <= s.first
                   ORDER BY v.from_date DESC LIMIT 1) p ON true
     JOIN LATERAL (SELECT v.work_pattern FROM org_unit_version v WHERE v.unit_id = p.unit_id AND v.from_date <= s.first
                   ORDER BY v.from_date DESC LIMIT 1) u ON true
     CROSS JOIN LATERAL generate_series(s.first::timestamp, s.last::timestamp, interval '1 day') AS d (day)
     WHERE extract(isodow FROM d.day) <= u.work_pattern
       AND NOT EXISTS (SELECT 1 FROM holiday h WHERE h.day = d.day::date)
       AND NOT EXISTS (SELECT 1 FROM attendance_day t WHERE t.employee_id = s.employee_id AND t.day = d.day::date)) w) AS uncovered,
  (SELECT count(*)::int FROM holiday h WHERE h.kind = 'libur'
     AND date_trunc('year', h.day::timestamp) = date_trunc('year', $2::date::timestamp)) AS holidays`;

/**
 * What is under way in a unit's month, in one statement.
 * @param today in the regency's zone: days are judged up to the one before
 */
export async function closingCounts(
  sql: Sql,
  of: { readonly month: Month; readonly payrollUnitId: string; readonly zone: Zone; readonly today: LocalDate },
): Promise<ClosingCounts> {
  const until = lastDay(of.month);
  const judged = until < of.today ? until : addDays(of.today, -1);
  const values = [of.payrollUnitId, firstDay(of.month), until, of.zone, LEAVE_KINDS.filter(worksOnLeave), judged];
  return (await sql.query<ClosingCounts & Record<string, unknown>>(COUNTS, values)).rows[0]!;
}
