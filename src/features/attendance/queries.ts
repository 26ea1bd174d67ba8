import type { DayReason } from '../../domain/attendance/day.ts';
import type { LeaveKind } from '../../domain/attendance/leave-kind.ts';
import { localDate, type LocalDate } from '../../domain/local-date.ts';
import { firstDay, lastDay, type Month } from '../../domain/month.ts';
import type { Zone } from '../../platform/clock.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import type { DayWindow } from './day-rows.ts';

/** A judged day. */
export interface JudgedDay {
  readonly day: LocalDate;
  readonly code: string;
  readonly lateMinutes: number;
  readonly earlyMinutes: number;
  /** Basis points. */
  readonly cut: number;
  readonly inAt: Date | null;
  readonly outAt: Date | null;
  readonly window: DayWindow | null;
  readonly why: readonly DayReason[];
}

const DAYS = prepared(
  'attendance.days',
  `SELECT day, code, late_minutes AS "lateMinutes", early_minutes AS "earlyMinutes", cut_bp AS cut, in_at AS "inAt",
     out_at AS "outAt", "window", why
   FROM attendance_day WHERE employee_id = $1 AND day BETWEEN $2::date AND $3::date ORDER BY day DESC`,
);

/** One person's judged days of a month, the latest first. */
export async function judgedDays(sql: Sql, employeeId: string, month: Month): Promise<JudgedDay[]> {
  const { rows } = await sql.query<JudgedDay & Record<string, unknown>>(DAYS, [
    employeeId,
    firstDay(month),
    lastDay(month),
  ]);
  return rows;
}

/** A leave in force, with its document. */
export interface Leave {
  readonly id: string;
  readonly kind: LeaveKind;
  readonly firstDay: LocalDate;
  readonly lastDay: LocalDate;
  readonly documentNumber: string;
}

const LEAVES = prepared(
  'attendance.leaves',
  `SELECT id, kind, first_day AS "firstDay", last_day AS "lastDay", document_number AS "documentNumber" FROM leave_record
   WHERE employee_id = $1 AND revoked_at IS NULL AND first_day <= $3::date AND last_day >= $2::date ORDER BY first_day`,
);

/** One person's leave that touches a span of days. */
export async function leavesBetween(sql: Sql, employeeId: string, from: LocalDate, until: LocalDate): Promise<Leave[]> {
  return (await sql.query<Leave & Record<string, unknown>>(LEAVES, [employeeId, from, until])).rows;
}

/** The leave of a person on a day, or undefined. */
export const leaveOn = async (sql: Sql, employeeId: string, day: LocalDate): Promise<Leave | undefined> =>
  (await leavesBetween(sql, employeeId, day, day))[0];

const ZONE_OF = prepared(
  'attendance.zone',
  `SELECT u.zone FROM assignment a
   JOIN LATERAL (SELECT v.unit_id FROM position_version v WHERE v.position_id = a.position_id AND v.from_date <= $2::date
                 ORDER BY v.from_date DESC LIMIT 1) p ON true
   JOIN LATERAL (SELECT v.zone FROM org_unit_version v WHERE v.unit_id = p.unit_id AND v.from_date <= $2::date
                 ORDER BY v.from_date DESC LIMIT 1) u ON true
   WHERE a.employee_id = $1 AND a.kind = 'DEFINITIF' AND a.from_date <= $2::date ORDER BY a.from_date DESC LIMIT 1`,
);

/** The zone a person works in; the regency's where the unit has none of its own (rulings.md 4). */
export async function zoneOf(sql: Sql, employeeId: string, day: LocalDate, regency: Zone): Promise<Zone> {
  return (await sql.query<{ zone: Zone | null }>(ZONE_OF, [employeeId, day])).rows[0]?.zone ?? regency;
}

/** The days of one person of a unit, for the monthly table: code by day. */
export interface UnitPerson {
  readonly employeeId: string;
  readonly name: string;
  readonly nip: string | null;
  readonly codes: ReadonlyMap<LocalDate, string>;
  readonly cut: number;
  readonly present: number;
}

const UNIT = prepared(
  'attendance.unit',
  `SELECT e.id AS "employeeId", concat_ws(', ', concat_ws(' ', e.front_title, e.name), e.back_title) AS name, e.nip,
     coalesce(d.codes, '{}') AS codes, coalesce(d.cut, 0)::int AS cut, coalesce(d.present, 0)::int AS present
   FROM assignment a
   JOIN employee e ON e.id = a.employee_id
   JOIN LATERAL (SELECT v.unit_id FROM position_version v WHERE v.position_id = a.position_id AND v.from_date <= $1::date
                 ORDER BY v.from_date DESC LIMIT 1) p ON true
   JOIN LATERAL (SELECT v.payroll_unit_id FROM org_unit_version v WHERE v.unit_id = p.unit_id AND v.from_date <= $1::date
                 ORDER BY v.from_date DESC LIMIT 1) u ON true
   LEFT JOIN LATERAL (SELECT jsonb_object_agg(t.day, t.code) AS codes, sum(t.cut_bp) AS cut,
       count(*) FILTER (WHERE t.code = 'H' OR t.in_at IS NOT NULL OR t.out_at IS NOT NULL) AS present
     FROM attendance_day t WHERE t.employee_id = a.employee_id AND t.day BETWEEN $1::date AND $2::date) d ON true
   WHERE a.kind = 'DEFINITIF' AND a.from_date <= $1::date AND (a.last_date IS NULL OR a.last_date >= $1::date)
     AND e.nip IS NOT NULL AND u.payroll_unit_id = $3
   ORDER BY e.name, e.id LIMIT 41 OFFSET $4`,
);

/** How many people stand on one page of the monthly table. */
export const PEOPLE_PER_PAGE = 40;

/** The people a unit pays in a month, by name, from an offset on, with the codes of their days; one more than a page holds. */
export async function unitMonth(sql: Sql, unitId: string, month: Month, offset: number): Promise<UnitPerson[]> {
  const { rows } = await sql.query<Omit<UnitPerson, 'codes'> & { codes: Record<string, string> }>(UNIT, [
    firstDay(month),
    lastDay(month),
    unitId,
    offset,
  ]);
  return rows.map(row => ({
    ...row,
    codes: new Map(Object.entries(row.codes).map(([day, code]) => [localDate(day), code])),
  }));
}

/** A payroll unit with how many of its people a month knows nothing of. */
export interface UnitPresence {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly people: number;
  readonly without: number;
  /** Rows by hand that wait for a second person. */
  readonly waiting: number;
}

const UNITS = `SELECT pu.id, pu.code, pu.name, count(r.employee_id)::int AS people,
    count(r.employee_id) FILTER (WHERE NOT EXISTS (SELECT 1 FROM attendance_day d
      WHERE d.employee_id = r.employee_id AND d.day BETWEEN $1::date AND $2::date))::int AS without,
    (SELECT count(*)::int FROM attendance_record w WHERE w.payroll_unit_id = pu.id AND w.day BETWEEN $1::date AND $2::date
       AND w.source = 'manual' AND w.confirmed_at IS NULL AND w.withdrawn_at IS NULL) AS waiting
  FROM payroll_unit pu
  LEFT JOIN (
    SELECT a.employee_id, u.payroll_unit_id
    FROM assignment a
    JOIN employee e ON e.id = a.employee_id AND e.nip IS NOT NULL
    JOIN LATERAL (SELECT v.unit_id FROM position_version v WHERE v.position_id = a.position_id AND v.from_date <= $1::date
                  ORDER BY v.from_date DESC LIMIT 1) p ON true
    JOIN LATERAL (SELECT v.payroll_unit_id FROM org_unit_version v WHERE v.unit_id = p.unit_id AND v.from_date <= $1::date
                  ORDER BY v.from_date DESC LIMIT 1) u ON true
    WHERE a.kind = 'DEFINITIF' AND a.from_date <= $1::date AND (a.last_date IS NULL OR a.last_date >= $1::date)
  ) r ON r.payroll_unit_id = pu.id
  WHERE $3::uuid[] IS NULL OR pu.id = ANY ($3)
  GROUP BY pu.id ORDER BY pu.name`;

/** Payroll units of a scope (null: all) with what a month lacks: the one answer to "who has no attendance data". */
export async function unitsWithout(sql: Sql, month: Month, scope: readonly string[] | null): Promise<UnitPresence[]> {
  const { rows } = await sql.query<UnitPresence & Record<string, unknown>>(UNITS, [
    firstDay(month),
    lastDay(month),
    scope && [...scope],
  ]);
  return rows;
}
