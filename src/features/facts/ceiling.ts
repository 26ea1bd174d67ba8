import type { Sql } from '../../platform/database/sql.ts';

const CEILING_OF = `SELECT amount FROM payroll_ceiling WHERE payroll_unit_id = $1 AND year = $2 ORDER BY id DESC LIMIT 1`;

/** What a payroll unit may pay as TPP in a year, in whole rupiah; null where nobody has entered it. */
export async function ceilingOf(sql: Sql, payrollUnitId: string, year: number): Promise<bigint | null> {
  const { rows } = await sql.query<{ amount: bigint }>(CEILING_OF, [payrollUnitId, year]);
  return rows[0]?.amount ?? null;
}

/** A payroll unit's budget year. Amounts in whole rupiah. */
export interface UnitCeiling {
  readonly unitId: string;
  readonly code: string;
  readonly name: string;
  readonly amount: bigint | null;
  readonly source: string | null;
  /** Gross amounts of the year's approved and paid runs. */
  readonly spent: bigint;
  /** A ceiling that waits for its second person. */
  readonly waiting: string | null;
}

const CEILINGS = `SELECT pu.id AS "unitId", pu.code, pu.name, c.amount, c.source,
    coalesce((SELECT sum(r.gross) FROM payroll_run r WHERE r.payroll_unit_id = pu.id AND r.state IN ('DISETUJUI', 'DIBAYAR')
      AND r.month BETWEEN make_date($1, 1, 1) AND make_date($1, 12, 31)), 0)::bigint AS spent,
    (SELECT p.value FROM fact_proposal p WHERE p.payroll_unit_id = pu.id AND p.decision IS NULL AND p.month = make_date($1, 1, 1)
      ORDER BY p.proposed_at DESC, p.id DESC LIMIT 1) AS waiting
  FROM payroll_unit pu
  LEFT JOIN LATERAL (SELECT amount, source FROM payroll_ceiling k WHERE k.payroll_unit_id = pu.id AND k.year = $1
    ORDER BY k.id DESC LIMIT 1) c ON true
  WHERE $2::uuid[] IS NULL OR pu.id = ANY ($2::uuid[])
  ORDER BY pu.code`;

/** Ceilings and what is spent of them, by unit code, within a scope (null: all units). One statement. */
export async function ceilingsOf(sql: Sql, year: number, scope: readonly string[] | null): Promise<UnitCeiling[]> {
  const { rows } = await sql.query<UnitCeiling & Record<string, unknown>>(CEILINGS, [year, scope && [...scope]]);
  return rows;
}
