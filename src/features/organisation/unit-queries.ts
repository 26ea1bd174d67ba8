import type { WorkPattern } from '../../domain/calendar/work-calendar.ts';
import type { LocalDate } from '../../domain/local-date.ts';
import type { Zone } from '../../platform/clock.ts';
import { prepared, type Sql } from '../../platform/database/sql.ts';

/** A unit as it stands on a day. */
export interface UnitRow {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly parentId: string | null;
  readonly payrollUnitId: string;
  readonly payrollUnitCode: string;
  readonly workPattern: WorkPattern;
  readonly zone: Zone | null;
}

/** One dated version of a unit. */
export interface UnitVersion extends Omit<UnitRow, 'id' | 'code'> {
  readonly from: LocalDate;
  readonly parentName: string | null;
  readonly payrollUnitName: string;
  readonly decree: string | null;
}

export interface PayingUnit {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

/** The version of unit `unit` in force on `day` (SQL expressions), as a lateral sub-query. */
export const unitOn = (unit: string, day: string): string => `LATERAL (SELECT * FROM org_unit_version uv
    WHERE uv.unit_id = ${unit} AND uv.from_date <= ${day} ORDER BY uv.from_date DESC LIMIT 1)`;
/** The version of position `position` in force on `day` (SQL expressions), as a lateral sub-query. */
export const positionOn = (position: string, day: string): string => `LATERAL (SELECT * FROM position_version pv
    WHERE pv.position_id = ${position} AND pv.from_date <= ${day} ORDER BY pv.from_date DESC LIMIT 1)`;

const UNITS = prepared(
  'organisation.units',
  `SELECT o.id, o.code, v.name, v.kind, v.parent_id AS "parentId", v.payroll_unit_id AS "payrollUnitId",
     p.code AS "payrollUnitCode", v.work_pattern AS "workPattern", v.zone
   FROM org_unit o JOIN ${unitOn('o.id', '$1::date')} v ON true JOIN payroll_unit p ON p.id = v.payroll_unit_id
   ORDER BY v.name, o.code`,
);

/** Every unit on a day, by name. */
export async function unitsOn(sql: Sql, day: LocalDate): Promise<UnitRow[]> {
  const { rows } = await sql.query<UnitRow & Record<string, unknown>>(UNITS, [day]);
  return rows;
}

const PAYING = prepared('organisation.paying_units', 'SELECT id, code, name FROM payroll_unit ORDER BY name, code');

/** Every unit with a treasurer, by name. */
export async function payingUnits(sql: Sql): Promise<PayingUnit[]> {
  const { rows } = await sql.query<PayingUnit & Record<string, unknown>>(PAYING);
  return rows;
}

const VERSIONS = prepared(
  'organisation.unit_versions',
  `SELECT o.code, v.from_date AS "from", v.name, v.kind, v.parent_id AS "parentId", v.payroll_unit_id AS "payrollUnitId",
     p.code AS "payrollUnitCode", p.name AS "payrollUnitName", v.work_pattern AS "workPattern", v.zone, v.decree,
     (SELECT pv.name FROM org_unit_version pv WHERE pv.unit_id = v.parent_id
      ORDER BY pv.from_date <= v.from_date DESC, abs(pv.from_date - v.from_date) LIMIT 1) AS "parentName"
   FROM org_unit o JOIN org_unit_version v ON v.unit_id = o.id JOIN payroll_unit p ON p.id = v.payroll_unit_id
   WHERE o.id = $1 ORDER BY v.from_date`,
);

/** A unit's code and its versions, oldest first; undefined where there is no such unit. */
export async function unitVersions(
  sql: Sql,
  unitId: string,
): Promise<{ code: string; versions: UnitVersion[] } | undefined> {
  const { rows } = await sql.query<UnitVersion & { code: string }>(VERSIONS, [unitId]);
  const code = rows[0]?.code;
  return code === undefined ? undefined : { code, versions: rows };
}

/** The version in force on a day: the latest that has begun, or the first where none has. */
export const inForce = <Version extends { readonly from: LocalDate }>(
  versions: readonly Version[],
  day: LocalDate,
): Version => versions.findLast(version => version.from <= day) ?? versions[0]!;
