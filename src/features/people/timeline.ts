import type { LocalDate } from '../../domain/local-date.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { fullNameOf } from '../organisation/queries.ts';

/** Something in a person's time: a hold, a standing, a workplace, or an act that was recorded. */
export interface TimelineRow {
  readonly what: 'jabatan' | 'status' | 'tempat' | 'perubahan';
  readonly id: string | null;
  /** Kind of hold, standing, or kind of change. */
  readonly kind: string;
  readonly text: string | null;
  readonly from: LocalDate;
  readonly last: LocalDate | null;
  readonly decree: string | null;
  readonly by: string | null;
  readonly at: Date | null;
  readonly openItems: readonly { readonly text: string }[] | null;
}

const titleAt = (position: string, day: string): string => `(SELECT v.title || ', ' || coalesce((
      SELECT u.name FROM org_unit_version u WHERE u.unit_id = v.unit_id ORDER BY u.from_date <= ${day} DESC, abs(u.from_date - ${day}) LIMIT 1), '')
    FROM position_version v WHERE v.position_id = ${position} ORDER BY v.from_date <= ${day} DESC, abs(v.from_date - ${day}) LIMIT 1)`;

const TIMELINE = prepared(
  'people.timeline',
  `SELECT * FROM (
     SELECT 'jabatan' AS what, a.id, a.kind, ${titleAt('a.position_id', 'a.from_date')} AS text, a.from_date AS "from",
       a.last_date AS last, concat_ws('; ', a.decree, a.end_decree) AS decree, NULL AS by, NULL::timestamptz AS at, NULL::jsonb AS "openItems"
     FROM assignment a WHERE a.employee_id = $1 AND (a.last_date IS NULL OR a.last_date >= a.from_date)
     UNION ALL
     SELECT 'status', NULL, s.status, s.rank_grade, s.from_date, NULL, s.decree, NULL, NULL, NULL
     FROM employee_status s WHERE s.employee_id = $1
     UNION ALL
     SELECT 'tempat', NULL, 'TEMPAT_KERJA', (SELECT u.name FROM org_unit_version u WHERE u.unit_id = w.unit_id
         ORDER BY u.from_date <= w.from_date DESC, abs(u.from_date - w.from_date) LIMIT 1),
       w.from_date, NULL, w.decree, NULL, NULL, NULL
     FROM employee_workplace w WHERE w.employee_id = $1
     UNION ALL
     SELECT 'perubahan', c.id, c.kind, c.note, c.effective_on, NULL, c.decree, ${fullNameOf('r')}, c.at, c.open_items
     FROM staff_change c LEFT JOIN employee r ON r.id = c.recorded_by WHERE c.employee_id = $1
   ) t ORDER BY t."from" DESC, t.what DESC, t.at DESC LIMIT 200`,
);

/** Everything that happened to a person's standing, latest first. */
export async function timelineOf(sql: Sql, employeeId: string): Promise<TimelineRow[]> {
  const { rows } = await sql.query<TimelineRow & Record<string, unknown>>(TIMELINE, [employeeId]);
  return rows;
}

const HOLDS = prepared(
  'people.acting_holds',
  `SELECT a.id, a.kind, ${titleAt('a.position_id', '$2::date')} AS text, a.from_date AS "from", a.last_date AS last
   FROM assignment a
   WHERE a.employee_id = $1 AND a.kind <> 'DEFINITIF' AND (a.last_date IS NULL OR a.last_date >= greatest($2::date, a.from_date))
   ORDER BY a.from_date, a.id`,
);

/** An acting post, a team or a delegation that has not ended on a day. */
export interface ActingHold {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  readonly from: LocalDate;
  readonly last: LocalDate | null;
}

export async function actingHolds(sql: Sql, employeeId: string, day: LocalDate): Promise<ActingHold[]> {
  const { rows } = await sql.query<ActingHold & Record<string, unknown>>(HOLDS, [employeeId, day]);
  return rows;
}
