import type { Sql } from '../platform/database/sql.ts';

/** One account of the demo as `takar demo accounts --json` prints it (contract.md 2). */
export interface ListedAccount {
  readonly key: string;
  /** What the person signs in with; an official's user name. */
  readonly nip: string;
  readonly password: string;
  readonly name: string;
  /** The right the person was granted, else `pejabat`, `atasan` (heads of something) or `staf`. */
  readonly role: string;
  /** Code of the payroll unit. */
  readonly unit: string;
}

const LIST = `SELECT d.key, a.login AS nip, d.password,
    concat_ws(', ', concat_ws(' ', e.front_title, e.name), e.back_title) AS name,
    coalesce(
      (SELECT g.role FROM role_grant g WHERE g.account_id = a.id AND (g.confirmed_by IS NOT NULL OR g.waived) ORDER BY g.role LIMIT 1),
      CASE p.kind WHEN 'PEJABAT_NEGARA' THEN 'pejabat' WHEN 'FUNGSIONAL' THEN 'staf' WHEN 'PELAKSANA' THEN 'staf'
                  ELSE 'atasan' END) AS role,
    pu.code AS unit
  FROM demo_account d
  JOIN account a ON a.id = d.account_id
  JOIN employee e ON e.id = a.employee_id
  JOIN LATERAL (SELECT * FROM assignment s WHERE s.employee_id = e.id AND s.kind = 'DEFINITIF'
                ORDER BY s.from_date DESC LIMIT 1) s ON true
  JOIN LATERAL (SELECT * FROM position_version v WHERE v.position_id = s.position_id
                ORDER BY v.from_date DESC LIMIT 1) p ON true
  JOIN LATERAL (SELECT * FROM org_unit_version v WHERE v.unit_id = p.unit_id ORDER BY v.from_date DESC LIMIT 1) u ON true
  JOIN payroll_unit pu ON pu.id = u.payroll_unit_id
  WHERE $1::text[] IS NULL OR d.key = ANY ($1)
  ORDER BY d.ordinal`;

/**
 * The demo's accounts in their order, the cast first.
 * @param keys only these; every account where undefined
 */
export async function demoAccounts(sql: Sql, keys?: readonly string[]): Promise<readonly ListedAccount[]> {
  const { rows } = await sql.query<ListedAccount & Record<string, unknown>>(LIST, [
    keys === undefined ? null : [...keys],
  ]);
  return rows;
}
