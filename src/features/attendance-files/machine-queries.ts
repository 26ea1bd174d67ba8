import { isZone, type Zone } from '../../platform/clock.ts';
import type { Sql } from '../../platform/database/sql.ts';

/** A machine that records punches. */
export interface Machine {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly realm: string;
  readonly zone: Zone;
  readonly active: boolean;
  readonly unitCode: string | null;
  readonly unitName: string | null;
  /** The payroll unit of its unit; null where it stands for the whole regency. */
  readonly payrollUnitId: string | null;
}

// $1: payroll units the reader answers for, null for all. A machine of the whole regency is the personnel office's alone.
const MACHINES = `SELECT m.id, m.code, m.name, m.pin_realm AS realm, m.zone, m.active, pu.code AS "unitCode",
    u.name AS "unitName", pu.id AS "payrollUnitId"
  FROM attendance_machine m
  LEFT JOIN LATERAL (SELECT v.name, v.payroll_unit_id FROM org_unit_version v WHERE v.unit_id = m.unit_id
    ORDER BY v.from_date DESC LIMIT 1) u ON true
  LEFT JOIN payroll_unit pu ON pu.id = u.payroll_unit_id
  WHERE $1::uuid[] IS NULL OR pu.id = ANY ($1)
  ORDER BY m.active DESC, m.code`;

/** Machines of the units somebody answers for. */
export async function machinesOf(sql: Sql, scope: readonly string[] | null): Promise<readonly Machine[]> {
  const { rows } = await sql.query<Omit<Machine, 'zone'> & { zone: string } & Record<string, unknown>>(MACHINES, [
    scope,
  ]);
  return rows.flatMap(row => (isZone(row.zone) ? [{ ...row, zone: row.zone }] : []));
}

/** A payroll unit as choices and realms name it. */
export interface NamedUnit {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

const UNITS = 'SELECT id, code, name FROM payroll_unit WHERE $1::uuid[] IS NULL OR id = ANY ($1) ORDER BY code';

/** Payroll units somebody answers for. */
export async function unitsOf(sql: Sql, scope: readonly string[] | null): Promise<readonly NamedUnit[]> {
  return (await sql.query<NamedUnit & Record<string, unknown>>(UNITS, [scope])).rows;
}

/** Realms whose PINs somebody may see and give: those of their machines, and their units' own. */
export async function realmsOf(sql: Sql, scope: readonly string[] | null): Promise<readonly string[]> {
  const [machines, units] = [await machinesOf(sql, scope), await unitsOf(sql, scope)];
  return [...new Set([...machines.map(({ realm }) => realm), ...units.map(({ code }) => code)])].sort();
}
