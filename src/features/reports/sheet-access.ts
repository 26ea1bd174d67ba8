import type { LocalDate } from '../../domain/local-date.ts';
import { localDate } from '../../domain/local-date.ts';
import { firstDay, type Month } from '../../domain/month.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';
import { unitsFor, type Actor } from '../../platform/web/actor.ts';
import { seatSql } from '../organisation/queries.ts';
import { PERSON_COLUMNS, statusJoin, type PaperPerson } from './signatory.ts';

/**
 * Payroll units whose people's sheets an office may read: all (null) for the personnel office and the inspectorate, its
 * own for the clerk and the head of an office.
 */
export const officeScope = (actor: Actor): readonly string[] | null =>
  unitsFor(actor, 'kepegawaian', 'auditor', 'pengelola', 'kepala_opd');

/**
 * The row scope of work sheets and recaps, written once: oneself, whoever sits in a chair below one's own today or in one
 * whose entries a letter gives one to validate, and the people of an office one works for. $1 actor, $2 today, $3 payroll
 * units (null: all); the statement begins with BELOW and has a seat as `person`.
 *
 * A letter names a chair, not a branch of the tree: it opens the chairs that name it, and nothing under or beside them. As
 * with the step itself, who sits above the named chair takes it only where that chair is empty, or held by nobody but the
 * owner and the verifier.
 */
export const BELOW = `WITH below AS MATERIALIZED (
    SELECT position_id FROM takar_chairs_below($1::uuid, $2::date, 1)
    UNION
    SELECT v.position_id FROM takar_steps_at($1::uuid, $2::date) c JOIN position_version v ON v.validator_id = c.position_id
    WHERE v.from_date <= $2::date AND NOT EXISTS (SELECT 1 FROM position_version n
        WHERE n.position_id = v.position_id AND n.from_date <= $2::date AND n.from_date > v.from_date)
      AND c.passed <@ ARRAY(SELECT h.employee_id FROM assignment h
        WHERE h.position_id IN (v.position_id, v.superior_id) AND h.kind <> 'KETUA_TIM'
          AND h.from_date <= $2::date AND (h.last_date IS NULL OR h.last_date >= $2::date))
  )`;
export const readable = (person: string): string => `(${person}.employee_id = $1::uuid
    OR ${person}.position_id IN (SELECT position_id FROM below)
    OR $3::uuid[] IS NULL OR ${person}.payroll_unit_id = ANY ($3::uuid[]))`;

/** Whose sheet it is, with the seat on the last day of the month on which there was one. */
export interface SheetOwner extends PaperPerson {
  readonly employeeId: string;
  /** Absent where the person held no chair in the month. */
  readonly seat: SheetSeat | undefined;
}

export interface SheetSeat {
  readonly positionId: string;
  readonly title: string;
  readonly unitName: string;
  readonly payrollUnitId: string;
  readonly payrollUnitCode: string;
  readonly payrollUnitName: string;
  /** The day the seat is of: the report's day, or the last one in office before it. */
  readonly day: LocalDate;
}

const OWNER = prepared(
  'reports.sheet-owner',
  `${BELOW}, person AS (
     SELECT e.id AS employee_id, ${PERSON_COLUMNS}, held.day, seat.position_id, seat.title, seat.unit_name,
       seat.payroll_unit_id, pu.code AS payroll_unit_code, pu.name AS payroll_unit_name
     FROM employee e
     ${statusJoin('e.id', '$6::date')}
     LEFT JOIN LATERAL (
       SELECT least(coalesce(a.last_date, $6::date), $6::date) AS day FROM assignment a
       WHERE a.employee_id = e.id AND a.kind = 'DEFINITIF' AND a.from_date <= $6::date
         AND (a.last_date IS NULL OR a.last_date >= $5::date)
       ORDER BY a.from_date DESC LIMIT 1
     ) held ON true
     LEFT JOIN LATERAL (${seatSql('e.id', 'held.day')}) seat ON held.day IS NOT NULL
     LEFT JOIN payroll_unit pu ON pu.id = seat.payroll_unit_id
     WHERE e.id = $4
   )
   SELECT * FROM person p WHERE ${readable('p')}`,
);

interface Row extends PaperPerson, Record<string, unknown> {
  employee_id: string;
  day: string | null;
  position_id: string;
  title: string;
  unit_name: string;
  payroll_unit_id: string;
  payroll_unit_code: string;
  payroll_unit_name: string;
}

/** What is asked: whose sheet, by whom, of which month. */
export interface SheetQuestion {
  readonly actor: Actor;
  readonly employeeId: string;
  readonly month: Month;
  readonly today: LocalDate;
  /** The last day the sheet speaks of. */
  readonly day: LocalDate;
}

/** Whose sheet it is; undefined where the asker may not see it, or nobody is there. */
export async function readableOwner(sql: Sql, question: SheetQuestion): Promise<SheetOwner | undefined> {
  const { actor, employeeId, month, today, day } = question;
  const values = [actor.employeeId, today, officeScope(actor), employeeId, firstDay(month), day];
  const { rows } = await sql.query<Row>(OWNER, values);
  const row = rows[0];
  if (!row) return undefined;
  const { name, nip, status, grade } = row;
  return { employeeId: row.employee_id, name, nip, status, grade, seat: seatFrom(row) };
}

const seatFrom = (row: Row): SheetSeat | undefined =>
  row.day === null
    ? undefined
    : {
        positionId: row.position_id,
        title: row.title,
        unitName: row.unit_name,
        payrollUnitId: row.payroll_unit_id,
        payrollUnitCode: row.payroll_unit_code,
        payrollUnitName: row.payroll_unit_name,
        day: localDate(row.day),
      };
