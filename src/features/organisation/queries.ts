import type { WorkPattern } from '../../domain/calendar/work-calendar.ts';
import { localDate, type LocalDate } from '../../domain/local-date.ts';
import type { Zone } from '../../platform/clock.ts';
import { prepared, type Prepared, type Sql } from '../../platform/database/sql.ts';

/** A name with its titles, for queries that join `employee`. */
export const fullNameOf = (alias: string): string =>
  `concat_ws(', ', concat_ws(' ', ${alias}.front_title, ${alias}.name), ${alias}.back_title)`;

/** Where a person sits on a day: the definitive chair, its unit, and who pays the month. */
export interface Seat {
  readonly positionId: string;
  readonly title: string;
  /** Family of positions, such as 'pelaksana': which catalogue items are usual in it. */
  readonly family: string;
  readonly unitId: string;
  readonly unitName: string;
  /** The unit that pays the month of that day (rulings.md 10; docs/architecture.md "An entry's life"). */
  readonly payrollUnitId: string;
  readonly workPattern: WorkPattern;
  /** The unit's own zone; null where the regency's holds (rulings.md 4). */
  readonly zone: Zone | null;
  /** Verification alone decides; there is no second step (rulings.md 9). */
  readonly oneStep: boolean;
  /** What the person and the chair are that day, as `traitsSql` names it. */
  readonly traits: readonly string[];
}

/** What somebody is, as `jenis:JPT`, `eselon:II.a`, `status:CPNS`: SQL over a version of the position, and a status. */
export const traitsSql = (position: string, status: string): string =>
  `ARRAY['jenis:' || ${position}.kind, 'eselon:' || coalesce(${position}.echelon, ''), 'status:' || coalesce(${status}, '')]`;

/**
 * The seat of a person on a day as a sub-query of one row or none, for statements that need it beside other things.
 * `employee` and `day` are SQL expressions.
 */
export const seatSql = (employee: string, day: string): string => `
  SELECT a.position_id, p.title, p.family, p.one_step, p.unit_id, u.name AS unit_name, u.work_pattern, u.zone,
         coalesce(paying.payroll_unit_id, u.payroll_unit_id) AS payroll_unit_id,
         ${traitsSql(
           'p',
           `(SELECT s.status FROM employee_status s WHERE s.employee_id = ${employee} AND s.from_date <= ${day}
             ORDER BY s.from_date DESC LIMIT 1)`,
         )} AS traits
  FROM assignment a
  JOIN LATERAL (SELECT * FROM position_version v WHERE v.position_id = a.position_id AND v.from_date <= ${day}
                ORDER BY v.from_date DESC LIMIT 1) p ON true
  JOIN LATERAL (SELECT * FROM org_unit_version v WHERE v.unit_id = p.unit_id AND v.from_date <= ${day}
                ORDER BY v.from_date DESC LIMIT 1) u ON true
  LEFT JOIN LATERAL (
    SELECT fu.payroll_unit_id
    FROM (SELECT date_trunc('month', (${day})::timestamp)::date AS day) f
    JOIN assignment fa ON fa.employee_id = ${employee} AND fa.kind = 'DEFINITIF' AND fa.from_date <= f.day
         AND (fa.last_date IS NULL OR fa.last_date >= f.day)
    JOIN LATERAL (SELECT v.unit_id FROM position_version v WHERE v.position_id = fa.position_id AND v.from_date <= f.day
                  ORDER BY v.from_date DESC LIMIT 1) fp ON true
    JOIN LATERAL (SELECT v.payroll_unit_id FROM org_unit_version v WHERE v.unit_id = fp.unit_id AND v.from_date <= f.day
                  ORDER BY v.from_date DESC LIMIT 1) fu ON true
  ) paying ON true
  WHERE a.employee_id = ${employee} AND a.kind = 'DEFINITIF' AND a.from_date <= ${day}
    AND (a.last_date IS NULL OR a.last_date >= ${day})`;

const SEATS = prepared(
  'organisation.seats',
  `SELECT d.day, seat.* FROM unnest($2::date[]) AS d (day) JOIN LATERAL (${seatSql('$1::uuid', 'd.day')}) seat ON true`,
);

/** The columns of `seatSql`. */
export interface SeatColumns {
  position_id: string;
  title: string;
  family: string;
  one_step: boolean;
  unit_id: string;
  unit_name: string;
  work_pattern: WorkPattern;
  zone: Zone | null;
  payroll_unit_id: string;
  traits: string[];
}

/** The seats of one person on several days, by day; days without a definitive chair are missing. */
export async function seatsOn(sql: Sql, employeeId: string, days: readonly LocalDate[]): Promise<Map<LocalDate, Seat>> {
  const { rows } = await sql.query<SeatColumns & { day: string }>(SEATS, [employeeId, [...days]]);
  return new Map(rows.map(row => [localDate(row.day), seatFrom(row)]));
}

/** The seat of one person on one day; undefined where the person holds no definitive chair that day. */
export async function seatOn(sql: Sql, employeeId: string, day: LocalDate): Promise<Seat | undefined> {
  return (await seatsOn(sql, employeeId, [day])).get(day);
}

/** A seat from the columns of `seatSql`. */
export const seatFrom = (row: SeatColumns): Seat => ({
  positionId: row.position_id,
  title: row.title,
  family: row.family,
  unitId: row.unit_id,
  unitName: row.unit_name,
  payrollUnitId: row.payroll_unit_id,
  workPattern: row.work_pattern,
  zone: row.zone,
  oneStep: row.one_step,
  traits: row.traits,
});

/** Somebody who holds a chair on a day, and how. */
export interface Holder {
  readonly employeeId: string;
  readonly name: string;
  readonly kind: 'DEFINITIF' | 'PLT' | 'PLH' | 'DELEGASI' | 'KETUA_TIM';
}

/** A chair with its title and everybody who holds it on a day. */
export interface Chair {
  readonly positionId: string;
  readonly title: string;
  readonly holders: readonly Holder[];
}

const HOLDERS = `coalesce((
    SELECT jsonb_agg(jsonb_build_object('employeeId', e.id, 'name', ${fullNameOf('e')}, 'kind', a.kind)
                     ORDER BY a.kind = 'DEFINITIF' DESC, a.from_date DESC, e.name)
    FROM assignment a JOIN employee e ON e.id = a.employee_id
    WHERE a.position_id = c.position_id AND a.kind <> 'KETUA_TIM' AND a.from_date <= $2
      AND (a.last_date IS NULL OR a.last_date >= $2)
  ), '[]'::jsonb) AS holders`;
const TITLE = `(SELECT v.title FROM position_version v WHERE v.position_id = c.position_id AND v.from_date <= $2
                ORDER BY v.from_date DESC LIMIT 1) AS title`;

const HOLDERS_OF = prepared(
  'organisation.holders',
  `SELECT c.position_id, ${TITLE}, ${HOLDERS} FROM unnest($1::uuid[]) AS c (position_id)`,
);
const NEXT_CHAIR = prepared(
  'organisation.next_chair',
  `SELECT c.position_id, ${TITLE}, ${HOLDERS}
   FROM (SELECT takar_chair_above($1, $3::uuid[], $2) AS position_id) c WHERE c.position_id IS NOT NULL`,
);

const CHAIR_FROM = prepared(
  'organisation.chair_from',
  `SELECT c.position_id, ${TITLE}, ${HOLDERS}
   FROM (SELECT takar_chair_from($1, $3::uuid[], $2) AS position_id) c WHERE c.position_id IS NOT NULL`,
);

interface ChairRow {
  position_id: string;
  title: string;
  holders: Holder[];
}

const asChair = (row: ChairRow): Chair => ({
  positionId: row.position_id,
  title: row.title,
  holders: row.holders,
});

/** Who holds these chairs on a day, by chair. */
export async function holdersOf(sql: Sql, positionIds: readonly string[], day: LocalDate): Promise<Map<string, Chair>> {
  const { rows } = await sql.query<ChairRow>(HOLDERS_OF, [[...positionIds], day]);
  return new Map(rows.map(row => [row.position_id, asChair(row)]));
}

/**
 * The chair a step belongs to on a day (rulings.md 8 and 9): the first above `startPositionId` that is held by somebody
 * not excluded. Verification starts at the owner's chair and excludes the owner; validation starts at the chair it was
 * verified from and excludes the owner and the verifier. Undefined where the tree ends first.
 */
export async function nextChair(
  sql: Sql,
  startPositionId: string,
  excluded: readonly string[],
  day: LocalDate,
): Promise<Chair | undefined> {
  return firstChair(sql, NEXT_CHAIR, startPositionId, excluded, day);
}

/** The same, starting at a chair itself: the validator that a letter names (rulings.md 9). */
export async function chairFrom(
  sql: Sql,
  startPositionId: string,
  excluded: readonly string[],
  day: LocalDate,
): Promise<Chair | undefined> {
  return firstChair(sql, CHAIR_FROM, startPositionId, excluded, day);
}

async function firstChair(
  sql: Sql,
  statement: Prepared,
  startPositionId: string,
  excluded: readonly string[],
  day: LocalDate,
): Promise<Chair | undefined> {
  const { rows } = await sql.query<ChairRow>(statement, [startPositionId, day, [...excluded]]);
  const row = rows[0];
  if (!row) return undefined;
  const chair = asChair(row);
  return { ...chair, holders: chair.holders.filter(holder => !excluded.includes(holder.employeeId)) };
}
