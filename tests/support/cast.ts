import type { Sql } from '../../src/platform/database/sql.ts';
import { CAST, type CastKey } from '../../src/demo/cast.ts';

export { CAST, type CastKey };

/** What a test may need to know of one of the cast. */
export interface CastMember {
  readonly key: CastKey;
  readonly accountId: string;
  readonly employeeId: string;
  /** What the person signs in with: the NIP, or an official's user name. */
  readonly login: string;
  readonly nip: string | null;
  readonly password: string;
  readonly name: string;
  readonly positionId: string;
  readonly payrollUnitId: string;
  readonly payrollUnitCode: string;
}

export type Cast = Readonly<Record<CastKey, CastMember>>;

/** Reads the cast of a demo database, by key. */
export async function readCast(sql: Sql): Promise<Cast> {
  const { rows } = await sql.query<CastMember & Record<string, unknown>>(
    `SELECT d.key, a.id AS "accountId", e.id AS "employeeId", a.login, e.nip, d.password, e.name,
            s.position_id AS "positionId", pu.id AS "payrollUnitId", pu.code AS "payrollUnitCode"
     FROM demo_account d
     JOIN account a ON a.id = d.account_id
     JOIN employee e ON e.id = a.employee_id
     JOIN assignment s ON s.employee_id = e.id AND s.kind = 'DEFINITIF' AND s.last_date IS NULL
     JOIN position_version p ON p.position_id = s.position_id
     JOIN org_unit_version u ON u.unit_id = p.unit_id
     JOIN payroll_unit pu ON pu.id = u.payroll_unit_id
     WHERE d.key = ANY ($1)`,
    [[...CAST]],
  );
  const cast = Object.fromEntries(rows.map(row => [row.key, row]));
  const missing = CAST.filter(key => !(key in cast));
  if (missing.length > 0) throw new Error(`the demo lacks ${missing.join(', ')}`);
  return cast as unknown as Cast;
}
